import time
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from qa_portal.core.thai import (
    DateError,
    academic_year,
    academic_year_range,
    fiscal_year,
    fiscal_year_range,
    format_date,
    format_month,
    format_range,
    month_range,
    parse_date,
    quarter,
    to_be,
    to_ce,
)

SATURDAY = date(2026, 11, 21)
days = st.dates(date(1857, 1, 1), date(2157, 12, 31))


@pytest.mark.parametrize(
    ("day", "year", "quarter_number"),
    [
        (date(2016, 9, 30), 2559, 4),
        (date(2016, 10, 1), 2560, 1),
        (date(2016, 12, 31), 2560, 1),
        (date(2017, 1, 1), 2560, 2),
        (date(2017, 3, 31), 2560, 2),
        (date(2017, 4, 1), 2560, 3),
        (date(2017, 7, 1), 2560, 4),
        (date(2017, 9, 30), 2560, 4),
        (date(2017, 10, 1), 2561, 1),
    ],
)
def test_fiscal_year_turns_on_1_october(day, year, quarter_number):
    """A11-01: FY2560 = 1 Oct 2559 - 30 Sep 2560."""
    assert (fiscal_year(day), quarter(day)) == (year, quarter_number)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 5, 15), 2565),
        (date(2023, 5, 16), 2566),
        (date(2023, 12, 31), 2566),
        (date(2024, 1, 1), 2566),
        (date(2024, 3, 31), 2566),
        (date(2024, 4, 1), 2566),
        (date(2024, 5, 16), 2567),
    ],
)
def test_academic_year_turns_on_16_may(day, year):
    assert academic_year(day) == year


@given(days)
def test_years_contain_their_days(day):
    first, last = fiscal_year_range(fiscal_year(day))
    assert first <= day <= last
    begun, ended = academic_year_range(academic_year(day))
    assert begun <= day < begun.replace(year=begun.year + 1)
    assert (ended.month, ended.day, ended.year) == (3, 31, begun.year + 1)


def test_year_ranges_are_literal():
    assert fiscal_year_range(2560) == (date(2016, 10, 1), date(2017, 9, 30))
    assert academic_year_range(2566) == (date(2023, 5, 16), date(2024, 3, 31))
    assert month_range(2567, 2) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (to_be(2026), to_ce(2569)) == (2569, 2026)


@pytest.mark.parametrize(
    ("style", "arabic", "thai"),
    [
        ("short", "21 พ.ย. 2569", "๒๑ พ.ย. ๒๕๖๙"),
        ("long", "21 พฤศจิกายน 2569", "๒๑ พฤศจิกายน ๒๕๖๙"),
        ("full", "วันเสาร์ที่ 21 พฤศจิกายน พ.ศ. 2569", "วันเสาร์ที่ ๒๑ พฤศจิกายน พ.ศ. ๒๕๖๙"),
    ],
)
def test_format_date_styles(style, arabic, thai):
    assert (format_date(SATURDAY, style), format_date(SATURDAY, style, thai_digits=True)) == (arabic, thai)


def test_format_date_is_short_by_default():
    assert (format_date(SATURDAY), format_month(SATURDAY)) == ("21 พ.ย. 2569", "พ.ย. 2569")


@pytest.mark.parametrize(
    ("start", "end", "precision", "style", "text"),
    [
        (date(2014, 10, 17), date(2014, 10, 17), "day", "long", "17 ตุลาคม 2557"),
        (date(2012, 9, 1), date(2012, 9, 15), "range", "long", "1 – 15 กันยายน 2555"),
        (date(2012, 9, 15), date(2012, 10, 3), "range", "short", "15 ก.ย. – 3 ต.ค. 2555"),
        (date(2016, 10, 1), date(2017, 9, 30), "range", "full", "1 ตุลาคม 2559 – 30 กันยายน 2560"),
        (date(2014, 12, 1), date(2014, 12, 31), "month", "long", "ธันวาคม 2557"),
        (date(2014, 10, 1), date(2014, 11, 30), "month", "short", "ต.ค. – พ.ย. 2557"),
        (date(2014, 10, 1), date(2015, 9, 30), "month", "short", "ต.ค. 2557 – ก.ย. 2558"),
    ],
)
def test_format_range_says_nothing_twice(start, end, precision, style, text):
    assert format_range(start, end, precision, style) == text


def test_format_range_in_thai_digits():
    assert format_range(date(2012, 9, 1), date(2012, 9, 15), thai_digits=True) == "๑ – ๑๕ กันยายน ๒๕๕๕"


@pytest.mark.parametrize(
    "typed",
    [
        "21/11/2569", "21-11-2569", "21.11.2569", " 21 / 11 / 2569 ", "21/11/69", "21/11/2026", "2026-11-21",
        "2569-11-21", "๒๑/๑๑/๒๕๖๙", "21 พฤศจิกายน 2569", "21 พ.ย. 2569", "21 พ.ย. 69", "21 พ.ย.69", "21พย69",
        "21 พ. ย. 2569", "21-พ.ย.-69", "21 พฤศจิกา 2569", "21 พฤศจิกายน พ.ศ. 2569", "21 พฤศจิกายน พุทธศักราช 2569",
        "21 พฤศจิกายน ค.ศ. 2026", "วันที่ 21 พฤศจิกายน 2569", "วันที่ 21 เดือน พฤศจิกายน พ.ศ. ๒๕๖๙", "วันที่ 21/11/2569",
        "วันเสาร์ที่ 21 พฤศจิกายน พ.ศ. 2569", "๒๑\u00a0พฤศจิกายน\u200b ๒๕๖๙",
    ],
)  # fmt: skip
def test_parse_date_reads_what_people_type(typed):
    assert parse_date(typed) == SATURDAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1/2/2569", date(2026, 2, 1)),
        ("29/02/2567", date(2024, 2, 29)),
        ("29 ก.พ. 67", date(2024, 2, 29)),
        ("5 กรกฏาคม 2560", date(2017, 7, 5)),
        ("วันพฤหัสที่ 19 พ.ย. 2569", date(2026, 11, 19)),
        ("1/1/2400", date(1857, 1, 1)),
        ("31/12/2700", date(2157, 12, 31)),
        ("๑๖ ธันวาคม พ.ศ. ๒๕๖๕", date(2022, 12, 16)),
    ],
)
def test_parse_date_reads_other_days(typed, day):
    assert parse_date(typed) == day


NO_DATE = "This is not a date. Type day/month/B.E. year, for example 21/11/2569."
NO_YEAR = "The year must lie between B.E. 2400 and 2700."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", NO_DATE),
        ("-", NO_DATE),
        ("ไม่มี", NO_DATE),
        ("21/11", NO_DATE),
        ("21/11-2569", NO_DATE),
        ("21/11/569", NO_DATE),
        ("2 1 พ.ย. 2569", NO_DATE),
        ("21 พ.ย. 25 69", NO_DATE),
        ("พ.ย. 2569", NO_DATE),
        ("21 Nov 2569", NO_DATE),
        ("٢١/١١/٢٥٦٩", NO_DATE),
        ("21/11/2569\n22/11/2569", NO_DATE),
        ("21/11/2569" + " " * 200, NO_DATE),
        ("29/02/2569", "There is no day 29 in February 2569: the month has 28 days."),
        ("31 พ.ย. 2569", "There is no day 31 in November 2569: the month has 30 days."),
        ("0/11/2569", "There is no day 0 in November 2569: the month has 30 days."),
        ("11/21/2569", "There is no month 21: months run from 1 to 12."),
        ("1/0/2569", "There is no month 0: months run from 1 to 12."),
        ("21/11/2399", "The year must lie between B.E. 2400 and 2700."),
        ("21/11/2701", NO_YEAR),
        ("21/11/1856", NO_YEAR),
        ("21/11/9999", NO_YEAR),
        ("21/11/0000", NO_YEAR),
        ("วันศุกร์ที่ 21 พ.ย. 2569", "That day is a Saturday. Check the date."),
    ],
)
def test_parse_date_refuses_with_a_sentence(typed, sentence):
    with override("en"), pytest.raises(DateError) as refused:
        parse_date(typed)
    assert str(refused.value) == sentence


def test_parse_date_refuses_in_thai():
    with override("th"), pytest.raises(DateError) as refused:
        parse_date("29/02/2569")
    assert str(refused.value) == "ไม่มีวันที่ 29 ในกุมภาพันธ์ 2569 เดือนนี้มี 28 วัน"


@given(days, st.sampled_from(["short", "long", "full"]), st.booleans())
def test_dates_round_trip(day, style, thai_digits):
    assert parse_date(format_date(day, style, thai_digits=thai_digits)) == day


@given(st.text(max_size=250) | st.text("0123456789๐๙/.- พศวันที่เดือนตค", max_size=40))
def test_parse_date_gives_a_date_or_its_own_error(text):
    try:
        assert 2400 <= to_be(parse_date(text).year) <= 2700
    except DateError as refused:
        assert str(refused)  # noqa: PT017


@pytest.mark.parametrize("unit", ["1", " ", "1/", "1 ", "วัน", "วันที่", "พ.", "1.", "มกรา", "-"])
@pytest.mark.parametrize("length", [200, 100_000])
def test_parse_date_stays_quick_on_hostile_text(unit, length):
    begun = time.perf_counter()
    with pytest.raises(DateError):
        parse_date((unit * length)[:length] + "!")
    assert time.perf_counter() - begun < 0.5
