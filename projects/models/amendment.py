"""What was approved, and what is changed after that."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair

from .of_project import OfProjectQuerySet


class AmendmentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Proposed")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Given up")


OPEN_AMENDMENT = (AmendmentState.DRAFT, AmendmentState.SUBMITTED, AmendmentState.RETURNED)
WRITABLE_AMENDMENT = (AmendmentState.DRAFT, AmendmentState.RETURNED)


class AmendmentQuerySet(OfProjectQuerySet):
    def open(self):
        """Neither approved nor given up: a project has at most one."""
        return self.filter(state__in=OPEN_AMENDMENT)


class Amendment(Tracked):
    """A change of an approved project. It is written in a working copy of the whole proposal; when it is approved, what
    the copy says becomes the project's, row by row (projects.services.amending)."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="amendments"
    )
    working_copy = models.OneToOneField(
        "projects.Project", verbose_name=_("working copy"), on_delete=models.PROTECT, related_name="amendment"
    )
    number = models.PositiveSmallIntegerField(_("no."))
    state = models.CharField(
        _("state"), max_length=10, choices=AmendmentState, default=AmendmentState.DRAFT, editable=False
    )
    reason = models.TextField(_("why it is changed"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("proposed at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["project_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=stamp_pair("submitted"), name="amendment_submitted_pair"),
            models.CheckConstraint(condition=stamp_pair("approved"), name="amendment_approved_pair"),
        ]

    def __str__(self):
        return _("Amendment %(number)s of “%(project)s”") % {"number": self.number, "project": self.project}

    def get_absolute_url(self):
        return reverse("projects:amendment_detail", args=[self.pk])

    @property
    def authors(self):
        """Whose own work it is: the project's people, whoever wrote the amendment, and an owner whom it names anew."""
        return self.project.authors | {self.created_by, self.working_copy.owner}

    @property
    def is_writable(self):
        return self.state in WRITABLE_AMENDMENT

    @property
    def is_open(self):
        return self.state in OPEN_AMENDMENT


class Baseline(Tracked):
    """What a project said when it was approved (number 0) and after each amendment: the whole of it, never changed."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="baselines"
    )
    amendment = models.OneToOneField(
        Amendment,
        verbose_name=_("amendment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="baseline",
    )
    number = models.PositiveSmallIntegerField(_("no."))
    content = models.JSONField(editable=False)
    amount = models.DecimalField(_("approved amount"), max_digits=14, decimal_places=2)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved version")
        verbose_name_plural = _("approved versions")
        ordering = ["project_id", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="baseline_number_once")]

    def __str__(self):
        return f"{self.project} {self.number}"
