import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.offers import OfferingFilterSet
from schools.filters.registry import NETWORKS
from schools.models import School
from supervision.filters.by_visit import YEARS, YearFilter


class CoverageFilter(OfferingFilterSet):
    offers = {"network": NETWORKS, "year": YEARS}

    q = filters.CharFilter(label=_("Name or code"), method="search")
    network = filters.ChoiceFilter(label=_("Network"))
    covered = filters.ChoiceFilter(
        label=_("Visits"), choices=[("yes", _("As the rule asks")), ("no", _("Still missing"))], method="as_covered"
    )
    year = YearFilter(method="counted_already")

    class Meta:
        model = School
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def counted_already(self, rows, name, value):
        """The rows come with the visits of the year that the page was asked for."""
        return rows

    def search(self, rows, name, value):
        return rows.search(value)

    def as_covered(self, rows, name, value):
        return rows.filter(is_covered=value == "yes")
