"""How a newer framework continues an older one, so that trends survive a change of the announcement (F16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class StandardMatch(Tracked):
    """An older standard and the one that continues it; one may continue several, and several one."""

    older = models.ForeignKey(
        "schools.Standard", verbose_name=_("older standard"), on_delete=models.PROTECT, related_name="continued_by"
    )
    newer = models.ForeignKey(
        "schools.Standard", verbose_name=_("newer standard"), on_delete=models.PROTECT, related_name="continues"
    )

    class Meta:
        verbose_name = _("match of standards")
        verbose_name_plural = _("matches of standards")
        ordering = ["newer__number", "older__number"]
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="standard_match_once")]

    def __str__(self):
        return f"{self.older} → {self.newer}"


class ItemMatch(Tracked):
    """An older item and the one that continues it."""

    older = models.ForeignKey(
        "schools.Indicator", verbose_name=_("older item"), on_delete=models.PROTECT, related_name="continued_by"
    )
    newer = models.ForeignKey(
        "schools.Indicator", verbose_name=_("newer item"), on_delete=models.PROTECT, related_name="continues"
    )

    class Meta:
        verbose_name = _("match of items")
        verbose_name_plural = _("matches of items")
        ordering = ["newer__standard__number", "newer__position"]
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="item_match_once")]

    def __str__(self):
        return f"{self.older} → {self.newer}"


class LevelMatch(Tracked):
    """An older quality level in the words of the newer framework: each older level continues as one newer level."""

    older = models.ForeignKey(
        "schools.QualityLevel", verbose_name=_("older level"), on_delete=models.PROTECT, related_name="continued_by"
    )
    newer = models.ForeignKey(
        "schools.QualityLevel", verbose_name=_("newer level"), on_delete=models.PROTECT, related_name="continues"
    )

    class Meta:
        verbose_name = _("match of quality levels")
        verbose_name_plural = _("matches of quality levels")
        ordering = ["-newer__value", "-older__value"]
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="level_match_once")]

    def __str__(self):
        return f"{self.older} → {self.newer}"
