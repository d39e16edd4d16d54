"""A photo that the storage has lost: the paper is made; its place, its last page and its job say what is missing."""

import io
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from projects.books.parts import PartWriter
from projects.books.plan import plan_book
from projects.reports.year_sums import PlanYear
from qa_portal.core import files, jobs, lost
from qa_portal.core.documents import pictures
from qa_portal.core.models import StoredFile
from qa_portal.core.workflow import perform
from tests.core.document_kit import poppler_text
from tests.core.test_files import photo, upload
from tests.factories.core import person
from tests.factories.practices import draft_practice, with_file, writer_of
from tests.factories.schools import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def photo_gone(settings, tmp_path):
    """A stored photo whose content is gone."""
    settings.MEDIA_ROOT = tmp_path
    by = person("group_head")
    stored = files.store(upload(photo(), name="หน้าเสาธง.jpg"), district=by.district, by=by)
    Path(stored.content.path).unlink()
    return stored


def test_sentence_stands_in_the_place_of_a_lost_photo_and_the_log_tells_of_it(photo_gone, caplog):
    with lost.watched() as found:
        content, kind = pictures.picture(photo_gone)
        pictures.picture(photo_gone)
    assert (found, lost.names(), kind) == ([photo_gone], [], "image/png")
    assert Image.open(io.BytesIO(content)).size == pictures.SIZE
    assert [record.getMessage() for record in caplog.records][:1] == [
        f"File {photo_gone.pk} is not in the storage: its content {photo_gone.content.name} is gone"
    ]


def test_last_part_of_a_book_lists_what_was_lost(photo_gone):
    photo_gone.district.logo = photo_gone
    with override("th"), lost.watched():
        book = plan_book(PlanYear(photo_gone.district, 2570), timezone.now())
        parts = list(PartWriter(book, thai_digits=False, is_bound=True).parts())
    assert [part.key for part in parts if "หน้าเสาธง.jpg" in part.html] == ["lost"]
    assert parts[-1].key == "lost"


def test_booklet_with_a_lost_photo_is_made_and_its_job_names_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    practice = draft_practice(school := SchoolFactory())
    row = with_file(practice, upload=upload(photo(), name="หน้าเสาธง.jpg"), caption="ภาพ", is_public=True)
    perform(perform(practice, "send", by=writer_of(school)), "publish", by=person("supervisor", school.district))
    Path(row.stored.content.path).unlink()
    by = person("group_head", school.district)
    job = jobs.start("practice_book", label="เล่ม", params={"year": practice.academic_year}, by=by)
    jobs.do(job.pk)
    job.refresh_from_db()
    assert row.stored.pk in StoredFile.objects.lost().values_list("pk", flat=True)
    assert (job.state, job.message) == (
        "done",
        "ไม่พบไฟล์ 1 ไฟล์ในที่เก็บไฟล์ของระบบ สิ่งที่จัดทำจึงขาดไฟล์เหล่านี้: หน้าเสาธง.jpg โปรดแจ้งผู้ดูแลระบบ และแนบไฟล์ใหม่ในที่เดิม",
    )
    with job.result.content.open("rb") as content:
        last = poppler_text(content.read()).rstrip("\f").split("\f")[-1]
    assert "หน้าเสาธง.jpg" in last
