import django_filters
from django.utils.translation import gettext_lazy as _

from schools.filters.registry import supervisors_for
from schools.lists.targets import missing
from schools.models import Network, School


class TargetFilter(django_filters.FilterSet):
    """Schools by what they announced in `academic_year`, which the page always gives."""

    academic_year = django_filters.ChoiceFilter(label=_("Academic year"), empty_label=None, method="of_year")
    standing = django_filters.ChoiceFilter(
        label=_("Targets"),
        choices=[("missing", _("Not announced yet")), ("announced", _("All announced"))],
        method="by_standing",
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Network"), queryset=lambda request: Network.objects.visible_to(request.user)
    )
    supervisor = django_filters.ModelChoiceFilter(
        label=_("Supervisor"), queryset=lambda request: supervisors_for(request.user), method="led_by"
    )
    q = django_filters.CharFilter(label=_("School name or code"), method="search")

    class Meta:
        model = School
        fields = []

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        self.filters["academic_year"].extra["choices"] = [(y, str(y)) for y in range(year + 1, year - 6, -1)]

    def of_year(self, rows, name, value):
        return rows

    def by_standing(self, rows, name, value):
        lacking = missing(self.year)
        return rows.filter(lacking) if value == "missing" else rows.exclude(lacking)

    def led_by(self, rows, name, value):
        return rows.led_by(value)

    def search(self, rows, name, value):
        return rows.search(value)
