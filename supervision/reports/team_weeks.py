"""A month of all supervisors side by side, week by week: who is where, who is free, what does not fit."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from supervision.models.holiday import SATURDAY


@dataclass(frozen=True)
class Cell:
    """A person's day. `warning`: what does not fit, in words."""

    day: object
    entries: list
    warning: str


@dataclass(frozen=True)
class Row:
    person: object
    cells: list
    visits: int


@dataclass(frozen=True)
class Week:
    """`days`: (day, name of the day off or ""); Saturday and Sunday only where something is on them."""

    days: list
    rows: list


def weeks_of(people, entries, weeks, holidays):
    """`weeks`: lists of seven days. `holidays`: {day: name}. Everybody has a row in each week."""
    there = defaultdict(list)
    for entry in entries:
        for person in entry.people:
            there[person, entry.day].append(entry)
    used = {day for _person, day in there}
    return [_week(people, there, [day for day in week if _is_shown(day, used)], holidays) for week in weeks]


def _is_shown(day, used):
    return day.weekday() < SATURDAY or day in used


def _week(people, there, days, holidays):
    rows = [_row(person, [_cell(day, there[person.pk, day], holidays) for day in days]) for person in people]
    return Week([(day, holidays.get(day, "")) for day in days], rows)


def _row(person, cells):
    return Row(person, cells, sum(entry.is_visit for cell in cells for entry in cell.entries))


def _cell(day, entries, holidays):
    return Cell(day, entries, _warning(day, entries, holidays))


def _warning(day, entries, holidays):
    if entries and day in holidays:
        return _("On a day off: %(name)s") % {"name": holidays[day]}
    visits = [entry for entry in entries if entry.is_visit and not entry.on_tour]
    if len(visits) > 1:
        return _("%(count)s schools on one day") % {"count": len(visits)}
    if visits and len(entries) > 1:
        return _("A visit and something else on one day")
    return ""
