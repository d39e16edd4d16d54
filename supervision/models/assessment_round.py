from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb
from schools.models import EducationLevel

from .of_district import district_or_all


class AssessmentRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The country's rounds and those of the user's own office."""
        return self if user.scope is Scope.NATION else self.filter(Q(district=None) | Q(district=user.district_id))

    def editable_by(self, user):
        """The office's own ones; the country's are the superuser's."""
        if user.is_superuser:
            return self
        may = user.district_id and user.can(Verb.MANAGE_ASSESSMENTS)
        return self.filter(district=user.district_id) if may else self.none()

    def offered_to(self, district):
        return self.filter(Q(district=None) | Q(district=district))


class AssessmentRound(Tracked):
    """A round of external assessment (A6-04, B6). Its standards and its scale are those of the assessor's frameworks,
    one for each level of education: nothing about a round is fixed in code."""

    district = district_or_all("assessment_rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    name = models.CharField(_("name"), max_length=200)
    agency = models.CharField(_("assessor's agency"), max_length=200, default="สมศ.")
    first_year = models.PositiveSmallIntegerField(_("first fiscal year"))
    last_year = models.PositiveSmallIntegerField(_("last fiscal year"))
    early_childhood_framework = models.ForeignKey(
        "schools.Framework",
        verbose_name=_("early childhood standards"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    basic_framework = models.ForeignKey(
        "schools.Framework",
        verbose_name=_("basic education standards"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    has_scores = models.BooleanField(
        _("results carry scores"), default=False, help_text=_("As round 3 did: a score beside each level.")
    )

    objects = AssessmentRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of external assessment")
        verbose_name_plural = _("rounds of external assessment")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(Coalesce("district", 0), "number", name="assessment_round_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="assessment_round_ends_after"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:round_detail", args=[self.pk])

    @property
    def frameworks(self):
        """{level of education: framework} of the levels that this round assesses."""
        both = {
            EducationLevel.EARLY_CHILDHOOD: self.early_childhood_framework,
            EducationLevel.BASIC: self.basic_framework,
        }
        return {level: framework for level, framework in both.items() if framework}


class ScoreBand(Tracked):
    """The score from which a level of a round's scale is reached: round 3 says ดีมาก from 90 (B6)."""

    level = models.OneToOneField(
        "schools.QualityLevel", verbose_name=_("quality level"), on_delete=models.PROTECT, related_name="score_band"
    )
    least_score = models.DecimalField(_("from a score of"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("score band")
        verbose_name_plural = _("score bands")
        ordering = ["level__framework", "-least_score"]

    def __str__(self):
        return f"{self.level}: {self.least_score}+"


class StandardLink(Tracked):
    """An assessor's standard beside the school's standard that speaks of the same thing, so that what was claimed can
    be laid beside what was seen (F40)."""

    assessor_standard = models.ForeignKey(
        "schools.Standard", verbose_name=_("assessor's standard"), on_delete=models.PROTECT, related_name="school_links"
    )
    school_standard = models.ForeignKey(
        "schools.Standard", verbose_name=_("school's standard"), on_delete=models.PROTECT, related_name="assessor_links"
    )

    class Meta:
        verbose_name = _("link between assessor's and school's standards")
        verbose_name_plural = _("links between assessor's and school's standards")
        ordering = ["school_standard__number", "assessor_standard__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessor_standard", "school_standard"], name="standard_link_once")
        ]

    def __str__(self):
        return f"{self.assessor_standard} = {self.school_standard}"
