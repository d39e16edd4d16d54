"""Contents of StoredFiles in the storage, shared by all rows with the same bytes.

A content is put there before its row is committed, and goes after its last row has gone: two people who store and throw
away the same paper in one moment must not end with a row without its content. So nothing but the sweep takes a content
away: one that no row names and that nobody has put there for a day. It lies in AWAY for another day, where a backup
that began before still finds it.

Who puts a content there holds its name until the row is committed, and the sweep takes away only what nobody holds: on
PostgreSQL by a lock of the name; SQLite has one writer at a time."""

import errno
import re
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db import connection, transaction
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
    """The name under which the content lies, for as long as the transaction lasts; one that lies there already counts
    as put there now."""
    _hold(name, "shared")
    return name if storage.touch(name) else storage.save(name, content)


def _hold(name, how):
    """The name until the transaction ends: "shared" by all who put it there, or "alone"."""
    if connection.vendor == "postgresql":
        lock = {"shared": "pg_advisory_xact_lock_shared", "alone": "pg_advisory_xact_lock"}[how]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [name])


def find(name, storage=default_storage):
    """Where the content lies, swept or not; None where it is gone."""
    return next((place for place in (name, f"{AWAY}/{name}") if storage.exists(place)), None)


def strays(storage=default_storage):
    """Names of contents that no row names and that nobody has put there for a day."""
    names = (name for name in _names(storage) if NAME.fullmatch(name))
    while some := list(islice(names, AT_ONCE)):
        known = _named(some)
        yield from (name for name in some if name not in known and not is_fresh(storage, name))


def is_fresh(storage, name):
    return storage.get_modified_time(name) > timezone.now() - FRESH


def sweep(storage=default_storage):
    """Take the strays away, and what was taken away, or left half-written, more than a day ago for good. Their
    number."""
    for name in list(_names(storage)):
        if (name.startswith(f"{AWAY}/") or name.endswith(PART)) and not is_fresh(storage, name):
            storage.delete(name)
    return sum(_take_away(storage, name) for name in list(strays(storage)))


@transaction.atomic
def _take_away(storage, name):
    """Whether it is gone: what somebody has put there meanwhile stays."""
    _hold(name, "alone")
    if is_fresh(storage, name) or _named([name]):
        return False
    storage.move(name, f"{AWAY}/{name}")
    storage.touch(f"{AWAY}/{name}")
    return True


def _named(names):
    rows = StoredFile.objects
    return {*rows.filter(content__in=names).values_list("content", flat=True)} | {
        *rows.filter(picture__in=names).values_list("picture", flat=True)
    }


WORK = {"jobs", "uploads", "checks"}
"""Folders of work that goes on; each clears its own."""


def _names(storage):
    """Of all that lies in the storage, but for the work that goes on."""
    return (name for name in storage.names() if name.split("/")[0] not in WORK)
