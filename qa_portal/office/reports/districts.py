"""A few sums of every office, for those who see the nation. Each number opens the rows of its office."""

from dataclasses import replace

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectState
from qa_portal.core.columns import Column
from qa_portal.core.models import District
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
        return _counted(districts, year)
    kept = {name: KeyTextTransform(name, F("kept__values")) for name in NAMES}
    return rows.annotate(**{name: Cast(value, IntegerField()) for name, value in kept.items()})


def _sums(districts, fiscal, day):
    """{key of a district: {name: count}}; an office without a round has no `sar_round`."""
    rows = _counted(District.objects.filter(pk__in=districts).order_by(), OfficeYear(None, fiscal, day))
    return {
        row["pk"]: {name: row[name] for name in NAMES if row[name] is not None} for row in rows.values("pk", *NAMES)
    }


SUMS = Summary("offices", _sums)


def _counted(districts, year):
    schools = School.objects.open_at(year.as_at)
    visited = Visit.objects.counted().in_fiscal_year(year.fiscal).order_by().values("school")
    rounds = Cycle.objects.filter(district=OuterRef("pk"), academic_year__lte=year.academic)
    latest = rounds.exclude(state=CycleState.DRAFT).order_by("-academic_year").values("academic_year")[:1]
    sars = Sar.objects.filter(cycle__academic_year=OuterRef("sar_round"))
    return districts.annotate(sar_round=Subquery(latest)).annotate(
        open_schools=_count(schools, "district"),
        visited_schools=_count(schools.filter(pk__in=visited), "district"),
        sar_total=_count(sars, "school__district"),
        sar_sent=_count(sars.exclude(handed_in_on=None), "school__district"),
        waiting_projects=_count(Project.objects.filter(state=ProjectState.SUBMITTED), "district"),
        overdue_actions=_count(AgreedAction.objects.overdue(year.today), "visit__school__district"),
    )


def _count(rows, path):
    of_district = rows.filter(**{path: OuterRef("pk")}).order_by().annotate(office=F(path)).values("office")
    return Coalesce(Subquery(of_district.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField())


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
