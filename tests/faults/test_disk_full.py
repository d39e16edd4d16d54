"""A full disk: people read a sentence, nothing stands there half-written, and once there is room all goes on."""

import io
import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from projects.models import Expense
from qa_portal.core import files, jobs, uploads
from qa_portal.core.models import JobState, StoredFile
from qa_portal.core.roles import Verb
from qa_portal.core.shelf import NO_ROOM
from qa_portal.core.verifying import verify
from tests.core.test_files import pdf, photo
from tests.factories.core import UserFactory, person
from tests.factories.projects import project_in
from tests.factories.supervision import photo_upload

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.same_on_both,
    pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a disk of a megabyte"),
]


class Disk:
    """One of a megabyte, where the files are kept."""

    def __init__(self, folder):
        self.folder, self.filler = folder, folder / "filler"

    def fill(self):
        with self.filler.open("wb", buffering=0) as out, suppress(OSError):
            while out.write(b"x" * 4096):
                pass

    def make_room(self):
        self.filler.unlink()

    def kept(self):
        """Names of what lies on it, but for folders of work."""
        found = (path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file())
        return [str(path) for path in found if path.parts[0] not in ("filler", "checks", "uploads", "jobs")]


@pytest.fixture
def disk(tmp_path, settings):
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    settings.MEDIA_ROOT = folder
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_form_with_a_receipt_says_so_and_takes_it_later(disk, sign_in):
    project = project_in("running")
    clerk = person("finance_staff", project.district)
    address, client = reverse("projects:project_expenses", args=[project.pk]), sign_in(clerk)
    typed = {"amount": "100", "paid_on": "20/11/2569", "ledger_end": "0"}
    disk.fill()
    answer = client.post(address, typed | {"receipt": photo_upload()})
    assert (answer.status_code, str(NO_ROOM) in answer.text) == (422, True)
    assert (Expense.objects.count(), StoredFile.objects.count(), disk.kept()) == (0, 0, [])
    disk.make_room()
    assert client.post(address, typed | {"receipt": photo_upload()}).status_code == 302
    assert (Expense.objects.count(), list(verify())) == (1, [])


def test_upload_in_pieces_waits_for_room(disk, monkeypatch):
    monkeypatch.setattr(uploads, "RESERVE", 0)  # of 200 MB, more than this disk has
    user, content = UserFactory(), photo((1500, 1500))
    upload = uploads.begin(name="ภาพ.jpg", size=len(content), sha256="", kinds=[files.JPEG], by=user)
    uploads.append(upload, offset=0, length=len(content), stream=io.BytesIO(content))
    disk.fill()
    with pytest.raises(uploads.NotTaken) as refused:
        uploads.finish(upload)
    assert (refused.value.status, str(refused.value), disk.kept()) == (507, str(NO_ROOM), [])
    disk.make_room()
    assert uploads.finish(upload).standing == "ready"
    assert list(verify()) == []


def test_piece_that_finds_no_room_is_sent_again(disk, monkeypatch):
    monkeypatch.setattr(uploads, "RESERVE", 0)
    content = os.urandom(600_000)
    upload = uploads.begin(name="x.pdf", size=len(content), sha256="", kinds=[files.PDF], by=UserFactory())
    disk.fill()
    with pytest.raises(uploads.NotTaken):
        uploads.append(upload, offset=0, length=len(content), stream=io.BytesIO(content))
    disk.make_room()
    there = uploads.arrived(upload)
    rest = content[there:]
    assert uploads.append(upload, offset=there, length=len(rest), stream=io.BytesIO(rest)) == len(content)
    assert (uploads.folder_of(upload) / "part").read_bytes() == content


def test_job_says_that_it_failed_and_goes_on_when_it_is_asked_again(disk, monkeypatch, caplog):
    made = jobs.Kind("big_paper", Verb.VIEW_PROJECTS, lambda job, progress: jobs.Made(pdf(), "x.pdf", files.PDF))
    monkeypatch.setitem(jobs.KINDS, "big_paper", made)
    job = jobs.start("big_paper", label="สมุด", params={}, by=person("director"))
    jobs.folder_of(job).mkdir(parents=True)
    disk.fill()
    jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, str(job.pk) in job.message, disk.kept()) == (JobState.FAILED, True, [])
    disk.make_room()
    jobs.go_on(job)
    jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result.name, list(verify())) == (JobState.DONE, "x.pdf", [])


def test_backup_leaves_nothing_half_written(disk, settings):
    settings.BACKUP_KEY, settings.BACKUP_KEY_FILE = "กุญแจสำรองข้อมูลยาวพอ", ""
    disk.fill()
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", str(disk.folder / "backups"))
    assert [path.name for path in Path(disk.folder / "backups").iterdir()] == [".lock"]
