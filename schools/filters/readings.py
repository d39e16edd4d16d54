import django_filters
from django.utils.translation import gettext_lazy as _

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
        years = Cycle.objects.visible_to(self.request.user).order_by("-academic_year")
        years = years.values_list("academic_year", flat=True).distinct()
        choices = [("", _("All years")), *((year, str(year)) for year in years)]
        self.filters["academic_year"].extra["choices"] = choices
