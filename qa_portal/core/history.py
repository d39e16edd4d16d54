"""The history of one row as a person reads it: steps of its workflow and changes of its fields, newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from qa_portal.core.models import TransitionRecord
from qa_portal.core.prepared import prepared
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import MACHINES

QUIET = {"state", "version"}


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    at: datetime
    by: str
    sentence: str
    note: str = ""
    changes: tuple[Change, ...] = ()


def entries_of(obj, limit=100):
    """At most `limit` entries: workflow steps (where the row has a workflow) and field changes with old and new."""
    entries = [*steps_of(obj), *_changes(obj, limit)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def entries_of_rows(model, since, limit=100, *, named=lambda version: str(version.instance), related=(), **where):
    """What was added, changed and removed among the rows of a model since a moment, for rows that have no page of their
    own: `entries_of_rows(BudgetLine, moment, project=project)`. Only what people type is compared. A row that is named
    by another is so by `named(version)`, which is asked for along with it by `related`."""
    versions = list(
        model.history.filter(history_date__gte=since, **where)
        .select_related("history_user", *related)
        .order_by("-history_date", "-history_id")[:limit]
    )
    for version in versions:
        row = {"kind": model._meta.verbose_name, "row": named(version)}
        by = str(version.history_user or "–")
        if version.history_type == "+":
            yield Entry(version.history_date, by, _("Added %(kind)s: %(row)s") % row)
        elif version.history_type == "-":
            yield Entry(version.history_date, by, _("Removed %(kind)s: %(row)s") % row)
        elif changes := _typed_changes(version):
            yield Entry(version.history_date, by, _("Changed %(kind)s: %(row)s") % row, changes=changes)


def _typed_changes(version):
    older = version.prev_record
    typed = {str(field.verbose_name) for field in version.tracked_fields if field.editable and field.name != "order"}
    return tuple(change for change in _compare(version, version, older) if change.label in typed) if older else ()


def steps_of(obj):
    """An entry for each step of its workflow, the first one first."""
    machine = MACHINES.get(type(obj))
    if machine is None:
        return
    for record in _records(str(obj.pk), ContentType.objects.get_for_model(obj).pk):
        transition = machine.by_name.get(record.transition)
        label = transition.label if transition else record.transition
        yield Entry(record.done_at, str(record.done_by), str(label), record.note)


@prepared
def _records(pk, kind):
    return TransitionRecord.objects.filter(content_type=kind, object_id=pk).select_related("done_by")


def _changes(obj, limit):
    versions = list(obj.history.select_related("history_user").order_by("-history_date", "-history_id")[: limit + 1])
    for newer, older in pairwise(versions):
        changes = tuple(_compare(obj, newer, older))
        if changes:
            yield Entry(newer.history_date, str(newer.history_user or "–"), _("Changed"), changes=changes)
    if versions and versions[-1].history_type == "+":
        yield Entry(versions[-1].history_date, str(versions[-1].history_user or "–"), _("Created"))


def _compare(obj, newer, older):
    for field in newer.tracked_fields:
        if field.name in QUIET or field.name.endswith(("_at", "_by")):
            continue
        old, new = getattr(older, field.attname), getattr(newer, field.attname)
        if old != new:
            yield Change(str(field.verbose_name), _shown(field, older, old), _shown(field, newer, new))


def _shown(field, version, value):
    if field.choices and value not in (None, ""):
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation and value is not None:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return _in_words(value) or "–"


def _in_words(value):
    """A value as a person reads it: what a JSON field holds without its braces and keys."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict | list):
        parts = map(_in_words, value.values() if isinstance(value, dict) else value)
        return " · ".join(part for part in parts if part)
    return format_date(value) if hasattr(value, "year") else str(value)
