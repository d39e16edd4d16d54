from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import Tracked


class ActingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person__district=user.district_id)

    def on(self, day):
        return self.filter(since__lte=day, until__gte=day)


class Acting(Tracked):
    """A deputy who acts for an absent person from one day to another, both included (รักษาราชการแทน). What the deputy
    decides then is recorded under both names."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("absent person"), on_delete=models.PROTECT, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who acts"), on_delete=models.PROTECT, related_name="acting_for"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    order_number = models.CharField(_("order or memo no."), max_length=100, blank=True)

    objects = ActingQuerySet.as_manager()

    class Meta:
        verbose_name = _("acting person")
        verbose_name_plural = _("acting people")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="acting_ends_after_begin"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="acting_for_somebody_else"),
        ]

    def __str__(self):
        return f"{self.deputy} → {self.person}"

    def clean(self):
        """The database refuses the rest; two offices it cannot see."""
        if self.person_id and self.deputy_id and self.person.district_id != self.deputy.district_id:
            raise ValidationError({"deputy": _("Please choose somebody of the same office.")})
