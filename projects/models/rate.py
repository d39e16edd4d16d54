from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .strategy import OfficeQuerySet


class RateQuerySet(OfficeQuerySet):
    def as_at(self, day):
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Rate(Tracked):
    """The office's ceiling for one kind of expense, from one day to another. Going over it is a warning (A3-07)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="rates"
    )
    label = models.CharField(_("kind of expense"), max_length=200)
    words = models.CharField(
        _("words in the item"),
        max_length=300,
        help_text=_("Parted by commas; a line with one of them falls under this rate."),
    )
    ceiling = models.DecimalField(_("ceiling (baht)"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("per"), max_length=100, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("rule or letter"), max_length=300, blank=True)

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate ceiling")
        verbose_name_plural = _("rate ceilings")
        ordering = ["label", "-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="rate_ends_after_begin"),
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="rate_ceiling_positive"),
        ]

    def __str__(self):
        return f"{self.label} {self.ceiling}"

    def covers(self, item):
        return any(word.strip() and word.strip() in item for word in self.words.split(","))
