"""The result report of the office's own papers of BE 2560, typed without loss, and what in it does not agree."""

import html
import io

import docx
import pypdfium2
import pytest

from projects.checks import results as result_checks
from projects.documents.result import result_docx_file, result_pdf_file
from projects.models import Project, ResultReport
from projects.services import results
from qa_portal.office.demo import doing
from qa_portal.office.demo import results as demo


@pytest.fixture(scope="module")
def loaded_results(loaded_world):
    loaded_world.schools = []
    doing.load(loaded_world)
    demo.load(loaded_world)


@pytest.fixture
def report(loaded_results, world):
    return ResultReport.objects.select_related("project__district", "project__owner").get(project__fiscal_year=2560)


# A12-05 to A12-09, one sentence each.
DIFFERENCES = [
    "ดำเนินการจริง พฤศจิกายน 2559 ถึง สิงหาคม 2560 แผนคือ 1 ตุลาคม 2559 – 30 กันยายน 2560",
    "กิจกรรมที่ 3: ผู้รับผิดชอบในรายงานคือ ศึกษานิเทศก์ผู้รับผิดชอบโครงการ และศึกษานิเทศก์ที่ได้รับมอบหมาย "
    "แต่ในโครงการคือ ศึกษานิเทศก์ที่ได้รับมอบหมาย 2 คน",
    "4 การประชุมปฏิบัติการพัฒนาศักยภาพผู้ประเมินระบบประกันคุณภาพภายในสถานศึกษา: กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
    "7 สรุป รายงานผลการดำเนินโครงการ: กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
    "ดำเนินการครบทุกกิจกรรมแล้ว แต่ใช้เงินเพียงร้อยละ 16.67",
    "ผลสำเร็จ 10 รายการเหมือนเป้าหมายคำต่อคำ ยังไม่มีจำนวนที่เกิดขึ้นจริง",
    "“จำนวนคณะกรรมการและผู้เข้าประชุมปฏิบัติการ/สัมมนาพัฒนาสื่อ-นวัตกรรมฯ”: ตัวชี้วัดนี้ไม่มีค่าเป้าหมาย ไม่ได้บอกว่าเท่าใดจึงเพียงพอ",
    "“จำนวนผู้ประเมินคุณภาพสถานศึกษาที่ได้รับการพัฒนาตามมาตรฐานผู้ประเมิน”: ค่าเป้าหมายที่นี่คือ 100 คน "
    "แต่ในเป้าหมาย “จัดการประชุมปฏิบัติการพัฒนาศักยภาพผู้ประเมินคุณภาพสถานศึกษาต” คือ 200 คน",
    "“จำนวนสถานศึกษาที่มีวิธีปฏิบัติที่ดี”: ตัวชี้วัดเป็นจำนวน แต่ค่าเป้าหมายเป็นร้อยละ",
    "“สื่อ นวัตกรรมฯ ผลงานวิธีปฏิบัติที่ดี มีคุณภาพ”: ค่าเป้าหมายที่นี่คือ 100% แต่ที่ “จำนวนสถานศึกษาที่มีวิธีปฏิบัติที่ดี” คือ 80%",
    "มีภาพ 1 ภาพที่ถ่ายนอกช่วงเวลาของโครงการ",
]
HEADINGS = [
    "ผลการดำเนินงาน",
    "โครงการตามแผนปฏิบัติการประจำปี 2560 และโครงการอื่น ๆ",
    "แหล่งงบประมาณ",
    "งบฯ แผนปฏิบัติการประจำปี 2560",
    "งบฯ สพฐ.",
    "งบฯ อื่นๆ",
    "ผู้รับผิดชอบโครงการ",
    "1. ชื่อโครงการ",
    "2. วัตถุประสงค์",
    "3. เป้าหมายความสำเร็จ",
    "3.1 เชิงปริมาณ",
    "3.2 เชิงคุณภาพ",
    "4. กิจกรรมตามโครงการ",
    "ระยะเวลาดำเนินงาน",
    "หมายเหตุ",
    "5. ระยะเวลาดำเนินการ",
    "พฤศจิกายน 2559 ถึง สิงหาคม 2560",
    "6. งบประมาณ",
    "120,000.-",
    "20,000.-",
    "100,000.-",
    "7. ผลสำเร็จที่ได้จากการดำเนินการ",
    "8. ปัญหา/อุปสรรค",
    "9. แนวทางแก้ไข/ข้อเสนอแนะ",
    "10. เอกสารอ้างอิง",
    "ภาพกิจกรรม",
    "อื่น ๆ (โปรดระบุ)",
    "ภาพประกอบการประชุมคณะกรรมการ ก.ต.ป.น. ครั้งที่ 4/2559 15 มิถุนายน 2559",
    "ภาพประกอบการประชุมคณะกรรมการ ก.ต.ป.น. สัญจร ครั้งที่ 5/2559",
    "โครงการที่ได้รับอนุมัติ",
]


def packed(text):
    """The text without blanks: a paper breaks lines where a page does not."""
    return "".join(text.split())


def pdf_text(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return packed("".join(page.get_textpage().get_text_bounded() for page in pdf))


def docx_text(content):
    body = docx.Document(io.BytesIO(content)).element.body
    return packed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def test_papers_of_2560_show_each_difference_once(report):
    assert [finding.sentence for finding in results.findings(report)] == DIFFERENCES


@pytest.mark.same_on_both
def test_papers_of_2560_say_each_difference_on_the_page_and_on_paper(report, sign_in):
    page = packed(html.unescape(sign_in(report.project.owner).get(report.get_absolute_url()).content.decode()))
    papers = [page, pdf_text(result_pdf_file(report)), docx_text(result_docx_file(report))]
    lost = [sentence for sentence in DIFFERENCES for paper in papers if packed(sentence) not in paper]
    assert lost == []


@pytest.mark.same_on_both
def test_papers_of_2560_carry_every_heading_and_figure(report):
    papers = [pdf_text(result_pdf_file(report)), docx_text(result_docx_file(report))]
    rows = [row.text for row in report.rows.all()] + [row.title for row in report.activities.all()]
    assert [text for text in HEADINGS + rows for paper in papers if packed(text) not in paper] == []


@pytest.mark.same_on_both
def test_papers_of_2560_in_thai_digits_leave_no_other(report):
    text = pdf_text(result_pdf_file(report, thai_digits=True))
    assert [digit for digit in "0123456789" if digit in text] == []


def test_papers_of_2560_are_not_sent_as_they_are(report):
    """A12-06, A12-09."""
    sentences = [missing.sentence for missing in result_checks.missing_result(report.project)]
    assert sentences[0] == "ระบุว่าไม่มีปัญหา แต่ยังไม่ได้ใช้เงินร้อยละ 83 โปรดชี้แจง"
    assert len(sentences) == 11


def test_last_year_has_a_report_that_is_closed_one_sent_and_one_late(report):
    last_year = Project.objects.filter(fiscal_year=2569).order_by("state").values_list("state", flat=True)
    assert list(last_year) == ["closed", "reported", "running"]


def test_demo_results_loaded_twice_change_nothing(report, world):
    before = ResultReport.objects.count()
    demo.load(world)
    assert ResultReport.objects.count() == before


def test_papers_of_2560_are_typed_without_loss(report):
    rows = [(kind, len(lines)) for kind, lines in results.shown(report)["rows_by_kind"]]
    assert rows == [("quantitative", 5), ("qualitative", 5)]
    assert (report.received_text, report.spent_text, report.left_text) == ("120,000.-", "20,000.-", "100,000.-")
    assert (report.received, report.spent, report.left) == (120_000, 20_000, 100_000)
    assert (report.period_text, report.problems, report.suggestions) == ("พฤศจิกายน 2559 ถึง สิงหาคม 2560", "-", "-")
    assert (report.has_proposal, report.has_photos, report.other_papers) == (True, True, "")
    assert report.activities.count() == 7
