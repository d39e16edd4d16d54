"""Pieces in the storage that all machines reach: the same upload, whichever machine takes a piece."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections

from qa_portal.core import uploads
from qa_portal.core.models import StoredFile, Upload
from tests.core.test_uploads import PDF_CONTENT, Browser
from tests.factories.core import person

pytestmark = pytest.mark.django_db
MIDDLE = len(PDF_CONTENT) // 2


@pytest.fixture
def machine(sign_in, settings, tmp_path):
    """The bucket stands for itself: its storage is another matter (settings.STORAGES)."""
    settings.S3_BUCKET, settings.MEDIA_ROOT = "files", tmp_path
    return Browser(sign_in(person("supervisor")))


def pieces_in(folder):
    return sorted(name for name in default_storage.listdir(folder)[1] if name.isdigit())


def test_pieces_in_the_shared_storage_become_one_file_and_go(machine):
    url = machine.begin().json()["url"]
    told = [
        machine.bring(url, 0, PDF_CONTENT[:MIDDLE]).json()["offset"],
        machine.bring(url, 0, PDF_CONTENT[:MIDDLE]).status_code,
        machine.bring(url, MIDDLE, PDF_CONTENT[MIDDLE:]).json()["offset"],
    ]
    folder = f"uploads/{Upload.objects.get().key.hex}"
    assert pieces_in(folder) == [f"{0:015d}", f"{MIDDLE:015d}"]
    assert machine.finish(url).json()["standing"] == "ready"
    assert (told, pieces_in(folder)) == ([MIDDLE, 409, len(PDF_CONTENT)], [])
    assert StoredFile.objects.get().sha256 == hashlib.sha256(PDF_CONTENT).hexdigest()


def test_upload_that_is_thrown_away_leaves_no_piece(machine):
    url = machine.begin().json()["url"]
    machine.bring(url, 0, PDF_CONTENT[:MIDDLE])
    folder = f"uploads/{Upload.objects.get().key.hex}"
    machine.client.delete(url)
    assert not default_storage.exists(folder)


def test_another_machine_at_the_same_upload_is_told_to_wait(machine):
    if connection.vendor != "postgresql":
        pytest.skip("The lock is PostgreSQL's.")
    url = machine.begin().json()["url"]
    key = int.from_bytes(Upload.objects.get().key.bytes[:8], signed=True)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        meanwhile = machine.bring(url, 0, PDF_CONTENT)
    other.close()
    assert (meanwhile.status_code, machine.bring(url, 0, PDF_CONTENT).json()["offset"]) == (409, len(PDF_CONTENT))
    assert uploads.arrived(Upload.objects.get()) == len(PDF_CONTENT)
