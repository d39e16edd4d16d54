"""Contents of StoredFiles in the storage, shared by all rows with the same bytes.

A content is put there before its row is committed, and goes after its last row has gone: two people who store and throw
away the same paper in one moment must not end with a row without its content. So nothing but the sweep takes a content
away: one that no row names and that nobody has put there for a day. It lies in AWAY for another day, where a backup
that began before still finds it."""

import errno
import re
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import StoredFile
from qa_portal.core.storage import PART

AWAY = "away"
FRESH = timedelta(days=1)  # for which a content without a row may still get one
NAME = re.compile(r"[^/]+/[0-9a-f]{2}/[0-9a-f]{64}(\.png)?(_\w{7})?(\.png)?")
AT_ONCE = 500
FULL = {errno.ENOSPC, errno.EDQUOT}
NO_ROOM = _("The portal's disk is full. Nothing of yours is lost: please tell the administrator and go on later.")


def put(storage, name, content):
    """The name under which the content lies; one that lies there already counts as put there now."""
    if not hasattr(storage, "touch"):
        return name if storage.exists(name) else storage.save(name, content)
    return name if storage.touch(name) else storage.save(name, content)


def find(name, storage=default_storage):
    """Where the content lies, swept or not; None where it is gone."""
    return next((place for place in (name, f"{AWAY}/{name}") if storage.exists(place)), None)


def strays(storage=default_storage):
    """Names of contents that no row names and that nobody has put there for a day."""
    names = (name for name in _below(storage) if NAME.fullmatch(name))
    while some := list(islice(names, AT_ONCE)):
        known = _named(some)
        yield from (name for name in some if name not in known and not is_fresh(storage, name))


def is_fresh(storage, name):
    return storage.get_modified_time(name) > timezone.now() - FRESH


def sweep(storage=default_storage):
    """Take the strays away, and what was taken away, or left half-written, more than a day ago for good. Their number.
    A storage that cannot move a content keeps it."""
    if not hasattr(storage, "move"):
        return 0
    for name in list(_below(storage)):
        if (name.startswith(f"{AWAY}/") or name.endswith(PART)) and not is_fresh(storage, name):
            storage.delete(name)
    return sum(_take_away(storage, name) for name in list(strays(storage)))


def _take_away(storage, name):
    """Whether it is gone: what was put there at this very moment goes back."""
    away = f"{AWAY}/{name}"
    storage.move(name, away)
    if is_fresh(storage, away) or _named([name]):
        storage.move(away, name)
        return False
    storage.touch(away)
    return True


def _named(names):
    rows = StoredFile.objects
    return {*rows.filter(content__in=names).values_list("content", flat=True)} | {
        *rows.filter(picture__in=names).values_list("picture", flat=True)
    }


WORK = {"jobs", "uploads", "checks"}
"""Folders of work that goes on; each clears its own."""


def _below(storage, folder=""):
    """All names in the storage, but for the work that goes on."""
    folders, names = storage.listdir(folder) if storage.exists(folder or ".") else ([], [])
    yield from (f"{folder}/{name}" if folder else name for name in names)
    for inner in folders:
        if folder or inner not in WORK:
            yield from _below(storage, f"{folder}/{inner}" if folder else inner)
