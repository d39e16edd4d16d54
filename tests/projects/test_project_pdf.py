"""The printed proposals of the three forms: every heading in order, every figure, and the Thai read back."""

import re
from functools import cache

import pypdfium2
import pytest

from projects.documents.proposal import proposal_pdf
from projects.models import Project, ProjectLayout
from tests.factories.projects import LineFactory, complete_project

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

HEADINGS = {
    (2558, "classic"): [
        "โครงการ",
        "สนองนโยบาย",
        "สนองมาตรฐานสำนักงาน",
        "สอดคล้องจุดเน้น สพฐ.",
        "สนองกลยุทธ์",
        "กลุ่ม/หน่วยที่รับผิดชอบ",
        "1. หลักการและเหตุผล",
        "2. วัตถุประสงค์",
        "3. เป้าหมาย",
        "ก. เชิงปริมาณ",
        "ข. เชิงคุณภาพ",
        "4. ขั้นตอนการดำเนินงาน",
        "5. งบประมาณที่ใช้",
        "แผนงาน :",
        "6. การประเมินผล",
        "7. ผลที่คาดว่าจะได้รับ",
        "ผู้เสนอโครงการ",
    ],
    (2560, "full"): [
        "โครงการ",
        "สนองยุทธศาสตร์ สพฐ.",
        "สนองกลยุทธ์",
        "สอดคล้องจุดเน้น สพฐ.",
        "สอดคล้องจุดเน้น สพป.",
        "ลักษณะโครงการ",
        "ผู้รับผิดชอบโครงการ",
        "ระยะเวลาดำเนินการ",
        "1. หลักการและเหตุผล",
        "2. วัตถุประสงค์",
        "3. เป้าหมาย",
        "3.1 เชิงปริมาณ",
        "3.2 เชิงคุณภาพ",
        "4. กิจกรรมและการดำเนินการ",
        "5. งบประมาณที่ใช้",
        "6. รายละเอียดการใช้งบประมาณ จำนวน 120,000 บาท",
        "7. การวิเคราะห์ความเสี่ยงของโครงการ",
        "1. ปัจจัยความเสี่ยง",
        "2. แนวทางการบริหารความเสี่ยง",
        "ตัวชี้วัดและค่าเป้าหมาย",
        "8. ผลที่คาดว่าจะได้รับ",
        "ผู้อนุมัติโครงการ",
    ],
    (2558, "activity"): [
        "โครงการ",
        "สนองนโยบาย",
        "สนองมาตรฐานสำนักงาน",
        "สอดคล้องจุดเน้น สพฐ.",
        "สนองกลยุทธ์",
        "กลุ่ม/หน่วยที่รับผิดชอบ",
        "1. หลักการและเหตุผล",
        "2. วัตถุประสงค์",
        "3. เป้าหมาย",
        "3.1 เชิงปริมาณ",
        "3.2 เชิงคุณภาพ",
        "4. ขั้นตอนการดำเนินงาน",
        "5. งบประมาณ จำนวน 500,000 บาท โดยใช้แบบบริหารงบประมาณแบบบูรณาการเป็นเครื่องมือ",
        "*ขอถัวจ่ายทุกรายการ",
        "6. การวัดและประเมินผล",
        "7. ผลที่คาดว่าจะได้รับ",
    ],
}
FIGURES = {
    (2558, "classic"): ["100x200X2", "40,000", "100x50X2", "10,000", "3 x600X2", "3,600", "53,600", "50,000"],
    (2560, "full"): ["2,800", "16,000", "13,000", "23,800", "20,800", "36,000", "100,000", "22,200", "121,000"],
    (2558, "activity"): ["20,000", "30,000", "210,000", "50,000", "100,000", "500,000"],
}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def text_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document)), len(document)


def project(year, layout):
    return Project.objects.select_related("district", "owner").get(fiscal_year=year, layout=layout)


@pytest.fixture(scope="module")
def printed(loaded_world):
    """printed(key) -> the text and the number of pages of a proposal of the demo, printed once for all these tests."""
    return cache(lambda key: text_of(proposal_pdf(project(*key))))


@pytest.mark.parametrize("key", HEADINGS)
def test_proposal_carries_every_heading_in_the_offices_order(printed, key):
    text, _pages = printed(key)
    place = 0
    for heading in HEADINGS[key]:
        found = text.find(squeezed(heading), place)
        assert found >= place, heading
        place = found


@pytest.mark.parametrize("key", FIGURES)
def test_proposal_carries_every_figure(printed, key):
    text, _pages = printed(key)
    assert [figure for figure in FIGURES[key] if squeezed(figure) not in text] == []


@pytest.mark.parametrize("key", HEADINGS)
def test_proposal_text_reads_back_as_it_went_in(printed, key):
    row = project(*key)
    text, _pages = printed(key)
    written = [row.name, *row.paragraphs]
    for name in ("objectives", "targets", "risks", "expected_results"):
        written += [item.text for item in getattr(row, name).all()]
    for activity in row.activities.all():
        written += [activity.title, activity.period_text]
    for line in row.lines.all():
        written += [line.item, line.formula]
    running_heads = re.compile(r"-\d+-")
    plain = running_heads.sub("", text)
    assert [sentence for sentence in written if squeezed(sentence) not in plain] == []


def test_s001_prints_its_differences_under_the_budget(printed):
    text, _pages = printed((2560, "full"))
    for sentence in (
        "200 ชุด × 80 บาท = 16,000 บาท แต่ระบุไว้ 13,000 บาท",
        "100 บาท × 100 คน × 1 มื้อ = 10,000 บาท แต่ระบุไว้ 100,000 บาท",
        "รวมจากรายการได้ 23,200 บาท แต่ยอดรวมที่ระบุคือ 22,200 บาท",
        "ทั้งโครงการ: รวมจากรายการได้ 121,000 บาท แต่ยอดรวมที่ระบุคือ 120,000 บาท",
    ):
        assert squeezed(sentence) in text


def test_proposal_in_thai_digits_has_no_other(world):
    text, _pages = text_of(proposal_pdf(project(2558, "activity"), thai_digits=True))
    assert "๕๐๐,๐๐๐" in text
    assert re.findall(r"[0-9]+", text) == []


@pytest.mark.parametrize(("key", "pages"), [((2558, "classic"), 4), ((2560, "full"), 6), ((2558, "activity"), 5)])
def test_proposal_page_count(printed, key, pages):
    assert printed(key)[1] == pages


def test_draft_is_marked_on_its_proposal(world):
    draft = Project.objects.select_related("district", "owner").get(state="draft")
    assert text_of(proposal_pdf(draft))[0].count("ร่าง") == 1


@pytest.fixture
def cross():
    """A proposal in the form with the cross table, whose lines may need another page."""
    project = complete_project(formula="=๑๐๐x๕๐X๒", amount="๑๐,๐๐๐")
    project.layout = ProjectLayout.CLASSIC
    project.save()
    LineFactory(project=project, category="utilities", formula="", stated_text="1,234.56", order=2)
    return project


def pages_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_cross_table_writes_one_sign_and_breaks_no_heading(cross):
    text = "\n".join(pages_of(proposal_pdf(cross)))
    assert "= =" not in text
    assert "=๑๐๐" not in text
    assert "สาธารณูปโภค" in text.split()  # the widest of the headings, in one piece


@pytest.mark.parametrize("count", [8, 9])
def test_total_of_the_cross_table_never_stands_alone_on_a_page(cross, count):
    """The last row that a page holds, and one more."""
    for place in range(count):
        LineFactory(project=cross, formula="", stated_text="1", order=place + 3)
    cross.lines.update(item="รายการสมมุติ")  # also the one that was there, whatever its place
    pages = pages_of(proposal_pdf(cross))
    assert ["รายการสมมุติ" in page for page in pages if "รวมทั้งสิ้น" in page] == [True]
