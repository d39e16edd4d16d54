"""Webhooks: making them, what became of each delivery, sending again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, ListView, UpdateView
from django_q.tasks import async_task

from qa_portal.core.models import WebhookDelivery, WebhookSubscription
from qa_portal.core.models.webhook import new_salt
from qa_portal.core.pages import Access, Edit, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused

from . import deliveries, events
from .forms import WebhookForm

PER_PAGE = 25


class WebhookList(Access, ListView):
    model = WebhookSubscription
    verb = Verb.MANAGE_INTEGRATIONS
    paginate_by = PER_PAGE
    template_name = "integrations/webhook_list.html"


class WebhookAdd(Edit, CreateView):
    model = WebhookSubscription
    verb = Verb.MANAGE_INTEGRATIONS
    form_class = WebhookForm
    template_name = "integrations/webhook_add.html"
    saved_message = gettext_lazy("The webhook is made. Give the secret below to the other system, then send a test.")

    def form_valid(self, form):
        form.instance.district, form.instance.created_by = self.request.user.district, self.request.user
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("core:webhook_list")}


class WebhookEdit(Edit, UpdateView):
    model = WebhookSubscription
    verb = Verb.MANAGE_INTEGRATIONS
    form_class = WebhookForm
    template_name = "integrations/webhook_edit.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


def own_webhook(request, pk):
    return get_object_or_404(WebhookSubscription.objects.visible_to(request.user), pk=pk)


@require_safe
@requires(Verb.MANAGE_INTEGRATIONS)
def webhook_detail(request, pk):
    """The webhook, its secret, and the log of its deliveries."""
    webhook = own_webhook(request, pk)
    page = Paginator(deliveries.log_of(webhook), PER_PAGE).get_page(request.GET.get("page"))
    words = [(kind, events.KINDS.get(kind, kind)) for kind in webhook.kinds]
    context = {"webhook": webhook, "kinds": words, "page_obj": page, "is_paginated": page.has_other_pages()}
    return render(request, "integrations/webhook_detail.html", context)


@require_POST
@requires(Verb.MANAGE_INTEGRATIONS)
def webhook_switch(request, pk):
    """Pause it, or use it again: what waited meanwhile is sent then."""
    webhook = own_webhook(request, pk)
    webhook.is_active = not webhook.is_active
    webhook.save()
    if webhook.is_active:
        async_task("qa_portal.core.tasks.tell_webhook", webhook.pk)
    messages.success(request, _("The webhook is in use.") if webhook.is_active else _("The webhook is paused."))
    return redirect(webhook)


@require_POST
@requires(Verb.MANAGE_INTEGRATIONS)
def webhook_test(request, pk):
    webhook = own_webhook(request, pk)
    if webhook.is_active:
        events.tell_test(webhook)
        messages.success(request, _("A test is on its way. Reload this page to see what became of it."))
    else:
        messages.error(request, _("The webhook is paused."))
    return redirect(webhook)


@require_POST
@requires(Verb.MANAGE_INTEGRATIONS)
def webhook_secret(request, pk):
    """A new secret; the old one signs nothing any more."""
    webhook = own_webhook(request, pk)
    webhook.salt = new_salt()
    webhook.save()
    messages.success(request, _("The webhook has a new secret. Give it to the other system now."))
    return redirect(webhook)


@require_POST
@requires(Verb.MANAGE_INTEGRATIONS)
def delivery_replay(request, pk):
    rows = WebhookDelivery.objects.visible_to(request.user).select_related("subscription")
    delivery = get_object_or_404(rows, pk=pk)
    try:
        deliveries.replay(delivery)
        async_task("qa_portal.core.tasks.tell_webhook", delivery.subscription_id)
        messages.success(request, _("The event is sent once more."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(delivery.subscription)
