"""Operations of migrations. Django renders every related model anew after each single operation, which took most of
the time of a first `migrate`; these do it once for all."""

from django.db.migrations.operations.base import Operation, OperationCategory


class Together(Operation):
    """Operations in their order, with one rendering for all."""

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)


class CreateTables(Together):
    """Several CreateModel at once. Each model must stand with its own fields, indexes and constraints; one may refer to
    another, earlier or later in the list."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["tables"]

    def __init__(self, tables):
        self.tables = tables
        super().__init__(tables)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "Create the tables " + ", ".join(table.name for table in self.tables)


class ChangeTables(Together):
    """Several operations on fields, indexes and constraints at once. Between two of them only the model that changes is
    rendered: other models still point at what it was before, so a field that others refer to must keep its type."""

    category = OperationCategory.ALTERATION
    serialization_expand_args = ["changes"]

    def __init__(self, changes):
        self.changes = changes
        super().__init__(changes)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for change, before, after in self._steps(app_label, from_state):
            change.database_forwards(app_label, schema_editor, before, after)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for change, before, after in reversed(list(self._steps(app_label, to_state))):
            change.database_backwards(app_label, schema_editor, after, before)

    def _steps(self, app_label, state):
        for change in self.changes:
            before, state = state, _changed(state, change, app_label)
            yield change, before, state

    def describe(self):
        return "Change the tables " + ", ".join(dict.fromkeys(change.model_name for change in self.changes))


def _changed(state, change, app_label):
    key = app_label, change.model_name_lower
    after, apps = state.clone(), state.apps.clone()
    after.__dict__.pop("apps", None)
    change.state_forwards(app_label, after)
    apps.unregister_model(*key)  # a field that refers to its own table would find the old one
    after.models[key].render(apps)
    after.apps = apps
    return after
