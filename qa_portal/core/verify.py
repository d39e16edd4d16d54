"""Checks of core: files, steps of workflows, histories."""

import hashlib
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.utils import timezone

from qa_portal.core import shelf
from qa_portal.core.files import without_owner
from qa_portal.core.history_chains import behind_history, gone_untold, out_of_time, tracked, with_gap
from qa_portal.core.models import StoredFile, TransitionRecord
from qa_portal.core.verifying import CHUNK, check
from qa_portal.core.workflow import MACHINES

LATE = timedelta(days=2)  # after which the daily sweep should have been there

# ---------------------------------------------------------------- files


@check("every file is in the storage, with the size and the hash that it was stored with", "core.StoredFile")
def contents():
    """Rows with the same content lie side by side: each content is read once."""
    last = found = None
    rows = StoredFile.objects.order_by("content", "pk").values_list("pk", "content", "sha256", "size")
    for pk, name, sha256, size in rows.iterator(CHUNK):
        if name != last:
            last, found = name, _read(name)
        if found is None:
            yield f"File {pk}: its content {name} is not in the storage."
        elif found != (sha256, size):
            yield f"File {pk}: its content {name} is not what was stored ({found[1]} bytes, {size} were stored)."


def _read(name):
    """(SHA-256, size) of what lies in the storage, or None."""
    place = shelf.find(name)
    if place is None:
        return None
    with default_storage.open(place) as content:
        return hashlib.file_digest(content.file, "sha256").hexdigest(), content.size


@check("every picture of a first page is in the storage", "core.StoredFile")
def pictures():
    rows = StoredFile.objects.exclude(picture="").order_by("pk").values_list("pk", "picture")
    for pk, name in rows.iterator(CHUNK):
        if shelf.find(name) is None:
            yield f"File {pk}: the picture of its first page, {name}, is not in the storage."


@check("every file belongs to a row, or came in lately", "core.StoredFile")
def owners():
    for pk, name in without_owner(timezone.now() - LATE).values_list("pk", "name").iterator(CHUNK):
        yield f"File {pk} ({name}) belongs to nothing; the daily clearing should have thrown it away."


@check("every content in the storage belongs to a file, or came in lately", "core.StoredFile")
def strays():
    limit = timezone.now() - shelf.FRESH - LATE
    for name in shelf.strays():
        if default_storage.get_modified_time(name) < limit:
            yield f"No file has the content {name}; the daily clearing should have thrown it away."


# ---------------------------------------------------------------- steps of workflows


@check("the steps of each row follow on each other, and lead to the state that it has", "core.TransitionRecord")
def steps():
    for model in MACHINES:
        yield from _steps_of(model)


def _steps_of(model):
    """Two streams in one order, side by side: the rows of a model and the steps that were taken with them."""
    kind = ContentType.objects.get_for_model(model)
    records = TransitionRecord.objects.filter(content_type=kind).order_by("object_id", "done_at", "pk")
    records = records.values_list("object_id", "source", "target")
    held, last = None, None
    for key, source, target in records.iterator(CHUNK):
        if held != key:
            yield from _end(model, held, last)
        elif last != source:
            yield f"{_name(model)} {key}: a step begins at “{source}”, the one before ended at “{last}”."
        held, last = key, target
    yield from _end(model, held, last)
    yield from _without_steps(model, kind)


def _end(model, key, target):
    if key is None:
        return
    state = model._base_manager.filter(pk=key).values_list("state", flat=True).first()
    if state is not None and state != target:
        yield f"{_name(model)} {key}: its state is “{state}”, its last step led to “{target}”."


def _without_steps(model, kind):
    """A row that took no step stands where rows of its kind begin; those of version 0 came with a migration."""
    taken = TransitionRecord.objects.filter(content_type=kind).values_list("object_id", flat=True)
    rows = model._base_manager.exclude(state=model._meta.get_field("state").default).order_by("pk")
    rows = rows.filter(version__gt=0)
    taken = set(taken.distinct()) if rows.exists() else ()
    for pk, state in rows.values_list("pk", "state").iterator(CHUNK):
        if str(pk) not in taken:
            yield f"{_name(model)} {pk}: its state is “{state}”, and no step led there."


def _name(model):
    return model._meta.label


# ---------------------------------------------------------------- histories


@check("the history of each row ends with what the row says", tracked)
def histories():
    for model in tracked():
        for pk, is_missing in behind_history(model):
            what = "it has no history" if is_missing else "it says something else than the end of its history"
            yield f"{_name(model)} {pk}: {what}."


@check("no entry of a history is missing, older than the one before it, or left without its row", tracked)
def history_chains():
    for model in tracked():
        for pk, saved, entries in with_gap(model):
            yield f"{_name(model)} {pk}: it was saved {saved} times, its history tells of {entries}."
        for pk in gone_untold(model):
            yield f"{_name(model)} {pk}: it has a history, but is gone, and no entry tells of that."
        for pk in out_of_time(model):
            yield f"{_name(model)} {pk}: an entry of its history is older than the one before it."
