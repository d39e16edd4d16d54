import django_filters as filters

from supervision.filters.of_district import OwnerFilter
from supervision.models import AssessmentRound


class RoundFilter(filters.FilterSet):
    owner = OwnerFilter()

    class Meta:
        model = AssessmentRound
        fields = []
