"""What several operations do at once is what they do one after the other, to the letter and back again."""

import pytest
from django.db import connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
)
from django.db.migrations.state import ProjectState

from qa_portal.core.schema import ChangeTables, CreateTables

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

KEY = ("id", models.BigAutoField(primary_key=True))
ABOVE = models.ForeignKey("core.branch", models.PROTECT, null=True)
NAMED = models.UniqueConstraint(fields=["name"], name="branch_once")
TABLES = [
    CreateModel("branch", [KEY, ("above", ABOVE), ("name", models.CharField(max_length=9))], {"constraints": [NAMED]}),
    CreateModel("leaf", [KEY, ("branch", models.ForeignKey("core.branch", models.CASCADE))]),
]
CHANGES = [
    AddField("branch", "size", models.IntegerField(default=1), preserve_default=False),
    AddField("leaf", "beside", models.ForeignKey("core.leaf", models.PROTECT, null=True)),
    AddField("branch", "best", models.ForeignKey("core.leaf", models.PROTECT, null=True, related_name="+")),
    AddField("leaf", "others", models.ManyToManyField("core.branch", related_name="+")),
    RemoveConstraint("branch", "branch_once"),
    AddConstraint("branch", models.CheckConstraint(condition=models.Q(size__gt=0), name="branch_size")),
    AlterField("branch", "name", models.CharField(max_length=20)),
    AddField("branch", "code", models.CharField(default="x", max_length=9, unique=True)),
    AddField("leaf", "branches", models.IntegerField(null=True)),
    AddIndex("leaf", models.Index(fields=["branches"], name="leaf_branches")),
]


@pytest.fixture
def database():
    """One of its own: a table of SQLite is not changed within a transaction of a test."""
    facts = {"NAME": ":memory:", "OPTIONS": {}, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "TIME_ZONE": None}
    facts |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "ENGINE": "django.db.backends.sqlite3", "TEST": {}}
    connections["other"] = DatabaseWrapper(facts, alias="other")
    yield connections["other"]
    connections["other"].connection.close()
    del connections["other"]


def migration(*operations):
    made = Migration("0001", "core")
    made.operations = list(operations)
    return made


def do(database, *operations, state=None):
    with database.schema_editor() as editor:
        return migration(*operations).apply(state or ProjectState(), editor)


def undo(database, *operations, state):
    with database.schema_editor() as editor:
        migration(*operations).unapply(state, editor)


def schema(database):
    with database.cursor() as cursor:
        return cursor.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


@pytest.fixture
def one_by_one(database):
    """The schema, and the models, after each operation by itself; the database is empty again."""
    state = do(database, *TABLES, *CHANGES)
    found = schema(database)
    undo(database, *TABLES, *CHANGES, state=ProjectState())
    assert schema(database) == [("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)")]
    return found, state.models


def test_tables_are_changed_together_as_one_by_one(database, one_by_one):
    state = do(database, CreateTables(TABLES[::-1]), ChangeTables(CHANGES))
    assert (schema(database), state.models) == one_by_one


def test_changes_are_taken_back_together(database):
    state = do(database, CreateTables(TABLES))
    before = [name for name, _sql in schema(database)]
    do(database, ChangeTables(CHANGES), state=state.clone())
    assert [name for name, _sql in schema(database)] != before
    undo(database, ChangeTables(CHANGES), state=state)
    assert [name for name, _sql in schema(database)] == before


def test_changes_keep_the_rows(database):
    state = do(database, CreateTables(TABLES))
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO core_branch (id, name) VALUES (7, 'ก')")
    do(database, ChangeTables(CHANGES), state=state)
    with database.cursor() as cursor:
        row = cursor.execute("SELECT id, name, size, code FROM core_branch").fetchall()
    assert row == [(7, "ก", 1, "x")]
