import django_filters
from django.utils.translation import gettext_lazy as _

from schools.models import EducationLevel, Framework, FrameworkKind


class FrameworkFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=FrameworkKind)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)

    class Meta:
        model = Framework
        fields = []
