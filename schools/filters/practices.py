import django_filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Scope
from qa_portal.core.thai import normalise
from schools.filters.years import year_choices
from schools.models import EducationLevel, Network, Practice, PracticeKind, PracticeState, School, Standard


class StandardFilter(django_filters.ModelChoiceFilter):
    """Standards of several frameworks in one list: each says for which level of education it is."""

    @property
    def field(self):
        field = super().field
        field.label_from_instance = lambda row: f"{row.framework.get_level_display()} · {row}"
        return field


class SharedFilter(django_filters.FilterSet):
    """What schools look for in the entries of others."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PracticeKind)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)
    standard = StandardFilter(label=_("Standard"), field_name="standards", queryset=None)
    academic_year = django_filters.TypedChoiceFilter(label=_("Academic year"), coerce=int, choices=())
    q = django_filters.CharFilter(label=_("Title, school or words"), method="search")

    class Meta:
        model = Practice
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["academic_year"].extra["choices"] = year_choices(self.queryset)
        served = Standard.objects.filter(pk__in=self.queryset.order_by().values("standards"))
        order = ("framework__level", "-framework__year", "number")
        self.filters["standard"].queryset = served.select_related("framework").order_by(*order)

    def search(self, rows, name, value):
        return search(rows, value)


def search(rows, text):
    """Entries whose title or telling has the words, or whose school is called so."""
    words = normalise(text)
    found = rows.none()
    for field in ("title", "how", "results", "authors"):
        found = found | rows.filter(**{f"{field}__icontains": words})
    return found | rows.filter(school__in=School.objects.search(text))


class PracticeFilter(SharedFilter):
    """The register. A school's own list has neither networks nor the states of other schools."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=PracticeState)
    network = django_filters.ModelChoiceFilter(
        label=_("Network"),
        field_name="school__network",
        queryset=lambda request: Network.objects.visible_to(request.user),
        null_label=_("Without a network"),
    )
    field_order = ("state", "kind", "level", "standard", "network", "academic_year", "q")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters = {name: self.filters[name] for name in self.field_order}
        if self.request.user.scope is Scope.SCHOOL:
            del self.filters["network"]
