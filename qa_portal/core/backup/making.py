"""Making a backup, and looking at those that there are."""

import fcntl
import gzip
import hashlib
import io
import json
import os
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from qa_portal.core import shelf
from qa_portal.core.backup import rows
from qa_portal.core.backup.older import applied
from qa_portal.core.backup.sealed import Sealing
from qa_portal.core.models import StoredFile
from qa_portal.core.revision import revision
from qa_portal.core.snapshot import snapshot

FORMAT = 1
ROWS_AT_ONCE = 2000
NAME, ENDING = "qa-portal-", ".backup"
ABOUT, MANIFEST = "about.json", "manifest.json"


class AtWork(Exception):
    """Another backup into the same folder is under way."""


@dataclass(frozen=True)
class Made:
    """`missing`: names of stored files that were not in the storage."""

    path: Path
    size: int
    rows: int
    files: int
    missing: list


@dataclass(frozen=True)
class Kept:
    path: Path
    made_at: datetime
    size: int


def kept(folder):
    """The backups in a folder, the newest first."""
    found = Path(folder).glob(f"{NAME}*{ENDING}") if folder else ()
    return [
        Kept(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), path.stat().st_size)
        for path in sorted(found, reverse=True)
    ]


def last(folder):
    """The newest backup in a folder, or None."""
    return next(iter(kept(folder)), None)


def make(folder, key, *, keep=None):
    """Write a backup into the folder, whole or not at all, and delete the oldest beyond `keep`. AtWork when another is
    being made there."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        path = folder / f"{NAME}{timezone.now():%Y%m%d-%H%M%S}{ENDING}"
        part = path.with_name(f".{path.name}.part")
        try:
            made = _write(part, key)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        for old in kept(folder)[keep:] if keep else ():
            old.path.unlink()
    return Made(path, path.stat().st_size, **made)


@contextmanager
def _alone_in(folder):
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AtWork(f"Another backup into {folder} is under way.") from error
        for left in folder.glob(f".{NAME}*.part"):  # by one that was killed
            left.unlink()
        yield


def _write(path, key):
    with path.open("xb") as out:
        path.chmod(0o600)
        sealing = Sealing(out, key)
        with tarfile.open(fileobj=sealing, mode="w|", bufsize=65536) as tar:
            made = _Parts(tar).write_all()
        sealing.end()
        out.flush()
        os.fsync(out.fileno())
    return made


class _Parts:
    """The parts of a backup as they go into the tar: what it is, the rows of each table, the files, and the manifest
    with the hash of each."""

    def __init__(self, tar):
        self.tar, self.parts, self.counts, self.missing, self.file_count = tar, {}, {}, [], 0

    def write_all(self):
        with snapshot():
            self._add(ABOUT, _as_json(about()))
            for label, model in rows.tables().items():
                self._add_rows(label, model)
            self._add_files()
            numbers = rows.last_numbers()
            columns = {label: rows.names(model) for label, model in rows.tables().items()}
        manifest = {"parts": self.parts, "rows": self.counts, "missing": self.missing, "last_numbers": numbers}
        manifest |= {"columns": columns}
        self._add(MANIFEST, _as_json(manifest))
        return {"rows": sum(self.counts.values()), "files": self.file_count, "missing": self.missing}

    def _add(self, name, content):
        self._add_stream(name, io.BytesIO(content), len(content))

    def _add_stream(self, name, stream, size):
        hashing = _Hashing(stream)
        self.tar.addfile(_entry(name, size), hashing)
        self.parts[name] = {"size": size, "sha256": hashing.sha256.hexdigest()}

    def _add_rows(self, label, model):
        self.counts[label] = 0
        for number, some in enumerate(rows.read(model, ROWS_AT_ONCE)):
            self._add(f"rows/{label}/{number:06}.json.gz", gzip.compress(rows.as_bytes(some), 5, mtime=0))
            self.counts[label] += len(some)

    def _add_files(self):
        """Contents that several rows share are in it once."""
        last = None
        stored = StoredFile.objects.order_by("content", "pk").values_list("content", "picture")
        for content, picture in stored.iterator(ROWS_AT_ONCE):
            if content != last:
                for name in filter(None, (content, picture)):
                    self._add_file(name)
            last = content

    def _add_file(self, name):
        place = shelf.find(name)
        if place is None:
            self.missing.append(name)
            return
        with default_storage.open(place) as content:
            self._add_stream(f"files/{name}", content, content.size)
        self.file_count += 1


class _Hashing:
    """A stream whose hash is known once it is read."""

    def __init__(self, stream):
        self.stream, self.sha256 = stream, hashlib.sha256()

    def read(self, size=-1):
        content = self.stream.read(size)
        self.sha256.update(content)
        return content


def _entry(name, size):
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry


def _as_json(value):
    return json.dumps(value, ensure_ascii=False).encode()


def about():
    """Of which portal a backup is: its rows fit into the tables of the same migrations."""
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "revision": revision(),
        "database": connection.vendor,
        "migrations": sorted(applied()),
    }
