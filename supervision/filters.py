import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.roles import Scope
from schools.models import Network, School
from supervision.models import AgreedAction, OwedBy, Visit, VisitPurpose, VisitState


def networks(request):
    return Network.objects.visible_to(request.user)


def supervisors(request):
    people = User.objects.in_role("supervisor", "group_head").order_by("first_name", "last_name")
    return people if request.user.scope is Scope.NATION else people.of_district(request.user.district)


def owners(request):
    actions = AgreedAction.objects.visible_to(request.user)
    return User.objects.filter(pk__in=actions.order_by().values("owner")).order_by("first_name", "last_name")


def searched(rows, value, path):
    """Rows whose school matches the text, or whose visit has the number."""
    schools = School.objects.search(value).values("pk")
    prefix = path.removesuffix("school")
    return rows.filter(Q(**{f"{path}__in": schools}) | Q(**{f"{prefix}code__startswith": value.strip()}))


class YearFilter(filters.ChoiceFilter):
    """A fiscal year (B.E.), of those that have visits the user may see."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Fiscal year"), **kwargs)

    def offer(self, user):
        years = Visit.objects.visible_to(user).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        self.extra["choices"] = [(year, str(year)) for year in years]


STANDINGS = [
    ("counted", _("Made (visited or later)")),
    ("late", _("The day has passed, nothing entered")),
    ("unanswered", _("The school has not answered")),
]


class VisitFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("School or number"), method="search")
    year = YearFilter(field_name="fiscal_year")
    state = filters.ChoiceFilter(label=_("State"), choices=[*VisitState.choices, *STANDINGS], method="in_state")
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="school__network")
    supervisor = filters.ModelChoiceFilter(label=_("Supervisor"), queryset=supervisors, method="of_team")
    purpose = filters.ChoiceFilter(label=_("Purpose"), choices=VisitPurpose.choices)

    class Meta:
        model = Visit
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].offer(self.request.user)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("network", "supervisor", "state"):
                del self.filters[name]

    def search(self, rows, name, value):
        return searched(rows, value, "school")

    def in_state(self, rows, name, value):
        return getattr(rows, value)() if value in dict(STANDINGS) else rows.filter(state=value)

    def of_team(self, rows, name, value):
        return rows.filter(members__user=value)


class ActionFilter(filters.FilterSet):
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
    owed_by = filters.ChoiceFilter(label=_("Who owes it"), choices=OwedBy.choices)
    owner = filters.ModelChoiceFilter(label=_("Person of the office"), queryset=owners)
    supervisor = filters.ModelChoiceFilter(label=_("Supervisor"), queryset=supervisors, method="of_team")
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="visit__school__network")
    year = YearFilter(field_name="visit__fiscal_year")

    class Meta:
        model = AgreedAction
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].offer(self.request.user)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("network", "supervisor", "owner"):
                del self.filters[name]

    def search(self, rows, name, value):
        return searched(rows, value, "visit__school")

    def in_standing(self, rows, name, value):
        return getattr(rows, value)()

    def of_team(self, rows, name, value):
        return rows.filter(visit__members__user=value)


class CoverageFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or code"), method="search")
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks)
    covered = filters.ChoiceFilter(
        label=_("Visits"), choices=[("yes", _("As the rule asks")), ("no", _("Still missing"))], method="as_covered"
    )
    year = YearFilter(method="counted_already")

    class Meta:
        model = School
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].offer(self.request.user)

    def counted_already(self, rows, name, value):
        """The rows come with the visits of the year that the page was asked for."""
        return rows

    def search(self, rows, name, value):
        return rows.search(value)

    def as_covered(self, rows, name, value):
        return rows.filter(is_covered=value == "yes")
