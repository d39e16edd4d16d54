from datetime import time

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule

from qa_portal.core import schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_one(monkeypatch):
    monkeypatch.setattr(schedule, "DAILY", {})

    @schedule.daily("06:30")
    def remind():
        pass

    return remind


def written():
    rows = Schedule.objects.order_by("name")
    return [(row.name, row.func, row.schedule_type, f"{timezone.localtime(row.next_run):%H:%M}") for row in rows]


def test_schedule_is_written_once(only_one):
    call_command("schedule_tasks", verbosity=0)
    first = written()
    call_command("schedule_tasks", verbosity=0)
    path = f"{only_one.__module__}.{only_one.__qualname__}"
    assert (first, written()) == ([(f"daily {path}", path, "D", "06:30")],) * 2


def test_schedule_follows_another_time_and_forgets_what_is_gone(only_one):
    schedule.write()
    path = next(iter(schedule.DAILY))
    schedule.DAILY[path] = time(18, 15)
    schedule.write()
    assert [row[3] for row in written()] == ["18:15"]
    schedule.DAILY.clear()
    schedule.write()
    assert written() == []


def test_schedule_leaves_the_rows_of_others_alone(only_one):
    Schedule.objects.create(name="by hand", func="math.floor")
    schedule.DAILY.clear()
    schedule.write()
    assert [row[0] for row in written()] == ["by hand"]


def test_next_time_is_in_the_coming_day():
    ahead = schedule.next_time(time(6, 30)) - timezone.now()
    assert (0 < ahead.total_seconds() <= 86_400) is True


def test_every_task_of_the_schedule_exists():
    assert [path for path in schedule.DAILY if not callable(import_string(path))] == []
