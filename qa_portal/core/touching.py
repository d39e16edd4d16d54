# ruff: noqa: S608  the SQL is made of names of tables and columns, never of values
"""Marks of what changed, written by the database itself: at each change of a watched table, by whatever program, a
trigger notes in core_touched the districts whose rows changed. What is computed from these tables can be kept as long
as nothing was noted (core.summaries).

An app names the tables by `watch`, each with the way from a row to its district. The triggers are installed at the end
of every `migrate`: SQLite loses those of a table that a migration remakes, so there they are taken away before it.
PostgreSQL notes a statement, SQLite a row."""

from dataclasses import dataclass

from django.db import connection

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.models import District, Touched

MARKS = Touched._meta.db_table
EVENTS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}
PREFIX = "touch_"
OURS = r"touch\_%"  # as a pattern of LIKE


@dataclass(frozen=True)
class Watched:
    """A table. `columns` are those of its rows that lead on; each of `queries` gives districts of `{rows}`."""

    table: str
    columns: tuple[str, ...]
    queries: tuple[str, ...]

    def marking(self, rows):
        """The statement that notes the districts of rows."""
        found = " UNION ".join(query.format(rows=rows) for query in self.queries)
        return f'INSERT INTO {MARKS} ("district_id") {found}'

    @property
    def name(self):
        """Of its triggers: another for other columns or queries."""
        digest = fingerprint(repr((self.columns, self.queries, EVENTS)))[:8]
        return f"{PREFIX}{self.table[:45]}_{digest}"


WATCHED: dict[str, Watched] = {}


def watch(model, *paths):
    """Note the districts of changed rows of `model`: each of `paths` leads from a row to its district
    ("school__district"); without one a change is noted for every district. The rows on the way are watched too."""
    for column, query in [_way(model, path) for path in paths] or [_everywhere(model)]:
        _add(model._meta.db_table, column, query)
    for path in paths:
        first, _, rest = path.partition("__")
        if rest:
            watch(model._meta.get_field(first).related_model, rest)


def _add(table, column, query):
    known = WATCHED.get(table, Watched(table, (), ()))
    if query not in known.queries:
        columns = dict.fromkeys((*known.columns, column))
        WATCHED[table] = Watched(table, tuple(columns), (*known.queries, query))


def _way(model, path):
    """(column of the row, query of the districts)."""
    first, *steps = path.split("__")
    began = field = model._meta.pk if first == "pk" else model._meta.get_field(first)
    at, joins = f'r."{field.column}"', []
    for number, step in enumerate(steps, 1):
        nearer = field.related_model
        joins.append(f'JOIN "{nearer._meta.db_table}" s{number} ON s{number}."{nearer._meta.pk.column}" = {at}')
        field = nearer._meta.get_field(step)
        at = f's{number}."{field.column}"'
    return began.column, " ".join([f"SELECT {at} FROM {{rows}} r", *joins, f"WHERE {at} IS NOT NULL"])


def _everywhere(model):
    district = District._meta
    query = f'SELECT d."{district.pk.column}" FROM "{district.db_table}" d WHERE EXISTS (SELECT 1 FROM {{rows}} r)'
    return model._meta.pk.column, query


# ---------------------------------------------------------------- installing


def install():
    """Make the database's triggers those of the watched tables that it has."""
    vendor, tables = VENDORS[connection.vendor], set(connection.introspection.table_names())
    wanted = {watched.name: watched for watched in WATCHED.values() if {watched.table, MARKS} <= tables}
    with connection.cursor() as cursor:
        there = vendor.there(cursor)
        for name in there - wanted.keys():
            vendor.drop(cursor, name)
        for name in wanted.keys() - vendor.whole(cursor):
            vendor.drop(cursor, name)
            vendor.create(cursor, wanted[name])


def remove():
    vendor = VENDORS[connection.vendor]
    with connection.cursor() as cursor:
        for name in vendor.there(cursor):
            vendor.drop(cursor, name)


def is_installed():
    """Whether every watched table is noted by the database."""
    with connection.cursor() as cursor:
        return {watched.name for watched in WATCHED.values()} <= VENDORS[connection.vendor].whole(cursor)


class SQLite:
    """One trigger an event, named by the Watched and the event. One mark a district is enough, as long as its number is
    a new one: nobody writes beside another."""

    THERE = r"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE '\'"

    @classmethod
    def there(cls, cursor):
        return {name.rpartition("_")[0] for name in cls._names(cursor)}

    @classmethod
    def whole(cls, cursor):
        names = cls._names(cursor)
        return {name for name in cls.there(cursor) if {f"{name}_{event.lower()}" for event in EVENTS} <= names}

    @classmethod
    def _names(cls, cursor):
        cursor.execute(cls.THERE, [OURS])
        return {name for (name,) in cursor.fetchall()}

    @staticmethod
    def drop(cursor, name):
        for event in EVENTS:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}_{event.lower()}"')

    @staticmethod
    def create(cursor, watched):
        for event, sides in EVENTS.items():
            asked = [", ".join(f'{side}."{column}" AS "{column}"' for column in watched.columns) for side in sides]
            rows = f"({' UNION '.join(f'SELECT {columns}' for columns in asked)})"
            found = " UNION ".join(query.format(rows=rows) for query in watched.queries)
            cursor.execute(
                f'CREATE TRIGGER "{watched.name}_{event.lower()}" AFTER {event} ON "{watched.table}" BEGIN '
                f'DELETE FROM {MARKS} WHERE "district_id" IN ({found}); {watched.marking(rows)}; END'
            )


class PostgreSQL:
    """One function a table, which its triggers call once a statement with the rows before and after it."""

    FUNCTIONS = """
        SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE %s"""
    WHOLE = """
        SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE %s AND t.tgenabled = 'O'
        GROUP BY p.proname HAVING count(*) = %s"""
    TABLES = {"old": "OLD TABLE AS old_rows", "new": "NEW TABLE AS new_rows"}

    @staticmethod
    def there(cursor):
        cursor.execute(PostgreSQL.FUNCTIONS, [OURS])
        return {name for (name,) in cursor.fetchall()}

    @staticmethod
    def whole(cursor):
        cursor.execute(PostgreSQL.WHOLE, [OURS, len(EVENTS) + 1])
        return {name for (name,) in cursor.fetchall()}

    @staticmethod
    def drop(cursor, name):
        cursor.execute(f'DROP FUNCTION IF EXISTS "{name}" CASCADE')

    @classmethod
    def create(cls, cursor, watched):
        cursor.execute(cls._function(watched))
        for event, sides in EVENTS.items():
            tables = " ".join(cls.TABLES[side] for side in sides)
            cls._trigger(cursor, watched, event, f"REFERENCING {tables}")
        cls._trigger(cursor, watched, "TRUNCATE", "")

    @staticmethod
    def _function(watched):
        columns = ", ".join(f'"{column}"' for column in watched.columns)
        acts = []
        for event, sides in EVENTS.items():
            rows = f"({' UNION '.join(f'SELECT {columns} FROM {side}_rows' for side in sides)})"
            acts.append(f"IF TG_OP = '{event}' THEN {watched.marking(rows)}; END IF;")
        every = f'INSERT INTO {MARKS} ("district_id") SELECT id FROM {District._meta.db_table}'
        acts.append(f"IF TG_OP = 'TRUNCATE' THEN {every}; END IF;")
        body = " ".join(acts)
        return (
            f'CREATE FUNCTION "{watched.name}"() RETURNS trigger LANGUAGE plpgsql '
            f"AS $touch$ BEGIN {body} RETURN NULL; END $touch$"
        )

    @staticmethod
    def _trigger(cursor, watched, event, referencing):
        cursor.execute(
            f'CREATE TRIGGER "{PREFIX}{event.lower()}" AFTER {event} ON "{watched.table}" {referencing} '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{watched.name}"()'
        )


VENDORS = {"sqlite": SQLite, "postgresql": PostgreSQL}
