"""A process of the queue is killed while nothing is to do: the next task is done all the same."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.faults.processes import children
from tests.migrated import migrated_database

PATIENCE = 40  # seconds


def until(found):
    """What is found in the end; None when it takes too long."""
    end = time.monotonic() + PATIENCE
    while not (it := found()) and time.monotonic() < end:
        time.sleep(0.1)
    return it


@pytest.fixture
def environment(tmp_path):
    shutil.copy(migrated_database(), tmp_path / "portal.sqlite3")
    address = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "qa_portal.settings", "DEBUG": "on"}


@pytest.fixture
def queue(environment):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_queue"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.terminate()
    assert process.wait(20) == 0


def processes_of(queue):
    """Worker, monitor and pusher, once all three are there."""
    sentinels = children(queue.pid)
    found = children(sentinels[0]) if sentinels else []
    return found if len(found) == 3 else []


@pytest.mark.parametrize("which", [0, 1, 2], ids=["worker", "monitor", "pusher"])
def test_queue_goes_on_after_one_of_its_processes_was_killed(queue, environment, tmp_path, which):
    before = until(lambda: processes_of(queue))
    time.sleep(1)  # they wait for work, and hold what they wait with
    os.kill(before[which], signal.SIGKILL)
    assert until(lambda: set(processes_of(queue)) - set(before))
    ask = "from django_q.tasks import async_task; async_task('math.sqrt', 9)"
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", ask], env=environment, check=True)
    rows = "SELECT success FROM django_q_task WHERE func = 'math.sqrt'"
    with sqlite3.connect(tmp_path / "portal.sqlite3") as database:
        assert until(lambda: database.execute(rows).fetchall()) == [(1,)]
