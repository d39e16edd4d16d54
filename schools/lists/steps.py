"""How far the schools are in their yearly steps."""

import django_filters
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.models import User
from qa_portal.core.thai import academic_year, format_date
from schools.models import Cycle, Network, School, SchoolStep, SupervisorAssignment

STANDINGS = {
    "none": (_("Nothing recorded"), Q(begun_count=0)),
    "some": (_("Under way"), Q(begun_count__gt=0) & ~Q(done_count__gte=1)),
    "done": (_("At least one step done"), Q(done_count__gte=1)),
}


def years_for(user):
    """The academic years that may be asked for, the newest first."""
    years = set(Cycle.objects.visible_to(user).values_list("academic_year", flat=True))
    return sorted(years | {academic_year(timezone.localdate())}, reverse=True)


class StepFilter(django_filters.FilterSet):
    academic_year = django_filters.TypedChoiceFilter(
        label=_("Academic year"), coerce=int, choices=(), method="as_it_is"
    )
    standing = django_filters.ChoiceFilter(
        label=_("How far"), choices=[(key, label) for key, (label, _rows) in STANDINGS.items()], method="by_standing"
    )
    network = django_filters.ModelChoiceFilter(label=_("Network"), queryset=None)
    supervisor = django_filters.ModelChoiceFilter(label=_("Supervisor"), queryset=None, method="by_supervisor")
    q = django_filters.CharFilter(label=_("School name or code"), method="by_name")

    class Meta:
        model = School
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.filters["academic_year"].extra["choices"] = [(year, str(year)) for year in years_for(user)]
        self.filters["network"].queryset = Network.objects.visible_to(user)
        assignments = SupervisorAssignment.objects.current().filter(school__in=School.objects.visible_to(user))
        self.filters["supervisor"].queryset = User.objects.filter(assignments__in=assignments).distinct()

    def as_it_is(self, rows, name, value):
        """The list itself is made for the year that was asked for."""
        return rows

    def by_standing(self, rows, name, value):
        return rows.filter(STANDINGS[value][1])

    def by_supervisor(self, rows, name, value):
        return rows.filter(assignments__in=value.assignments.current())

    def by_name(self, rows, name, value):
        return rows.filter(pk__in=School.objects.search(value).values("pk"))


def with_steps(schools, year):
    """Schools with `begun_count`, `done_count` and `year_steps` of an academic year."""
    of_year = Q(steps__academic_year=year)
    begun = ~Q(steps__begun_on=None) | ~Q(steps__done_on=None) | ~Q(steps__people="") | ~Q(steps__note="")
    records = SchoolStep.objects.filter(academic_year=year).select_related("step")
    return schools.annotate(
        begun_count=Count("steps", filter=of_year & begun, distinct=True),
        done_count=Count("steps", filter=of_year & ~Q(steps__done_on=None), distinct=True),
    ).prefetch_related(Prefetch("steps", queryset=records, to_attr="year_steps"))


def columns_for(year, steps):
    """The list's columns: one for each step after the counts."""
    return [
        Column(
            "school",
            _("School"),
            lambda row: row.name,
            34,
            "name_sort",
            lambda row: reverse("schools:school_steps", args=[row.pk, year]),
        ),
        Column("network", _("Network"), lambda row: row.network and row.network.name, 24, "network__name_sort"),
        Column("done", _("Done"), lambda row: row.done_count, 10, "done_count", kind="number"),
        Column("begun", _("Recorded"), lambda row: row.begun_count, 10, "begun_count", kind="number"),
        *(_step_column(step) for step in steps),
    ]


def _step_column(step):
    def standing(row):
        record = next((record for record in row.year_steps if record.step_id == step.pk), None)
        if record is None:
            return ""
        return format_date(record.done_on) if record.done_on else str(record.look[0])

    return Column(f"step{step.number}", _("Step %(number)s") % {"number": step.number}, standing, 14)
