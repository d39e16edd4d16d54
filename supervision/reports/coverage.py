"""Which schools have been visited as often as the rule asks (A5-09): one figure for pages, sheets and documents."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from qa_portal.core.thai import fiscal_year_range
from schools.models import School
from supervision.models import CoverageRule, Visit


@dataclass(frozen=True)
class Coverage:
    """How many of the open schools of a network (None: without one) have had the visits that the rule asks for."""

    network_id: int | None
    network: str
    schools: int
    covered: int

    @property
    def missing(self):
        return self.schools - self.covered

    @property
    def percent(self):
        """Whole percent, rounded down, so that 100 means every school."""
        return self.covered * 100 // self.schools if self.schools else 0


def schools_to_cover(user, year):
    """The open schools that this user sees, as at the end of a fiscal year (B.E.) or today if that is sooner, each with
    `visit_count` and `last_visit_on` within the rule's years and `is_covered`."""
    return with_visits(School.objects.visible_to(user), user.district, year)


def with_visits(schools, district, year):
    """The same of any schools, by the rule of a district."""
    rule = CoverageRule.objects.of(district)
    day = min(timezone.localdate(), fiscal_year_range(year)[1])
    visits = Visit.objects.counted().filter(
        school=OuterRef("pk"), fiscal_year__gt=year - rule.years, fiscal_year__lte=year
    )
    by_school = visits.order_by().values("school")
    return (
        schools.open_at(day)
        .annotate(
            visit_count=Coalesce(
                Subquery(by_school.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
            last_visit_on=Subquery(by_school.annotate(last=Max("held_on")).values("last")),
        )
        .annotate(is_covered=Q(visit_count__gte=rule.visits))
    )


def coverage_by_network(user, year):
    """Coverage of a fiscal year (B.E.), one a network in Thai order; two queries (rule and figures)."""
    rows = (
        schools_to_cover(user, year)
        .order_by("network__name_sort")
        .values("network", "network__name", "network__name_sort")
        .annotate(schools=Count("pk"), covered=Count("pk", filter=Q(is_covered=True)))
    )
    return [Coverage(row["network"], row["network__name"] or "", row["schools"], row["covered"]) for row in rows]


def coverage(user, year):
    """The whole of coverage_by_network as one Coverage."""
    rows = coverage_by_network(user, year)
    return Coverage(None, "", sum(row.schools for row in rows), sum(row.covered for row in rows))
