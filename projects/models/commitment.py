from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import format_baht

from .ledger_row import LedgerRow, PaperRow
from .of_project import OfProjectQuerySet


class Commitment(PaperRow):
    """Money promised to somebody by an order or a contract and not paid yet (ผูกพัน). Expenses that pay it and releases
    make it smaller; what is open of it is left for nothing else."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="commitments"
    )
    activity = models.ForeignKey(
        "projects.Activity",
        verbose_name=_("activity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    line = models.ForeignKey(
        "projects.BudgetLine",
        verbose_name=_("budget line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    committed_on = models.DateField(_("committed on"), default=timezone.localdate)
    payee = models.CharField(_("promised to"), max_length=200, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-committed_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="commitment_positive")]

    def __str__(self):
        return f"{self.document_number or self.payee} {format_baht(self.amount)}".strip()


class CommitmentRelease(LedgerRow):
    """What of a commitment will not be paid after all."""

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("commitment"), on_delete=models.PROTECT, related_name="releases"
    )
    note = models.CharField(_("why"), max_length=500)

    class Meta:
        verbose_name = _("release of a commitment")
        verbose_name_plural = _("releases of commitments")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="release_positive")]

    def __str__(self):
        return f"{self.commitment} −{self.amount}"
