"""What pages, sheets and the PDF of a SAR show, computed once."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from django.db.models import Count
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qa_portal.core.columns import Column
from qa_portal.core.documents import render_pdf
from qa_portal.core.history import Change, Entry, entries_of
from qa_portal.core.models import TransitionRecord

from . import sar_missing
from .models import EducationLevel, ItemRating, QualityLevel, Sar, SarState, StandardSection
from .reports import levels_text, pupil_table
from .workflow import SAR

# ---------------------------------------------------------------- lists

SAR_COLUMNS = [
    Column("school", gettext_lazy("School"), lambda s: s.school.name, 34, "school__name_sort", Sar.get_absolute_url),
    Column("level", gettext_lazy("Level"), lambda s: str(s.get_level_display()), 20, "level"),
    Column("state", gettext_lazy("State"), lambda s: str(s.get_state_display()), 20, "state", kind="state"),
    Column("late", gettext_lazy("Late"), lambda s: _("Late") if s.is_late else "", 10),
    Column("due", gettext_lazy("Due"), lambda s: s.due_day, 14, "due_day", kind="date"),
    Column("handed_in", gettext_lazy("First sent"), lambda s: s.handed_in_on, 14, "handed_in_on", kind="date"),
    Column("reminded", gettext_lazy("Reminded"), lambda s: s.reminded_at, 14, "reminded_at", kind="date"),
    Column("network", gettext_lazy("Network"), lambda s: s.school.network and s.school.network.name, 24),
    Column("supervisor", gettext_lazy("Supervisor"), lambda s: s.school.lead and str(s.school.lead), 26),
]
REPORT_COLUMN = Column(
    "year",
    gettext_lazy("Academic year"),
    lambda s: _("Academic year %(year)s") % {"year": s.academic_year},
    20,
    "cycle__academic_year",
    Sar.get_absolute_url,
)
# A school's own list begins with the year; the office's words on network and supervisor say nothing new to it.
SCHOOL_COLUMNS = [
    REPORT_COLUMN,
    *(row for row in SAR_COLUMNS if row.key in ("level", "state", "late", "due", "handed_in")),
]
SHEET_COLUMNS = [
    *SAR_COLUMNS,
    Column("year", gettext_lazy("Academic year"), lambda s: str(s.academic_year), 12, "cycle__academic_year"),
    Column("code", gettext_lazy("Ministry code"), lambda s: s.school.moe_code, 14, "school__moe_code"),
    Column("district", gettext_lazy("Education area office"), lambda s: s.school.district.short_name, 26),
]

CYCLE_COLUMNS = [
    Column("year", gettext_lazy("Academic year"), str, 30, "academic_year", lambda c: c.get_absolute_url()),
    Column("state", gettext_lazy("State"), lambda c: str(c.get_state_display()), 16, "state", kind="state"),
    Column("opens", gettext_lazy("Opens"), lambda c: c.opens_on, 14, "opens_on", kind="date"),
    Column("due", gettext_lazy("Due"), lambda c: c.due_on, 14, "due_on", kind="date"),
    Column("expected", gettext_lazy("Expected"), lambda c: c.expected_count, 12, "expected_count", kind="number"),
    Column("sent", gettext_lazy("Sent"), lambda c: c.sent_count, 12, "sent_count", kind="number"),
]


@dataclass(frozen=True)
class StateCount:
    label: str
    count: int
    colour: str
    icon: str
    key: str


def state_counts(sars):
    """One count a state, in the order of the workflow."""
    return [
        StateCount(state.label, count, SAR.looks[state].colour, SAR.looks[state].icon, state.value)
        for state, count in sars.count_by_state().items()
    ]


# ---------------------------------------------------------------- the computed hint (B3)


@dataclass(frozen=True)
class Hint:
    """The mean of the rated items with its arithmetic, and the level that it reaches; a person decides."""

    arithmetic: str
    level: QualityLevel | None
    rated: int
    items: int


def hint(ratings, levels):
    """None while no item is rated. The level is the highest whose value the mean reaches."""
    values = [rating.level.value for rating in ratings if rating.level]
    if not values:
        return None
    mean = Fraction(sum(values), len(values))
    reached = [level for level in levels if level.value <= mean]
    terms = " + ".join(str(value) for value in values)
    return Hint(
        f"({terms}) ÷ {len(values)} = {float(mean):.2f}",
        max(reached, key=lambda level: level.value, default=None),
        len(values),
        len(ratings),
    )


# ---------------------------------------------------------------- the task list


@dataclass(frozen=True)
class Task:
    """One part of the report on its page. `status`: done, begun or todo; `url` is blank where it cannot be opened."""

    label: str
    url: str
    status: str
    detail: str = ""

    LOOKS = {
        "done": (gettext_lazy("Done"), "success", "check-circle-fill"),
        "begun": (gettext_lazy("Begun"), "info", "pencil"),
        "todo": (gettext_lazy("Not begun"), "secondary", "circle"),
    }

    @property
    def look(self):
        return self.LOOKS[self.status]


def tasks(sar, *, can_write, can_attach):
    """What the school does for its report, in order, and how far each part is."""
    return [
        *_standard_tasks(sar, can_write),
        _summary_task(sar, can_write),
        _pdf_task(sar, can_attach),
        _board_task(sar),
    ]


def _standard_tasks(sar, can_write):
    sections = {section.standard_id: section for section in sar.sections.select_related("level")}
    rated = dict(sar.ratings.exclude(level=None).order_by().values_list("indicator__standard").annotate(Count("pk")))
    for standard in sar.framework.standards.annotate(items=Count("indicators")):
        section, count = sections.get(standard.pk), rated.get(standard.pk, 0)
        is_judged = section is not None and section.level is not None and section.reason.strip()
        status = "done" if is_judged and count == standard.items else "begun" if count or is_judged else "todo"
        detail = _("%(rated)s of %(items)s items rated") % {"rated": count, "items": standard.items}
        if section and section.level:
            detail = f"{detail} · {section.level}"
        url = reverse("schools:sar_standard", args=[sar.pk, standard.number]) if can_write else ""
        yield Task(str(standard), url, status, detail)


def _summary_task(sar, can_write):
    words = (sar.executive_summary, sar.way_forward, sar.help_wanted)
    status = "done" if sar.overall_level_id else "begun" if any(words) else "todo"
    url = reverse("schools:sar_summary", args=[sar.pk]) if can_write else ""
    return Task(_("Summary and way forward"), url, status, str(sar.overall_level or ""))


def _pdf_task(sar, can_attach):
    count = sar.files.count()
    detail = ngettext("%(count)s version", "%(count)s versions", count) % {"count": count} if count else ""
    status = "done" if count else "todo"
    if pdf_is_older(sar):
        status, detail = "begun", _("The answers were changed after this PDF was made.")
    url = reverse("schools:sar_files", args=[sar.pk]) if can_attach else ""
    return Task(_("PDF of the report"), url, status, detail)


def pdf_is_older(sar):
    """Whether something was written after the newest PDF: a hint, as a school's own PDF may well say it already."""
    latest = sar.latest_file
    return latest is not None and sar.sections.filter(updated_at__gt=latest.stored.stored_at).exists()


def _board_task(sar):
    given = sar.approval
    is_done = not list(sar_missing.approval(sar))
    status = "done" if is_done else "begun" if given else "todo"
    return Task(_("Board's approval"), reverse("schools:sar_board", args=[sar.pk]), status)


# ---------------------------------------------------------------- the answers


@dataclass(frozen=True)
class Item:
    rating: ItemRating
    previous: QualityLevel | None
    is_changed: bool


@dataclass(frozen=True)
class Answer:
    """One standard as written: its section, its items with last year's levels, and what changed since the return."""

    section: StandardSection
    items: list[Item]
    previous: QualityLevel | None
    hint: Hint | None
    is_changed: bool

    TEXTS = ("reason", "process", "results", "strengths", "points_to_develop", "plan")

    @property
    def texts(self):
        """(label, text) of each narrative, blank ones included: blank and "-" are two answers."""
        return [(self.section._meta.get_field(name).verbose_name, getattr(self.section, name)) for name in self.TEXTS]


def screen(sar, standard):
    """(section, ratings) of one standard; unsaved ones while nobody has begun the report."""
    if sar.state == SarState.EXPECTED:
        items = standard.indicators.all()
        section = StandardSection(sar=sar, standard=standard)
        return section, [ItemRating(sar=sar, indicator=item) for item in items]
    ratings = sar.ratings.filter(indicator__standard=standard).select_related("indicator", "level")
    return sar.sections.select_related("standard").get(standard=standard), list(ratings)


def last_year(sar):
    """({indicator id: level}, {standard id: level}) of last year's report made with the same framework."""
    before = sar.previous()
    if before is None or before.framework_id != sar.framework_id:
        return {}, {}
    ratings, sections = before.ratings.select_related("level"), before.sections.select_related("level")
    return {row.indicator_id: row.level for row in ratings}, {row.standard_id: row.level for row in sections}


def answers(sar):
    """Every standard of the report with its items, in a fixed number of queries."""
    items_before, standards_before = last_year(sar)
    levels = list(sar.framework.levels.all())
    ratings = {}
    for rating in sar.ratings.select_related("indicator", "level"):
        ratings.setdefault(rating.indicator.standard_id, []).append(rating)
    return [
        Answer(
            section,
            [
                Item(rating, items_before.get(rating.indicator_id), _is_after_return(sar, rating.rated_at))
                for rating in ratings.get(section.standard_id, [])
            ],
            standards_before.get(section.standard_id),
            hint(ratings.get(section.standard_id, []), levels),
            _is_after_return(sar, section.updated_at),
        )
        for section in sar.sections.select_related("standard", "level")
    ]


def _is_after_return(sar, moment):
    return sar.returned_at is not None and moment is not None and moment > sar.returned_at


# ---------------------------------------------------------------- history

BETWEEN_US = ("submit", "resubmit", "return", "accept")


def history_for(sar, *, is_own):
    """The school's own people: everything. Others: the steps between the school and the office, and no draft."""
    return entries_of(sar) if is_own else between_us(sar)


def between_us(sar):
    records = TransitionRecord.objects.of(sar).filter(transition__in=BETWEEN_US).order_by("-done_at", "-pk")
    return [Entry(row.done_at, str(row.done_by), str(SAR.by_name[row.transition].label), row.note) for row in records]


def standard_history(section, ratings):
    """Changes of one standard's words and of its items' levels, newest first; [] while nobody has begun it."""
    if section.pk is None:
        return []
    entries = [*entries_of(section), *_rating_changes(ratings)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _rating_changes(ratings):
    rows = ItemRating.history.filter(id__in=[rating.pk for rating in ratings])
    rows = rows.select_related("indicator", "level", "history_user").order_by("id", "history_date", "history_id")
    for older, newer in pairwise(rows):
        if older.id == newer.id and older.level_id != newer.level_id:
            change = Change(str(newer.indicator), str(older.level or "–"), str(newer.level or "–"))
            yield Entry(newer.history_date, str(newer.history_user or "–"), _("Rated"), changes=(change,))


def words_to_mend(sar):
    """The latest note that the school has to answer to: the office's after a return, the board's after a refusal."""
    names = {SarState.RETURNED: ["return"], SarState.DRAFTING: ["return_by_board", "take_back"]}.get(sar.state)
    if not names:
        return None
    return TransitionRecord.objects.of(sar).filter(transition__in=names).order_by("-done_at", "-pk").first()


# ---------------------------------------------------------------- the PDF


LEVEL_NAMES = {EducationLevel.EARLY_CHILDHOOD: "ระดับปฐมวัย", EducationLevel.BASIC: "ระดับการศึกษาขั้นพื้นฐาน"}


def full_name(name):
    """The registry's name with the word for school in front, as documents write it."""
    return name if name.startswith("โรงเรียน") else f"โรงเรียน{name}"


def place_of(school):
    """Tambon, amphoe and province in official Thai, those that are known."""
    parts = (("ตำบล", school.tambon), ("อำเภอ", school.amphoe), ("จังหวัด", school.province))
    return " ".join(f"{word}{name}" for word, name in parts if name)


def document_context(sar):
    """For schools/documents/sar.html. The school is shown as it was when its cycle opened (F02)."""
    school = sar.school
    facts = school.as_at(sar.cycle.opens_on)
    approval = sar.approval
    figures = school.figures.filter(academic_year=sar.academic_year).first()
    return {
        "sar": sar,
        "level_name": LEVEL_NAMES[sar.level],
        "school": school,
        "school_name": full_name(facts.name if facts else school.name),
        "place": place_of(school),
        "district": school.district,
        "figures": figures,
        "pupils": pupil_table(figures) if figures else None,
        "answers": answers(sar),
        "approval": approval,
        "levels": levels_text(school),
        "is_draft": approval is None or approval.approved_at is None,
    }


def document_name(sar):
    return f"SAR-{sar.academic_year}-{sar.school.moe_code}-{sar.level}"


def render_sar(sar):
    """The report as PDF bytes."""
    with translation.override("th"):
        context = document_context(sar)
        title = str(sar)
    return render_pdf("schools/documents/sar.html", context, title=title, author=context["school_name"])
