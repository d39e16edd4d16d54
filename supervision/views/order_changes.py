"""Changes of signed orders on their way to the director (A10-03)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView

from qa_portal.core.addresses import key_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit
from qa_portal.core.roles import Verb
from supervision.forms.duties import OrderChangeForm
from supervision.models import Order, OrderChange, OrderState
from supervision.views.office import OfVisits


class OrderChangeCreate(OfVisits, Edit, CreateView):
    """`?duty=` from the order's page."""

    model = OrderChange
    form_class = OrderChangeForm
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/order_change_form.html"
    saved_message = gettext_lazy("The change is proposed. It goes to the administration group first.")

    @cached_property
    def order(self):
        rows = Order.objects.visible_to(self.request.user).filter(state=OrderState.SIGNED)
        return get_object_or_404(rows.select_related("district"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "instance": OrderChange(order=self.order, proposed_by=self.request.user),
        }

    def get_initial(self):
        return {"duty": key_in(self.request.GET.get("duty", ""))}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"order": self.order, "back_url": self.order.get_absolute_url()}


class OrderChangeDetail(OfVisits, DetailView):
    model = OrderChange
    template_name = "supervision/order_change_detail.html"
    context_object_name = "change"

    def get_queryset(self):
        return super().get_queryset().select_related("order__district", "duty__user", "user", "proposed_by")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"entries": entries_of(self.object)}
