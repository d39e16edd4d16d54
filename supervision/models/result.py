from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from schools.models import school_scope


class ResultKind(models.TextChoices):
    """Result documents come by word of mouth, as a draft and as the real one (A6-02)."""

    ORAL = "oral", _("Oral")
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")


class ResultPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user, "assessment__school"))


class ResultPaper(Tracked):
    """What the assessors gave as result, once of each kind: the overall judgement, and by standard its
    `StandardResult` rows. What the paper states is kept as stated; nothing is worked out of anything (A6-04)."""

    assessment = models.ForeignKey(
        "supervision.ExternalAssessment",
        verbose_name=_("external assessment"),
        on_delete=models.PROTECT,
        related_name="result_papers",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ResultKind)
    dated = models.DateField(_("dated"), null=True, blank=True)
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("overall level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    score = models.DecimalField(_("overall score"), max_digits=5, decimal_places=2, null=True, blank=True)
    is_certified = models.BooleanField(_("certified"), null=True, blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    to_develop = models.TextField(_("points to develop"), blank=True)
    stored = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResultPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an external assessment")
        verbose_name_plural = _("results of external assessments")
        ordering = ["assessment", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind"], name="result_kind_once"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="result_score_in_bounds"
            ),
        ]

    def __str__(self):
        return f"{self.assessment} ({self.get_kind_display()})"


class StandardResult(Tracked):
    """The level, and where the round has scores the score, of one standard on one result paper."""

    paper = models.ForeignKey(ResultPaper, verbose_name=_("result"), on_delete=models.PROTECT, related_name="standards")
    standard = models.ForeignKey(
        "schools.Standard", verbose_name=_("standard"), on_delete=models.PROTECT, related_name="external_results"
    )
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("quality level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("external result of a standard")
        verbose_name_plural = _("external results of standards")
        ordering = ["paper", "standard__number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "standard"], name="standard_result_once"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="standard_score_in_bounds"
            ),
        ]

    def __str__(self):
        return f"{self.paper}: {self.standard}"
