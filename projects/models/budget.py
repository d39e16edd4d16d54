from decimal import Decimal

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from projects.formula import MAX_LENGTH, Factor, parse_formula, read_stated

from .rows import ProjectRow


class Quarter(models.IntegerChoices):
    """A quarter of the fiscal year, which begins in October (B9)."""

    FIRST = 1, _("Quarter 1 (October – December)")
    SECOND = 2, _("Quarter 2 (January – March)")
    THIRD = 3, _("Quarter 3 (April – June)")
    FOURTH = 4, _("Quarter 4 (July – September)")


class BudgetCategory(models.TextChoices):
    REMUNERATION = "remuneration", _("Remuneration")
    OPERATING = "operating", _("Operating expenses")
    MATERIALS = "materials", _("Materials")
    UTILITIES = "utilities", _("Utilities")


class BudgetLineQuerySet(models.QuerySet):
    # What a line comes to: its formula, else what it states. The one rule of every sum (A3-11).
    VALUE = Coalesce("computed", "stated")

    def total(self):
        """The sum in baht; None where no line has an amount."""
        return self.aggregate(total=Sum(self.VALUE))["total"]


class BudgetLine(ProjectRow):
    """One line of the budget. It belongs to an activity by id, never by its printed number (A3-12). `formula` and
    `stated_text` stay as typed; `factors`, `computed` and `stated` are read from them when saved. No category: the
    line is not split by category."""

    activity = models.ForeignKey(
        "projects.Activity", verbose_name=_("activity"), null=True, blank=True, on_delete=models.SET_NULL
    )
    number = models.CharField(_("no."), max_length=20, blank=True)
    item = models.CharField(_("item"), max_length=500)
    category = models.CharField(_("category"), max_length=12, choices=BudgetCategory, blank=True)
    formula = models.CharField(_("formula as typed"), max_length=MAX_LENGTH, blank=True)
    factors = models.JSONField(default=list, editable=False)
    computed = models.DecimalField(_("computed"), max_digits=14, decimal_places=2, null=True, editable=False)
    stated_text = models.CharField(_("amount as stated"), max_length=60, blank=True)
    stated = models.DecimalField(_("stated"), max_digits=14, decimal_places=2, null=True, editable=False)
    quarter = models.PositiveSmallIntegerField(
        _("quarter"),
        choices=Quarter,
        null=True,
        blank=True,
        help_text=_("Of the fiscal year, where it is not that of the activity's period."),
    )
    approved_amount = models.DecimalField(
        _("approved amount"), max_digits=14, decimal_places=2, null=True, editable=False
    )

    objects = BudgetLineQuerySet.as_manager()

    class Meta(ProjectRow.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        default_related_name = "lines"

    def __str__(self):
        return f"{self.item} {self.formula}".strip()

    def save(self, *args, **kwargs):
        self.read_amounts()
        super().save(*args, **kwargs)

    def read_amounts(self):
        """Raises projects.formula.FormulaError for a formula or an amount that cannot be read."""
        formula = parse_formula(self.formula)
        self.factors = [{"value": str(item.value), "unit": item.unit} for item in formula.factors] if formula else []
        self.computed = formula.computed if formula else None
        self.stated = read_stated(self.stated_text)
        if formula and not self.stated_text and formula.stated is not None:
            self.stated = formula.stated

    @property
    def where(self):
        """Its id on a page."""
        return f"line-{self.pk}"

    @property
    def amount(self):
        """What the line comes to, as BudgetLineQuerySet.VALUE."""
        return self.stated if self.computed is None else self.computed

    @property
    def printed(self):
        """What the form shows: the stated amount, else what the formula comes to."""
        return self.computed if self.stated is None else self.stated

    @property
    def product(self):
        """The formula as it stands behind the sign "=" of a form, which some type with it."""
        return self.formula.strip().removeprefix("=").strip()

    @property
    def rate(self):
        """Baht for one unit, where the formula says which factor is money."""
        formula = parse_formula(self.formula)
        return formula.rate if formula else None

    @property
    def doubts(self):
        formula = parse_formula(self.formula)
        return formula.doubts if formula else ()

    @property
    def factor_list(self):
        return [Factor(Decimal(item["value"]), item["unit"]) for item in self.factors]


class FundingSource(models.TextChoices):
    PLAN = "plan", _("Annual action plan")
    OBEC = "obec", _("OBEC")
    OTHER = "other", _("Other")


class Funding(ProjectRow):
    """Money from one source (A1-18): an amount, "-" or blank, as the form says."""

    source = models.CharField(_("source"), max_length=5, choices=FundingSource)
    other_text = models.CharField(_("which other source"), max_length=200, blank=True)
    amount_text = models.CharField(_("amount as stated"), max_length=60, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, editable=False)
    quarter = models.PositiveSmallIntegerField(
        _("arrives in"), choices=Quarter, null=True, blank=True, help_text=_("Blank: it is there from the beginning.")
    )

    class Meta(ProjectRow.Meta):
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        default_related_name = "funding"

    def __str__(self):
        return self.other_text or self.get_source_display()

    def save(self, *args, **kwargs):
        self.amount = read_stated(self.amount_text)
        super().save(*args, **kwargs)
