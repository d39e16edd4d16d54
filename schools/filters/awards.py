import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import normalise
from schools.filters.years import year_choices
from schools.models import Award, AwardState, Honour, School


class AwardFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=AwardState)
    academic_year = django_filters.TypedChoiceFilter(label=_("Academic year"), coerce=int, choices=())

    class Meta:
        model = Award
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["academic_year"].extra["choices"] = year_choices(Award.objects.visible_to(self.request.user))


ORIGINS = {"ours": _("Given by the office's awards"), "others": _("Entered by hand")}


class HonourFilter(django_filters.FilterSet):
    academic_year = django_filters.TypedChoiceFilter(label=_("Academic year"), coerce=int, choices=())
    origin = django_filters.ChoiceFilter(label=_("Origin"), choices=list(ORIGINS.items()), method="by_origin")
    award = django_filters.ModelChoiceFilter(label=_("Award"), field_name="nomination__award", queryset=None)
    is_public = django_filters.TypedChoiceFilter(
        label=_("Shown to everybody"),
        choices=[("yes", _("Public")), ("no", _("Not public"))],
        coerce=lambda value: value == "yes",
    )
    q = django_filters.CharFilter(label=_("Name, honour or school"), method="search")

    class Meta:
        model = Honour
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.filters["academic_year"].extra["choices"] = year_choices(Honour.objects.visible_to(user))
        self.filters["award"].queryset = Award.objects.visible_to(user)

    def by_origin(self, rows, name, value):
        return rows.filter(nomination__isnull=value == "others")

    def search(self, rows, name, value):
        text = normalise(value)
        words = Q(recipient__icontains=text) | Q(title__icontains=text) | Q(number__startswith=text)
        return rows.filter(words | Q(school__in=School.objects.search(value)))
