"""The table of S004 in PDF, Word and Excel: five columns, ticks, four headings, headings that repeat (A9-01, A9-02)."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from qa_portal.core.spreadsheets import write_workbook
from qa_portal.office.documents.own_standards import report_docx, report_name, report_pdf, report_sheets, rows_of
from qa_portal.office.models import HEADINGS, OfficeEvidence, OwnProject
from qa_portal.office.reports.own_standards import content_of
from qa_portal.office.services.own_standards import add_evidence
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import DistrictFactory
from tests.factories.own_standards import begun, fill, set_level

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    """Every item filled; the fifth has two projects, the first of them long enough for several pages."""
    report = fill(begun(DistrictFactory()))
    set_level(report, 4, suggested=4)
    answer = report.answers.whole()[4]
    words = {"factors": "\n".join(f"1.{n} ดำเนินการขั้นที่ {n}" for n in range(1, 61)), "problems": "- (ไม่มี) -"}
    OwnProject.objects.create(answer=answer, position=2, typed_title="โครงการที่สอง", **words)
    for number in range(4):
        add_evidence(answer, OfficeEvidence(title=f"หลักฐานเพิ่ม {number}"), None, by=None)
    return content_of(report)


def tables(content):
    (indicator,) = content["indicators"]
    return [rows_of(indicator, item) for item in indicator["items"]]


def test_levels_stand_down_the_first_rows_and_one_is_ticked(content):
    for rows in tables(content):
        levels = [(row.level["value"], row.level["is_on"]) for row in rows if row.level]
        assert levels == [(1, False), (2, False), (3, False), (4, True)]


def test_four_headings_are_numbered_anew_for_each_project(content):
    headings = [f"{number}. {label}" for number, label in enumerate(HEADINGS.values(), 1)]
    assert [row.heading for row in tables(content)[4] if row.heading] == headings * 2
    assert [row.title for row in tables(content)[4] if row.title] == ["โครงการสมมุติ", "โครงการที่สอง"]


def test_evidence_goes_on_from_row_to_row(content):
    rows = [row.evidence for row in tables(content)[4] if row.evidence]
    assert rows == [["เอกสาร 5", "หลักฐานเพิ่ม 0", "หลักฐานเพิ่ม 1"], ["หลักฐานเพิ่ม 2", "หลักฐานเพิ่ม 3"]]


def test_pdf_repeats_the_heading_of_an_item_on_each_of_its_pages(content):
    pages = poppler_text(report_pdf(content)).split("\f")[1:-1]
    heads = [squeezed("ข้อที่ ๕ มีระบบการกำกับดูแล ติดตาม ประเมินผล") in squeezed(page) for page in pages]
    more = ["(ต่อ)" in page for page in pages]
    count = sum(heads)
    assert heads == [False] * 4 + [True] * count
    assert more == [False] * 5 + [True] * (count - 1)
    assert count > 1


def test_pdf_is_on_wide_pages_with_thai_digits(content):
    text = poppler_text(report_pdf(content), "-layout")
    assert ("ปีงบประมาณ ๒๕๗๐" in text, "ปีงบประมาณ 2570" in text) == (True, False)
    assert "ปีงบประมาณ 2570" in poppler_text(report_pdf(content, thai_digits=False))


def test_word_file_has_the_first_heading_and_the_one_of_further_pages(content):
    sections = Document(io.BytesIO(report_docx(content))).sections
    firsts = [section.first_page_header.paragraphs[2].text for section in list(sections)[1:]]
    others = [section.header.paragraphs[2].text for section in list(sections)[1:]]
    assert [text.split()[:2] for text in firsts] == [["ข้อที่", digit] for digit in "๑๒๓๔๕"]
    assert others == [f"{text} (ต่อ)" for text in firsts]
    assert {section.orientation for section in sections} == {1}


def test_word_file_has_a_table_of_five_columns_for_each_item(content):
    document = Document(io.BytesIO(report_docx(content)))
    wide = [table for table in document.tables if len(table.columns) == 5]
    assert [len(table.rows) for table in wide] == [len(rows) + 1 for rows in tables(content)]


def test_workbook_says_the_same(content):
    book = load_workbook(io.BytesIO(write_workbook(report_sheets(content))))
    assert book.sheetnames == ["ระดับคุณภาพ", "รายข้อ", "โครงการและผลการดำเนินงาน", "หลักฐาน"]
    rows = list(book["โครงการและผลการดำเนินงาน"].iter_rows(values_only=True))
    assert [row[3] for row in rows if row[2] == 5] == ["โครงการสมมุติ", "โครงการที่สอง"]


def test_report_that_is_not_rateable_says_so(content):
    content["indicators"][0] |= {"level": None, "suggested": None}
    assert "ไม่สามารถกำหนดระดับได้" in poppler_text(report_pdf(content))


def test_report_is_named_by_year_and_office(content):
    assert report_name(content) == f"รายงานมาตรฐานสำนักงานเขต ปีงบประมาณ 2570 {content['office_short']}"
