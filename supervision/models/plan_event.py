from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .plan_item import PlanItem
from .visit import CancelReason


class PlanEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(item__in=PlanItem.objects.visible_to(user))

    def held(self):
        return self.filter(held_on__isnull=False)


class PlanEvent(Tracked):
    """One time of an item that is no visit: a meeting, a workshop, a session online. Visits are `Visit` rows of the
    item. It is planned until it has `held_on`; a reason says that it was cancelled (F30)."""

    item = models.ForeignKey(
        PlanItem, verbose_name=_("item of a plan"), on_delete=models.PROTECT, related_name="events"
    )
    planned_on = models.DateField(_("planned for"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField(_("held on"), null=True, blank=True)
    took_part = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    cancel_reason = models.CharField(_("cancelled because"), max_length=20, choices=CancelReason, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PlanEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a supervision plan")
        verbose_name_plural = _("events of supervision plans")
        ordering = ["planned_on", "pk"]
        indexes = [models.Index(fields=["item", "planned_on"], name="plan_event_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(held_on=None) | Q(cancel_reason=""), name="plan_event_held_or_cancelled")
        ]

    def __str__(self):
        return self.title or str(self.item)

    @property
    def standing(self):
        """(word, colour, icon)."""
        if self.held_on:
            return _("Was held"), "success", "check-circle"
        if self.cancel_reason:
            return _("Cancelled"), "secondary", "x-circle"
        return _("Planned"), "info", "calendar-event"
