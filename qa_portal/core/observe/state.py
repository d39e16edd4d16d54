"""What the machines of the portal stand at: for the operator's page, for /readyz and for the metrics. Counts, ages and
names of tasks; no person, no office, nothing that was written."""

import platform
import shutil
import socket
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from uuid import uuid4

import django
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django_q.models import Failure, OrmQ, Schedule

from qa_portal.core import schedule
from qa_portal.core.backup.making import last
from qa_portal.core.models import Job, JobState, NoticeDelivery
from qa_portal.core.revision import revision

LATE = 10 * 60  # seconds after which what waits tells that no worker is at it
FULL = 90  # percent of a disk
OLD = 26 * 60 * 60  # seconds after which a backup is not last night's
CHECKED_FOR = 30  # seconds for which a storage that took a file is taken to take the next

# A word, its colour and its icon, as the other standings of the portal.
FINE_WORD = (pgettext_lazy("machine", "In order"), "success", "check-circle")
LATE_WORD = (pgettext_lazy("machine", "Stands still"), "danger", "exclamation-triangle")
OLD_WORD = (pgettext_lazy("machine", "Out of date"), "danger", "exclamation-triangle")
NONE_WORD = (pgettext_lazy("backup", "None is made"), "danger", "exclamation-triangle")
SHORT_WORD = (pgettext_lazy("machine", "Almost full"), "danger", "exclamation-triangle")


# ---------------------------------------------------------------- queue and mail


@dataclass(frozen=True, kw_only=True)
class Line:
    """What waits for somebody to take it; `age`: seconds by which the oldest is late."""

    waiting: int
    age: float

    @property
    def standing(self):
        return LATE_WORD if self.age > LATE else FINE_WORD

    @property
    def minutes(self):
        return int(self.age // 60)


@dataclass(frozen=True, kw_only=True)
class Queue(Line):
    """Of the schedule too: what is late there nobody has put into the queue."""

    running: int
    failed: int
    jobs_waiting: int
    jobs_failed: int


@dataclass(frozen=True, kw_only=True)
class Mails(Line):
    given_up: int


def queue():
    now = timezone.now()
    waiting = OrmQ.objects.filter(lock__lte=now)
    oldest = [waiting.aggregate(at=Min("lock"))["at"], Schedule.objects.aggregate(at=Min("next_run"))["at"]]
    return Queue(
        waiting=waiting.count(),
        running=OrmQ.objects.filter(lock__gt=now).count(),
        failed=Failure.objects.count(),
        age=max([0.0, *((now - at).total_seconds() for at in oldest if at)]),
        jobs_waiting=Job.objects.unfinished().count(),
        jobs_failed=Job.objects.filter(state=JobState.FAILED).count(),
    )


def mails():
    """What is to leave over any channel."""
    now = timezone.now()
    waiting = NoticeDelivery.objects.waiting()
    due_at = waiting.aggregate(at=Min("due_at"))["at"]
    return Mails(
        waiting=waiting.count(),
        given_up=NoticeDelivery.objects.filter(given_up_at__isnull=False).count(),
        age=max(0.0, (now - due_at).total_seconds()) if due_at else 0.0,
    )


def unscheduled():
    """Names of the daily work that the code has and the queue's schedule has not."""
    known = set(Schedule.objects.filter(name__startswith=schedule.PREFIX).values_list("func", flat=True))
    return sorted(schedule.DAILY.keys() - known)


# ---------------------------------------------------------------- backups


def backup_standing(newest):
    """Of the newest backup, or None. One that stopped being made is seen here the next day."""
    if newest is None:
        return NONE_WORD
    return OLD_WORD if (timezone.now() - newest.made_at).total_seconds() > OLD else FINE_WORD


# ---------------------------------------------------------------- disk


@dataclass(frozen=True)
class Disk:
    path: str
    free: int  # bytes
    total: int

    @property
    def used_percent(self):
        return 100 - self.free * 100 // self.total

    @property
    def standing(self):
        return SHORT_WORD if self.used_percent >= FULL else FINE_WORD


def disks():
    """The disks that the portal writes to, each once."""
    folders = [Path(folder) for folder in (settings.BACKUP_DIR, settings.MEDIA_ROOT) if folder]
    found = {folder.stat().st_dev: folder for folder in folders if folder.is_dir()}
    return [Disk(str(path), shutil.disk_usage(path).free, shutil.disk_usage(path).total) for path in found.values()]


# ---------------------------------------------------------------- versions and migrations


def versions():
    """[(what, version)], for whoever has to tell somebody else what runs here."""
    return [
        ("QA Portal", revision()),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, ".".join(str(part) for part in connection.get_database_version())),
        ("WeasyPrint", version("weasyprint")),
        ("Sarabun", version("fontpkg-sarabun")),
    ]


def missing_migrations():
    """Names of the migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


# ---------------------------------------------------------------- readiness


class MissingMigrations(Exception):
    """The code is newer than the database."""


_fine_until = {}  # {check: until when it is not asked again}


def readiness():
    """{what: "ok", or what is wrong in a word}."""
    checks = {"database": _ask, "migrations": _ask_migrations, "queue": OrmQ.objects.exists, "storage": _ask_storage}
    return {name: _told(name, check) for name, check in checks.items()}


def _told(name, check):
    try:
        if _fine_until.get(name, 0) < monotonic():
            check()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_migrations():
    """Once all are applied they stay so for as long as this process lives."""
    if missing_migrations():
        raise MissingMigrations
    _fine_until["migrations"] = float("inf")


def _ask_storage():
    name = default_storage.save(f"ready/{socket.gethostname()}-{uuid4().hex}", ContentFile(b"ready"))
    default_storage.delete(name)
    _fine_until["storage"] = monotonic() + CHECKED_FOR


# ---------------------------------------------------------------- figures


def figures():
    """[(name, words, value)] for the metrics."""
    tasks, letters, backup = queue(), mails(), last(settings.BACKUP_DIR)
    free = min(disks(), key=lambda disk: disk.free, default=None)
    rows = [
        ("queue_waiting", "Tasks that wait in the queue", tasks.waiting),
        ("queue_running", "Tasks that a worker has", tasks.running),
        ("queue_failed", "Tasks that failed for good", tasks.failed),
        ("queue_age_seconds", "For how long the oldest task is late", tasks.age),
        ("mails_waiting", "Messages that are to leave", letters.waiting),
        ("mails_given_up", "Messages that were given up", letters.given_up),
        ("mails_age_seconds", "For how long the oldest message is late", letters.age),
    ]
    if backup:
        rows.append(("backup_time_seconds", "When the last backup was made (unix time)", backup.made_at.timestamp()))
    if free:
        rows.append(("disk_free_bytes", "Left on the fullest disk", free.free))
    return rows
