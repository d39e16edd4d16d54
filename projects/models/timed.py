from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import Period, parse_period


class PeriodPrecision(models.TextChoices):
    DAY = "day", _("a day")
    MONTH = "month", _("a month")
    RANGE = "range", _("from – to")
    RULE = "rule", _("in words")


class Timed(models.Model):
    """A time as the form writes it. The text counts; dates and precision are read from it when saved (A11-02)."""

    period_text = models.CharField(
        _("period"), max_length=200, blank=True, help_text=_("For example พฤศจิกายน 2569, 1 – 15 ก.ย. 2570, ทุกวันอังคาร")
    )
    period_start = models.DateField(_("first day"), null=True, blank=True, editable=False)
    period_end = models.DateField(_("last day"), null=True, blank=True, editable=False)
    period_precision = models.CharField(
        _("precision"), max_length=5, choices=PeriodPrecision, default=PeriodPrecision.RULE, editable=False
    )

    class Meta:
        abstract = True

    def read_period(self):
        period = parse_period(self.period_text)
        self.period_start, self.period_end, self.period_precision = period.start, period.end, period.precision

    @property
    def period(self):
        return Period(self.period_start, self.period_end, self.period_precision, self.period_text)
