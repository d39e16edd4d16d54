"""Folders made once from installed packages, kept in the ignored build folder under a key of what they are made of."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings


def built_folder(kind, *, sources, fill):
    """BUILD_DIR/<kind>/<key>, the key being a hash of the files in `sources`; `fill(folder)` makes it when missing.

    Two processes may build at once: each fills a folder of its own beside the place, the first to finish moves
    his in whole and the other throws his away. A half-made folder is never seen under the key.
    """
    folder = Path(settings.BUILD_DIR) / kind / _key(sources)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        _build(folder, fill)
    return folder


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
