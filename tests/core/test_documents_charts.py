"""Charts: right lengths, safe text, nothing that the strict policy or a screen reader would stumble over."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from qa_portal.core.documents import charts

from .document_kit import pdf_of, poppler_text, words

LEVELS = ["กำลังพัฒนา", "ปานกลาง", "ดี", "ดีเลิศ", "ยอดเยี่ยม"]
NASTY = '<script>alert(1)</script> & "น้ำ"'
ALL = [
    lambda rows, title: charts.bar_chart([row[:2] for row in rows], title=title, unit="แห่ง"),
    lambda rows, title: charts.stacked_bar(rows, series=LEVELS, title=title, unit="แห่ง"),
    lambda rows, title: charts.column_chart(rows, series=LEVELS, title=title, unit="แห่ง"),
]


def parse(svg):
    root = ElementTree.fromstring(svg)
    return [(each.tag.split("}")[1], each) for each in root.iter()]


def texts(svg):
    return [each.text for tag, each in parse(svg) if tag == "text"]


def lengths(svg, side="width"):
    return [round(float(each.get(side)), 1) for tag, each in parse(svg) if tag == "rect"]


def test_bars_are_as_long_as_their_values():
    svg = charts.bar_chart([("ก", 100), ("ข", Decimal("25")), ("ค", 0)], title="จำนวน", unit="แห่ง")
    assert lengths(svg) == [290.0, 72.5]
    assert texts(svg) == ["ก", "100 แห่ง", "ข", "25 แห่ง", "ค", "0 แห่ง"]


def test_no_data_is_not_zero():
    assert texts(charts.bar_chart([("ก", None), ("ข", 0)], title="จำนวน")) == ["ก", "ไม่มีข้อมูล", "ข", "0"]


def test_levels_fill_one_bar_in_order():
    svg = charts.stacked_bar([("มาตรฐานที่ 1", 1, 2, 3, 4, 0)], series=LEVELS, title="ระดับ", unit="แห่ง")
    assert lengths(svg)[5:] == [32.0, 64.0, 96.0, 128.0]
    assert texts(svg) == [*LEVELS, "มาตรฐานที่ 1", "1", "2", "3", "4", "10 แห่ง"]


def test_columns_stand_beside_each_other():
    rows = [("ไตรมาส 1", 100, 50), ("ไตรมาส 2", Decimal("200.50"), None)]
    svg = charts.column_chart(rows, series=["จัดสรร", "ใช้จ่าย"], title="งบประมาณ", unit="บาท")
    assert lengths(svg, "height")[2:] == [59.9, 29.9, 120.0]
    assert texts(svg) == ["จัดสรร", "ใช้จ่าย", "100", "50", "ไตรมาส 1", "200.50", "ไม่มีข้อมูล", "ไตรมาส 2", "บาท"]


def test_coverage_tells_its_share():
    svg = charts.coverage(62, 71, title="ความครอบคลุม", unit="แห่ง", thai_digits=True)
    assert lengths(svg) == [400.0, 349.3]
    assert texts(svg) == ["๖๒ จาก ๗๑ แห่ง (๘๗.๓%)"]


def test_coverage_of_nothing_is_no_data():
    assert texts(charts.coverage(0, 0, title="ความครอบคลุม")) == ["ไม่มีข้อมูล"]


@pytest.mark.parametrize("draw", ALL)
def test_chart_without_rows_says_so(draw):
    assert texts(draw([], "ว่าง"))[-1] == "ไม่มีข้อมูล"


@pytest.mark.parametrize("draw", ALL)
def test_chart_of_zeros_has_no_bars(draw):
    zeros = draw([("ก", 0, 0, 0, 0, 0)], "ศูนย์")
    # What is left are the boxes of the legend.
    assert set(lengths(zeros)) <= {14.0}


@pytest.mark.parametrize("draw", ALL)
def test_chart_escapes_every_text(draw):
    svg = draw([(NASTY, 1, 2, 3, 4, 5)], NASTY)
    assert "<script" not in svg
    tags = {tag for tag, _each in parse(svg)}
    assert tags <= {"svg", "title", "desc", "text", "rect", "path"}
    assert next(each.text for tag, each in parse(svg) if tag == "title") == NASTY


@pytest.mark.parametrize("draw", ALL)
def test_chart_stands_under_a_strict_policy_and_says_what_it_shows(draw):
    (_svg, root), *rest = parse(draw([("โรงเรียน", 1, 2, 3, 4, 5)], "ระดับคุณภาพ"))
    assert (root.get("role"), rest[0][1].text, rest[1][1].text.split(":")[0]) == ("img", "ระดับคุณภาพ", "โรงเรียน")
    names = {name for _tag, each in [(_svg, root), *rest] for name in each.attrib}
    assert [name for name in names if name in ("style", "id") or name.startswith("on")] == []


def test_long_label_is_cut_after_a_whole_letter():
    svg = charts.bar_chart([("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา" * 3, 1)], title="ก")
    label = texts(svg)[0]
    assert label == ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา" * 3)[: len(label) - 1] + "…"
    assert charts._width(label) <= charts.WIDTH


@pytest.mark.parametrize("step", charts.STEPS)
def test_figures_in_bars_have_contrast(step):
    lighter, darker = sorted(map(luminance, step), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_steps_darken_from_lowest_to_highest():
    shades = [luminance(fill) for fill, _ink in charts.STEPS]
    assert all(one > 1.3 * other for one, other in pairwise(shades))


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_chart_in_a_document_reads_back():
    body = '{% bar_chart rows title="จำนวน" unit="แห่ง" %}'
    pdf = pdf_of(body, context={"rows": [("โรงเรียนวัดน้ำผึ้ง", 71)]}, thai_digits=True)
    assert words(poppler_text(pdf)) == ["โรงเรียนวัดน้ำผึ้ง", "๗๑", "แห่ง"]
