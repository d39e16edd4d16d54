"""A few sums of every office, for those who see the nation. Each number opens the rows of its office."""

from dataclasses import replace

from django.db.models import Case, Count, F, IntegerField, Max, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectState
from qa_portal.core.columns import Column
from qa_portal.core.summaries import Summary
from schools.models import Cycle, CycleState, Sar, School
from supervision.models import AgreedAction, Visit

from . import links
from .period import OfficeYear

NAMES = (
    "sar_round",
    "open_schools",
    "visited_schools",
    "sar_total",
    "sar_sent",
    "waiting_projects",
    "overdue_actions",
)


def with_sums(districts, year):
    """Adds the counts that COLUMNS show: schools and visits of one fiscal year (B.E.), the SARs of each office's latest
    round (`sar_round`), and what waits or is overdue today."""
    rows = SUMS.joined(districts, year.fiscal, year.today)
    if rows is None:
        return _with_unkept(districts, year)
    kept = {name: KeyTextTransform(name, F("kept__values")) for name in NAMES}
    return rows.annotate(**{name: Cast(value, IntegerField()) for name, value in kept.items()})


def _with_unkept(districts, year):
    found = SUMS.compute(list(districts.values_list("pk", flat=True)), year.fiscal, year.today)
    return districts.annotate(**{name: _cases(name, found) for name in NAMES})


def _cases(name, found):
    cases = [When(pk=pk, then=Value(sums[name])) for pk, sums in found.items() if name in sums]
    return Case(*cases, default=None, output_field=IntegerField())


def _sums(districts, fiscal, day):
    """{key of a district: {name: count}}; an office without a round has no `sar_round`."""
    year = OfficeYear(None, fiscal, day)
    schools = School.objects.open_at(year.as_at)
    visited = Visit.objects.counted().in_fiscal_year(fiscal).order_by().values("school")
    rounds = _rounds(districts, year)
    sars = _of_rounds(Sar.objects.all(), rounds)
    counts = {
        "open_schools": _counts(schools, "district", districts),
        "visited_schools": _counts(schools.filter(pk__in=visited), "district", districts),
        "sar_total": _counts(sars, "school__district", districts),
        "sar_sent": _counts(sars.exclude(handed_in_on=None), "school__district", districts),
        "waiting_projects": _counts(Project.objects.filter(state=ProjectState.SUBMITTED), "district", districts),
        "overdue_actions": _counts(AgreedAction.objects.overdue(day), "visit__school__district", districts),
    }
    found = {pk: {name: of.get(pk, 0) for name, of in counts.items()} for pk in districts}
    return {pk: sums | ({"sar_round": rounds[pk]} if pk in rounds else {}) for pk, sums in found.items()}


SUMS = Summary("offices", _sums)


def _rounds(districts, year):
    """{key of a district: academic year of its latest round}."""
    opened = Cycle.objects.filter(district__in=districts, academic_year__lte=year.academic)
    rows = opened.exclude(state=CycleState.DRAFT).order_by().values_list("district")
    return dict(rows.annotate(latest=Max("academic_year")))


def _of_rounds(sars, rounds):
    latest = Q(pk=None)
    for academic in set(rounds.values()):
        here = [pk for pk, found in rounds.items() if found == academic]
        latest |= Q(cycle__academic_year=academic, school__district__in=here)
    return sars.filter(latest)


def _counts(rows, path, districts):
    """{key of a district: how many of the rows at `path`}."""
    return dict(rows.filter(**{f"{path}__in": districts}).order_by().values_list(path).annotate(n=Count("pk")))


def _year(district):
    return replace(OfficeYear.of(district), sar_round=district.sar_round)


def _page(district):
    return reverse("office:district_dashboard", args=[district.pk])


def _number(key, header, link):
    return Column(key, header, lambda district: getattr(district, key), 14, key, link, kind="number")


COLUMNS = [
    Column("name", _("Education area office"), lambda district: district.short_name, 40, "code", _page),
    _number("open_schools", _("Schools"), lambda district: links.schools(_year(district))),
    _number("visited_schools", _("Visited"), lambda district: links.schools(_year(district), visited="yes")),
    Column("round", _("SAR of"), lambda district: str(district.sar_round or ""), 12, "sar_round"),
    _number("sar_total", _("Expected"), lambda district: links.sars(_year(district))),
    _number("sar_sent", _("Sent"), lambda district: links.sars(_year(district), standing="sent")),
    _number(
        "waiting_projects",
        _("Projects to approve"),
        lambda district: links.rows("project", _year(district), state=ProjectState.SUBMITTED.value),
    ),
    _number(
        "overdue_actions",
        _("Overdue actions"),
        lambda district: links.rows("action", _year(district), standing="overdue"),
    ),
]
