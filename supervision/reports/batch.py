"""Which reports of a cycle can go to the assessors' agency: unready with each reason, ready, or left out by a person
(F38). All of it is asked in SQL: the number of queries does not grow with the schools."""

import hashlib
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from schools.models import BoardApproval, Sar, SarFile, SarState, StandardSection
from supervision.models import AssessorIssue, BatchSar
from supervision.services.issues import unlooked_findings


class Standing(TextChoices):
    READY = "ready", _("Ready")
    UNREADY = "unready", _("Not ready")
    EXCLUDED = "excluded", _("Left out")


LOOKS = {
    Standing.READY: ("success", "check-circle"),
    Standing.UNREADY: ("warning", "hourglass-split"),
    Standing.EXCLUDED: ("secondary", "dash-circle"),
}
AT_SCHOOL = (SarState.EXPECTED, SarState.DRAFTING, SarState.WITH_BOARD, SarState.BOARD_APPROVED)
ACCEPTED = Q(state=SarState.ACCEPTED)

# What stands in the way of a report, each a reason that the page says; asked of rows with the facts of `_facts`.
HURDLES = {
    "not_sent": (_("The school has not sent it"), Q(state__in=AT_SCHOOL)),
    "returned": (_("Returned to the school"), Q(state=SarState.RETURNED)),
    "not_accepted": (_("The office has not accepted it"), Q(state=SarState.SUBMITTED)),
    "no_minutes": (_("No minutes of the school board"), ACCEPTED & Q(has_minutes=False)),
    "no_pdf": (_("Neither a PDF nor typed text"), ACCEPTED & Q(file_id=None, has_text=False)),
    "held": (_("The virus scan holds its file"), ACCEPTED & Q(held_since__isnull=False)),
    "lost": (_("The server has lost its file"), ACCEPTED & Q(missing_since__isnull=False)),
    "unlooked": (_("Findings of visits not looked at"), Q(has_unlooked=True)),
}


def sent_earlier(batch):
    """The places of reports of this cycle that another batch has sent."""
    return BatchSar.objects.sent().filter(batch__cycle=batch.cycle_id).exclude(batch=batch)


def reports_of(batch):
    """The cycle's reports that no other batch has sent, with `standing`, `left_out_for`, `file_id` (the StoredFile that
    would go, None where it would be made of the text) and a `hurdle_<key>` for each reason."""
    sent = sent_earlier(batch).order_by().values("sar")
    rows = Sar.objects.filter(cycle=batch.cycle_id).exclude(pk__in=sent).annotate(**_facts(batch))
    rows = rows.annotate(**{f"hurdle_{key}": _flag(condition) for key, (_label, condition) in HURDLES.items()})
    is_unready = reduce(or_, (Q(**{f"hurdle_{key}": True}) for key in HURDLES))
    return rows.annotate(
        standing_key=Case(
            When(~Q(left_out_for=""), then=Value(Standing.EXCLUDED.value)),
            When(is_unready, then=Value(Standing.UNREADY.value)),
            default=Value(Standing.READY.value),
        )
    )


def _flag(condition):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _facts(batch):
    place = BatchSar.objects.filter(batch=batch, sar=OuterRef("pk"))
    sent_file = SarFile.objects.filter(sar=OuterRef("pk"), sent_at__isnull=False).order_by("-number")
    minutes = BoardApproval.objects.filter(
        sar=OuterRef("pk"), lapsed_at=None, approved_at__isnull=False, minutes__isnull=False
    )
    findings = unlooked_findings().filter(
        visit__academic_year=batch.cycle.academic_year, visit__school=OuterRef("school")
    )
    return {
        "left_out_for": Coalesce(Subquery(place.values("excluded_for")[:1]), Value("")),
        "file_id": Subquery(sent_file.values("stored")[:1]),
        "held_since": Subquery(sent_file.values("stored__held_since")[:1], output_field=DateTimeField()),
        "missing_since": Subquery(sent_file.values("stored__missing_since")[:1], output_field=DateTimeField()),
        "has_minutes": Exists(minutes),
        "has_text": Exists(StandardSection.objects.filter(sar=OuterRef("pk"), level__isnull=False)),
        "has_unlooked": Exists(findings),
    }


def ready_reports(batch):
    """In the order of the papers that go out."""
    rows = reports_of(batch).filter(standing_key=Standing.READY)
    return rows.order_by("level", "school__moe_code", "pk")


def hurdles_of(row):
    """The sentences that say why a row of `reports_of` is not ready."""
    return [str(label) for key, (label, _condition) in HURDLES.items() if getattr(row, f"hurdle_{key}")]


def counts(rows):
    """{standing: how many of these rows}, zeros included."""
    found = dict(rows.order_by().values_list("standing_key").annotate(Count("pk")))
    return {standing: found.get(standing.value, 0) for standing in Standing}


@dataclass(frozen=True)
class NetworkLine:
    key: str
    name: str
    cells: list[tuple[str, str, int]]  # (standing, its word, reports)


def by_network(rows):
    """A line for each network with its reports by standing; those of no network come last."""
    values = rows.order_by().values("school__network", "school__network__name", "standing_key").annotate(n=Count("pk"))
    found = {}
    for row in values.order_by(F("school__network__name").asc(nulls_last=True)):
        line = found.setdefault((row["school__network"], row["school__network__name"]), {})
        line[row["standing_key"]] = row["n"]
    return [NetworkLine(str(key or "null"), name or _nowhere(), _cells(line)) for (key, name), line in found.items()]


def _nowhere():
    return str(_("Without a network"))


def _cells(line):
    return [(standing.value, standing.label, line.get(standing.value, 0)) for standing in Standing]


# ---------------------------------------------------------------- what goes along, and what it was made of


def issues_of(batch):
    """The waiting points of the year that go along: those of schools whose report goes, or went earlier. The others
    wait for their school's report."""
    going = ready_reports(batch).order_by().values("school")
    gone = sent_earlier(batch).order_by().values("sar__school")
    rows = AssessorIssue.objects.waiting().in_year(batch.cycle.academic_year)
    rows = rows.filter(school__district=batch.cycle.district_id)
    rows = rows.filter(Q(school__in=going) | Q(school__in=gone))
    return rows.select_related("school", "standard").order_by("school__moe_code", "pk")


def made_of(reports, issues):
    """One word for exactly these papers, so that a zip can say what it was made of: it changes with any of them."""
    return _word_for(((sar.pk, sar.file_id, sar.version) for sar in reports), ((row.pk, row.version) for row in issues))


def made_of_now(batch):
    """As `made_of`, of what is ready and goes along now."""
    reports = ready_reports(batch).values_list("pk", "file_id", "version")
    return _word_for(reports, issues_of(batch).values_list("pk", "version"))


def _word_for(reports, issues):
    """A file never changes; what is typed changes with the report's version."""
    papers = [(pk, file or f"v{version}") for pk, file, version in reports]
    return hashlib.sha256(repr((papers, [tuple(row) for row in issues])).encode()).hexdigest()
