from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .ledger_row import PaperRow


class ExpenseQuerySet(models.QuerySet):
    def total(self):
        """In baht, to the satang: SQLite adds in binary fractions."""
        return round(self.aggregate(total=Sum("amount", default=0))["total"], 2)


class Expense(PaperRow):
    """A row of the spending ledger: written once, never changed or deleted. A mistake is taken back by a second row of
    the opposite amount (`reverses`)."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="expenses"
    )
    activity = models.ForeignKey(
        "projects.Activity",
        verbose_name=_("activity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    line = models.ForeignKey(
        "projects.BudgetLine",
        verbose_name=_("budget line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    paid_on = models.DateField(_("paid on"), default=timezone.localdate)
    commitment = models.ForeignKey(
        "projects.Commitment",
        verbose_name=_("pays the commitment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    report = models.ForeignKey(
        "projects.ActivityReport",
        verbose_name=_("report of the activity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("takes back"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reversed_by",
    )

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="expense_positive_reversal_negative",
            )
        ]

    def __str__(self):
        return f"{self.paid_on} {self.amount}"

    @property
    def is_open(self):
        """Whether it can still be taken back."""
        return self.reverses_id is None and not hasattr(self, "reversed_by")
