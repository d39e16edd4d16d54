import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_portal.core.thai import Period, format_period, month_range, parse_period, to_be, why_no_dates


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        # A11-02 and the seeds' own cells, word for word
        ("17 ตุลาคม 2557", date(2014, 10, 17), date(2014, 10, 17), "day"),
        ("17  ตุลาคม  2557", date(2014, 10, 17), date(2014, 10, 17), "day"),
        ("17 ต.ค. 2557", date(2014, 10, 17), date(2014, 10, 17), "day"),
        ("๑๖ ธันวาคม พ.ศ. ๒๕๖๕", date(2022, 12, 16), date(2022, 12, 16), "day"),
        ("วันที่ 24 พฤษภาคม 2555", date(2012, 5, 24), date(2012, 5, 24), "day"),
        ("พฤศจิกายน 2559", date(2016, 11, 1), date(2016, 11, 30), "month"),
        ("ธันวาคม 2557", date(2014, 12, 1), date(2014, 12, 31), "month"),
        ("พ.ย. 59", date(2016, 11, 1), date(2016, 11, 30), "month"),
        ("ก.พ. 60", date(2017, 2, 1), date(2017, 2, 28), "month"),
        ("ต.ค. – พ.ย. 2557", date(2014, 10, 1), date(2014, 11, 30), "range"),
        ("ต.ค.–พ.ย. 57", date(2014, 10, 1), date(2014, 11, 30), "range"),
        ("ต.ค. 57 – ก.ย. 58", date(2014, 10, 1), date(2015, 9, 30), "range"),
        ("ตุลาคม – เมษายน 2555", date(2011, 10, 1), date(2012, 4, 30), "range"),
        ("ตุลาคม-มีนาคม 2555", date(2011, 10, 1), date(2012, 3, 31), "range"),
        ("(ช่วงเดือนตุลาคม – เมษายน 2555)", date(2011, 10, 1), date(2012, 4, 30), "range"),
        ("(ช่วงเดือนเมษายน – กันยายน 2555)", date(2012, 4, 1), date(2012, 9, 30), "range"),
        ("1 – 15 กันยายน 2555", date(2012, 9, 1), date(2012, 9, 15), "range"),
        ("1-15 กันยายน 2555", date(2012, 9, 1), date(2012, 9, 15), "range"),
        ("ในระหว่างวันที่ 1 – 15 กันยายน 2555", date(2012, 9, 1), date(2012, 9, 15), "range"),
        ("1 ตุลาคม 2559 – 30 กันยายน 2560", date(2016, 10, 1), date(2017, 9, 30), "range"),
        ("พฤศจิกายน 2559 ถึง สิงหาคม 2560", date(2016, 11, 1), date(2017, 8, 31), "range"),
        # the same in other hands
        ("พ.ย. 59 - ส.ค. 60", date(2016, 11, 1), date(2017, 8, 31), "range"),
        ("พ.ย. 59 — ส.ค. 60", date(2016, 11, 1), date(2017, 8, 31), "range"),
        ("พ.ย.59ถึงส.ค.60", date(2016, 11, 1), date(2017, 8, 31), "range"),
        ("ตั้งแต่วันที่ 1 ตุลาคม 2559 จนถึงวันที่ 30 กันยายน 2560", date(2016, 10, 1), date(2017, 9, 30), "range"),
        ("01/10/2559 - 30/09/2560", date(2016, 10, 1), date(2017, 9, 30), "range"),
        ("1-10-2559 – 30-9-2560", date(2016, 10, 1), date(2017, 9, 30), "range"),
        ("2016-10-01 - 2017-09-30", date(2016, 10, 1), date(2017, 9, 30), "range"),
        ("25 ธันวาคม – 5 มกราคม 2560", date(2016, 12, 25), date(2017, 1, 5), "range"),
        ("28 ก.ย. – 3 ต.ค. 2555", date(2012, 9, 28), date(2012, 10, 3), "range"),
        ("5 ต.ค. – พ.ย. 2557", date(2014, 10, 5), date(2014, 11, 30), "range"),
        ("๑ – ๑๕ กันยายน พ.ศ. ๒๕๕๕", date(2012, 9, 1), date(2012, 9, 15), "range"),
        ("เดือนพฤศจิกายน พ.ศ. 2559", date(2016, 11, 1), date(2016, 11, 30), "month"),
        ("ธ.ค. 2014", date(2014, 12, 1), date(2014, 12, 31), "month"),
        ("21/11/2569", date(2026, 11, 21), date(2026, 11, 21), "day"),
        # rules that name their year
        ("ตลอดปีงบประมาณ 2560", date(2016, 10, 1), date(2017, 9, 30), "rule"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๐", date(2016, 10, 1), date(2017, 9, 30), "rule"),
        ("ตลอดปีการศึกษา 2566", date(2023, 5, 16), date(2024, 3, 31), "rule"),
    ],
)
def test_period_reads_dates(text, start, end, precision):
    assert parse_period(text) == Period(start, end, precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "ทุกครั้งที่มีการประชุมผู้บริหารสถานศึกษา",
        "ทุกวันอังคาร",
        "ตลอดปี",
        "ตลอดปีงบประมาณ",
        "1 ครั้ง/เดือน",
        "6 ครั้ง/ปีงบประมาณ",
        "10 ครั้ง/โรงเรียน",
        "4 ครั้ง/โรงเรียน",
        "117 โรงเรียน",
        "2 เดือน/ครั้ง",
        "เดือนละ 1 ครั้ง",
        "-",
        "–",
        "ไม่มี",
        "ถึง",
        "()",
        "2560",
        "ตุลาคม",
        "ต.ค. – พ.ย.",
        "1-3",
        "1 – 15",
        "ต.ค. 57 – ก.ย.",
        "17, 18 ตุลาคม 2557",
        "ม.ค. – ก.พ. – มี.ค. 2560",
        # spans that cannot be: reversed, or of days that do not exist
        "15 – 1 กันยายน 2555",
        "ต.ค. 58 – ก.ย. 57",
        "31 กันยายน 2555",
        "1 – 31 กันยายน 2555",
        "29/02/2569",
        "17 ตุลาคม 2999",
        "ตลอดปีงบประมาณ 2999",
        "5 – กันยายน – 2555 และต่อไป",
        "3 – ก.ย. 2555 2556",
        # longer than is looked at
        "พ.ย." + " " * 200 + "59",
    ],
)
def test_period_keeps_anything_else_as_a_rule(text):
    assert parse_period(text) == Period(None, None, "rule", text)


def test_period_text_is_stripped_and_nothing_else():
    assert parse_period(" \u00a0ทุกวัน  อังคาร ๒ ครั้ง\n").text == "ทุกวัน  อังคาร ๒ ครั้ง"


def test_period_blank_is_false():
    assert (parse_period("  "), bool(parse_period(" ")), bool(parse_period("-"))) == (Period(), False, True)


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        (date(2017, 1, 2), date(2017, 1, 1), "range"),
        (date(2017, 1, 2), None, "day"),
        (None, date(2017, 1, 2), "rule"),
        (None, None, "month"),
    ],
)
def test_period_refuses_impossible_rows(start, end, precision):
    with pytest.raises(ValueError, match=r"period|rule"):
        Period(start, end, precision)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (parse_period("ต.ค. 57 – ก.ย. 58"), "ต.ค. 57 – ก.ย. 58"),
        (parse_period("ทุกวันอังคาร"), "ทุกวันอังคาร"),
        (Period(date(2014, 10, 17), date(2014, 10, 17), "day"), "17 ตุลาคม 2557"),
        (Period(*month_range(2557, 12), "month"), "ธันวาคม 2557"),
        (Period(date(2012, 9, 1), date(2012, 9, 15), "range"), "1 – 15 กันยายน 2555"),
        (Period(date(2016, 10, 1), date(2017, 9, 30), "rule"), "1 ตุลาคม 2559 – 30 กันยายน 2560"),
        (Period(), ""),
    ],
)
def test_format_period_prefers_the_words_written(period, text):
    assert format_period(period) == text


def test_format_period_style_and_digits():
    period = Period(date(2012, 9, 1), date(2012, 9, 15), "range")
    assert format_period(period, "short", thai_digits=True) == "๑ – ๑๕ ก.ย. ๒๕๕๕"


@st.composite
def periods(draw):
    first, last = sorted(
        draw(st.lists(st.dates(date(1957, 1, 1), date(2100, 1, 1)), min_size=2, max_size=2, unique=True))
    )
    kind = draw(st.sampled_from(["day", "month", "range"]))
    if kind == "day":
        return Period(first, first, "day")
    return (
        Period(*month_range(to_be(first.year), first.month), "month")
        if kind == "month"
        else Period(first, last, "range")
    )


@given(periods(), st.sampled_from(["short", "long"]), st.booleans())
def test_periods_round_trip(period, style, thai_digits):
    text = format_period(period, style, thai_digits=thai_digits)
    assert parse_period(text) == Period(period.start, period.end, period.precision, text)


@given(st.text(max_size=250) | st.text("0123456789๐๙/.-–() พศตคกยเดือนถึงปีงบประมาณ", max_size=40))
def test_period_never_raises_nor_loses_text(text):
    assert parse_period(text).text == text.strip()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("29 ก.พ. 2570", "ไม่มีวันที่ 29 ในกุมภาพันธ์ 2570 เดือนนี้มี 28 วัน"),
        ("๑ ก.พ. – ๓๐ ก.พ. ๒๕๗๐", "ไม่มีวันที่ 30 ในกุมภาพันธ์ 2570 เดือนนี้มี 28 วัน"),
        ("1/13/2570", "ไม่มีเดือนที่ 13 โปรดระบุเดือน 1 ถึง 12"),
        ("30 ก.ย. 2570 - 1 ต.ค. 2569", "วันสิ้นสุดอยู่ก่อนวันเริ่ม"),
        ("29 ก.พ. 2571", ""),
        ("ก.พ. 2570", ""),
        ("ทุกวันอังคาร", ""),
        ("ตลอดปีงบประมาณ 2570", ""),
        ("", ""),
        ("1 – 15 ของทุกเดือน", ""),
    ],
)
def test_period_of_days_that_are_none_says_why(text, why):
    assert why_no_dates(text) == why


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        " ",
        "-",
        " - ",
        "– ",
        "ถึง",
        "ต.ค.",
        "ต.ค. 57 – ",
        "1-",
        "ใน",
        "ช่วงเดือน",
        "ปีงบประมาณ",
        "(",
        "1 ",
        ".",
        "ระหว่างวันที่",
    ],
)
@pytest.mark.parametrize("length", [199, 100_000])
def test_period_stays_quick_on_hostile_text(unit, length):
    text = (unit * length)[:length] + "!"
    begun = time.perf_counter()
    assert parse_period(text) == Period(text=text.strip())
    assert time.perf_counter() - begun < 0.5
