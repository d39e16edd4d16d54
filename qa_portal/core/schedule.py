"""What the queue does by itself every day. An app registers it in its `tasks.py` by `@daily`, and `manage.py
schedule_tasks` writes what is registered into the queue's own schedule, as often as it is run. A task may run twice
without harm."""

from datetime import datetime, time, timedelta

from django.utils import timezone

DAILY: dict[str, time] = {}
PREFIX = "daily "


def daily(at):
    """Register the function, which takes no arguments, for every day at a local time ("06:30")."""

    def register(work):
        DAILY[f"{work.__module__}.{work.__qualname__}"] = time.fromisoformat(at)
        return work

    return register


def write():
    """Make the queue's schedule what the code registers, and return [(task, local time)]. A task that was due while
    the portal stood still runs at once."""
    from django_q.models import Schedule  # the processes that set type know the clock without any table

    for path, at in DAILY.items():
        values = {"func": path, "schedule_type": Schedule.DAILY, "repeats": -1, "next_run": next_time(at)}
        row, is_new = Schedule.objects.get_or_create(name=PREFIX + path, defaults=values)
        if not is_new and timezone.localtime(row.next_run).time() != at:
            row.next_run = next_time(at)
            row.save()
    Schedule.objects.filter(name__startswith=PREFIX).exclude(func__in=DAILY).delete()
    return sorted(DAILY.items())


def next_time(at):
    """The next moment at which the local clock shows `at`."""
    now = timezone.localtime()
    today = timezone.make_aware(datetime.combine(now.date(), at))
    return today if today > now else today + timedelta(days=1)
