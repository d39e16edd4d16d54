"""Figures of an office as they stood at the end of a past day, told by the days that the rows carry and the steps of
their workflow. What keeps no day of its own cannot be told, and says so."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import TransitionRecord
from qa_portal.core.thai import fiscal_year
from schools.models import Cycle, SarState
from supervision.models import ActionState, Visit

from . import links, money
from .period import OfficeYear
from .tables import Figure

# ---------------------------------------------------------------- the rows of a day


def end_of(day):
    return timezone.make_aware(datetime.combine(day, time.max))


def in_state(rows, day, state):
    """Of these rows those whose last step until the end of the day led to a state."""
    kind = ContentType.objects.get_for_model(rows.model)
    steps = TransitionRecord.objects.filter(content_type=kind, object_id=Cast(OuterRef("pk"), CharField()))
    last = steps.filter(done_at__lte=end_of(day)).order_by("-done_at", "-pk").values("target")[:1]
    return rows.annotate(state_then=Subquery(last)).filter(state_then=state)


def _seen(rows, day):
    visits = Visit.objects.counted().in_fiscal_year(fiscal_year(day)).filter(held_on__lte=day)
    return rows.filter(pk__in=visits.order_by().values("school"))


ROWS = {
    "open_on": lambda rows, day: rows.open_at(day),
    "seen_by": _seen,
    "held_by": lambda rows, day: rows.counted().filter(held_on__lte=day),
    "reported_by": lambda rows, day: rows.filter(reported_at__lte=end_of(day)),
    "sent_by": lambda rows, day: rows.filter(handed_in_on__lte=day),
    "accepted_on": lambda rows, day: in_state(rows, day, SarState.ACCEPTED),
    "agreed_by": lambda rows, day: rows.filter(visit__reported_at__lte=end_of(day)),
    "closed_on": lambda rows, day: in_state(rows, day, ActionState.CLOSED),
    "paid_by": lambda rows, day: rows.filter(paid_on__lte=day),
}
"""What a list is asked of a day: the figure and the list that it opens ask here."""

LABELS = {
    "open_on": _("Open on"),
    "seen_by": _("Visited in the fiscal year until"),
    "held_by": _("Took place by"),
    "reported_by": _("Report sent by"),
    "sent_by": _("Sent by"),
    "accepted_on": _("Accepted as at"),
    "agreed_by": _("Agreed by"),
    "closed_on": _("Closed as at"),
    "paid_by": _("Paid by"),
}


# ---------------------------------------------------------------- the figures


@dataclass(frozen=True)
class AsAt:
    """`year` is that of the day: the fiscal year that it lies in, and the last round of SARs that was open by then."""

    year: OfficeYear

    @classmethod
    def of(cls, year, day):
        opened = Cycle.objects.filter(district=year.district, opened_at__lte=end_of(day))
        latest = opened.aggregate(latest=Max("academic_year"))["latest"]
        return cls(replace(year, fiscal=fiscal_year(day), today=day, sar_round=latest))

    @property
    def figures(self):
        year = self.year
        schools, visits = ROWS["open_on"](year.schools, year.today), year.visits
        open_on = {"open_on": year.today.isoformat()}
        paid = self._rows(money.expenses(year), "paid_by").aggregate(sum=Sum("amount", default=0))["sum"]
        return [
            Figure("schools", _("Open schools"), schools.count(), links.rows("school", year, **open_on)),
            self._counted("seen", _("Schools visited in the fiscal year"), "school", schools, "seen_by", **open_on),
            self._counted("held", _("Visits that took place"), "visit", visits, "held_by"),
            self._counted("reported", _("Visits with a report sent"), "visit", visits, "reported_by"),
            self._counted("sent", _("SARs sent"), "sar", year.sars, "sent_by"),
            self._counted("accepted", _("SARs accepted"), "sar", year.sars, "accepted_on"),
            self._counted("agreed", _("Promises agreed"), "action", year.actions, "agreed_by"),
            self._counted("closed", _("Promises closed"), "action", year.actions, "closed_on"),
            Figure("paid", _("Spent (baht)"), round(paid, 2), self._url("expense", "paid_by"), "amount"),
        ]

    def _rows(self, rows, asked):
        return ROWS[asked](rows, self.year.today)

    def _counted(self, key, label, noun, rows, asked, **more):
        found = self._rows(rows, asked).order_by().aggregate(count=Count("pk"))["count"]
        return Figure(key, label, found, self._url(noun, asked, **more))

    def _url(self, noun, asked, **more):
        year = {"sar": {"academic_year": self.year.academic}, "school": {}}.get(noun, {"fiscal_year": self.year.fiscal})
        return links.rows(noun, self.year, **year, **{asked: self.year.today.isoformat()}, **more)


UNTOLD = (
    (_("SARs and promises overdue"), _("Their last day may have been moved since.")),
    (_("Money allocated and left"), _("Amounts may have been amended or transferred since.")),
    (_("Quality levels of standards"), _("Schools may have changed them since, when a report was returned.")),
    (_("External results"), _("A result carries the date on its paper, not the day on which the office had it.")),
    (_("Indicators"), _("They are reckoned of the year as it stands today.")),
)
"""What no figure can be given of for a past day, and why."""
