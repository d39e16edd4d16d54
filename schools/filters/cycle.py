import django_filters
from django.utils.translation import gettext_lazy as _

from schools.models import Cycle, CycleState


class CycleFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=CycleState)

    class Meta:
        model = Cycle
        fields = []
