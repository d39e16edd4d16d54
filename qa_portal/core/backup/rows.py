"""Rows of any table as lists of plain values, the same whatever the database, and back."""

import base64
import datetime
import json
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, BinaryField, JSONField
from picklefield.fields import PickledObjectField

PLAIN = (type(None), bool, int, float, str)


def tables(registry=apps):
    """{label: model} of everything that has a table: now, or in the registry of older migrations."""
    models = registry.get_models(include_auto_created=True)
    return {model._meta.label: model for model in models if model._meta.managed and not model._meta.proxy}


def columns(model):
    return model._meta.concrete_fields


def names(model):
    """What stands in a row of `read`, in its order."""
    return [field.attname for field in columns(model)]


def read(model, at_once):
    """Lists of at most `at_once` rows, in the order of their keys."""
    fields = columns(model)
    rows, some = model._base_manager.order_by("pk").values_list(*names(model)), []
    for row in rows.iterator(at_once):
        some.append([_plain(field, value) for field, value in zip(fields, row, strict=True)])
        if len(some) == at_once:
            yield some
            some = []
    if some:
        yield some


def _plain(field, value):
    if isinstance(field, PickledObjectField):
        return field.get_db_prep_value(value)
    if isinstance(value, PLAIN) or isinstance(field, JSONField):
        return value
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return base64.b64encode(bytes(value)).decode()


def _value(field, plain):
    if plain is None or isinstance(field, JSONField):
        return plain
    if isinstance(field, BinaryField):
        return base64.b64decode(plain)
    if field.get_internal_type() == "DurationField":
        return datetime.timedelta(seconds=plain)
    return field.to_python(plain)


def write(model, rows, order=None):
    """Put rows in as they are: no save, no signal, no clock. `order`: the names of what stands in them, where that is
    not the order of the model's own columns."""
    fields, found = columns(model), names(model)
    places = [(order or found).index(name) for name in found]
    made = [
        model.from_db(
            connection.alias, found, [_value(field, row[at]) for field, at in zip(fields, places, strict=True)]
        )
        for row in rows
    ]
    size = connection.ops.bulk_batch_size(fields, made)
    for start in range(0, len(made), size):
        model._base_manager._insert(made[start : start + size], fields=fields, using=connection.alias, raw=True)


def as_bytes(rows):
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


# ---------------------------------------------------------------- numbers that the database gives


def _numbered(registry=apps):
    return [model for model in tables(registry).values() if isinstance(model._meta.pk, AutoField)]


def last_numbers():
    """{label: the last number that the database gave to a row}: one that was deleted since is never given again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {model._meta.label: given.get(model._meta.db_table, 0) for model in _numbered()}
        return {model._meta.label: _last_number(cursor, model) for model in _numbered()}


def _sequence(cursor, model):
    quoted = connection.ops.quote_name(model._meta.db_table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, model._meta.pk.column])
    return cursor.fetchone()[0]


def _last_number(cursor, model):
    cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_sequence(cursor, model)}")  # noqa: S608
    return cursor.fetchone()[0]


def set_last_numbers(numbers, registry=apps):
    with connection.cursor() as cursor:
        for model in _numbered(registry):
            if number := numbers.get(model._meta.label):
                _set_last_number(cursor, model, number)


def _set_last_number(cursor, model, number):
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, number])
    else:
        cursor.execute("SELECT setval(%s, %s)", [_sequence(cursor, model), number])
