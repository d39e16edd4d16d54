"""All about one school that fits on one page of A4 (F04), as one user may see it. Lists are cut short, with how many
more there are; texts too."""

from dataclasses import dataclass

from django.db.models import Count

from projects.models import Project
from qa_portal.core.figures import percent
from schools.models import Sar, StandardSection
from schools.reports.registry import school_people
from supervision.models import AgreedAction, Outcome, ResultKind, ResultPaper, Visit
from supervision.models.visit import COUNTED

YEARS = 3
MOST = {"sars": 6, "visits": 5, "promises": 6, "results": 3, "projects": 5, "people": 4}
LONGEST = 84  # letters of a text in a cell of two lines


@dataclass(frozen=True)
class Listed:
    """The first rows of a list, and how many are left out."""

    rows: list
    count: int

    @classmethod
    def of(cls, rows, name, *, count=None):
        """Of a queryset or a list."""
        rows = rows if count is not None else list(rows)
        return cls(list(rows[: MOST[name]]), len(rows) if count is None else count)

    @property
    def more(self):
        return self.count - len(self.rows)


@dataclass(frozen=True)
class SchoolSheet:
    school: object
    supervisor: object
    people: Listed
    sars: Listed
    visits: Listed
    promises: Listed
    results: Listed
    projects: Listed
    kept: object  # per cent of the settled promises that were kept in time, or None


def school_sheet(school, user, today):
    """As many queries whatever the number of rows."""
    answering = school.assignments.current().leads().select_related("supervisor").first()
    promises = AgreedAction.objects.visible_to(user).filter(visit__school=school).with_outcome(today)
    return SchoolSheet(
        school=school,
        supervisor=answering and answering.supervisor,
        people=Listed.of(school_people(school), "people"),
        sars=Listed.of(_sars(school, user), "sars"),
        visits=_first(_visits(school, user), "visits"),
        promises=_first(promises.unsettled().order_by("due_on", "pk"), "promises"),
        results=_first(_results(school, user), "results"),
        projects=_first(_projects(school, user), "projects"),
        kept=_kept(promises),
    )


def _first(rows, name):
    return Listed.of(rows, name, count=rows.count())


def _sars(school, user):
    """The reports of the last years, each with `said`: its levels, where the user may read them."""
    rows = Sar.objects.visible_to(user).filter(school=school).select_related("cycle", "overall_level")
    newest = list(rows.order_by("-cycle__academic_year", "level"))
    years = sorted({row.academic_year for row in newest}, reverse=True)[:YEARS]
    shown = [row for row in newest if row.academic_year in years]
    readable = Sar.objects.readable_by(user).filter(pk__in=[row.pk for row in shown])
    sections = StandardSection.objects.filter(sar__in=readable.order_by()).exclude(level=None)
    said = {}
    for section in sections.select_related("standard", "level").order_by("standard__number"):
        said.setdefault(section.sar_id, []).append(f"{section.standard.number}. {section.level.name}")
    for row in shown:
        row.said = " · ".join(said.get(row.pk, []))
    return shown


def _visits(school, user):
    rows = Visit.objects.visible_to(user).filter(school=school, state__in=COUNTED)
    return rows.with_lead().order_by("-held_on", "-pk")


def _results(school, user):
    rows = ResultPaper.objects.visible_to(user).filter(assessment__school=school, kind=ResultKind.FINAL)
    return rows.select_related("assessment__round", "level").order_by("-assessment__round__number", "assessment__level")


def _projects(school, user):
    rows = Project.objects.visible_to(user).approved().filter(activity_reports__schools=school)
    return rows.distinct().order_by("-fiscal_year", "name_sort", "pk")


def _kept(promises):
    counts = dict(promises.order_by().values_list("outcome").annotate(Count("pk")))
    settled = sum(count for outcome, count in counts.items() if outcome != Outcome.OPEN)
    return percent(counts.get(Outcome.KEPT, 0), settled)
