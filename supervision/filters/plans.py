import django_filters as filters
from django.utils.translation import gettext_lazy as _

from schools.models import School
from supervision.filters.by_visit import networks, supervisors
from supervision.models import PlanState, SchoolBand, SemesterDays, SupervisionPlan


class PlanFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=PlanState.choices)

    class Meta:
        model = SupervisionPlan
        fields = []


class BandFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = SchoolBand
        fields = []


class SemesterFilter(filters.FilterSet):
    year = filters.NumberFilter(label=_("Academic year"), field_name="academic_year")

    class Meta:
        model = SemesterDays
        fields = []


class PlanCoverageFilter(filters.FilterSet):
    """The schools of a plan. The page gives `standings`."""

    q = filters.CharFilter(label=_("Name or code"), method="search")
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks)
    supervisor = filters.ModelChoiceFilter(label=_("Supervisor"), queryset=supervisors, method="led_by")
    late = filters.ChoiceFilter(label=_("How it stands"), choices=[("yes", _("Something is late"))], method="as_late")

    class Meta:
        model = School
        fields = []

    def __init__(self, *args, standings, **kwargs):
        super().__init__(*args, **kwargs)
        self.standings = standings

    def search(self, rows, name, value):
        return rows.search(value)

    def led_by(self, rows, name, value):
        return rows.led_by(value)

    def as_late(self, rows, name, value):
        return rows.filter(pk__in=self.standings.late_schools)
