"""Operations of migrations."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateTables(Operation):
    """Several CreateModel at once. Django renders every related model anew after each single one, which took most of
    the time of a first `migrate`; here it is done once for all. Each model must stand with its own fields, indexes and
    constraints; one may refer to another, earlier or later in the list."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["tables"]

    def __init__(self, tables):
        self.tables = tables

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "Create the tables " + ", ".join(table.name for table in self.tables)
