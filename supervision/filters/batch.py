import django_filters as filters
from django.utils.translation import gettext_lazy as _

from schools.models import Cycle, EducationLevel, Sar, School
from supervision.filters.by_visit import networks
from supervision.models import Batch, BatchSar, BatchState
from supervision.reports.batch import HURDLES, Standing


class BatchFilter(filters.FilterSet):
    year = filters.ChoiceFilter(label=_("Academic year"), field_name="cycle__academic_year")
    state = filters.ChoiceFilter(label=_("State"), choices=BatchState)

    class Meta:
        model = Batch
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = Cycle.objects.visible_to(self.request.user).order_by("-academic_year")
        years = years.values_list("academic_year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]


class ReportFilter(filters.FilterSet):
    """The reports of a batch that is being gathered (reports.batch.reports_of)."""

    q = filters.CharFilter(label=_("School name or code"), method="by_school")
    standing = filters.ChoiceFilter(label=_("State"), choices=Standing, field_name="standing_key")
    hurdle = filters.ChoiceFilter(
        label=_("Why not"), choices=[(key, label) for key, (label, _condition) in HURDLES.items()], method="by_hurdle"
    )
    level = filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)
    network = filters.ModelChoiceFilter(
        label=_("Network"), queryset=networks, field_name="school__network", null_label=_("Without a network")
    )

    class Meta:
        model = Sar
        fields = []

    def by_school(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value).values("pk"))

    def by_hurdle(self, rows, name, value):
        return rows.filter(**{f"hurdle_{value}": True})


class SentFilter(filters.FilterSet):
    """The reports of a batch that was sent."""

    q = filters.CharFilter(label=_("School name or code"), method="by_school")
    level = filters.ChoiceFilter(label=_("Level"), choices=EducationLevel, field_name="sar__level")
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="sar__school__network")

    class Meta:
        model = BatchSar
        fields = []

    def by_school(self, rows, name, value):
        return rows.filter(sar__school__in=School.objects.search(value).values("pk"))
