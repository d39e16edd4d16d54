# ruff: noqa: S608  the SQL is made of names of tables and columns, never of values
"""Whether a row and its history say the same. The database compares, so that only what is wrong comes out of it."""

from datetime import timedelta

from django.apps import apps
from django.db import connection
from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import Lag

from qa_portal.core.models import Tracked
from qa_portal.core.verifying import CHUNK

CLOCKS = timedelta(minutes=1)  # by which those of two machines may differ


def tracked():
    """All models that keep a history."""
    return [model for model in apps.get_models() if getattr(model._meta, "simple_history_manager_attribute", "")]


def behind_history(model):
    """(key, whether it has none) of the rows that differ from the end of their history. Rows of version 0 without a
    history came with a migration."""
    newest = f"SELECT MAX(n.history_id) FROM {_table(model)} n WHERE n.{_key(model)} = r.{_key(model)}"
    wrong = (
        f"CASE WHEN h.history_id IS NULL THEN {_saved(model)} > 0 ELSE h.history_type = '-' OR {_differs(model)} END"
    )
    yield from _rows(
        f"SELECT r.{_key(model)}, h.history_id IS NULL FROM {_quoted(model._meta.db_table)} r"
        f" LEFT JOIN {_table(model)} h ON h.history_id = ({newest}) WHERE {wrong}"
    )


def changed_since(model, fields, state=None):
    """Keys of the rows that say something else in these fields than when their history began, or than when they first
    were in the state."""
    first = f"SELECT MIN(n.history_id) FROM {_table(model)} n WHERE n.{_key(model)} = r.{_key(model)}"
    first += " AND n.state = %s" if state else ""
    sql = (
        f"SELECT r.{_key(model)} FROM {_quoted(model._meta.db_table)} r"
        f" JOIN {_table(model)} h ON h.history_id = ({first}) WHERE {_differs(model, fields)} ORDER BY 1"
    )
    yield from (key for (key,) in _rows(sql, *([state] if state else [])))


def with_gap(model):
    """Keys of the rows that were saved more often than their history tells."""
    told = f"SELECT COUNT(*) FROM {_table(model)} n WHERE n.{_key(model)} = r.{_key(model)}"
    sql = (
        f"SELECT r.{_key(model)}, {_saved(model)}, ({told}) FROM {_quoted(model._meta.db_table)} r"
        f" WHERE {_saved(model)} > ({told}) AND EXISTS ({told.replace('COUNT(*)', '1')}) ORDER BY 1"
    )
    yield from _rows(sql)


def gone_untold(model):
    """Keys of rows that have a history and are not there, though it does not tell of their end."""
    key, history = model._meta.pk.attname, model.history.model.objects.order_by()
    ended = history.filter(history_type="-", **{key: OuterRef(key)})
    there = model._base_manager.filter(pk=OuterRef(key))
    rows = history.exclude(Exists(there)).exclude(Exists(ended)).values_list(key, flat=True)
    yield from rows.distinct().order_by(key).iterator(CHUNK)


def out_of_time(model):
    """Keys of rows of which an entry is older than the entry before it."""
    key = model._meta.pk.attname
    before = Window(Lag("history_date"), partition_by=[F(key)], order_by="history_id")
    rows = model.history.model.objects.order_by().annotate(before=before).filter(before__gt=F("history_date") + CLOCKS)
    yield from dict.fromkeys(rows.values_list(key, flat=True).iterator(CHUNK))


def _differs(model, names=None):
    """SQL that is true where `r`, the row, and `h`, an entry of its history, are not the same."""
    word = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    ours = {field.name: field.column for field in model._meta.concrete_fields}
    kept = [field for field in model.history.model.tracked_fields if field.concrete and field.name in (names or ours)]
    return "(" + " OR ".join(f"h.{_quoted(f.column)} {word} r.{_quoted(ours[f.name])}" for f in kept) + ")"


def _saved(model):
    """How often a row was saved since its history began, as far as it knows."""
    return "r.version" if issubclass(model, Tracked) else "1"


def _quoted(name):
    return connection.ops.quote_name(name)


def _table(model):
    return _quoted(model.history.model._meta.db_table)


def _key(model):
    return _quoted(model._meta.pk.column)


def _rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
