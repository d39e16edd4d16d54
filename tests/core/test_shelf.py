"""A content that is put there and swept in the same moment, by two people over connections of their own."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections, transaction

from qa_portal.core import shelf
from qa_portal.core.storage import WholeFileStorage

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time, and no such lock"),
]
NAME = "9000/ab/" + "ab" * 32
WAITING = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class Halting(WholeFileStorage):
    """Who comes to the step first halts there until `go`."""

    def __init__(self, location, step):
        super().__init__(location)
        self.step, self.reached, self.go = step, Event(), Event()

    def touch(self, name):
        self._halt("touch")
        return super().touch(name)

    def move(self, name, target):
        self._halt("move")
        super().move(name, target)

    def _halt(self, step):
        if step == self.step:
            self.reached.set()
            self.go.wait(20)


@transaction.atomic
def put(storage):
    return shelf.put(storage, NAME, ContentFile(b"new"))


def on_its_own(act, storage):
    try:
        return act(storage)
    finally:
        connections.close_all()


def is_waited_for(act):
    """Whether somebody comes to wait for a name before the act is over."""
    with connection.cursor() as cursor:
        while not act.done():
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
            time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("step", "first", "second", "seen"),
    [
        ("touch", put, shelf.sweep, (NAME, 0, b"old")),  # it is fresh by the time that the sweep may ask
        ("move", shelf.sweep, put, (1, NAME, b"new")),  # it has gone by then, and is written again
    ],
)
def test_content_that_is_put_there_while_it_is_swept_is_there(tmp_path, step, first, second, seen):
    storage = Halting(tmp_path, step)
    storage.save(NAME, ContentFile(b"old"))
    os.utime(storage.path(NAME), (0, 0))
    with ThreadPoolExecutor(2) as pool:
        begun = pool.submit(partial(on_its_own, first, storage))
        storage.reached.wait(20)
        beside = pool.submit(partial(on_its_own, second, storage))
        waited = is_waited_for(beside)
        storage.go.set()
    with storage.open(NAME) as content:
        assert (waited, (begun.result(), beside.result(), content.read())) == (True, seen)
