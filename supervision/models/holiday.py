from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

SATURDAY = 5  # date.weekday()


class HolidayQuerySet(models.QuerySet):
    def of(self, district):
        """The days off of an office: everybody's and its own."""
        return self.filter(Q(district=district) | Q(district=None))


class Holiday(Tracked):
    """A day on which nobody works, of the whole country or of one office (a cabinet's or a province's day off)."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="holidays",
        help_text=_("Empty: for the whole country."),
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=200)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(Coalesce("district", 0), "day", name="holiday_once_a_day")]

    def __str__(self):
        return self.name
