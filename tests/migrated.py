"""The migrated database that every test run copies, made anew when a migration changes; when one is added to those of
an earlier database, that one is taken further."""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from qa_portal.core.documents.built import built_folder


def migrated_database():
    """The path of a SQLite file, or the name of a PostgreSQL database."""
    if connection.vendor == "sqlite":
        return built_folder("migrated", sources=_migrations(), fill=_fill) / "db.sqlite3"
    name = settings.DATABASES["default"]["TEST"]["TEMPLATE"]
    with closing(connection.Database.connect(**connection.get_connection_params())) as server:
        server.autocommit = True
        cursor = server.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
            _migrate(f"postgres:///{name}")
    return name


def _migrations():
    folders = [Path(config.path) / "migrations" for config in apps.get_app_configs()]
    return sorted(path for folder in folders for path in folder.glob("*.py"))


def _fill(folder):
    marks = {hashlib.sha256(path.read_bytes()).hexdigest() for path in _migrations()}
    if earlier := _earlier(folder.parent, marks):
        shutil.copy(earlier / "db.sqlite3", folder)
    _migrate(f"sqlite:///{folder}/db.sqlite3")
    (folder / "migrations.txt").write_text("\n".join(sorted(marks)))


def _earlier(databases, marks):
    """The database with the most of these migrations and with no other."""
    made = {path.parent: set(path.read_text().split()) for path in databases.glob("[!.]*/migrations.txt")}
    return max((folder for folder in made if made[folder] <= marks), key=lambda folder: len(made[folder]), default=None)


def _migrate(database):
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    environment = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | environment, check=True)
