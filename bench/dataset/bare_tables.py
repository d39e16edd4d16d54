"""On PostgreSQL, fill tables that have no indexes, no foreign keys and no marks of what changed, and put these back
afterwards: building an index at once over millions of rows takes a fraction of the time of keeping it while they come.
"""

from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from qa_portal.core import summaries, touching

OURS = ("core", "schools", "projects", "supervision")

# pg_get_*def give the statement that brings each back. Foreign keys first, as they lean on unique constraints.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s) ORDER BY contype = 'u', conname"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid::regclass::text = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY 1"""


@contextmanager
def bare_tables(say=lambda words: None):
    if connection.vendor != "postgresql":
        yield
        return
    touching.remove()
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
        constraints, indexes = _read(cursor, CONSTRAINTS), _read(cursor, INDEXES)
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, statement in indexes:
            cursor.execute(statement)
        for table, name, definition in reversed(constraints):
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("RESET work_mem; RESET maintenance_work_mem; RESET synchronous_commit")
    touching.install()
    summaries.forget()


def _read(cursor, query):
    tables = [
        model._meta.db_table
        for label in OURS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    cursor.execute(query, [tables])
    return cursor.fetchall()


def number_on():
    """Rows came with their ids: let the next ones of the tables follow on."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
