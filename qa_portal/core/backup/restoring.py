"""Reading a backup back: first all of it is proved, and nothing is touched; then rows and files come in, or nothing."""

import gzip
import hashlib
import json
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from qa_portal.core import touching
from qa_portal.core.backup import older, rows
from qa_portal.core.backup.making import ABOUT, FORMAT, MANIFEST
from qa_portal.core.backup.older import NotRestored
from qa_portal.core.backup.sealed import Opening, Unreadable
from qa_portal.core.models import District, User

BLOCK = 1024 * 1024


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
    database holds goes; NotRestored without, when it holds anything, and when the backup cannot be read by this
    version. One of an older version comes into its own tables, which are then brought on."""
    told = check(path, key)
    if told["format"] != FORMAT:
        raise NotRestored("The backup was made by another version of the portal, in another form.")
    if older.is_older(told):
        bring_in(path, key, told, older.make_tables(told))
        call_command("migrate", verbosity=0)
    else:
        _make_ready(told, replace)
        bring_in(path, key, told, apps)
    ContentType.objects.clear_cache()
    cache.clear()
    return told


def _make_ready(told, replace):
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    older.check_tables(told)
    if not (replace or is_empty()):
        raise NotRestored("This database is in use. Only with --replace is all that it holds thrown away.")


def bring_in(path, key, told, registry):
    """The rows and files in place of what is there, or nothing. `registry` has the models of the tables."""
    tables, order = rows.tables(registry), told.get("columns", {})
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        touching.remove()  # the database would note each row as a change
        _empty(tables)
        with _members(path, key) as members:
            for name, stream in members:
                _take(name, stream, tables, order, Path(folder) / "file")
        rows.set_last_numbers(told["last_numbers"], registry)
        _check_rows(told["rows"], tables)
        connection.check_constraints()  # now, so that a row that points nowhere undoes all
        if registry is apps:
            touching.install()  # else at the end of the migrations


def _empty(tables):
    names = [model._meta.db_table for model in tables.values()]
    with connection.cursor() as cursor:
        for sql in connection.ops.sql_flush(no_style(), names):
            cursor.execute(sql)


def _take(name, stream, tables, order, scratch):
    kind, _, rest = name.partition("/")
    if kind == "rows":
        label = rest.rpartition("/")[0]
        rows.write(tables[label], json.loads(gzip.decompress(stream.read())), order.get(label))
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


def _check_rows(counts, tables):
    for label, model in tables.items():
        found = model._base_manager.count()
        if found != counts[label]:
            raise NotRestored(f"{label}: {found} rows came in, the backup names {counts[label]}. Nothing was changed.")
