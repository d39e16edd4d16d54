"""Reading a backup back: first all of it is proved, and nothing is touched; then rows and files come in, or nothing."""

import gzip
import hashlib
import json
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction

from qa_portal.core import touching
from qa_portal.core.backup import rows
from qa_portal.core.backup.making import ABOUT, FORMAT, MANIFEST, about
from qa_portal.core.backup.sealed import Opening, Unreadable
from qa_portal.core.models import District, User

BLOCK = 1024 * 1024


class NotRestored(Exception):
    """The sentence says why nothing was touched."""


@contextmanager
def _members(path, key):
    """(name, stream) of each part, in its order."""
    with Path(path).open("rb") as source:
        opening = Opening(source, key)
        try:
            with tarfile.open(fileobj=opening, mode="r|", bufsize=65536) as tar:
                yield ((entry.name, tar.extractfile(entry)) for entry in tar)
            while opening.read(BLOCK):  # to the end of the stream, which proves that it is whole
                pass
        except tarfile.TarError as error:
            raise Unreadable("The backup is damaged: its parts cannot be told apart.") from error


def check(path, key):
    """Read all of a backup, and return its manifest. Unreadable says what is wrong with it."""
    found, told = {}, {}
    with _members(path, key) as members:
        for name, stream in members:
            if name in (ABOUT, MANIFEST):
                content = stream.read()
                told |= json.loads(content)
                found[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            else:
                found[name] = _measured(stream)
    if "parts" not in told:
        raise Unreadable("The backup has no manifest: it is not whole.")
    found.pop(MANIFEST)
    for name in sorted(found.keys() | told["parts"].keys()):
        if found.get(name) != told["parts"].get(name):
            raise Unreadable(f"The part {name} is not the one that the manifest of the backup names.")
    return told


def _measured(stream):
    sha256, size = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        sha256.update(block)
        size += len(block)
    return {"size": size, "sha256": sha256.hexdigest()}


def is_empty():
    """Whether the database holds nothing but what its migrations made."""
    return not (User.objects.exists() or District.objects.exists())


def restore(path, key, *, replace=False):
    """Bring the rows and files of a backup into this database and storage; the manifest. With `replace` all that the
    database holds goes; NotRestored without, when it holds anything, and when the backup is of another version."""
    told = check(path, key)
    _check_fits(told)
    if not (replace or is_empty()):
        raise NotRestored("This database is in use. Only with --replace is all that it holds thrown away.")
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        touching.remove()  # the database would note each row as a change
        _empty()
        with _members(path, key) as members:
            for name, stream in members:
                _take(name, stream, Path(folder) / "file")
        rows.set_last_numbers(told["last_numbers"])
        _check_rows(told["rows"])
        connection.check_constraints()  # now, so that a row that points nowhere undoes all
        touching.install()
    ContentType.objects.clear_cache()
    cache.clear()
    return told


def _check_fits(told):
    if told["format"] != FORMAT:
        raise NotRestored("The backup was made by another version of the portal, in another form.")
    ours, theirs = set(about()["migrations"]), set(told["migrations"])
    if ours == theirs:
        return
    raise NotRestored(
        f"The backup is of a portal with other tables ({len(ours - theirs)} migrations are only here,"
        f" {len(theirs - ours)} only there). Install the version that it was made with, restore, and upgrade."
    )


def _empty():
    names = [model._meta.db_table for model in rows.tables().values()]
    with connection.cursor() as cursor:
        for sql in connection.ops.sql_flush(no_style(), names):
            cursor.execute(sql)


def _take(name, stream, scratch):
    kind, _, rest = name.partition("/")
    if kind == "rows":
        rows.write(rows.tables()[rest.rpartition("/")[0]], json.loads(gzip.decompress(stream.read())))
    elif kind == "files":
        _take_file(rest, stream, scratch)


def _take_file(name, stream, scratch):
    """Into the storage, unless the very same content is there."""
    with scratch.open("wb") as out:
        while block := stream.read(BLOCK):
            out.write(block)
    with scratch.open("rb") as content:
        if default_storage.exists(name):
            with default_storage.open(name) as there:
                if _measured(there) == _measured(content):
                    return
            default_storage.delete(name)
        content.seek(0)
        default_storage.save(name, File(content))


def _check_rows(counts):
    for label, model in rows.tables().items():
        found = model._base_manager.count()
        if found != counts[label]:
            raise NotRestored(f"{label}: {found} rows came in, the backup names {counts[label]}. Nothing was changed.")
