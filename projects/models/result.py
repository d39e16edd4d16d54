"""The result report of a project (A2): a snapshot that the owner may word anew, beside what the portal counts."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.formula import read_stated
from qa_portal.core.models import Tracked

from .doing import Met
from .of_project import OfProjectQuerySet
from .rows import TargetKind
from .timed import Timed


class ResultReport(Timed, Tracked):
    """Written while the project runs; it moves with it: the project is reported, given back or closed. `period_text` is
    the time the project really took (A2-06). The three amounts are what the report states (A2-07); what the ledger says
    stands beside them. Of problems and suggestions, blank, "-" and "ไม่มี" are three answers (A2-09)."""

    project = models.OneToOneField(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="result"
    )
    project_name = models.CharField(_("project name"), max_length=500)
    objectives_text = models.TextField(_("objectives"), blank=True)
    targets_text = models.TextField(_("quantitative targets"), blank=True)
    quality_targets_text = models.TextField(_("qualitative targets"), blank=True)
    responsible_text = models.CharField(_("responsible, as written"), max_length=500, blank=True)
    received_text = models.CharField(_("received"), max_length=60, blank=True)
    spent_text = models.CharField(_("spent"), max_length=60, blank=True)
    left_text = models.CharField(_("left"), max_length=60, blank=True)
    received = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    spent = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    left = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    problems = models.TextField(_("problems"), blank=True)
    suggestions = models.TextField(_("suggestions"), blank=True)
    has_proposal = models.BooleanField(_("the project"), default=True)
    has_photos = models.BooleanField(_("photos of the activities"), default=True)
    other_papers = models.CharField(_("other papers"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("result report")
        verbose_name_plural = _("result reports")
        ordering = ["project_id"]

    def __str__(self):
        return self.project_name

    def get_absolute_url(self):
        return reverse("projects:result_detail", args=[self.project_id])

    def save(self, *args, **kwargs):
        self.read_period()
        self.received, self.spent, self.left = map(read_stated, (self.received_text, self.spent_text, self.left_text))
        super().save(*args, **kwargs)


class ResultItem(Tracked):
    """A row of the report; it goes with the draft."""

    report = models.ForeignKey(ResultReport, verbose_name=_("result report"), on_delete=models.CASCADE)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["report_id", "order", "pk"]

    @property
    def where(self):
        """The id of its row on a page."""
        return f"{self._meta.model_name}-{self.pk}"


class ResultRow(ResultItem):
    """Indicator or target, what was to be reached, what was reached (A2-08)."""

    kind = models.CharField(_("kind"), max_length=12, choices=TargetKind, default=TargetKind.QUANTITATIVE)
    text = models.TextField(_("result"))
    target_text = models.TextField(_("target as written"), blank=True)
    target_value = models.DecimalField(_("target number"), max_digits=12, decimal_places=2, null=True, blank=True)
    actual_text = models.TextField(_("actual result in words"), blank=True)
    actual_value = models.DecimalField(_("actual number"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=50, blank=True)
    met = models.CharField(_("target reached"), max_length=6, choices=Met, blank=True)
    indicator = models.ForeignKey(
        "projects.ProjectIndicator", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    target = models.ForeignKey(
        "projects.Target", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(ResultItem.Meta):
        verbose_name = _("row of a result report")
        verbose_name_plural = _("rows of result reports")
        default_related_name = "rows"

    def __str__(self):
        return self.text


class ResultActivity(ResultItem):
    """An activity as the report names it (A2-05)."""

    activity = models.ForeignKey(
        "projects.Activity", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    number = models.CharField(_("no."), max_length=20, blank=True)
    title = models.TextField(_("activity"))
    period_text = models.CharField(_("period"), max_length=200, blank=True)
    responsible_text = models.CharField(_("responsible, as written"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(ResultItem.Meta):
        verbose_name = _("activity in a result report")
        verbose_name_plural = _("activities in result reports")
        default_related_name = "activities"

    def __str__(self):
        return self.title
