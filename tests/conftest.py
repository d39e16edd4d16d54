import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

# script/soak looks much longer; here every run is the same, so that red means the change.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("soak", max_examples=5000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests with real transactions empty the database afterwards, the data of migrations included: they run apart."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            if not marker.kwargs.get("serialized_rollback"):
                raise pytest.UsageError(f"{item.nodeid} needs serialized_rollback=True: the next one finds no data.")
            item.add_marker("at_once")


@pytest.fixture(scope="session", autouse=True)
def _private_files(tmp_path_factory):
    """Uploads go to a folder of this run."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _build_folder():
    settings.BUILD_DIR.mkdir(exist_ok=True)


@pytest.fixture
def sign_in(client):
    """sign_in(user) -> the client, signed in as that user."""

    def _sign_in(user):
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        return client

    return _sign_in
