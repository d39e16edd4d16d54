import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.roles import Scope
from schools.models import School
from supervision.filters.by_visit import networks
from supervision.models import SupportPlan, SupportReason, SupportState

STANDINGS = [("running", _("Not ended yet")), ("review_overdue", _("Review overdue"))]


def leads(request):
    rows = SupportPlan.objects.visible_to(request.user).order_by().values("lead")
    return User.objects.filter(pk__in=rows).order_by("first_name", "last_name")


class SupportFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("School or code"), method="search")
    standing = filters.ChoiceFilter(label=_("State"), choices=[*STANDINGS, *SupportState.choices], method="in_standing")
    reason = filters.ChoiceFilter(label=_("Why it is on the list"), choices=SupportReason.choices)
    lead = filters.ModelChoiceFilter(label=_("Who leads"), queryset=leads)
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="school__network")

    class Meta:
        model = SupportPlan
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("q", "lead", "network"):
                del self.filters[name]

    def search(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value).values("pk"))

    def in_standing(self, rows, name, value):
        return getattr(rows, value)() if value in dict(STANDINGS) else rows.filter(state=value)
