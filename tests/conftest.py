import pytest
from django.conf import settings
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    """Each test keeps its uploads to itself."""
    settings.MEDIA_ROOT = tmp_path / "files"


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
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return _sign_in
