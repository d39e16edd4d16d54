"""A change of a signed order, on its way to the director's signature (A10-03)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, district_scope, stamp_pair


class ChangeState(models.TextChoices):
    """A10-03: the administration group, then the committee on the administration system, then the director."""

    PROPOSED = "proposed", _("Proposed, with the administration group")
    CHECKED = "checked", _("With the committee on the administration system")
    AGREED = "agreed", _("With the director")
    APPROVED = "approved", _("Approved and done")
    REFUSED = "refused", _("Not agreed to")


WAITING = (ChangeState.PROPOSED, ChangeState.CHECKED, ChangeState.AGREED)


class OrderChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user, "order__district"))

    def waiting(self):
        return self.filter(state__in=WAITING)


class OrderChange(Tracked):
    """A duty of a signed order ends on a day, and another person takes it over from the next, or nobody does."""

    order = models.ForeignKey(
        "supervision.Order",
        verbose_name=pgettext_lazy("paper", "order"),
        on_delete=models.PROTECT,
        related_name="changes",
    )
    duty = models.ForeignKey(
        "supervision.Duty", verbose_name=_("duty that ends"), on_delete=models.PROTECT, related_name="changes"
    )
    ends_on = models.DateField(_("last day of the duty"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who takes it over"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    person_position = models.CharField(_("position"), max_length=200, blank=True)
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=12, choices=ChangeState, default=ChangeState.PROPOSED, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = OrderChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an order")
        verbose_name_plural = _("changes of orders")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=Q(state__in=WAITING), name="one_waiting_change_of_a_duty"
            ),
            models.CheckConstraint(condition=stamp_pair("approved"), name="order_change_approved_pair"),
        ]

    def __str__(self):
        return f"{self.order}: {self.duty}"

    def get_absolute_url(self):
        return reverse("supervision:order_change_detail", args=[self.pk])

    @property
    def successor(self):
        """The name of who takes the duty over; "" where nobody does."""
        return self.name or (str(self.user) if self.user_id else "")
