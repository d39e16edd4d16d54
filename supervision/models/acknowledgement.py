"""What each person named in an order owes by it: to say that they know it, then an ID PLAN within 15 days (A10-03)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, district_scope
from qa_portal.core.roles import Verb

from .order import OrderState

DAYS_FOR_PLAN = 15
"""From the day on which the person knew the order (S002:658)."""


class AcknowledgementQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user, "order__district"))

    def editable_by(self, user):
        """Everybody's own; the group's head everybody's."""
        rows = self.visible_to(user)
        return rows if user.can(Verb.MANAGE_VISITS) else rows.filter(user=user.pk)

    def owed(self):
        """Without an ID PLAN, by an order that holds."""
        return self.filter(plan_filed_at=None, order__state=OrderState.SIGNED)

    def unread(self):
        return self.owed().filter(known_on=None)

    def waiting(self):
        return self.owed().filter(known_on__gte=_last_known_in_time())

    def overdue(self):
        return self.owed().filter(known_on__lt=_last_known_in_time())


def _last_known_in_time():
    """Who knew it before this day is late today."""
    return timezone.localdate() - timedelta(days=DAYS_FOR_PLAN)


class Acknowledgement(Tracked):
    """One person and one order. `told_on` is the day on which the portal told them of it. `reminded` is the mark, in
    days before or after the day by which the next answer is due, of which they were told last."""

    order = models.ForeignKey(
        "supervision.Order",
        verbose_name=pgettext_lazy("paper", "order"),
        on_delete=models.PROTECT,
        related_name="acknowledgements",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="order_acknowledgements",
    )
    told_on = models.DateField(_("told on"))
    known_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    plan_title = models.CharField(_("ID PLAN"), max_length=300, blank=True)
    plan_dated = models.DateField(_("date of the ID PLAN"), null=True, blank=True)
    plan_stored = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan_filed_at = models.DateTimeField(_("handed in at"), null=True, blank=True, editable=False)
    reminded = models.SmallIntegerField(_("reminded at day"), null=True, blank=True, editable=False)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement of an order")
        verbose_name_plural = _("acknowledgements of orders")
        ordering = ["order", "user"]
        constraints = [
            models.UniqueConstraint(fields=["order", "user"], name="order_acknowledged_once"),
            models.CheckConstraint(
                condition=Q(plan_filed_at=None) | Q(known_on__isnull=False), name="id_plan_after_acknowledging"
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.order}"

    def get_absolute_url(self):
        return reverse("supervision:id_plan_detail", args=[self.pk])

    @property
    def due_on(self):
        """The last day for the ID PLAN; None until the person has said that they know the order."""
        return self.known_on and self.known_on + timedelta(days=DAYS_FOR_PLAN)

    @property
    def filed_on(self):
        return self.plan_filed_at and timezone.localdate(self.plan_filed_at)

    @property
    def standing(self):
        """(word, colour, icon)"""
        if self.plan_filed_at:
            late = self.filed_on > self.due_on
            return (
                (_("Handed in late"), "warning", "clock-history")
                if late
                else (_("Handed in"), "success", "check-circle")
            )
        if self.order.state != OrderState.SIGNED:
            return _("Not owed any more"), "secondary", "dash-circle"
        if self.known_on is None:
            return _("Not acknowledged yet"), "warning", "envelope"
        if timezone.localdate() > self.due_on:
            return _("ID PLAN overdue"), "danger", "alarm"
        return _("ID PLAN to be written"), "info", "hourglass-split"
