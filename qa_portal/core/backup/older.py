"""Backups of an older version: this one has all the migrations that made their tables, so it makes the same tables in
an empty database, and once the rows are in, brings them on by the migrations that came since."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


class NotRestored(Exception):
    """The sentence says why nothing was touched."""


def is_older(told):
    """Whether the backup was made before the newest migrations of this version; NotRestored where this version cannot
    read it at all."""
    ours, theirs = _known(), set(told["migrations"])
    if theirs - ours or (ours - theirs and "columns" not in told):
        raise NotRestored(_install(told, len(ours - theirs), len(theirs - ours)))
    return bool(ours - theirs)


def check_tables(told):
    """NotRestored where the tables of this database are not those of the backup, which is of this very version."""
    if applied() != set(told["migrations"]):
        raise NotRestored("The tables of this database are not those of this version: run `manage.py migrate` first.")


def applied():
    return {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}


def _known():
    nodes = MigrationExecutor(connection).loader.graph.nodes
    return {f"{app}.{name}" for app, name in nodes}


def _install(told, ours, theirs):
    revision = told.get("revision", "–")
    which = "the version that was in use then" if revision == "–" else f"version {revision}"
    how = "" if revision == "–" else f" (git checkout {revision} && deploy/install)"
    return (
        f"The backup is of {which}, with other tables ({ours} migrations are only here, {theirs} only there). "
        f"Install that version{how}, restore, and then upgrade (docs/backup.md)."
    )


def make_tables(told):
    """The tables as they were when the backup was made, empty but for what the migrations put there; their models."""
    theirs = set(told["migrations"])
    if applied() - theirs or (connection.introspection.table_names() and not applied()):
        since = len(_known() - theirs)
        raise NotRestored(
            f"The backup is older than this version ({since} migrations came since), and this database has tables "
            "already. Give a database without any: the tables of the backup are made in it, its rows come in, and then "
            "it is brought to this version."
        )
    executor = MigrationExecutor(connection)
    executor.migrate(_ends(executor.loader.graph, theirs))
    return models_of(theirs)


def models_of(migrations):
    """The registry of the models as they were behind these migrations ("core.0001_people")."""
    loader = MigrationExecutor(connection).loader
    return loader.project_state(_ends(loader.graph, migrations)).apps


def _ends(graph, theirs):
    """The last migrations among these, of each app."""
    there = {node for node in graph.nodes if ".".join(node) in theirs}
    before = {parent.key for node in there for parent in graph.node_map[node].parents if parent.key[0] == node[0]}
    return sorted(there - before)
