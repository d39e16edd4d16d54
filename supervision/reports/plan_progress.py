"""One item of the plan, period by period."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import format_range
from supervision.reports.plan_due import Span


@dataclass(frozen=True)
class Progress:
    """A period of an item, how often it was asked for over all schools, and how often it was done in it."""

    span: Span
    asked: int
    done: int
    is_over: bool

    @property
    def label(self):
        return format_range(self.span.first, self.span.last, style="short")

    @property
    def standing(self):
        """(word, colour, icon)."""
        if self.done >= self.asked:
            return _("All done"), "success", "check-circle"
        return (_("Late"), "danger", "exclamation-triangle") if self.is_over else (_("Running"), "info", "clock")


def progress_of(item, standings):
    """The item's periods that have begun, the newest first."""
    by_day = standings.days_of(item)
    count = len(standings.schools[item.pk]) if item.is_by_school else 1
    begun = [span for span in standings.spans[item.pk] if span.first <= standings.today]
    rows = [
        Progress(
            span,
            span.times * count,
            sum(number for day, number in by_day.items() if span.first <= day <= span.last),
            span.last < standings.today,
        )
        for span in begun
    ]
    return rows[::-1]
