"""A cycle's days as one line, and the time that it gave to single schools."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from schools.models import Cycle, CycleState
from schools.services.mapping import is_matched


@dataclass(frozen=True)
class Moment:
    """One day on the line of a cycle. `words` stand for a day that nobody has set; `standing`: past, today, coming."""

    key: str
    label: str
    icon: str
    day: date | None
    words: str
    standing: str


def moments(cycle, today=None):
    """opens · remind · due · late until · closed, with today at its place among them."""
    today = today or timezone.localdate()
    days = [_moment(*row, today) for row in _days(cycle)]
    if any(row.standing == "today" for row in days):
        return days
    place = sum(row.standing == "past" for row in days)
    return [*days[:place], Moment("today", _("Today"), "geo-alt-fill", today, "", "today"), *days[place:]]


def _days(cycle):
    closed = timezone.localdate(cycle.closed_at) if cycle.closed_at else None
    return [
        ("opens", _("Opens"), "unlock", cycle.opens_on, ""),
        ("remind", _("Reminders begin"), "bell", cycle.remind_from, _("nobody is reminded by itself")),
        ("due", _("Due"), "calendar-check", cycle.due_on, ""),
        ("late", _("Late ones taken until"), "alarm", cycle.late_until, _("the cycle is closed")),
        ("closed", _("Closing"), "lock", closed, _("when the office closes it")),
    ]


def _moment(key, label, icon, day, words, today):
    if day == today:
        return Moment(key, label, icon, day, words, "today")
    return Moment(key, label, icon, day, words, "past" if _is_past(day, today) else "coming")


def _is_past(day, today):
    return day is not None and day < today


@dataclass(frozen=True)
class Extension:
    """More time that one school got for a report, and whether it still runs."""

    sar: object
    look: tuple[str, str, str]
    can_be_withdrawn: bool


def extensions(sars, today=None):
    """Of these reports, each that was given more time: running, used (it was sent) or expired."""
    today = today or timezone.localdate()
    rows = sars.exclude(extended_to=None).select_related("school", "cycle").order_by("extended_to", "school__name_sort")
    return [Extension(sar, _look(sar, today), not sar.is_at_office) for sar in rows]


def _look(sar, today):
    if sar.is_at_office:
        return _("Sent"), "success", "send-check"
    if sar.extended_to < today:
        return _("Expired"), "danger", "calendar-x"
    return _("Runs"), "info", "calendar-plus"


def unmatched_before(cycle):
    """[(last year's framework, this year's)] of each level where they differ and nobody matched them yet: without it
    last year's levels cannot be shown beside this year's (F16)."""
    before = Cycle.objects.filter(district=cycle.district_id, academic_year=cycle.academic_year - 1).first()
    if before is None or cycle.state == CycleState.CLOSED:
        return []
    pairs = [(before.frameworks.get(level), framework) for level, framework in cycle.frameworks.items()]
    return [(older, newer) for older, newer in pairs if older and older != newer and not is_matched(older, newer)]
