import django_filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core import offers
from qa_portal.core.models import User
from qa_portal.core.offers import Offer, OfferingFilterSet
from qa_portal.core.roles import Scope
from schools.filters.registry import NETWORKS
from schools.models import Cycle, EducationLevel, Sar, SarState, School, SupervisorAssignment

STANDINGS = {
    "not_sent": (_("Not sent yet"), lambda sars: sars.not_sent()),
    "owing": (_("The school's turn"), lambda sars: sars.owing()),
    "late": (_("Late"), lambda sars: sars.late()),
    "overdue": (_("Late and not sent"), lambda sars: sars.overdue()),
}


def _supervisors(viewer):
    schools = School.objects.visible_to(viewer)
    return User.objects.filter(assignments__in=SupervisorAssignment.objects.current().filter(school__in=schools))


def _years(rows):
    return [("", _("All years")), *offers.years(rows)]


class SarFilter(OfferingFilterSet):
    """`standing` asks who owes, first of all who has not sent (F20); `state` a single state."""

    offers = {
        "network": NETWORKS,
        "supervisor": Offer(_supervisors, "pk", offers.NAME, offers.people),
        "academic_year": Offer(lambda viewer: Cycle.objects.visible_to(viewer), "academic_year", (), _years),
    }

    standing = django_filters.ChoiceFilter(
        label=_("Who owes"), choices=[(key, label) for key, (label, rows) in STANDINGS.items()], method="by_standing"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=SarState)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)
    network = django_filters.ChoiceFilter(
        label=_("Network"), field_name="school__network", null_label=_("Without a network")
    )
    supervisor = django_filters.ChoiceFilter(
        label=_("Supervisor"), method="by_supervisor", null_label=_("Without a supervisor")
    )
    academic_year = django_filters.TypedChoiceFilter(
        label=_("Academic year"), field_name="cycle__academic_year", coerce=int, choices=()
    )
    q = django_filters.CharFilter(label=_("School name or code"), method="by_school")

    class Meta:
        model = Sar
        fields = []

    OFFICE_ONLY = ("network", "supervisor", "q")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in self.OFFICE_ONLY:
                del self.filters[name]

    def by_standing(self, rows, name, value):
        return STANDINGS[value][1](rows)

    def by_supervisor(self, rows, name, value):
        if value == self.filters[name].null_value:
            return rows.exclude(school__in=SupervisorAssignment.objects.current().values("school"))
        return rows.of_supervisor(value)

    def by_school(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value))
