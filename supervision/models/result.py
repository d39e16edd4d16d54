from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from schools.models import School, school_scope

from .assessment import AssessmentState


class ResultKind(models.TextChoices):
    """Result documents come by word of mouth, as a draft and as the real one (A6-02)."""

    ORAL = "oral", _("Oral")
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")


class ResultPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user, "assessment__school"))

    def counted(self):
        """Those that count in sums: of a school that was assessed again in a round the last paper of its kind, and
        nothing of an assessment that was cancelled."""
        rows = self.exclude(assessment__state=AssessmentState.CANCELLED)
        return rows.filter(~Exists(_of_same_school().filter(assessment__attempt__gt=OuterRef("assessment__attempt"))))

    def at_level(self, level, standard=None):
        """Whose overall level, or whose level of the standard, this is; None: none is stated."""
        if standard is None:
            return self.filter(level=level)
        rows = StandardResult.objects.filter(paper=OuterRef("pk"), standard=standard)
        stated = rows.exclude(level=None) if level is None else rows.filter(level=level)
        return self.filter(~Exists(stated) if level is None else Exists(stated))

    def of_size(self, size):
        """At schools of this size today; "" where the number of pupils is not known."""
        schools = School.objects.sized(size) if size else School.objects.filter(pupil_count=None)
        return self.filter(Exists(schools.filter(pk=OuterRef("assessment__school"))))

    def with_draft(self, standard=None):
        """Adds `value` and `earlier`: what the paper, and the draft before it, state overall or of the standard."""
        drafts = ResultPaper.objects.filter(assessment=OuterRef("assessment"), kind=ResultKind.DRAFT)
        return self._beside(drafts, standard)

    def with_attempt_before(self, standard=None):
        """As `with_draft`, but `earlier` is what the paper of the same kind of the attempt before states."""
        earlier = _of_same_school().filter(assessment__attempt__lt=OuterRef("assessment__attempt"))
        return self._beside(earlier.order_by("-assessment__attempt"), standard)

    def _beside(self, papers, standard):
        own = ResultPaper.objects.filter(pk=OuterRef("pk"))
        return self.annotate(value=_value(own, standard), earlier=_value(papers, standard))


def _of_same_school():
    """The papers of one kind at the school and level of education of an outer paper, in its round."""
    return ResultPaper.objects.exclude(assessment__state=AssessmentState.CANCELLED).filter(
        kind=OuterRef("kind"),
        assessment__school=OuterRef("assessment__school"),
        assessment__round=OuterRef("assessment__round"),
        assessment__level=OuterRef("assessment__level"),
    )


def _value(papers, standard):
    if standard is None:
        return Subquery(papers.values("level__value")[:1])
    return Subquery(papers.filter(standards__standard=standard).values("standards__level__value")[:1])


class Move(models.TextChoices):
    """How a level stands to an earlier one, on rows that are annotated with both."""

    UP = "up", _("Higher")
    SAME = "same", _("The same")
    DOWN = "down", _("Lower")


MOVED = {Move.UP: Q(value__gt=F("earlier")), Move.SAME: Q(value=F("earlier")), Move.DOWN: Q(value__lt=F("earlier"))}


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

    def get_absolute_url(self):
        return reverse("supervision:result_compare", args=[self.assessment_id])


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
