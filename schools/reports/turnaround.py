"""The way of a report from stage to stage, and how long it lay at the school and at the office (F17)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.models import District, TransitionRecord, User
from qa_portal.core.roles import Verb
from schools.models import Sar, SarState, Submission

SENT = ("submit", "resubmit")
ANSWERED = ("accept", "return")


# ---------------------------------------------------------------- the stage line


@dataclass(frozen=True)
class Stage:
    """`standing`: done, now or coming; `day` where it was reached."""

    label: str
    standing: str
    day: datetime | date | None = None

    ICONS = {"done": "check-circle-fill", "now": "arrow-right-circle-fill", "coming": "circle"}
    WORDS = {"done": gettext_lazy("done"), "now": gettext_lazy("now"), "coming": gettext_lazy("still to come")}

    @property
    def icon(self):
        return self.ICONS[self.standing]

    @property
    def word(self):
        return self.WORDS[self.standing]


def stages(sar):
    """From the expected report to the office's answer, each with the day on which it was last reached."""
    records = list(TransitionRecord.objects.of(sar).order_by("done_at", "pk"))
    reading = _reading_began(sar)
    here = _place(sar, reading)
    days = [
        sar.cycle.opens_on,
        _last(records, ("start",)),
        _last(records, ("to_board",)),
        _last(records, SENT),
        reading,
        _last(records, ANSWERED),
    ]
    labels = [
        _("Expected"),
        _("Being written"),
        _("With the school board"),
        _("Sent to the office"),
        _("Being read"),
        _("Returned to the school") if sar.state == SarState.RETURNED else _("Accepted"),
    ]
    return [
        Stage(label, _standing(place, here), day if place <= here else None)
        for place, (label, day) in enumerate(zip(labels, days, strict=True))
    ]


PLACES = {
    SarState.EXPECTED: 0,
    SarState.DRAFTING: 1,
    SarState.WITH_BOARD: 2,
    SarState.BOARD_APPROVED: 2,
    SarState.SUBMITTED: 3,
    SarState.RETURNED: 5,
    SarState.ACCEPTED: 5,
}


def _place(sar, reading):
    return 4 if sar.state == SarState.SUBMITTED and reading else PLACES[sar.state]


def _standing(place, here):
    return "now" if place == here else "done" if place < here else "coming"


def _last(records, names):
    return next((row.done_at for row in reversed(records) if row.transition in names), None)


def _reading_began(sar):
    """When somebody first wrote about the newest sending, or None."""
    last = sar.submissions.last()
    if last is None:
        return None
    moments = [rows.order_by("created_at").values_list("created_at", flat=True).first() for rows in _written(last)]
    return min(filter(None, moments), default=None)


def _written(sending):
    return sending.checked.all(), sending.remarks.all()


@dataclass(frozen=True)
class Asked:
    """What is asked of the school now, and the page where those who have the verb do it (None: all its people)."""

    sentence: str
    url: str = ""
    button: str = ""
    verb: Verb | None = None


def asked_now(sar, *, is_judged, pdf_doubt):
    """Of the school's people, by the state of their report, by whether it can be presented, and by what its newest PDF
    does not say."""
    if sar.state == SarState.DRAFTING and is_judged:
        present = reverse("schools:sar_transition", args=[sar.pk, "to_board"])
        return Asked(
            _("All is rated. Read it through, then present it to the board."),
            present,
            _("Present to the school board"),
            Verb.RATE_SAR,
        )
    if sar.state == SarState.BOARD_APPROVED and (pdf_doubt or not sar.latest_file):
        return Asked(
            pdf_doubt or _("Attach the PDF and send it to the office."),
            _page(sar, "sar_files"),
            _("PDF of the report"),
            Verb.RATE_SAR,
        )
    board, submit = _page(sar, "sar_board"), reverse("schools:sar_transition", args=[sar.pk, "submit"])
    first = reverse("schools:sar_standard", args=[sar.pk, 1])
    return {
        SarState.EXPECTED: Asked(_("Begin with the first standard."), first, _("Begin the report"), Verb.RATE_SAR),
        SarState.DRAFTING: Asked(
            _("Write on, then present it to the board."), "#tasks-title", _("Go on writing"), Verb.RATE_SAR
        ),
        SarState.WITH_BOARD: Asked(_("The board has to approve the report."), board, _("Board's approval")),
        SarState.BOARD_APPROVED: Asked(
            _("Send the report to the office."), submit, _("Send to the office"), Verb.SUBMIT_SAR
        ),
        SarState.SUBMITTED: Asked(_("Nothing: the office reads the report.")),
        SarState.RETURNED: Asked(_("Mend what is asked for, then send it again."), "#to-mend", _("What to mend")),
        SarState.ACCEPTED: Asked(_("Nothing: the report is accepted.")),
    }[SarState(sar.state)]


def _page(sar, name):
    return reverse(f"schools:{name}", args=[sar.pk])


# ---------------------------------------------------------------- the clock of one report


@dataclass(frozen=True)
class Leg:
    """One stay of the report at the school or at the office, in whole days; it runs on while `until` is None."""

    is_office: bool
    since: date
    until: date | None

    @property
    def days(self):
        return ((self.until or timezone.localdate()) - self.since).days


def legs(sar):
    """Every stay since the cycle opened, in order."""
    records = TransitionRecord.objects.of(sar).filter(transition__in=(*SENT, *ANSWERED)).order_by("done_at", "pk")
    found, since, is_office = [], sar.cycle.opens_on, False
    for record in records:
        day = timezone.localdate(record.done_at)
        turns_to_office = record.transition in SENT
        if turns_to_office != is_office:
            found.append(Leg(is_office, since, day))
        since, is_office = day, turns_to_office
    if sar.state != SarState.ACCEPTED:
        found.append(Leg(is_office, since, None))
    return found


def time_used(sar):
    """(days at the school, days at the office) over every stay so far."""
    stays = legs(sar)
    return [sum(leg.days for leg in stays if leg.is_office is at_office) for at_office in (False, True)]


# ---------------------------------------------------------------- averages

AT_OFFICE_FOR = ExpressionWrapper(F("answered_at") - F("sent_at"), output_field=DurationField())
AT_SCHOOL_FOR = ExpressionWrapper(F("sent_again_at") - F("answered_at"), output_field=DurationField())
AVERAGES = {
    "answered": Count("answered_at"),
    "returned": Count("pk", filter=Q(is_accepted=False)),
    "mean": Avg(AT_OFFICE_FOR),
    "longest": Max(AT_OFFICE_FOR),
}


def reader_rows(user, academic_year):
    """A row for each person who answered a sending of a year that this user sees, the busiest first."""
    rows = _sendings(user, academic_year).exclude(answered_at=None).values("answered_by").annotate(**AVERAGES)
    rows = list(rows.order_by("-answered", "answered_by"))
    people = User.objects.in_bulk([row["answered_by"] for row in rows])
    return [row | {"name": str(people[row["answered_by"]])} for row in rows]


def district_rows(user, academic_year):
    """A row for each office whose sendings this user sees; `waiting` are not answered yet, `school_mean` is the time
    from a return to the next sending."""
    waiting = Count("pk", filter=Q(answered_at=None))
    rows = _sendings(user, academic_year).values("sar__school__district").annotate(waiting=waiting, **AVERAGES)
    rows = {row["sar__school__district"]: row for row in rows}
    mending = _mending_means(user, academic_year)
    districts = District.objects.filter(pk__in=rows).order_by("code")
    return [rows[row.pk] | {"name": str(row), "school_mean": mending.get(row.pk)} for row in districts]


def _mending_means(user, academic_year):
    """{district: mean time that a returned report lay at its school}"""
    following = Submission.objects.filter(sar=OuterRef("sar"), number=OuterRef("number") + 1).values("sent_at")
    rows = _sendings(user, academic_year).annotate(sent_again_at=Subquery(following)).exclude(sent_again_at=None)
    rows = rows.exclude(answered_at=None).values("sar__school__district").annotate(mean=Avg(AT_SCHOOL_FOR))
    return {row["sar__school__district"]: row["mean"] for row in rows}


def _sendings(user, academic_year):
    sars = Sar.objects.visible_to(user).in_year(academic_year)
    return Submission.objects.filter(sar__in=sars).order_by()


def in_days(span):
    """A time span in days with one decimal, or None."""
    return None if span is None else round(span.total_seconds() / 86_400, 1)


def days(name):
    return lambda row: in_days(row[name])


DAYS = {
    "answered": Column("answered", gettext_lazy("Answered"), lambda row: row["answered"], 12, kind="number"),
    "returned": Column("returned", gettext_lazy("Returned"), lambda row: row["returned"], 12, kind="number"),
    "mean": Column(
        "mean", gettext_lazy("Mean days at the office"), lambda row: in_days(row["mean"]), 16, kind="number"
    ),
    "longest": Column(
        "longest", gettext_lazy("Longest (days)"), lambda row: in_days(row["longest"]), 14, kind="number"
    ),
}
READER_COLUMNS = [Column("name", gettext_lazy("Reader"), lambda row: row["name"], 30), *DAYS.values()]
DISTRICT_COLUMNS = [
    Column("name", gettext_lazy("Education area office"), lambda row: row["name"], 34),
    Column("waiting", gettext_lazy("Wait for an answer"), lambda row: row["waiting"], 14, kind="number"),
    *DAYS.values(),
    Column(
        "school",
        gettext_lazy("Mean days at the school after a return"),
        days("school_mean"),
        20,
        kind="number",
    ),
]
