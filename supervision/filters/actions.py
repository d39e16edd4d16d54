import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core import offers
from qa_portal.core.models import User
from qa_portal.core.offers import Offer, OfferingFilterSet
from qa_portal.core.roles import Scope
from schools.filters.registry import NETWORKS, SUPERVISORS
from supervision.filters.by_visit import YEARS, KeyFilter, YearFilter, searched
from supervision.models import AgreedAction, Outcome, OwedBy


def _owners(viewer):
    return User.objects.filter(pk__in=AgreedAction.objects.visible_to(viewer).order_by().values("owner"))


OWNERS = Offer(_owners, "pk", offers.NAME, offers.people)


class ActionFilter(OfferingFilterSet):
    offers = {"network": NETWORKS, "supervisor": SUPERVISORS, "owner": OWNERS, "year": YEARS}

    q = filters.CharFilter(label=_("School or number"), method="search")
    standing = filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("overdue", _("Overdue")),
            ("open", _("To be done")),
            ("to_check", _("Said to be done, to be checked")),
            ("unsettled", _("All that are not closed")),
            ("closed", _("Closed")),
        ],
        method="in_standing",
    )
    outcome = filters.ChoiceFilter(label=_("How it was kept"), choices=Outcome.choices, method="with_outcome")
    school = KeyFilter(field_name="visit__school")
    owed_by = filters.ChoiceFilter(label=_("Who owes it"), choices=OwedBy.choices)
    owner = filters.ChoiceFilter(label=_("Person of the office"))
    supervisor = filters.ChoiceFilter(label=_("Supervisor"), method="of_team")
    network = filters.ChoiceFilter(label=_("Network"), field_name="visit__school__network", null_label=_("No network"))
    year = YearFilter(field_name="visit__fiscal_year")

    class Meta:
        model = AgreedAction
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("network", "supervisor", "owner"):
                del self.filters[name]

    def search(self, rows, name, value):
        return searched(rows, value, "visit__school")

    def in_standing(self, rows, name, value):
        return getattr(rows, value)()

    def with_outcome(self, rows, name, value):
        return rows.with_outcome().filter(outcome=value)

    def of_team(self, rows, name, value):
        return rows.filter(visit__members__user=value)
