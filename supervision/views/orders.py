"""Orders: drafted, signed, superseded, printed (A10-02)."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from qa_portal.core.addresses import row_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import (
    Edit,
    FormPage,
    ListPage,
    TransitionPage,
    docx_response,
    pdf_response,
    serve_file,
)
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from qa_portal.core.workflow import perform
from supervision.documents.order import order_name, people_of_order, render_order, render_order_docx
from supervision.filters.orders import OrderFilter
from supervision.forms.orders import DutyFormSet, OrderForm, SignedCopyForm, SignForm
from supervision.lists.orders import ORDER_COLUMNS
from supervision.models import Committee, Order, OrderState, Tour
from supervision.services.orders import begun, fill_duties, keep_signed_copy
from supervision.services.people import TEAM, people_in
from supervision.views.office import OfVisits, for_office


class OrderList(OfVisits, ListPage):
    model = Order
    columns = ORDER_COLUMNS
    filterset_class = OrderFilter
    template_name = "supervision/order_list.html"
    sheet_name = gettext_lazy("Orders")

    def get_queryset(self):
        return super().get_queryset().annotate(duty_count=Count("duties"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_keeper": self.request.user.can(Verb.MANAGE_VISITS)}


class OrderDetail(OfVisits, DetailView):
    model = Order
    template_name = "supervision/order_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("committee", "tour", "supersedes", "stored", "district")

    def get_context_data(self, **kwargs):
        order, user = self.object, self.request.user
        owed = list(order.acknowledgements.select_related("user", "order"))
        return super().get_context_data(**kwargs) | {
            "people": people_of_order(order),
            "newer": order.superseded_by.all(),
            "is_writer": Order.objects.editable_by(user).filter(pk=order.pk).exists(),
            "is_keeper": may_keep(user, order),
            "may_file": may_keep(user, order) and not order.is_draft,
            "may_change": may_keep(user, order) and order.state == OrderState.SIGNED,
            "mine": next((row for row in owed if row.user_id == user.pk), None),
            "owed": owed,
            "changes": order.changes.select_related("order", "duty__user", "user"),
            "entries": entries_of(order),
        }


def may_keep(user, order):
    """Also what is signed: its copy, what its duties are about, a change of it."""
    return user.can(Verb.MANAGE_VISITS) and user.district_id == order.district_id


class OrderForms(Typed, OfVisits, Edit):
    model = Order
    form_class = OrderForm
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/order_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class OrderCreate(OrderForms, CreateView):
    """A new order; with `?committee=` or `?tour=` as far as the portal can write it."""

    def get_form_kwargs(self):
        asked = {name: self._asked(name, model) for name, model in (("committee", Committee), ("tour", Tour))}
        return super().get_form_kwargs() | {"instance": begun(self.request.user.district, **asked)}

    def _asked(self, name, model):
        return row_in(model.objects.visible_to(self.request.user), self.request.GET.get(name, ""))

    def form_valid(self, form):
        response = super().form_valid(form)
        fill_duties(self.object)
        return response

    def get_success_url(self):
        return reverse("supervision:order_duties", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("supervision:order_list")}


class OrderEdit(OrderForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class OrderDuties(OfVisits, TemplateView):
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/order_duties.html"

    @cached_property
    def order(self):
        return get_object_or_404(Order.objects.editable_by(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"duties": self._duties(), "order": self.order} | kwargs)

    def _duties(self, data=None):
        people = people_in(self.request.user.district, TEAM)
        rows = self.order.duties.select_related("user")
        return DutyFormSet(data, owner=self.order, rows=rows, people=people, prefix="duty")

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        duties = self._duties(request.POST)
        if not duties.is_valid():
            return self.render_to_response(self.get_context_data(duties=duties), status=422)
        duties.save()
        messages.success(request, _("Saved."))
        if "again" in request.POST:
            return redirect(request.path)
        return redirect(self.order)


class OrderSign(TransitionPage):
    model = Order

    def get_form(self, data=None, files=None):
        return SignForm(data, files, transition=self.transition, order=self.object)

    @transaction.atomic
    def act(self, form):
        order = Order.objects.select_for_update().get(pk=self.object.pk)
        if order.state == OrderState.DRAFT:
            for name in ("number", "dated", "effective_on"):
                setattr(order, name, form.cleaned_data[name])
            order.save()
        perform(order, "sign", by=self.request.user)


class OrderCopy(OfVisits, FormPage):
    """The signed paper."""

    form_class = SignedCopyForm
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/order_copy.html"

    @cached_property
    def order(self):
        order = get_object_or_404(Order.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        if order.is_draft or not may_keep(self.request.user, order):
            raise Http404
        return order

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"order": self.order, "back_url": self.order.get_absolute_url()}

    def form_valid(self, form):
        keep_signed_copy(self.order, form.cleaned_data["paper"], by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(self.order)


def _visible(request, pk):
    return get_object_or_404(Order.objects.visible_to(request.user).select_related("district", "stored"), pk=pk)


@require_safe
@for_office
def order_pdf(request, pk):
    order = _visible(request, pk)
    return pdf_response(render_order(order, thai_digits=request.GET.get("digits") != "arabic"), order_name(order))


@require_safe
@for_office
def order_docx(request, pk):
    order = _visible(request, pk)
    return docx_response(render_order_docx(order, thai_digits=request.GET.get("digits") != "arabic"), order_name(order))


@require_safe
@for_office
def order_file(request, pk):
    order = _visible(request, pk)
    if order.stored is None:
        raise Http404
    return serve_file(order.stored)
