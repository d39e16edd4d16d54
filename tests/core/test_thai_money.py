import time
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from qa_portal.core.thai import NumberError, baht_text, format_baht, parse_number, to_thai

amounts = st.decimals(0, 10**12, places=2)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("-0.00", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("100", "หนึ่งร้อยบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("110", "หนึ่งร้อยสิบบาทถ้วน"),
        ("23800", "สองหมื่นสามพันแปดร้อยบาทถ้วน"),
        ("120000", "หนึ่งแสนสองหมื่นบาทถ้วน"),
        ("120000.00", "หนึ่งแสนสองหมื่นบาทถ้วน"),
        ("500000", "ห้าแสนบาทถ้วน"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("11000011", "สิบเอ็ดล้านสิบเอ็ดบาทถ้วน"),
        ("21000000.21", "ยี่สิบเอ็ดล้านบาทยี่สิบเอ็ดสตางค์"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("999999999999.99", "เก้าแสนเก้าหมื่นเก้าพันเก้าร้อยเก้าสิบเก้าล้านเก้าแสนเก้าหมื่นเก้าพันเก้าร้อยเก้าสิบเก้าบาทเก้าสิบเก้าสตางค์"),
        ("1.25", "หนึ่งบาทยี่สิบห้าสตางค์"),
        ("0.01", "หนึ่งสตางค์"),
        ("0.50", "ห้าสิบสตางค์"),
        ("0.005", "หนึ่งสตางค์"),
        ("1.999", "สองบาทถ้วน"),
        ("-50.75", "ลบห้าสิบบาทเจ็ดสิบห้าสตางค์"),
        ("-0.001", "ศูนย์บาทถ้วน"),
    ],
)
def test_baht_text(amount, words):
    assert baht_text(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_baht_text_refuses_what_is_no_amount(amount):
    with pytest.raises(ValueError, match="finite"):
        baht_text(Decimal(amount))


@given(amounts)
def test_baht_text_never_fails_and_ends_as_money_does(amount):
    assert baht_text(amount).endswith(("บาทถ้วน", "สตางค์"))
    assert baht_text(-amount).removeprefix("ลบ") == baht_text(amount)


@pytest.mark.parametrize(
    ("amount", "plain", "with_satang", "thai"),
    [
        ("120000", "120,000", "120,000.00", "๑๒๐,๐๐๐"),
        ("120000.00", "120,000", "120,000.00", "๑๒๐,๐๐๐"),
        ("2800.5", "2,800.50", "2,800.50", "๒,๘๐๐.๕๐"),
        ("0", "0", "0.00", "๐"),
        ("-1234567.891", "-1,234,567.89", "-1,234,567.89", "-๑,๒๓๔,๕๖๗.๘๙"),
        ("-0.001", "0", "0.00", "๐"),
        ("1E+5", "100,000", "100,000.00", "๑๐๐,๐๐๐"),
    ],
)
def test_format_baht(amount, plain, with_satang, thai):
    amount = Decimal(amount)
    assert format_baht(amount) == plain
    assert format_baht(amount, satang=True) == with_satang
    assert format_baht(amount, thai_digits=True) == thai


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        # cells of the paper forms (A3-03)
        ("....2,800.....", "2800"),
        ("....2,800.....บาท", "2800"),
        ("... .7,000.....", "7000"),
        ("... .5,000..... .บาท", "5000"),
        ("..100..", "100"),
        ("...20...", "20"),
        ("120,000.-บาท", "120000"),
        ("20,000.-", "20000"),
        # typed
        ("120000", "120000"),
        ("120,000.50", "120000.50"),
        ("๑๒๐,๐๐๐.๕๐ บาท", "120000.50"),
        (" 1,234,567 บาทถ้วน", "1234567"),
        ("฿ 35", "35"),
        (".50", "0.50"),
        ("100.", "100"),
        ("…2,800…", "2800"),
        ("-5,000", "-5000"),
        ("0", "0"),
    ],
)
def test_parse_number_reads_paper_forms(typed, number):
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "–",
        ".....-.....",
        "ไม่มี",
        "บาท",
        "1,00",
        "12,0000",
        ",100",
        "1.2.3",
        "5.....5",
        "1 000",
        "1e5",
        "NaN",
        "Infinity",
        "0x10",
        "100x200X2",
        "1_000",
        "٣",
        "²",
        "--5",
        "100 คน",
        "1" * 201,
    ],
)
def test_parse_number_refuses_with_a_sentence(typed):
    with override("en"), pytest.raises(NumberError) as refused:
        parse_number(typed)
    assert str(refused.value) == "This is not a number. Type digits only, for example 120,000.50."


@given(amounts, st.booleans())
def test_numbers_round_trip(amount, satang):
    text = format_baht(amount, satang=satang)
    assert parse_number(text) == parse_number(to_thai(text)) == parse_number(f"....{text}.....บาท") == amount


@given(st.text(max_size=250) | st.text("0123456789๐,.- บาท", max_size=30))
def test_parse_number_gives_a_number_or_its_own_error(text):
    try:
        assert parse_number(text).is_finite()
    except NumberError as refused:
        assert str(refused)  # noqa: PT017


@pytest.mark.parametrize("unit", ["1", ".", ",", "1,", "1.", "111,", " .", "-", "บาท"])
@pytest.mark.parametrize("length", [199, 100_000])
def test_parse_number_stays_quick_on_hostile_text(unit, length):
    begun = time.perf_counter()
    with pytest.raises(NumberError):
        parse_number((unit * length)[:length] + "!")
    assert time.perf_counter() - begun < 0.5
