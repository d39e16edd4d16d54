import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings

from tests.migrated import begin_anew, copy_migrated, migrated_database
from tests.visitor import Visitor

# script/soak looks much longer (SOAK_EXAMPLES); here every run is the same, so that red means the change.
SOAK_EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "5000"))
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("soak", max_examples=SOAK_EXAMPLES, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only the tests that ask the database run; of the others it can say nothing that SQLite has not
    said."""
    for item in items:
        if asks_database(item):
            item.add_marker("database")
    if connection.vendor == "postgresql":
        elsewhere = [item for item in items if not item.get_closest_marker("database")]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item.get_closest_marker("database")]


def asks_database(item):
    if item.get_closest_marker("same_on_both"):
        return False
    return bool(item.get_closest_marker("django_db") or {"db", "live_server", "server"} & set(item.fixturenames))


@pytest.fixture(scope="session", autouse=True)
def _private_files(tmp_path_factory):
    """Uploads go to a folder of this run."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rows of one test may have the numbers, and the versions, of rows of another."""
    from projects.checks.budget_head import heads

    cache.clear()
    heads.clear()


@pytest.fixture(scope="session", autouse=True)
def _build_folder():
    settings.BUILD_DIR.mkdir(exist_ok=True)


def pytest_configure(config):
    """A migrated database is there before the first test: making it takes longer than a test may."""
    if not hasattr(config, "workerinput"):
        migrated_database()
    TransactionTestCase._fixture_teardown = _begin_anew


def _begin_anew(_case):
    """Behind a test with real transactions. Django would empty all tables, the data of migrations included."""
    begin_anew()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database of a run on SQLite is there before it begins (`django_db_modify_db_settings`)."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, _build_folder):
    """Each run, and each of its workers, begins with a copy of the migrated database; PostgreSQL copies it by itself
    (TEMPLATE in tests.settings)."""
    if connection.vendor == "sqlite":
        copy_migrated(connection.settings_dict["TEST"]["NAME"])


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker):
    """For fixtures of a module's scope: the rows that they make are there for all tests of the file, each of which
    rolls back to them, and are taken back behind the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client():
    return Visitor()


@pytest.fixture
def sign_in(client):
    """sign_in(user) -> the client, signed in as that user."""

    def _sign_in(user):
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        return client

    return _sign_in
