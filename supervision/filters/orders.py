import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import fiscal_year_range
from supervision.filters.tours import year_choices
from supervision.models import Order, OrderState


class OrderFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Number or subject"), method="search")
    standing = filters.ChoiceFilter(
        label=_("State"), choices=[("in_force", _("In force today")), *OrderState.choices], method="in_standing"
    )
    year = filters.ChoiceFilter(label=_("Fiscal year"), method="in_year")

    class Meta:
        model = Order
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Order.objects.visible_to(self.request.user).exclude(dated=None)
        self.filters["year"].extra["choices"] = year_choices(rows, "dated")

    def search(self, rows, name, value):
        return rows.filter(Q(number__icontains=value.strip()) | Q(subject__icontains=value.strip()))

    def in_standing(self, rows, name, value):
        return rows.in_force(timezone.localdate()) if value == "in_force" else rows.filter(state=value)

    def in_year(self, rows, name, value):
        return rows.filter(dated__range=fiscal_year_range(int(value)))
