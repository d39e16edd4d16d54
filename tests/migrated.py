"""The migrated database that every test run copies, made anew when a migration changes; when one is added to those of
an earlier database, that one is taken further."""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

from qa_portal.core.documents.built import built_folder


def migrated_database():
    """The path of a SQLite file, or the name of a PostgreSQL database."""
    if connection.vendor == "sqlite":
        return built_folder("migrated", sources=_migrations(), fill=_fill_file) / "db.sqlite3"
    name = settings.DATABASES["default"]["TEST"]["TEMPLATE"]
    if not _on_server("SELECT 1 FROM pg_database WHERE datname = %s", [name]):
        # Kept as text: the server of script/postgres is thrown away.
        folder = built_folder("migrated_postgres", sources=_migrations(), fill=_fill_text)
        _restore(folder, name)
    return name


def copy_migrated(name):
    """In the place of the database of that name, to which nobody may be connected."""
    if connection.vendor == "sqlite":
        for leftover in ("-wal", "-shm"):
            Path(name + leftover).unlink(missing_ok=True)
        shutil.copy(migrated_database(), name)
    else:
        _on_server(f'DROP DATABASE "{name}"')
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_database()}"')


def begin_anew():
    """The connected database is as its migrations left it. On PostgreSQL the tables are emptied that these leave empty,
    in a fraction of the time of a copy, which is made where more was changed."""
    name = connection.settings_dict["NAME"]
    if name in _left and _is_emptied(_left[name]):
        return
    connection.close()
    copy_migrated(name)
    if connection.vendor == "postgresql":
        _left[name] = _contents(_filled_tables())


def _migrations():
    """And the data that they put in."""
    homes = [Path(config.path) for config in apps.get_app_configs()]
    data = (path for home in homes for path in (home / "data").rglob("*.[pt][yx]*") if path.suffix in {".py", ".txt"})
    return sorted([*(path for home in homes for path in (home / "migrations").glob("*.py")), *data])


def _fill_file(folder):
    if earlier := _earlier(folder):
        shutil.copy(earlier / "db.sqlite3", folder)
    _migrate(f"sqlite:///{folder}/db.sqlite3")
    _mark(folder)


def _fill_text(folder):
    name = f"migrating_{os.getpid()}"
    if earlier := _earlier(folder):
        _restore(earlier, name)
    else:
        _on_server(f'CREATE DATABASE "{name}"')
    _migrate(f"postgres:///{name}")
    _run("pg_dump", "--no-owner", f"--file={folder}/db.sql", name)
    _on_server(f'DROP DATABASE "{name}"')
    _mark(folder)


def _mark(folder):
    (folder / "migrations.txt").write_text("\n".join(sorted(_marks())))


def _marks():
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in _migrations()}


def _earlier(folder):
    """Beside it, the one with the most of our migrations and with no other."""
    made = {path.parent: set(path.read_text().split()) for path in folder.parent.glob("[!.]*/migrations.txt")}
    ours = _marks()
    return max((other for other in made if made[other] <= ours), key=lambda other: len(made[other]), default=None)


def _migrate(database):
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    environment = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | environment, check=True)


# ---------------------------------------------------------------- PostgreSQL

_left = {}  # database → what its migrations left in it (_contents)


def _is_emptied(left):
    """Whether the database holds again what the migrations left. No trigger hears of the rows that go."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in set(_filled_tables()) - set(left):
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET session_replication_role = DEFAULT")
    return _contents(set(left) - {""}) == left


def _filled_tables():
    """The tables that have rows."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names))
        return [name for (name,) in cursor]


def _contents(tables):
    """table → the digest of its rows; under "" that of the tables and triggers themselves."""
    of_rows = (
        f"SELECT '{name}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{name}\" t" for name in sorted(tables)
    )
    of_schema = (
        "SELECT '', md5(concat((SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_class), "
        "(SELECT string_agg(oid::text || tgenabled::text, ',' ORDER BY oid) FROM pg_trigger)))"
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([of_schema, *of_rows]))
        return dict(cursor.fetchall())


def _on_server(sql, parameters=()):
    """The first row, if the command has any."""
    with closing(connection.Database.connect(**connection.get_connection_params() | {"dbname": "postgres"})) as server:
        server.autocommit = True
        cursor = server.cursor()
        cursor.execute(sql, parameters)
        return cursor.fetchone() if cursor.description else None


def _restore(folder, name):
    _on_server(f'CREATE DATABASE "{name}"')
    _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={folder}/db.sql", name)


def _run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    migrated_database()
