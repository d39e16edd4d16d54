"""The page: numbers, digits, tables that run over pages, blocks of the office's forms."""

import datetime
import io
from decimal import Decimal

import pikepdf
import pytest
from django.utils import translation

from .document_kit import pdf_of, poppler_text, words

THREE_PAGES = '<p>หนึ่ง</p><p class="new-page">สอง</p><p class="new-page">สาม</p>'


def pages(pdf):
    """The lines of each page as they stand."""
    text = poppler_text(pdf, "-layout").split("\f")[:-1]
    return [[" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in text]


def sizes(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [tuple(round(float(side)) for side in page.mediabox[2:]) for page in document.pages]


@pytest.mark.parametrize(("thai_digits", "second", "third"), [(False, "-2-", "-3-"), (True, "-๒-", "-๓-")])
def test_page_numbers_stand_on_top_from_the_second_page(thai_digits, second, third):
    assert pages(pdf_of(THREE_PAGES, thai_digits=thai_digits)) == [["หนึ่ง"], [second, "สอง"], [third, "สาม"]]


def test_cover_has_no_page_number():
    body = (
        '<section class="cover">ปก</section><section class="cover new-page">ปกใน</section><p class="new-page">เนื้อหา</p>'
    )
    assert pages(pdf_of(body)) == [["ปก"], ["ปกใน"], ["-3-", "เนื้อหา"]]


def test_state_stands_on_every_page():
    pdf = pdf_of(THREE_PAGES, blocks="{% block state %}ร่าง{% endblock %}")
    assert [page[0].split()[-1] for page in pages(pdf)] == ["ร่าง"] * 3


def test_landscape_section_gets_wide_pages():
    assert sizes(pdf_of('<p>ก</p><div class="landscape">ข</div><p>ค</p>')) == [(595, 842), (842, 595), (595, 842)]


def test_grid_repeats_its_header_and_keeps_rows_whole():
    row = "<tr><td>บรรทัดหนึ่ง<br>บรรทัดสอง<br>บรรทัดสาม</td></tr>"
    pdf = pdf_of(f'<table class="grid"><thead><tr><th>หัวตาราง</th></tr></thead><tbody>{row * 30}</tbody></table>')
    first, second, third = ([line for line in page if not line.startswith("-")] for page in pages(pdf))
    assert [page[0] for page in (first, second, third)] == ["หัวตาราง"] * 3
    assert [(len(page) - 1) % 3 for page in (first, second, third)] == [0, 0, 0]


def test_sum_stands_once_under_the_last_row():
    body = (
        f'<table class="grid"><tbody>{"<tr><td>แถว</td></tr>" * 60}</tbody><tfoot><tr><td>รวม</td></tr></tfoot></table>'
    )
    lines = [line for page in pages(pdf_of(body)) for line in page]
    assert (lines.count("รวม"), lines[-1]) == (1, "รวม")


def test_document_is_thai_whatever_the_language_of_the_page():
    with translation.override("en"):
        pdf = pdf_of("{{ day|be_long }}", context={"day": datetime.date(2026, 11, 21)})
    assert words(poppler_text(pdf)) == ["21", "พฤศจิกายน", "2569"]


@pytest.mark.parametrize(
    ("tag", "arabic", "thai"),
    [
        ("{{ 'ปี 2569'|thai_digits }}", "ปี 2569", "ปี ๒๕๖๙"),
        ("{{ day|be_date }}", "21 พ.ย. 2569", "๒๑ พ.ย. ๒๕๖๙"),
        ("{{ day|be_long }}", "21 พฤศจิกายน 2569", "๒๑ พฤศจิกายน ๒๕๖๙"),
        ("{{ money|baht }}", "1,250.50", "๑,๒๕๐.๕๐"),
        ("{{ money|baht_text }}", "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์", "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์"),
        (
            "{% difference money more %}",
            *("▲ ระบุ 1,250.50 คำนวณได้ 2,000 ต่างกัน 749.50", "▲ ระบุ ๑,๒๕๐.๕๐ คำนวณได้ ๒,๐๐๐ ต่างกัน ๗๔๙.๕๐"),
        ),
    ],
)
def test_figures_follow_the_digits_of_the_document(tag, arabic, thai):
    context = {"day": datetime.date(2026, 11, 21), "money": Decimal("1250.50"), "more": Decimal(2000)}
    read = [words(poppler_text(pdf_of(tag, context=context, thai_digits=digits))) for digits in (False, True)]
    assert read == [arabic.split(), thai.split()]


@pytest.mark.parametrize("tag", ["thai_digits", "be_date", "be_long", "be_full", "baht", "baht_text", "blank_line"])
def test_nothing_known_is_shown_as_nothing(tag):
    pdf = pdf_of(f"[{{{{ value|{tag} }}}}]", context={"value": None})
    assert "".join(words(poppler_text(pdf))) == "[]"


@pytest.mark.parametrize(("value", "shown"), [("-", "[-]"), ("ไม่มี", "[ไม่มี]"), ("<b>", "[<b>]")])
def test_answers_are_not_taken_for_blanks(value, shown):
    assert words(poppler_text(pdf_of("[{{ value|blank_line }}]", context={"value": value}))) == [shown]


@pytest.mark.parametrize("computed", [None, Decimal(13000)])
def test_no_difference_is_noted_where_figures_agree_or_one_is_unknown(computed):
    body = "[{% difference stated computed %}]"
    pdf = pdf_of(body, context={"stated": Decimal(13000), "computed": computed})
    assert "".join(words(poppler_text(pdf))) == "[]"


def test_tick_boxes_are_text():
    assert words(poppler_text(pdf_of("{% tick True %} ต่อเนื่อง {% tick False %} ใหม่"))) == ["☑", "ต่อเนื่อง", "☐", "ใหม่"]


def test_signature_holds_name_position_and_date():
    body = (
        '{% include "documents/signature.html" with role="ผู้อนุมัติ" name="นายสมมติ ดีงาม" position="ผู้อำนวยการ" date=day %}'
    )
    pdf = pdf_of(f'<div class="signatures">{body}</div>', context={"day": datetime.date(2026, 11, 21)})
    assert pages(pdf) == [["ลงชื่อ ผู้อนุมัติ", "(นายสมมติ ดีงาม)", "ผู้อำนวยการ", "21 พฤศจิกายน 2569"]]


def test_memo_header_holds_its_four_lines():
    body = '{% include "documents/memo_header.html" with unit="กลุ่มนิเทศ" number="ศธ 04/1" date=day subject="รายงานผล" %}'
    pdf = pdf_of(body, context={"day": datetime.date(2026, 11, 21)}, thai_digits=True)
    assert words(poppler_text(pdf, "-layout")) == (
        ["บันทึกข้อความ", "ส่วนราชการ", "กลุ่มนิเทศ", "ที่", "ศธ", "๐๔/๑", "วันที่", "๒๑", "พฤศจิกายน", "๒๕๖๙", "เรื่อง", "รายงานผล"]
    )


def test_letterhead_stands_without_a_logo():
    body = '{% include "documents/letterhead.html" with name="สพป.ตัวอย่าง เขต 1" address="1 หมู่ 2" phone="0 2000 0000" %}'
    assert pages(pdf_of(body)) == [["สพป.ตัวอย่าง เขต 1", "1 หมู่ 2", "โทร. 0 2000 0000"]]
