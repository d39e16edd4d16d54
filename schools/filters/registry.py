import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core import offers
from qa_portal.core.models import District, User
from qa_portal.core.offers import Offer, OfferingFilterSet
from qa_portal.core.roles import Scope
from schools.models import Network, School, SchoolSize

LEADERS = ("supervisor", "group_head")
"""The roles that answer for schools as supervisors."""


def supervisors_for(user):
    """The people who may lead schools that this user sees."""
    people = User.objects.in_role(*LEADERS).order_by("first_name", "last_name")
    return people if user.scope is Scope.NATION else people.of_district(user.district_id)


NETWORKS = Offer(lambda viewer: Network.objects.visible_to(viewer), "pk", ("name",), offers.names)
SUPERVISORS = Offer(lambda viewer: supervisors_for(viewer), "pk", offers.NAME, offers.people)
AMPHOES = Offer(lambda viewer: School.objects.visible_to(viewer).exclude(amphoe=""), "", ("amphoe",), offers.words)


class SchoolFilter(OfferingFilterSet):
    offers = {"network": NETWORKS, "amphoe": AMPHOES, "supervisor": SUPERVISORS}

    q = filters.CharFilter(label=_("Name or code"), method="search")
    network = filters.ChoiceFilter(label=_("Network"))
    size = filters.ChoiceFilter(label=_("Size"), choices=SchoolSize.choices, method="sized")
    level = filters.ChoiceFilter(label=_("Level taught"), method="teaching")
    amphoe = filters.ChoiceFilter(label=_("Amphoe"))
    supervisor = filters.ChoiceFilter(label=_("Supervisor"), method="led_by")
    standing = filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("open", _("In operation")),
            ("closed", _("Closed down or merged")),
            ("unled", _("In operation, without a supervisor")),
        ],
        method="in_standing",
    )
    district = filters.ModelChoiceFilter(label=_("District"), queryset=District.objects.all())

    class Meta:
        model = School
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is not Scope.NATION:
            del self.filters["district"]
        self.filters["level"].extra["choices"] = [
            (name, School._meta.get_field(name).verbose_name) for name in School.LEVELS
        ]

    def search(self, rows, name, value):
        return rows.search(value)

    def sized(self, rows, name, value):
        return rows.sized(value)

    def teaching(self, rows, name, value):
        return rows.filter(**{value: True})

    def led_by(self, rows, name, value):
        return rows.led_by(value)

    def in_standing(self, rows, name, value):
        if value == "unled":
            return rows.without_supervisor()
        today = timezone.localdate()
        return rows.open_at(today) if value == "open" else rows.filter(Q(closed_on__lte=today))


class NetworkFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Network
        fields = []
