"""Where the contents of private files lie on a disk of the machine.

A content is at its name whole or not at all, whatever is killed or full while it is written: StoredFile names are made
of the content's hash, so a half-written one would be taken for the whole by whoever stores the same again."""

import os
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

PART = ".part"  # ending of what is still being written


class StorageAway(Exception):
    """The storage does not answer: the same may be asked of it again in a moment."""


class WholeFileStorage(FileSystemStorage):
    def _save(self, name, content):
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{uuid4().hex}{PART}")
        try:
            self._fill(part, content)
            if self.file_permissions_mode is not None:
                part.chmod(self.file_permissions_mode)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync(target.parent)
        return name

    def _fill(self, part, content):
        """Move what lies on the same disk, copy what does not."""
        if hasattr(content, "temporary_file_path"):
            source = Path(content.temporary_file_path())
            if source.stat().st_dev == part.parent.stat().st_dev:
                _sync(source)
                source.rename(part)
                part.touch()
                return
        with part.open("xb") as out:
            for chunk in content.chunks():
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())

    def touch(self, name):
        """Whether there is such a file; its time is now, so that it counts as fresh (core.shelf)."""
        try:
            os.utime(self.path(name))
        except FileNotFoundError:
            return False
        return True

    def names(self):
        """Of all files; one that comes or goes meanwhile may be among them or not."""
        for folder, _folders, files in os.walk(self.location):
            yield from (Path(folder, name).relative_to(self.location).as_posix() for name in files)

    def move(self, name, target):
        path = Path(self.path(target))
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(self.path(name)).rename(path)


def _sync(path):
    """To the disk itself, a folder's list of names too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
