"""INSERT ... SELECT on both databases: millions of rows in one statement, every one the same on each run.

Nothing is random: what varies is picked by arithmetic from the ids of the row (`pick`), so a data set of one district
is the first district of a data set of many."""

from django.db import connection
from django.db.models import NOT_PROVIDED, AutoField

BATCH = 2000
PRIMES = (48271, 69621, 16807, 39373)
LARGEST = 2147483647


def create_rows(model, rows, *, stamp):
    """For tables of a few ten thousand rows: unsaved objects, written at `stamp`."""
    model._base_manager.bulk_create(rows, BATCH)
    model._base_manager.update(created_at=stamp, updated_at=stamp)


def insert_rows(model, source, /, *, stamp, **columns):
    """Fill a table from `source` (what follows FROM). `columns` are SQL expressions by column name; a column that is
    not named gets its field's default, a time that the model would set itself gets `stamp`."""
    fields = [field for field in model._meta.concrete_fields if _is_written(field, columns)]
    unknown = columns.keys() - {field.column for field in fields}
    if unknown:
        raise TypeError(f"{model.__name__} has no column {sorted(unknown)}")
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(
        columns.get(field.column, "%s").replace("%", "%%") if field.column in columns else "%s" for field in fields
    )
    params = [_default(field, stamp) for field in fields if field.column not in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} FROM {source.replace("%", "%%")}', params
        )


def _is_written(field, columns):
    return field.column in columns or not isinstance(field, AutoField)


def _default(field, stamp):
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return field.get_db_prep_save(stamp, connection)
    value = None if field.default is NOT_PROVIDED and field.null else field.get_default()
    return field.get_db_prep_save(value, connection)


def insert_history(model, *, stamp):
    """The first row of the history ("+") of every row of a tracked model."""
    history = model.history.model
    kept = {field.column for field in model._meta.concrete_fields}
    shared = {field.column: f't."{field.column}"' for field in history._meta.concrete_fields if field.column in kept}
    insert_rows(
        history, f'"{model._meta.db_table}" t', stamp=stamp, history_date=moment(stamp), history_type="'+'", **shared
    )


# ---------------------------------------------------------------- expressions


def pick(below, *terms, salt=0):
    """An integer from 0 to below - 1 that follows from the terms (integer expressions)."""
    mixed = " + ".join(f"({term}) * {prime}" for term, prime in zip(terms, PRIMES, strict=False))
    return f"(({mixed} + {salt}) % {LARGEST} % {below})"


def text(words):
    return "'" + words.replace("'", "''") + "'"


def moment(stamp):
    return text(str(connection.ops.adapt_datetimefield_value(stamp)))


def one_of(words, *terms, salt=0):
    cases = " ".join(f"WHEN {place} THEN {text(word)}" for place, word in enumerate(words))
    return f"CASE {pick(len(words), *terms, salt=salt)} {cases} END"


def share(expression, bounds):
    """CASE over percent: `bounds` are (below, SQL value); the last stands for the rest."""
    *parts, (_, rest) = bounds
    return (
        "CASE " + " ".join(f"WHEN {expression} < {below} THEN {value}" for below, value in parts) + f" ELSE {rest} END"
    )


def uid(number):
    """A UUID that holds a number, as the database keeps it."""
    if connection.vendor == "postgresql":
        return f"lpad(to_hex({number}), 32, '0')::uuid"
    return f"printf('%032x', {number})"


def rows_of(names, rows):
    """A subquery of literal rows."""
    selects = (
        ", ".join(
            f"{value if isinstance(value, int) else text(value)} AS {name}"
            for name, value in zip(names, row, strict=True)
        )
        for row in rows
    )
    return "(" + " UNION ALL ".join(f"SELECT {select}" for select in selects) + ")"


# ---------------------------------------------------------------- tables of the load itself


def make_table(name, columns, rows):
    """A temporary table; `columns` as in CREATE TABLE, values already as the database takes them."""
    places = ", ".join(["%s"] * (columns.count(",") + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        cursor.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        cursor.execute(f"ANALYZE {name}")


def drop_tables(*names):
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
