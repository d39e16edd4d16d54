import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.offers import OfferingFilterSet
from qa_portal.core.roles import Scope
from schools.filters.registry import NETWORKS, SUPERVISORS
from schools.models import Standard
from supervision.filters.by_visit import YEARS, YearFilter, searched
from supervision.models import Finding, FindingCategory, FindingKind, Severity

STANDINGS = [
    ("to_fix", _("To be fixed")),
    ("silent", _("To be fixed, and the school has not answered")),
    ("fixed", _("Found fixed at a later visit")),
]


def categories(request):
    rows = Finding.objects.visible_to(request.user).order_by().values("category")
    return FindingCategory.objects.filter(pk__in=rows)


def standards(request):
    rows = Finding.objects.visible_to(request.user).exclude(standard=None).order_by().values("standard")
    return Standard.objects.filter(pk__in=rows).select_related("framework")


class FindingFilter(OfferingFilterSet):
    offers = {"network": NETWORKS, "supervisor": SUPERVISORS, "year": YEARS}

    q = filters.CharFilter(label=_("School or number"), method="search")
    standing = filters.ChoiceFilter(label=_("State"), choices=STANDINGS, method="in_standing")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=FindingKind.choices)
    severity = filters.ChoiceFilter(label=_("How pressing"), choices=Severity.choices)
    category = filters.ModelChoiceFilter(label=_("What it is about"), queryset=categories)
    standard = filters.ModelChoiceFilter(label=_("Standard"), queryset=standards)
    network = filters.ChoiceFilter(label=_("Network"), field_name="visit__school__network")
    supervisor = filters.ChoiceFilter(label=_("Supervisor"), method="of_team")
    year = YearFilter(field_name="visit__fiscal_year")

    class Meta:
        model = Finding
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("network", "supervisor"):
                del self.filters[name]

    def search(self, rows, name, value):
        return searched(rows, value, "visit__school")

    def in_standing(self, rows, name, value):
        return getattr(rows, value)()

    def of_team(self, rows, name, value):
        return rows.filter(visit__members__user=value)
