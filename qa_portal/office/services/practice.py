"""The world of the practice portal, made anew beside the one in use and put into its place (F55)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

from django.conf import settings

STEPS = (["migrate", "--noinput", "-v", "0"], ["seed_demo"], ["schedule_tasks"])
NEXT = "next"


class NotPractice(Exception):
    """Asked of the real portal, whose rows nobody may throw away."""


def renew():
    """Make the fictional district of today and let it take the place of what people tried out. Who is signed in is
    signed out. People notice nothing until the new world is whole; without success the old one stays."""
    if not settings.PRACTICE:
        raise NotPractice("Only the practice portal begins anew: set PRACTICE=1.")
    fresh = settings.PRACTICE_DIR / NEXT
    shutil.rmtree(fresh, ignore_errors=True)
    for step in STEPS:
        _manage(step)
    _put_in_place(fresh, settings.PRACTICE_WORLD)
    shutil.rmtree(fresh)


def is_made():
    """Whether there is a world to practise in."""
    database = settings.PRACTICE_WORLD / "portal.sqlite3"
    if not database.is_file():
        return False
    with closing(sqlite3.connect(database)) as world:
        tables = world.execute("SELECT count(*) FROM sqlite_master WHERE name = 'core_user'").fetchone()[0]
        return bool(tables and world.execute("SELECT count(*) FROM core_user").fetchone()[0])


def _manage(step):
    """In a process of its own, whose world is the next one."""
    command = [sys.executable, "manage.py", *step]
    surroundings = os.environ | {"PRACTICE": "1", "PRACTICE_WORLD": NEXT, "PRACTICE_DIR": str(settings.PRACTICE_DIR)}
    subprocess.run(command, cwd=settings.BASE_DIR, env=surroundings, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _put_in_place(fresh, world):
    """The rows in one step, by SQLite itself, so that open connections see the old world or the new one; the files of
    the new rows come before them, those of the old go after."""
    files, old = world / "files", world / "old-files"
    shutil.rmtree(old, ignore_errors=True)
    if files.exists():
        files.rename(old)
    if (fresh / "files").exists():
        (fresh / "files").rename(files)
    with (
        closing(sqlite3.connect(fresh / "portal.sqlite3")) as new,
        closing(sqlite3.connect(world / "portal.sqlite3", timeout=60)) as used,
    ):
        new.backup(used)
    shutil.rmtree(old, ignore_errors=True)
