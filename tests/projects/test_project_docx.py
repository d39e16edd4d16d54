"""The proposals of the three forms for Word: word for word what the PDF says, and a file that people can work on."""

import io
import re

import docx
import pypdfium2
import pytest
from django.urls import reverse

from projects.documents.proposal import TEMPLATE, proposal_context, proposal_docx, proposal_pdf
from projects.models import Project
from qa_portal.core.documents import html_for_pdf
from qa_portal.core.thai import to_thai
from tests.core.docx_kit import squeezed, text_of, text_of_html

pytestmark = pytest.mark.same_on_both

PARTS = {
    (2558, "classic"): [
        "1. หลักการและเหตุผล",
        "2. วัตถุประสงค์",
        "3. เป้าหมาย",
        "4. ขั้นตอนการดำเนินงาน",
        "5. งบประมาณที่ใช้ จำนวน 53,600 บาท",
        "6. การประเมินผล",
        "7. ผลที่คาดว่าจะได้รับ",
    ],
    (2560, "full"): [
        "1. หลักการและเหตุผล",
        "2. วัตถุประสงค์",
        "3. เป้าหมาย",
        "4. กิจกรรมและการดำเนินการ",
        "5. งบประมาณที่ใช้",
        "6. รายละเอียดการใช้งบประมาณ จำนวน 120,000 บาท",
        "7. การวิเคราะห์ความเสี่ยงของโครงการ",
        "ตัวชี้วัดและค่าเป้าหมาย",
        "8. ผลที่คาดว่าจะได้รับ",
    ],
    (2558, "activity"): [
        "1. หลักการและเหตุผล",
        "2. วัตถุประสงค์",
        "3. เป้าหมาย",
        "4. ขั้นตอนการดำเนินงาน",
        "5. งบประมาณ จำนวน 500,000 บาท โดยใช้แบบบริหารงบประมาณแบบบูรณาการเป็นเครื่องมือ",
        "6. การวัดและประเมินผล",
        "7. ผลที่คาดว่าจะได้รับ",
    ],
}


def project(year, layout):
    return Project.objects.select_related("district", "owner").get(fiscal_year=year, layout=layout)


def figures(text):
    """Every number of a text, whichever digits it is written in, how often it stands there."""
    return sorted(re.findall(r"[0-9๐-๙]+(?:[,.][0-9๐-๙]+)*", text))


def pdf_text(content):
    """The text of a PDF without the numbers of its pages."""
    with pypdfium2.PdfDocument(content) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"- [0-9๐-๙]+ -", "", text)


def test_docx_of_a_proposal_says_word_for_word_what_its_template_says(world):
    for row in (project(*key) for key in PARTS):
        html = html_for_pdf(TEMPLATE, proposal_context(row), title="")
        assert squeezed(text_of(proposal_docx(row))) == squeezed(text_of_html(html))


def test_docx_of_a_proposal_has_the_figures_of_its_pdf(world):
    for row in (project(*key) for key in PARTS):
        assert figures(text_of(proposal_docx(row))) == figures(pdf_text(proposal_pdf(row)))


def test_docx_of_a_proposal_has_its_parts_as_headings(world):
    for key, parts in PARTS.items():
        document = docx.Document(io.BytesIO(proposal_docx(project(*key))))
        assert [each.text for each in document.paragraphs if each.style.name == "Heading 2"] == parts


def test_docx_of_a_proposal_in_thai_digits_has_no_other(world):
    row = project(2558, "activity")
    arabic, thai = (text_of(proposal_docx(row, thai_digits=digits)) for digits in (False, True))
    assert thai == to_thai(arabic)


def test_docx_of_a_proposal_has_its_budget_as_a_table(world):
    document = docx.Document(io.BytesIO(proposal_docx(project(2558, "classic"))))
    (table,) = (table for table in document.tables if table.cell(0, 1).text == "รายการ")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["ที่", "รายการ", "งบประมาณ", "งบประมาณ", "งบประมาณ", "งบประมาณ"],
        ["ที่", "รายการ", "รวม", "ค่าตอบแทน", "ค่าใช้สอย", "วัสดุ"],
        ["1", "ค่าอาหารกลางวัน = 100x200X2", "40,000", "", "40,000", ""],
        ["2", "ค่าอาหารว่างและเครื่องดื่ม = 100x50X2", "10,000", "", "10,000", ""],
        ["5", "ค่าตอบแทนวิทยากร = 3 x600X2", "3,600", "3,600", "", ""],
        ["รวมทั้งสิ้น", "รวมทั้งสิ้น", "53,600", "3,600", "50,000", ""],
    ]


def test_docx_page_hands_out_a_word_file_under_the_projects_name(world, client):
    row = project(2560, "full")
    client.force_login(world.people["plan"])
    response = client.get(reverse("projects:project_docx", args=[row.pk]), {"digits": "thai"})
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Cache-Control"] == "private, no-store"
    assert squeezed(text_of(response.content)) == squeezed(text_of(proposal_docx(row, thai_digits=True)))


def test_project_page_offers_the_word_file_in_both_digits(world, client):
    row = project(2560, "full")
    client.force_login(world.people["plan"])
    page = client.get(row.get_absolute_url()).content.decode()
    address = reverse("projects:project_docx", args=[row.pk])
    assert re.findall(rf'href="({address}[^"]*)"', page) == [address, f"{address}?digits=thai"]
