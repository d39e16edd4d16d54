import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import fiscal_year, fiscal_year_range
from supervision.models import Tour


def year_choices(rows, field):
    """The fiscal years in which the rows lie, newest first."""
    years = {fiscal_year(day) for day in rows.order_by().dates(field, "month")}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class TourFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    year = filters.ChoiceFilter(label=_("Fiscal year"), method="in_year")

    class Meta:
        model = Tour
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Tour.objects.visible_to(self.request.user)
        self.filters["year"].extra["choices"] = year_choices(rows, "begins_on")

    def in_year(self, rows, name, value):
        return rows.filter(begins_on__range=fiscal_year_range(int(value)))
