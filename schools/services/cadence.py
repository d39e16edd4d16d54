"""The reminders that a cycle sends by itself: on its days, to those who owe, until they owe no more (F20).

The days of a cycle are `remind_from` and every `remind_every` days after it. A day that the queue slept through is
made good on the next; nobody is reminded twice a day. A school whose extension runs is left alone until it ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from schools.models import Cycle, CycleState, SarReminder
from schools.services.reminders import remind, reminder_plan, to_remind


@dataclass(frozen=True)
class Round:
    """The next reminder of a cycle: its day, and whom it would reach as things stand today."""

    day: date
    reports: int
    people: int


def remind_owing():
    """Send what is due today in every open cycle. Returns the cycles whose round went out. Safe to run twice."""
    return [cycle for cycle in Cycle.objects.filter(state=CycleState.OPEN).exclude(remind_from=None) if _send(cycle)]


@transaction.atomic
def _send(cycle):
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if not is_due(locked, timezone.localdate()):
        return False
    return remind(owing_on(locked, timezone.localdate()), by=None) != (0, 0)


def owing_on(cycle, day):
    """The reports that the cycle's own reminder of a day is about, as they stand now."""
    return cycle.sars.exclude(extended_to__gte=day)


def last_day_before(cycle, day):
    """The latest of the cycle's days up to `day`; None before the first."""
    if cycle.remind_from is None or day < cycle.remind_from:
        return None
    passed = (day - cycle.remind_from).days // cycle.remind_every
    return cycle.remind_from + timedelta(days=passed * cycle.remind_every)


def is_due(cycle, today):
    """Whether the latest of the cycle's days has not been served yet."""
    day = last_day_before(cycle, today)
    if cycle.state != CycleState.OPEN or day is None:
        return False
    return not _own_reminders(cycle).filter(sent_at__date__gte=day).exists()


def _own_reminders(cycle):
    return SarReminder.objects.filter(sar__cycle=cycle, sent_by=None)


def next_round(cycle, today=None):
    """The Round to come, or None: nobody asked for one, the cycle is closed, or nobody would be reached."""
    today = today or timezone.localdate()
    day = next_day(cycle, today)
    if day is None:
        return None
    plan = reminder_plan(owing_on(cycle, day), on=day)
    return Round(day, len(plan.reached), len(plan.people)) if plan.reached else None


def next_day(cycle, today):
    """Today while today's round is still to go out, else the next of the cycle's days."""
    if cycle.state != CycleState.OPEN or cycle.remind_from is None:
        return None
    if today < cycle.remind_from:
        return cycle.remind_from
    if is_due(cycle, today):
        return today
    return last_day_before(cycle, today) + timedelta(days=cycle.remind_every)


def next_reminder_of(sar):
    """The day on which the cycle itself will remind of this report, or None."""
    day = next_day(sar.cycle, timezone.localdate())
    if day is None:
        return None
    return day if to_remind(owing_on(sar.cycle, day).filter(pk=sar.pk), on=day).exists() else None
