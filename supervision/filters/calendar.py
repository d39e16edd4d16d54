"""What the month's page is asked by: person, item of the plan, network."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from supervision.filters.by_visit import networks, supervisors
from supervision.models import PlanItem, Visit


def items(request):
    return PlanItem.objects.visible_to(request.user).select_related("plan").order_by("-plan__fiscal_year", "position")


class CalendarFilter(filters.FilterSet):
    """Only the form is used: visits, events and meetings are each narrowed by their own paths (reports.calendar)."""

    supervisor = filters.ModelChoiceFilter(label=_("Supervisor"), queryset=supervisors)
    item = filters.ModelChoiceFilter(label=_("Item of the plan"), queryset=items)
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks)

    class Meta:
        model = Visit
        fields = []
