"""Where the bytes of an unfinished upload lie: on the disk of the one machine; or, where several machines serve the
portal, in the storage that all of them reach, a piece under the offset at which it begins. One request at a time works
on an upload, and the lock goes with its process."""

import fcntl
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.http import UnreadablePostError

BLOCK = 64 * 1024


def part_of(upload):
    return SharedPart(upload) if settings.S3_BUCKET else DiskPart(upload)


def _copy(stream, out):
    """What comes through: where the line breaks, as much as there is."""
    try:
        while block := stream.read(BLOCK):
            out.write(block)
    except UnreadablePostError:
        return


class DiskPart:
    def __init__(self, upload):
        self.folder = Path(settings.MEDIA_ROOT) / "uploads" / upload.key.hex
        self.path = self.folder / "part"

    @contextmanager
    def alone(self):
        """Whether nobody else is at it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def size(self):
        return self.path.stat().st_size if self.path.exists() else 0

    def touched_at(self):
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC) if self.path.exists() else None

    def append(self, stream):
        with self.path.open("ab") as out:
            _copy(stream, out)

    @contextmanager
    def whole(self):
        """The path of all that has arrived."""
        yield self.path

    def empty(self):
        self.path.unlink(missing_ok=True)

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class SharedPart:
    def __init__(self, upload):
        self.key, self.folder = upload.key, f"uploads/{upload.key.hex}"
        self.own = DiskPart(upload)

    @contextmanager
    def alone(self):
        """The lock of PostgreSQL belongs to the connection, and so goes with the process too."""
        if connection.vendor != "postgresql":
            with self.own.alone() as is_free:
                yield is_free
            return
        number = int.from_bytes(self.key.bytes[:8], signed=True)
        is_free = _asked("SELECT pg_try_advisory_lock(%s)", number)
        try:
            yield is_free
        finally:
            if is_free:
                _asked("SELECT pg_advisory_unlock(%s)", number)

    def size(self):
        return sum(default_storage.size(name) for name in self._pieces())

    def touched_at(self):
        return max((default_storage.get_modified_time(name) for name in self._pieces()), default=None)

    def append(self, stream):
        with tempfile.TemporaryFile() as out:
            _copy(stream, out)
            if out.tell():
                default_storage.save(f"{self.folder}/{self.size():015d}", File(out))

    @contextmanager
    def whole(self):
        """The path of all that has arrived, brought together on this machine."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "part"
            with path.open("wb") as out:
                for name in self._pieces():
                    with default_storage.open(name) as piece:
                        shutil.copyfileobj(piece, out)
            yield path

    def empty(self):
        for name in self._pieces():
            default_storage.delete(name)

    def forget(self):
        self.empty()
        self.own.forget()

    def _pieces(self):
        try:
            names = default_storage.listdir(self.folder)[1]
        except FileNotFoundError:
            return []
        return [f"{self.folder}/{name}" for name in sorted(names) if name.isdigit()]


def _asked(sql, number):
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        return cursor.fetchone()[0]
