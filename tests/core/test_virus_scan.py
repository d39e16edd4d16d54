"""The virus scan, asked over a real unix socket of a stand-in that speaks as clamd does."""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django_q.models import Schedule

from qa_portal.core import files, held_files, virus_scan
from qa_portal.core.models import Notice
from qa_portal.core.pages import FileHeld, serve_file, serve_picture
from tests.core.bad_pdfs import good_pdf
from tests.core.test_pdf_intake import is_thai
from tests.factories.core import person

WORM = b"X5O!P%@AP"


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM: blocks with their length before them, up to one of no length; then one verdict."""

    def handle(self):
        assert self._read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self._read(4))[0]:
            content += self._read(size)
        self.server.heard.append(len(content))
        verdict = "stream: Eicar-Test-Signature FOUND" if WORM in content else "stream: OK"
        self.request.sendall((self.server.says or verdict).encode() + b"\0")

    def _read(self, size):
        content = b""
        while len(content) < size and (block := self.request.recv(size - len(content))):
            content += block
        return content


@pytest.fixture
def clamd(tmp_path, settings):
    settings.CLAMAV_SOCKET = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(settings.CLAMAV_SOCKET, Clamd) as server:
        server.heard, server.says = [], ""
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def silence(tmp_path, settings):
    """Configured, but nobody listens."""
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody.sock")


def upload(content=None):
    return SimpleUploadedFile("sar.pdf", content or good_pdf(words="clean"))


def worm():
    return good_pdf() + b"% " + WORM


def stored_by(user):
    return files.store(upload(), district=user.district, by=user)


def test_clean_file_is_heard_whole_and_passes(clamd):
    content = good_pdf(words="x" * 600_000, compress_streams=False)
    assert files.examine(upload(content)).is_held is False
    assert clamd.heard == [len(content)]


def test_file_with_a_virus_is_refused(clamd):
    with pytest.raises(ValidationError) as caught:
        files.examine(upload(worm()))
    assert (caught.value.code, "Eicar-Test-Signature" in caught.value.messages[0]) == ("virus", True)
    assert is_thai(caught.value.messages[0])


@pytest.mark.parametrize("said", ["INSTREAM size limit exceeded. ERROR", "stream: FOUND and more", "x"])
def test_answer_that_is_no_verdict_holds_the_file(clamd, said):
    clamd.says = said
    assert files.examine(upload()).is_held is True


def test_nothing_is_asked_where_no_scan_is_configured(settings):
    settings.CLAMAV_SOCKET = ""
    assert (virus_scan.is_on(), files.examine(upload()).is_held) == (False, False)


@pytest.mark.django_db
def test_file_is_held_while_the_scan_does_not_answer(silence):
    stored = stored_by(person("supervisor"))
    assert (stored.is_held, is_thai(stored.held_reason)) == (True, True)
    assert Schedule.objects.get().func == "qa_portal.core.tasks.scan_held_files"
    with pytest.raises(FileHeld) as caught:
        serve_file(stored)
    assert isinstance(caught.value, PermissionDenied)
    with pytest.raises(Http404):
        serve_picture(stored)


@pytest.mark.django_db
def test_held_file_opens_once_the_scan_answers(silence, settings, tmp_path):
    stored = stored_by(person("supervisor"))
    assert held_files.scan() == 1
    settings.CLAMAV_SOCKET = ""
    assert (held_files.scan(), Schedule.objects.count()) == (0, 0)
    stored.refresh_from_db()
    assert stored.is_held is False


@pytest.mark.django_db
def test_held_file_that_is_found_bad_stays_locked_and_its_person_is_told(silence, clamd, settings):
    listening, settings.CLAMAV_SOCKET = settings.CLAMAV_SOCKET, "/nobody/listens"
    user = person("supervisor")
    stored = files.store(upload(worm()), district=user.district, by=user)
    settings.CLAMAV_SOCKET = listening
    assert held_files.scan() == 0
    stored.refresh_from_db()
    assert (stored.is_held, stored.virus) == (True, "Eicar-Test-Signature")
    assert [is_thai(notice.text) for notice in Notice.objects.filter(recipient=user)] == [True]
    with pytest.raises(FileHeld):
        serve_file(stored)
