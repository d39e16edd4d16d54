"""The history of one row as a person reads it: steps of its workflow and changes of its fields, newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from qa_portal.core.models import TransitionRecord
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
    entries = [*_steps(obj), *_changes(obj, limit)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _steps(obj):
    machine = MACHINES.get(type(obj))
    if machine is None:
        return
    for record in TransitionRecord.objects.of(obj):
        transition = machine.by_name.get(record.transition)
        label = transition.label if transition else record.transition
        yield Entry(record.done_at, str(record.done_by), str(label), record.note)


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
    if value in (None, ""):
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return format_date(value) if hasattr(value, "year") else str(value)
