import django_filters
from django.utils.translation import gettext_lazy as _

from schools.filters.years import year_choices
from schools.models import Cycle, EducationLevel, Sar, SarState


class ReadingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SarState)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)
    academic_year = django_filters.TypedChoiceFilter(
        label=_("Academic year"), field_name="cycle__academic_year", coerce=int, choices=()
    )

    class Meta:
        model = Sar
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["academic_year"].extra["choices"] = year_choices(Cycle.objects.visible_to(self.request.user))
