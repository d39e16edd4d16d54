"""Folders made once from installed packages, kept in the ignored build folder under a key of what they are made of."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def built_folder(kind, *, sources, fill):
    """BUILD_DIR/<kind>/<key>, the key being a hash of the files in `sources`; `fill(folder)` makes it when missing.

    One process builds a kind at a time, the others wait and take what it made. Each fills a folder of its own beside
    the place and moves it in whole: a half-made one is never seen under the key.
    """
    folder = Path(settings.BUILD_DIR) / kind / _key(sources)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder.parent):
            if not folder.exists():
                _build(folder, fill)
    return folder


@contextmanager
def _alone(place):
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key(sources):
    digest = hashlib.sha256()
    for source in sources:
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()[:16]


def _build(folder, fill):
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        fill(work)
        work.chmod(0o755)
        _move_into_place(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move_into_place(work, folder):
    try:
        os.replace(work, folder)
    except OSError:
        if not folder.exists():
            raise
