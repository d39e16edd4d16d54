import django_filters as filters
from django.utils.translation import gettext_lazy as _

from supervision.models import AssessmentRound

OWNERS = [("own", _("Our own")), ("common", _("Of the country"))]


class RoundFilter(filters.FilterSet):
    owner = filters.ChoiceFilter(label=_("Whose"), choices=OWNERS, method="owned")

    class Meta:
        model = AssessmentRound
        fields = []

    def owned(self, rows, name, value):
        return rows.filter(district__isnull=value == "common")
