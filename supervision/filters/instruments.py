import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.filters.of_district import OwnerFilter
from supervision.models import Audience, Instrument, InstrumentState


class InstrumentFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or code"), method="named")
    state = filters.ChoiceFilter(label=_("State"), choices=InstrumentState)
    audience = filters.ChoiceFilter(label=_("Filled in by"), choices=Audience)
    owner = OwnerFilter()

    class Meta:
        model = Instrument
        fields = []

    def named(self, rows, name, value):
        return rows.filter(Q(name__icontains=value) | Q(code__icontains=value) | Q(form_code__icontains=value))
