from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair

from .of_project import OfProjectQuerySet


class TransferState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TransferQuerySet(OfProjectQuerySet):
    def approved(self):
        return self.filter(state=TransferState.APPROVED)


class Transfer(Tracked):
    """Money moved between the lines of one project (ถัวจ่าย), as a document: what each line has before and after, why,
    and who approved it. Its rows come to zero. `token` is the form's own: sent twice, it is one transfer."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="transfers"
    )
    number = models.PositiveSmallIntegerField(_("no."))
    state = models.CharField(
        _("state"), max_length=10, choices=TransferState, default=TransferState.PROPOSED, editable=False
    )
    reason = models.TextField(_("why the money is moved"))
    token = models.UUIDField(unique=True, null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["project_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="transfer_number_once"),
            models.CheckConstraint(condition=stamp_pair("approved"), name="transfer_approved_pair"),
        ]

    def __str__(self):
        return _("Transfer %(number)s of “%(project)s”") % {"number": self.number, "project": self.project}

    def get_absolute_url(self):
        return reverse("projects:transfer_detail", args=[self.pk])

    @property
    def moved(self):
        """Baht that change their line."""
        return sum(row.amount for row in self.rows.all() if row.amount > 0)


class TransferRow(Tracked):
    """One line of a transfer: what it gives (below zero) or gets; `left_before`: what was left of it when approved."""

    transfer = models.ForeignKey(Transfer, verbose_name=_("transfer"), on_delete=models.CASCADE, related_name="rows")
    line = models.ForeignKey(
        "projects.BudgetLine", verbose_name=_("budget line"), on_delete=models.PROTECT, related_name="transfer_rows"
    )
    amount = models.DecimalField(_("amount (baht)"), max_digits=14, decimal_places=2)
    left_before = models.DecimalField(_("left before"), max_digits=14, decimal_places=2, null=True, editable=False)

    class Meta:
        verbose_name = _("row of a transfer")
        verbose_name_plural = _("rows of transfers")
        ordering = ["transfer_id", "amount", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "line"], name="transfer_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="transfer_row_moves"),
        ]

    def __str__(self):
        return f"{self.line} {self.amount}"
