"""Whether the version before this one can go on answering while this one's migrations run, and behind them: they may
add to the tables (expand), and take away (contract) only what no running code asks for any more."""

from django.db import connection
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.models import NOT_PROVIDED

from qa_portal.core.schema import Together

TAKES_AWAY = (operations.RemoveField, operations.DeleteModel, operations.RenameField, operations.RenameModel)


def breaking():
    """[(migration, what the running version would trip over)] of the migrations that are not applied yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    steps = [(migration, step) for migration, _backwards in plan for step in _steps(migration.operations)]
    made = {(migration.app_label, step.name_lower) for migration, step in steps if _makes_table(step)}
    return [
        (f"{migration.app_label} {migration.name}", step.describe())
        for migration, step in steps
        if (migration.app_label, getattr(step, "model_name_lower", "")) not in made and _breaks(step)
    ]


def _steps(given):
    """The operations on the database, those within others too."""
    for step in given:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from _steps(step.database_operations)
        elif isinstance(step, Together):
            yield from _steps(step.operations)
        else:
            yield step


def _makes_table(step):
    return isinstance(step, operations.CreateModel)


def _breaks(step):
    if isinstance(step, operations.AddField):
        return _must_be_filled(step.field)
    return isinstance(step, TAKES_AWAY)


def _must_be_filled(field):
    """A column that the running version's INSERT leaves out: Django keeps a `default` to itself."""
    return not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)
