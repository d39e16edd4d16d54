"""Telling other systems what happened (F70): who wants to know, the outbox, and what became of each delivery."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .api_token import OfficeRows
from .base import Tracked


def new_salt():
    return secrets.token_hex(16)


class WebhookSubscriptionQuerySet(OfficeRows):
    def wanting(self, kind, district):
        """Those to which an event of the kind goes."""
        rows = self.filter(district=district, is_active=True).order_by("pk")
        return [row for row in rows if kind in row.kinds]


class WebhookSubscription(Tracked):
    """An address of another system and the kinds of events that it is told. The secret that signs its deliveries is
    reckoned from `salt` and the portal's own key, so that the database alone does not tell it."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="webhooks"
    )
    name = models.CharField(_("system that is told"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    kinds = models.JSONField(_("events"), default=list)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    busy_until = models.DateTimeField(_("being told until"), null=True, blank=True, editable=False)

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("core:webhook_detail", args=[self.pk])

    @property
    def secret(self):
        return salted_hmac("qa_portal.webhook", self.salt, algorithm="sha256").hexdigest()

    @property
    def standing(self):
        """(word, colour, icon)"""
        if self.is_active:
            return _("In use"), "success", "broadcast"
        return _("Paused"), "secondary", "pause-circle"


class WebhookEvent(models.Model):
    """Something that happened, written in the transaction in which it happened. `body` is what is sent, without the
    name of any person."""

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey("core.District", verbose_name=_("education area office"), on_delete=models.PROTECT)
    kind = models.CharField(_("event"), max_length=40)
    body = models.JSONField(_("what is sent"), default=dict)
    created_at = models.DateTimeField(_("happened at"), default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind} {self.key}"


class WebhookDeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(subscription__in=WebhookSubscription.objects.visible_to(user))

    def waiting(self):
        return self.filter(delivered_at=None, dead_at=None)

    def in_turn(self):
        return self.order_by("queued_at", "pk")

    def settled_before(self, moment):
        return self.filter(Q(delivered_at__lt=moment) | Q(dead_at__lt=moment))


class WebhookDelivery(models.Model):
    """One event on its way to one subscriber. `attempts`: [{"at", "status", "error", "ms"}]; what the other side
    answered besides its status is not kept."""

    subscription = models.ForeignKey(
        WebhookSubscription, verbose_name=_("webhook"), on_delete=models.PROTECT, related_name="deliveries"
    )
    event = models.ForeignKey(
        WebhookEvent, verbose_name=_("event"), on_delete=models.CASCADE, related_name="deliveries"
    )
    queued_at = models.DateTimeField(_("in the queue since"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, help_text=_("Since it was queued."))
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    attempts = models.JSONField(_("attempts"), default=list)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    dead_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["subscription", "queued_at"],
                condition=Q(delivered_at=None, dead_at=None),
                name="webhook_delivery_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event"], name="webhook_event_once"),
            models.CheckConstraint(condition=Q(delivered_at=None) | Q(dead_at=None), name="webhook_delivered_or_dead"),
        ]

    def __str__(self):
        return f"{self.event} → {self.subscription}"

    @property
    def is_waiting(self):
        return not (self.delivered_at or self.dead_at)

    @property
    def last_attempt(self):
        return self.attempts[-1] if self.attempts else None

    @property
    def standing(self):
        """(word, colour, icon)"""
        if self.delivered_at:
            return _("Delivered"), "success", "check-circle"
        if self.dead_at:
            return pgettext_lazy("delivery", "Given up"), "danger", "x-octagon"
        if self.tries:
            return _("Tried again later"), "warning", "arrow-repeat"
        return _("Waiting"), "secondary", "hourglass-split"
