"""The filter of the list of offices."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from qa_portal.core.models import District
from qa_portal.core.models.district import DistrictKind


class DistrictFilter(FilterSet):
    q = CharFilter(label=_("Name or code"), method="named")
    kind = ChoiceFilter(label=_("Kind"), choices=DistrictKind.choices)

    class Meta:
        model = District
        fields = []

    def named(self, rows, name, value):
        return rows.filter(Q(name__contains=value) | Q(short_name__contains=value) | Q(code__startswith=value))
