import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Scope
from schools.models import School
from supervision.filters.by_visit import networks
from supervision.models import SHEET_STANDINGS, Collection, CollectionState, Sheet, SheetState

STANDINGS = [
    ("owed", _("Not sent yet")),
    ("overdue", _("Not sent, the last day has passed")),
    ("answered", _("Came in")),
    ("to_check", _("To be checked")),
]


class CollectionFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    state = filters.ChoiceFilter(label=_("State"), choices=CollectionState.choices)
    year = filters.NumberFilter(label=_("Year"))

    class Meta:
        model = Collection
        fields = []


def collections(request):
    """Of a school those that asked it."""
    if request.user.scope is Scope.SCHOOL:
        return Collection.objects.filter(pk__in=Sheet.objects.visible_to(request.user).values("collection"))
    return Collection.objects.visible_to(request.user)


class SheetFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("School"), method="search")
    collection = filters.ModelChoiceFilter(label=_("Form"), queryset=collections)
    standing = filters.ChoiceFilter(label=_("State"), choices=[*SheetState.choices, *STANDINGS], method="stands")
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="school__network")
    whose = filters.ChoiceFilter(label=_("Whose"), choices=[("mine", _("Asked of me"))], method="of_user")

    class Meta:
        model = Sheet
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("q", "network", "whose"):
                del self.filters[name]

    def search(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value).values("pk"))

    def stands(self, rows, name, value):
        return rows.standing(value) if value in SHEET_STANDINGS else rows.filter(state=value)

    def of_user(self, rows, name, value):
        return rows.of(self.request.user)
