import django_filters as filters
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectState, StrategyItem, WorkGroup, current_fiscal_year
from projects.services import strategy
from qa_portal.core.models import User
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Scope
from qa_portal.core.thai import sort_key

NONE = "none"
OWNER_FIELDS = ("first_name", "last_name", "username")  # what the name of a person is made of
KEY_DIGITS = 18


class ProjectFilter(filters.FilterSet):
    """Shows the current fiscal year until another, or all, is chosen."""

    text = filters.CharFilter(label=_("Project name"), method="by_text")
    fiscal_year = filters.ChoiceFilter(label=_("Fiscal year"), empty_label=_("All years"))
    state = filters.ChoiceFilter(label=_("State"), choices=ProjectState.choices, empty_label=_("All states"))
    group = filters.ChoiceFilter(label=_("Group"), field_name="groups", empty_label=_("All groups"))
    owner = filters.ChoiceFilter(label=_("Owner"), empty_label=_("Everybody"))
    strategy = filters.CharFilter(method="by_strategy", widget=HiddenInput)
    strategy_item = None  # what the list is narrowed to, for its heading

    class Meta:
        model = Project
        fields = ["text", "fiscal_year", "state", "group", "owner", "strategy"]

    def __init__(self, data=None, *args, request, **kwargs):
        data = data.copy() if data is not None else {}
        data.setdefault("fiscal_year", str(current_fiscal_year()))
        super().__init__(data, *args, request=request, **kwargs)
        user = request.user
        if user.scope is Scope.NATION:  # the names of every office would make no list to pick from
            del self.filters["group"], self.filters["owner"]
            years = set(Project.objects.order_by().values_list("fiscal_year", flat=True).distinct())
        else:
            self.filters["group"].extra["choices"] = _groups(user.district_id)
            years, self.filters["owner"].extra["choices"] = _years_and_owners(user.district_id)
        years = sorted({current_fiscal_year(), *years}, reverse=True)
        self.filters["fiscal_year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def by_text(self, queryset, name, value):
        return queryset.search(value)

    def by_strategy(self, queryset, name, value):
        """Projects that answer to an item (its key), to no item ("none"), or to none of a kind ("none-policy")."""
        if value.startswith(NONE):
            return strategy.answering_to_nothing(queryset, kind=value[len(NONE) :].lstrip("-"))
        items = StrategyItem.objects.visible_to(self.request.user)
        self.strategy_item = items.filter(pk=value).first() if value.isdecimal() and len(value) <= KEY_DIGITS else None
        return strategy.answering(queryset, self.strategy_item) if self.strategy_item else queryset.none()


@prepared
def _groups(district):
    return WorkGroup.objects.filter(district=district).values_list("pk", "name")


def _years_and_owners(district):
    """(the years of an office's projects, their owners as choices), in one query: every list asks for both."""
    years, owners = set(), {}
    for year, key, *name in _known(district):
        years.add(year)
        owners[key] = str(User(**dict(zip(OWNER_FIELDS, name, strict=True))))
    return years, sorted(owners.items(), key=lambda owner: sort_key(owner[1]))


@prepared
def _known(district):
    rows = Project.objects.filter(district=district).order_by()
    return rows.values_list("fiscal_year", "owner", *(f"owner__{field}" for field in OWNER_FIELDS)).distinct()
