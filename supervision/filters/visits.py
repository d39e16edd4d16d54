import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.offers import OfferingFilterSet
from qa_portal.core.roles import Scope
from schools.filters.registry import NETWORKS, SUPERVISORS
from supervision.filters.by_visit import YEARS, KeyFilter, YearFilter, searched
from supervision.models import Visit, VisitPurpose, VisitState

STANDINGS = [
    ("counted", _("Made (visited or later)")),
    ("late", _("The day has passed, nothing entered")),
    ("unanswered", _("The school has not answered")),
    ("silent", _("Silent: the time to answer has passed")),
]


class VisitFilter(OfferingFilterSet):
    offers = {"network": NETWORKS, "supervisor": SUPERVISORS, "year": YEARS}

    q = filters.CharFilter(label=_("School or number"), method="search")
    year = YearFilter(field_name="fiscal_year")
    state = filters.ChoiceFilter(label=_("State"), choices=[*VisitState.choices, *STANDINGS], method="in_state")
    network = filters.ChoiceFilter(label=_("Network"), field_name="school__network")
    supervisor = filters.ChoiceFilter(label=_("Supervisor"), method="of_team")
    purpose = filters.ChoiceFilter(label=_("Purpose"), choices=VisitPurpose.choices)
    instrument = KeyFilter(field_name="instrument")

    class Meta:
        model = Visit
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("network", "supervisor", "state"):
                del self.filters[name]

    def search(self, rows, name, value):
        return searched(rows, value, "school")

    def in_state(self, rows, name, value):
        return getattr(rows, value)() if value in dict(STANDINGS) else rows.filter(state=value)

    def of_team(self, rows, name, value):
        return rows.filter(members__user=value)
