import django_filters as filters
from django.db.models import Value
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectState, StrategyItem, WorkGroup, current_fiscal_year
from projects.services import strategy
from qa_portal.core.addresses import row_in
from qa_portal.core.models import User
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Scope
from qa_portal.core.thai import sort_key

NONE = "none"
OWNER_FIELDS = ("first_name", "last_name", "username")  # what the name of a person is made of


class ProjectFilter(filters.FilterSet):
    """Shows the current fiscal year until another, or all, is chosen."""

    text = filters.CharFilter(label=_("Project name"), method="by_text")
    fiscal_year = filters.ChoiceFilter(label=_("Fiscal year"), empty_label=_("All years"))
    state = filters.ChoiceFilter(label=_("State"), choices=ProjectState.choices, empty_label=_("All states"))
    group = filters.ChoiceFilter(label=_("Group"), field_name="groups", empty_label=_("All groups"))
    owner = filters.ChoiceFilter(label=_("Owner"), empty_label=_("All owners"))
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
            years, groups, owners = _choices(user.district_id)
            self.filters["group"].extra["choices"], self.filters["owner"].extra["choices"] = groups, owners
        years = sorted({current_fiscal_year(), *years}, reverse=True)
        self.filters["fiscal_year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def by_text(self, queryset, name, value):
        return queryset.search(value)

    def by_strategy(self, queryset, name, value):
        """Projects that answer to an item (its key), to no item ("none"), or to none of a kind ("none-policy")."""
        if value.startswith(NONE):
            return strategy.answering_to_nothing(queryset, kind=value[len(NONE) :].lstrip("-"))
        items = StrategyItem.objects.visible_to(self.request.user)
        self.strategy_item = row_in(items, value)
        return strategy.answering(queryset, self.strategy_item) if self.strategy_item else queryset.none()


def _choices(district):
    """What an office's list is narrowed by: (years, groups, owners), in one query. Groups and owners are choices."""
    years, groups, owners = set(), [], {}
    for is_group, number, key, *name in _known(district):
        if is_group:
            groups.append((number, sort_key(name[0]), (key, name[0])))
        else:
            years.add(number)
            owners[key] = str(User(**dict(zip(OWNER_FIELDS, name, strict=True))))
    owners = sorted(owners.items(), key=lambda owner: sort_key(owner[1]))
    return years, [choice for *_place, choice in sorted(groups)], owners


@prepared
def _known(district):
    """(whether it is a group, its place or a year, key, name in three parts)."""
    blank = Value("")
    groups = WorkGroup.objects.filter(district=district).order_by()
    groups = groups.values_list(Value(1), "order", "pk", "name", blank, blank)
    projects = Project.objects.filter(district=district).order_by()
    names = [f"owner__{field}" for field in OWNER_FIELDS]
    return projects.values_list(Value(0), "fiscal_year", "owner", *names).union(groups)
