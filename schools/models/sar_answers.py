from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class StandardSection(Tracked):
    """What a school says of one standard. The level is set by a person with a reason; the portal computes a hint and
    never sets it (B3). Its version guards the whole screen, the ratings of its items included."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="sections"
    )
    standard = models.ForeignKey(
        "schools.Standard", verbose_name=_("standard"), on_delete=models.PROTECT, related_name="+"
    )
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("quality level of the standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason for the level"), blank=True)
    process = models.TextField(_("development process"), blank=True)
    results = models.TextField(_("results and evidence"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    points_to_develop = models.TextField(_("points to develop"), blank=True)
    plan = models.TextField(_("plan to reach a higher level"), blank=True)
    help_wanted = models.TextField(_("help wanted"), blank=True)

    class Meta:
        verbose_name = _("standard of a SAR")
        verbose_name_plural = _("standards of a SAR")
        ordering = ["sar", "standard__number"]
        constraints = [models.UniqueConstraint(fields=["sar", "standard"], name="section_once_in_sar")]

    def __str__(self):
        return str(self.standard)


class ItemRating(Tracked):
    """The level of one item, or none while the school has not rated it."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="ratings"
    )
    indicator = models.ForeignKey(
        "schools.Indicator", verbose_name=_("rated item"), on_delete=models.PROTECT, related_name="+"
    )
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("quality level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rated_at = models.DateTimeField(_("rated at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rating of an item")
        verbose_name_plural = _("ratings of items")
        ordering = ["sar", "indicator__standard__number", "indicator__position"]
        constraints = [models.UniqueConstraint(fields=["sar", "indicator"], name="rating_once_in_sar")]

    def __str__(self):
        return str(self.indicator)


class OwnSection(Tracked):
    """What a school says of a standard of its own. It stands in its report and in no sum over schools: no other school
    has it."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="own_sections"
    )
    own_standard = models.ForeignKey(
        "schools.OwnStandard", verbose_name=_("school's own standard"), on_delete=models.PROTECT, related_name="+"
    )
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("quality level of the standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason for the level"), blank=True)
    results = models.TextField(_("results and evidence"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    points_to_develop = models.TextField(_("points to develop"), blank=True)
    plan = models.TextField(_("plan to reach a higher level"), blank=True)

    class Meta:
        verbose_name = _("own standard of a SAR")
        verbose_name_plural = _("own standards of a SAR")
        ordering = ["sar", "own_standard__number"]
        constraints = [models.UniqueConstraint(fields=["sar", "own_standard"], name="own_section_once_in_sar")]

    def __str__(self):
        return str(self.own_standard)
