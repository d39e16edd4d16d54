import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.roles import Scope
from schools.models import School, Standard
from supervision.filters.by_visit import networks
from supervision.filters.results import rounds
from supervision.models import Recommendation, RecommendationState

STANDINGS = [
    ("unsettled", _("Not closed yet")),
    ("overdue", _("Overdue")),
    ("to_close", _("All parts done, to be closed")),
]


def owners(request):
    rows = Recommendation.objects.visible_to(request.user).exclude(owner=None)
    return User.objects.filter(pk__in=rows.order_by().values("owner")).order_by("first_name", "last_name")


def standards(request):
    rows = Recommendation.objects.visible_to(request.user).exclude(standard=None)
    return Standard.objects.filter(pk__in=rows.order_by().values("standard"))


class RecommendationFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("School or code"), method="search")
    standing = filters.ChoiceFilter(
        label=_("State"), choices=[*STANDINGS, *RecommendationState.choices], method="in_standing"
    )
    owner = filters.ModelChoiceFilter(label=_("Who follows it up"), queryset=owners)
    standard = filters.ModelChoiceFilter(label=_("Standard"), queryset=standards)
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="assessment__school__network")
    round = filters.ModelChoiceFilter(label=_("Round"), queryset=rounds, field_name="assessment__round")

    class Meta:
        model = Recommendation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("q", "owner", "network"):
                del self.filters[name]

    def search(self, rows, name, value):
        return rows.filter(assessment__school__in=School.objects.search(value).values("pk"))

    def in_standing(self, rows, name, value):
        return getattr(rows, value)() if value in dict(STANDINGS) else rows.filter(state=value)
