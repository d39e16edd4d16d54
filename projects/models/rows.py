"""The numbered lists and small tables of a proposal: rows that belong to one project and go with its draft."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class ProjectRow(Tracked):
    project = models.ForeignKey("projects.Project", verbose_name=_("project"), on_delete=models.CASCADE)
    order = models.PositiveIntegerField(_("order"), default=0)
    # In the working copy of an amendment: the row of the project that it stands for.
    origin = models.ForeignKey("self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True
        ordering = ["project_id", "order", "pk"]
        default_related_name = "%(class)ss"


class Objective(ProjectRow):
    text = models.TextField(_("objective"))

    class Meta(ProjectRow.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self):
        return self.text


class TargetKind(models.TextChoices):
    QUANTITATIVE = "quantitative", _("Quantitative")
    QUALITATIVE = "qualitative", _("Qualitative")


class Target(ProjectRow):
    """What is to be reached; value and unit where it can be counted (A1-14, A1-15)."""

    kind = models.CharField(_("kind"), max_length=12, choices=TargetKind, default=TargetKind.QUANTITATIVE)
    text = models.TextField(_("target"))
    value = models.DecimalField(_("target number"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=50, blank=True)
    frequency = models.CharField(_("how often"), max_length=100, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self):
        return self.text


class RiskKind(models.TextChoices):
    FACTOR = "factor", _("Risk")
    MITIGATION = "mitigation", _("How it is managed")


class Risk(ProjectRow):
    kind = models.CharField(_("kind"), max_length=10, choices=RiskKind, default=RiskKind.FACTOR)
    text = models.TextField(_("text"))

    class Meta(ProjectRow.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self):
        return self.text


class ResultLevel(models.TextChoices):
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")


class Evaluation(ProjectRow):
    """A row of the evaluation table: indicator of success, method, tool (A1-21)."""

    level = models.CharField(_("kind of result"), max_length=8, choices=ResultLevel, blank=True)
    indicator = models.TextField(_("indicator of success"), blank=True)
    method = models.TextField(_("method"), blank=True)
    tool = models.TextField(_("tool"), blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self):
        return self.indicator or self.method or self.tool


class ProjectIndicator(ProjectRow):
    """An indicator and its target: as written, and as a number with a unit where it has one (A1-22). `measure` names
    the count of the portal's own records that gives its actual value (projects.services.measures); without one it is
    typed."""

    level = models.CharField(_("kind of result"), max_length=8, choices=ResultLevel, default=ResultLevel.OUTPUT)
    text = models.TextField(_("indicator"))
    target_text = models.TextField(_("target as written"), blank=True)
    target_value = models.DecimalField(_("target number"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=50, blank=True)
    measure = models.CharField(_("counted by the portal"), max_length=40, blank=True)
    method = models.CharField(_("method"), max_length=300, blank=True)
    tool = models.CharField(_("tool"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    responsible_text = models.CharField(_("responsible, as written"), max_length=300, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        default_related_name = "indicators"

    def __str__(self):
        return self.text

    @property
    def where(self):
        """Its id on a page."""
        return f"indicator-{self.pk}"

    @property
    def how_judged(self):
        """(label, answer) of what says how its actual value is found, as far as it is said."""
        for name in ("method", "tool", "evidence", "responsible_text"):
            if answer := getattr(self, name):
                yield self._meta.get_field(name).verbose_name, answer


class ExpectedResult(ProjectRow):
    text = models.TextField(_("expected result"))

    class Meta(ProjectRow.Meta):
        verbose_name = _("expected result")
        verbose_name_plural = _("expected results")
        default_related_name = "expected_results"

    def __str__(self):
        return self.text


class SignatoryRole(models.TextChoices):
    PROPOSER = "proposer", _("proposes the project")
    ENDORSER = "endorser", _("endorses the project")
    APPROVER = "approver", _("approves the project")


class Signatory(ProjectRow):
    """A person of the signature block (A1-24). Without any, the block shows the owner and the director."""

    role = models.CharField(_("signs as"), max_length=8, choices=SignatoryRole)
    name = models.CharField(_("name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        default_related_name = "signatories"

    def __str__(self):
        return f"{self.get_role_display()} {self.name}"
