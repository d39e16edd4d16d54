"""Papers as they were signed (F49): kept for good, seen by who sees the project."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import SignedCopy
from projects.services.signing import copies_of, keep_signed
from qa_portal.core.workflow import Refused
from tests.factories.core import person
from tests.factories.projects import project_in
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def project():
    return project_in("running")


def signed(project, **facts):
    facts = {"upload": photo_upload(), "kind": "proposal", "signed_on": date(2026, 11, 2)} | facts
    return keep_signed(project, by=project.owner, **facts)


def form_of(**changes):
    return {"kind": "proposal", "signed_on": "2/11/2569", "note": "ฉบับจริง", "file": photo_upload()} | changes


def send(sign_in, project, **changes):
    return sign_in(project.owner).post(f"/projects/{project.pk}/signed/add/", form_of(**changes))


def test_signed_paper_is_kept_with_its_day(project, sign_in):
    answer = send(sign_in, project)
    copy = SignedCopy.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/projects/{project.pk}/#signed")
    assert (copy.project, copy.signed_on, copy.note, copy.uploaded_by) == (
        project,
        date(2026, 11, 2),
        "ฉบับจริง",
        project.owner,
    )


def test_signed_paper_is_replaced_and_both_stay(project, sign_in):
    old = signed(project)
    send(sign_in, project, replaces=old.pk)
    new, again = copies_of(project)
    assert (again, new.replaces, again.is_replaced, new.is_replaced) == (old, old, True, False)


def test_signed_paper_is_replaced_once(project):
    old = signed(project)
    signed(project, replaces=old)
    with pytest.raises(Refused, match="มีผู้อื่นนำเข้าฉบับใหม่แทนเอกสารนี้แล้ว"):
        signed(project, replaces=old)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"signed_on": "31/12/2569"}, "signed_on", "วันที่นี้ยังมาไม่ถึง"),
        ({"kind": "result"}, "kind", "result ไม่อยู่ในตัวเลือก"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ not a pdf")}, "file", ""),
    ],
)
def test_signed_paper_refused_keeps_what_was_typed(project, sign_in, changes, field, sentence):
    answer = send(sign_in, project, **changes)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["note"].value()) == (422, [field], "ฉบับจริง")
    assert not SignedCopy.objects.exists()


def test_signed_paper_replaces_one_of_its_own_kind(sign_in):
    project = project_in("reported")
    old = signed(project)
    answer = send(sign_in, project, kind="result", replaces=old.pk)
    assert answer.context["form"].errors == {"replaces": ["เป็นเอกสารคนละชนิด โปรดเลือกฉบับที่เป็นชนิดเดียวกัน"]}


def test_signed_paper_of_a_draft_is_not_asked_for(sign_in):
    project = project_in("submitted")
    answer = sign_in(project.owner).get(f"/projects/{project.pk}/signed/add/")
    assert (answer.status_code, answer.url) == (302, f"/projects/{project.pk}/")


def test_signed_paper_is_kept_by_who_writes_the_project(project):
    with pytest.raises(PermissionDenied):
        keep_signed(
            project,
            upload=photo_upload(),
            kind="proposal",
            signed_on=TODAY,
            by=person("supervisor", project.district),
        )


def test_signed_paper_is_read_in_its_own_office_only(project, sign_in):
    copy = signed(project)
    reader = sign_in(person("finance_staff", project.district)).get(f"/projects/signed/{copy.pk}/")
    with copy.file.content.open("rb") as kept:
        assert b"".join(reader.streaming_content) == kept.read()
    assert sign_in(person("director")).get(f"/projects/signed/{copy.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_signed_papers_are_read_in_one_question(project, count, django_assert_num_queries):
    for _ in range(count):
        signed(project)
    with django_assert_num_queries(1):
        assert [copy.is_replaced for copy in copies_of(project)] == [False] * count
