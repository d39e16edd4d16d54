from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LevelCount(models.Model):
    """How many reports of a cycle that are at the office set a standard, or one of its items, at a level. The steps
    that bring a report to the office or back keep it true (services.level_counts)."""

    cycle = models.ForeignKey(
        "schools.Cycle", verbose_name=_("SAR cycle"), on_delete=models.PROTECT, related_name="level_counts"
    )
    standard = models.ForeignKey(
        "schools.Standard", verbose_name=_("standard"), on_delete=models.PROTECT, related_name="+"
    )
    indicator = models.ForeignKey(
        "schools.Indicator",
        verbose_name=_("rated item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    level = models.ForeignKey(
        "schools.QualityLevel", verbose_name=_("quality level"), on_delete=models.PROTECT, related_name="+"
    )
    count = models.PositiveIntegerField(_("reports"), default=0)

    class Meta:
        verbose_name = _("count of quality levels")
        verbose_name_plural = _("counts of quality levels")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "indicator", "level"], name="level_counted_once_an_item"),
            models.UniqueConstraint(
                fields=["cycle", "standard", "level"], condition=Q(indicator=None), name="level_counted_once_a_standard"
            ),
        ]

    def __str__(self):
        return f"{self.indicator or self.standard}: {self.level} × {self.count}"

    @property
    def key(self):
        return self.standard_id, self.indicator_id, self.level_id
