"""The office's report of a year on its own standards: who writes it, its levels, and what was approved (A9)."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb, office_can


class OwnState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved by the director")


class OwnAssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.scope is Scope.NATION:
            return self
        is_office = office_can(user, Verb.VIEW_OWN_STANDARDS)
        return self.filter(district=user.district_id) if is_office else self.none()

    def written_by(self, user):
        """Those of the user's office that are theirs to write on in a state that allows it."""
        may = office_can(user, Verb.EDIT_OWN_STANDARDS)
        return self.filter(district=user.district_id) if may else self.none()

    def editable_by(self, user):
        return self.written_by(user).filter(state=OwnState.DRAFT)


class OwnAssessment(Tracked):
    """One office's report on one framework in one fiscal year (B.E.)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="own_reports"
    )
    framework = models.ForeignKey(
        "schools.Framework", verbose_name=_("standards framework"), on_delete=models.PROTECT, related_name="own_reports"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    state = models.CharField(_("state"), max_length=10, choices=OwnState, default=OwnState.DRAFT, editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OwnAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("report on the office's own standards")
        verbose_name_plural = _("reports on the office's own standards")
        ordering = ["-fiscal_year", "framework", "district"]
        constraints = [
            models.UniqueConstraint(fields=["district", "framework", "fiscal_year"], name="own_report_once_a_year"),
            models.CheckConstraint(condition=stamp_pair("proposed"), name="own_report_proposed_pair"),
            models.CheckConstraint(condition=stamp_pair("approved"), name="own_report_approved_pair"),
        ]

    def __str__(self):
        return f"{self.framework} {self.fiscal_year}"

    def get_absolute_url(self):
        return reverse("office:own_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == OwnState.DRAFT


class OwnLevel(Tracked):
    """The level of one indicator: what a person set, beside what the items said at that time. Both are kept; no level
    is "not rateable", never 0 (A9-03)."""

    assessment = models.ForeignKey(
        OwnAssessment, verbose_name=_("report"), on_delete=models.PROTECT, related_name="levels"
    )
    indicator = models.ForeignKey(
        "schools.Indicator", verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+"
    )
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    suggested = models.PositiveSmallIntegerField(
        _("level suggested when it was set"), null=True, blank=True, editable=False
    )
    reason = models.TextField(_("reason for another level than suggested"), blank=True)

    class Meta:
        verbose_name = _("level of an office standard")
        verbose_name_plural = _("levels of office standards")
        ordering = ["assessment", "indicator__standard__number", "indicator__position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator"], name="own_level_once_in_report")]

    def __str__(self):
        return f"{self.indicator} – {self.level or '–'}"


class OwnEdition(Tracked):
    """The report exactly as it was approved: what it said, and its PDF. A report that was opened again and approved
    anew has one more; none is ever altered."""

    assessment = models.ForeignKey(
        OwnAssessment, verbose_name=_("report"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("what it says"))
    pdf = models.ForeignKey("core.StoredFile", verbose_name="PDF", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)
    approved_at = models.DateTimeField(_("approved at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("approved version of an office report")
        verbose_name_plural = _("approved versions of office reports")
        ordering = ["assessment", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="own_edition_number_once_in_report")
        ]

    def __str__(self):
        return _("%(report)s, version %(number)s") % {"report": self.assessment, "number": self.number}
