import django_filters as filters
from django.utils.translation import gettext_lazy as _

from supervision.models import Observer

STANDINGS = [("no", _("To be written")), ("yes", _("Written"))]


class ObservationFilter(filters.FilterSet):
    written = filters.ChoiceFilter(label=_("What was observed"), choices=STANDINGS, method="in_standing")

    class Meta:
        model = Observer
        fields = []

    def in_standing(self, rows, name, value):
        return rows.filter(reported_at__isnull=value == "no")
