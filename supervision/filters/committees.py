import django_filters as filters
from django.utils.translation import gettext_lazy as _

from supervision.models import Committee, CommitteeKind

TERMS = [("current", _("In office")), ("ended", _("Term has ended"))]


class CommitteeFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=CommitteeKind.choices)
    term = filters.ChoiceFilter(label=_("Term"), choices=TERMS, method="in_term")

    class Meta:
        model = Committee
        fields = []

    def in_term(self, rows, name, value):
        return getattr(rows, value)()
