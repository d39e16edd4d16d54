"""The storage, or the database, does not answer: people read a sentence, nothing is half-written, and all goes on once
it is back. The storage is a real S3 server, which leaves its port while it is away."""

from datetime import timedelta
from threading import Thread

import boto3
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from qa_portal.core import files, jobs, shelf
from qa_portal.core.models import JobState, StoredFile
from qa_portal.core.roles import Verb
from qa_portal.core.storage import StorageAway
from qa_portal.core.verifying import verify
from qa_portal.core.views import server_error
from tests.core.test_uploads import PDF_CONTENT, Browser
from tests.factories.core import person
from tests.faults.visitor import SENTENCE

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]
MIDDLE = len(PDF_CONTENT) // 2
STRAY = "9000/ab/" + "ab" * 32


class Bucket:
    """What it holds stays while it is away."""

    def __init__(self):
        self.app, self.port = DomainDispatcherApplication(create_backend_app), 0
        self.come_back()

    def come_back(self):
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.server.port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def go_away(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def options(self):
        return {"endpoint_url": f"http://127.0.0.1:{self.port}", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def server():
    bucket = Bucket()
    yield bucket
    bucket.go_away()


@pytest.fixture
def bucket(server, settings):
    keys = {"access_key": "test", "secret_key": "test-test"}
    boto3.client(
        "s3", **server.options, aws_access_key_id=keys["access_key"], aws_secret_access_key=keys["secret_key"]
    ).create_bucket(Bucket="files")
    options = server.options | keys | {"bucket_name": "files", "addressing_style": "path", "file_overwrite": True}
    backend = {"BACKEND": "qa_portal.core.object_storage.ObjectStorage", "OPTIONS": options}
    settings.STORAGES, settings.S3_BUCKET = settings.STORAGES | {"default": backend}, "files"
    yield server
    for name in default_storage.names():
        default_storage.delete(name)


def said(answer):
    return answer.status_code, answer.headers.get("Retry-After"), SENTENCE in answer.text


AGAIN = (503, "10", True)


def test_upload_waits_for_the_bucket_and_goes_on(bucket, sign_in):
    browser = Browser(sign_in(person("supervisor")))
    browser.client.raise_request_exception = False
    url = browser.begin().json()["url"]
    browser.bring(url, 0, PDF_CONTENT[:MIDDLE])
    bucket.go_away()
    assert said(browser.bring(url, MIDDLE, PDF_CONTENT[MIDDLE:])) == AGAIN
    bucket.come_back()
    assert browser.client.get(url).json()["offset"] == MIDDLE
    browser.bring(url, MIDDLE, PDF_CONTENT[MIDDLE:])
    bucket.go_away()
    assert said(browser.finish(url)) == AGAIN
    bucket.come_back()
    assert (StoredFile.objects.count(), browser.finish(url).json()["standing"]) == (0, "ready")
    names = {StoredFile.objects.get().content.name, StoredFile.objects.get().picture.name}
    assert ({*default_storage.names()}, list(verify())) == (names, [])


def test_book_is_begun_again_and_opens_when_the_bucket_is_back(bucket, sign_in, monkeypatch):
    made = jobs.Kind("paper", Verb.VIEW_PROJECTS, lambda job, progress: jobs.Made(PDF_CONTENT, "x.pdf", files.PDF))
    monkeypatch.setitem(jobs.KINDS, "paper", made)
    director = person("director")
    client = sign_in(director)
    client.raise_request_exception = False
    job = jobs.start("paper", label="เล่ม", params={}, by=director)
    bucket.go_away()
    with pytest.raises(StorageAway):
        jobs.do(job.pk)
    assert StoredFile.objects.count() == 0
    bucket.come_back()
    with time_machine.travel(timezone.now() + timedelta(minutes=12)):  # as the queue would
        jobs.do(job.pk)
    job.refresh_from_db()
    address = reverse("core:job_file", args=[job.pk])
    bucket.go_away()
    away = said(client.get(address))
    bucket.come_back()
    assert (job.state, away, client.get(address).getvalue()) == (JobState.DONE, AGAIN, PDF_CONTENT)


def test_sweep_takes_a_content_out_of_the_bucket_two_days_after_its_row(bucket):
    stored = files.keep(PDF_CONTENT, "x.pdf", files.PDF, district=person("director").district, by=person("director"))
    default_storage.save(STRAY, ContentFile(b"left behind"))
    seen = [(shelf.sweep(), default_storage.exists(STRAY))]
    for days in (2, 4):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            seen.append((shelf.sweep(), shelf.find(STRAY)))
    assert seen == [(0, True), (1, f"away/{STRAY}"), (0, None)]
    assert [*default_storage.names()] == [stored.content.name]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, StorageAway])
def test_what_is_away_is_asked_again(rf, error):
    try:
        raise error
    except error:
        assert said(server_error(rf.get("/"))) == AGAIN


def test_other_fault_is_not_asked_again(rf):
    try:
        raise ValueError
    except ValueError:
        assert said(server_error(rf.get("/"))) == (500, None, True)
