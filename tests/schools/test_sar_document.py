"""The report as PDF: its text as extracted, its pages, its draft mark."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from qa_portal.core.workflow import perform
from schools.documents.sar import render_sar
from schools.models import SchoolFacts
from tests.factories.sar import Desk

pytestmark = pytest.mark.django_db


def text_of(content):
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


@pytest.fixture
def desk():
    desk = Desk(level="basic").reach("drafting")
    desk.rate_all(value=5)
    section = desk.sar.sections.get(standard__number=1)
    section.strengths, section.points_to_develop, section.plan = "ผู้เรียนอ่านออกเขียนได้ทั้งหมด", "-", ""
    section.save()
    return desk


def test_sar_pdf_gives_back_the_thai_that_went_in(desk):
    text = text_of(render_sar(desk.sar))
    for part in (
        "รายงานการประเมินตนเองของสถานศึกษา",
        "ระดับการศึกษาขั้นพื้นฐาน",
        "ปีการศึกษา 2568",
        "1.1.1 อ่าน เขียน สื่อสาร คิดคำนวณ ยอดเยี่ยม",
        "3.5 แลกเปลี่ยนเรียนรู้และให้ข้อมูลสะท้อนกลับ ยอดเยี่ยม",
        "จุดเด่น ผู้เรียนอ่านออกเขียนได้ทั้งหมด",
        "จุดที่ควรพัฒนา - แผนการพัฒนาเพื่อยกระดับคุณภาพ",
        "ยังไม่ได้รับความเห็นชอบ",
    ):
        assert text.count(part) >= 1, part


def test_sar_pdf_is_thai_whatever_the_language_of_the_page(desk):
    with translation.override("en"):
        content = render_sar(desk.sar)
    with pikepdf.open(BytesIO(content)) as document:
        title = str(document.docinfo["/Title"])
    assert title == f"SAR ระดับการศึกษาขั้นพื้นฐาน ปีการศึกษา 2568 {desk.school.name}"


def test_sar_pdf_is_marked_as_a_draft_until_the_board_approves_it(desk):
    content = render_sar(desk.sar)
    with pikepdf.open(BytesIO(content)) as document:
        assert text_of(content).count("ร่าง ") == len(document.pages)
    approved = Desk().reach("board_approved")
    assert text_of(render_sar(approved.sar)).count("ร่าง ") == 0


def test_sar_pdf_carries_the_boards_approval():
    desk = Desk().reach("with_board")
    desk.record_minutes()
    desk.sar = perform(desk.sar, "record_approval", by=desk.head)
    text = text_of(render_sar(desk.sar))
    assert text.replace(" ", "").count("มีมติเห็นชอบให้เสนอต่อ") == 1
    assert text.count("(ประธานสมมุติ)") == 1


def test_sar_pdf_shows_the_school_as_it_was_when_the_cycle_opened(desk):
    day = desk.cycle.opens_on
    SchoolFacts.objects.filter(school=desk.school).delete()
    SchoolFacts.objects.create(school=desk.school, since=day, until=day, name="ชื่อเดิม", has_primary=True)
    assert text_of(render_sar(desk.sar)).count("โรงเรียนชื่อเดิม") == 2
