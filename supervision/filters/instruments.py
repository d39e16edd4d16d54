import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.models import Audience, Instrument, InstrumentState

OWNERS = [("own", _("Our own")), ("common", _("Of the country"))]


class InstrumentFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or code"), method="named")
    state = filters.ChoiceFilter(label=_("State"), choices=InstrumentState)
    audience = filters.ChoiceFilter(label=_("Filled in by"), choices=Audience)
    owner = filters.ChoiceFilter(label=_("Whose"), choices=OWNERS, method="owned")

    class Meta:
        model = Instrument
        fields = []

    def named(self, rows, name, value):
        return rows.filter(Q(name__icontains=value) | Q(code__icontains=value) | Q(form_code__icontains=value))

    def owned(self, rows, name, value):
        return rows.filter(district__isnull=value == "common")
