from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.formula import MAX_LENGTH, FormulaError, parse_formula, read_stated

# Every printed formula of A3-10: text, factors, computed, stated in the text.
PRINTED = [
    ("100x200X2", [("100", ""), ("200", ""), ("2", "")], 40_000, None),
    ("100x50X2", [("100", ""), ("50", ""), ("2", "")], 10_000, None),
    ("3 x600X2", [("3", ""), ("600", ""), ("2", "")], 3_600, None),
    ("=3 x600X2", [("3", ""), ("600", ""), ("2", "")], 3_600, None),
    ("ค่าอาหารกลางวัน =100x200X2", [("100", ""), ("200", ""), ("2", "")], 40_000, None),
    (
        "35 บาท/...20...คน/4 มื้อ เป็นเงิน....2,800.....บาท",
        [("35", "บาท"), ("20", "คน"), ("4", "มื้อ")],
        2_800,
        2_800,
    ),
    (
        "100 บาท/....20...คน/2 มื้อเป็นเงิน....4,000.....บาท",
        [("100", "บาท"), ("20", "คน"), ("2", "มื้อ")],
        4_000,
        4_000,
    ),
    ("200 ชุด ชุดละ 80 บาท เป็นเงิน....13,000.....บาท", [("200", "ชุด"), ("80", "บาท")], 16_000, 13_000),
    (
        "35 บาท/..100..คน/2 มื้อ เป็นเงิน... .7,000.....บาท",
        [("35", "บาท"), ("100", "คน"), ("2", "มื้อ")],
        7_000,
        7_000,
    ),
    (
        "100 บาท/100.คน/1 มื้อ เป็นเงิน....10,000.....บาท",
        [("100", "บาท"), ("100", "คน"), ("1", "มื้อ")],
        10_000,
        10_000,
    ),
    (
        "9 ชุด ชุดละ 5 คน ชุดละ 4 วัน ชุดละ 7-8 โรงเรียน (45 คน x 200 บาท x 4 วัน) เป็นเงิน..36,000....บาท",
        [("45", "คน"), ("200", "บาท"), ("4", "วัน")],
        36_000,
        36_000,
    ),
    (
        "100 บาท/...100...คน/1 มื้อ เป็นเงิน....100,000.....บาท",
        [("100", "บาท"), ("100", "คน"), ("1", "มื้อ")],
        10_000,
        100_000,
    ),
    (
        "โล่ละ 1,000 บาท จำนวน 5 โล่ เป็นเงิน... .5,000..... .บาท",
        [("1000", "บาท"), ("5", "โล่")],
        5_000,
        5_000,
    ),
]


@pytest.mark.parametrize(("text", "factors", "computed", "stated"), PRINTED)
def test_formula_of_the_printed_forms_is_read(text, factors, computed, stated):
    formula = parse_formula(text)
    assert [(str(factor.value), factor.unit) for factor in formula.factors] == factors
    assert (formula.computed, formula.stated) == (computed, stated)


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("๓๕ บาท × ๒๐ คน", 700),
        ("35 บาท/คน x 20 คน x 4 มื้อ", 2_800),
        ("3 ชม. x 600 บาท", 1_800),
        ("(35 บาท x 20 คน) x 4 มื้อ", 2_800),
        ("35.50x2", 71),
        ("0x5", 0),
        ("5,000", 5_000),
    ],
)
def test_formula_in_other_spellings_is_read(text, computed):
    assert parse_formula(text).computed == computed


def test_formula_rate_is_the_factor_in_baht():
    assert parse_formula("45 คน x 200 บาท x 4 วัน").rate == 200


def test_formula_rate_is_unknown_where_no_factor_says_baht():
    formula = parse_formula("100x200X2")
    assert formula.rate is None
    assert formula.doubts == ("ไม่ได้ระบุว่าตัวเลขใดเป็นบาท",)


def test_formula_in_brackets_says_what_it_left_out():
    formula = parse_formula("9 ชุด ชุดละ 7-8 โรงเรียน (45 คน x 200 บาท)")
    assert formula.doubts == ("คำนวณเฉพาะส่วนในวงเล็บ",)


def test_formula_with_a_lone_dot_says_how_it_read_it():
    formula = parse_formula("35 บาท/.20.คน")
    assert (formula.computed, formula.doubts) == (700, ("จุดเดี่ยวหน้าตัวเลขถือเป็นเส้นประ ไม่ใช่จุดทศนิยม",))


def test_formula_that_only_states_an_amount_computes_nothing():
    formula = parse_formula("เป็นเงิน....1,000.....บาท")
    assert (formula.factors, formula.computed, formula.stated) == ((), None, 1_000)


@pytest.mark.parametrize("text", ["", "   ", "....."])
def test_blank_formula_is_none(text):
    assert parse_formula(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("100x", "ขาดตัวเลขข้างเครื่องหมาย ×"),
        ("x5", "ขาดตัวเลขข้างเครื่องหมาย ×"),
        ("=1+1", "คำนวณ “+” ไม่ได้ กรุณาเขียนตัวเลขคั่นด้วยเครื่องหมาย × เช่น 35 × 20 × 4"),
        ("<script>", "คำนวณ “<” ไม่ได้ กรุณาเขียนตัวเลขคั่นด้วยเครื่องหมาย × เช่น 35 × 20 × 4"),
        ("-5x3", "คำนวณ “-” ไม่ได้ กรุณาเขียนตัวเลขคั่นด้วยเครื่องหมาย × เช่น 35 × 20 × 4"),
        ("10 20", "ไม่มีเครื่องหมาย × คั่นระหว่างตัวเลขสองจำนวน"),
        ("1,00x2", "“1,00” ไม่ใช่ตัวเลขที่ถูกต้อง เครื่องหมายจุลภาคใช้คั่นหลักพัน เช่น 1,000"),
        ("1000000000000000", "จำนวนเงินมากเกินไป กรอกได้ไม่เกิน 999,999,999,999.99 บาท"),
        ("10000000x10000000x10", "จำนวนเงินมากเกินไป กรอกได้ไม่เกิน 999,999,999,999.99 บาท"),
        ("1x" * 8 + "1", "สูตรมีตัวคูณได้ไม่เกิน 8 ตัว"),
        ("กขค", "สูตรนี้ไม่มีตัวเลข"),
        ("x" * 201, "สูตรยาวได้ไม่เกิน 200 ตัวอักษร"),
    ],
)
def test_formula_that_cannot_be_read_gets_a_sentence(text, sentence):
    with pytest.raises(FormulaError) as refused:
        parse_formula(text)
    assert str(refused.value) == sentence


@given(st.text(alphabet="0123456789xX×*/.,… ()=กขคบาท-๑๒", max_size=MAX_LENGTH))
def test_formula_of_any_typing_is_read_or_refused(text):
    try:
        formula = parse_formula(text)
    except FormulaError:
        return
    assert formula is None or formula.computed is None or formula.computed >= 0


@pytest.mark.parametrize(
    ("text", "amount"), [("....2,800.....", 2800), ("๑๒๐,๐๐๐.-บาท", 120000), ("0", 0), ("12.5", "12.5")]
)
def test_stated_amount_is_read(text, amount):
    assert read_stated(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "-", "–", "ไม่มี"])
def test_stated_text_that_is_no_amount_stays_a_text(text):
    assert read_stated(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-5", "จำนวนเงินติดลบไม่ได้"),
        ("1" + "0" * 15, "จำนวนเงินมากเกินไป กรอกได้ไม่เกิน 999,999,999,999.99 บาท"),
        ("มาก", "กรุณาพิมพ์จำนวนเงินเป็นบาท เช่น 12,500 หรือพิมพ์ - เมื่อไม่มี"),
    ],
)
def test_stated_amount_that_cannot_be_read_gets_a_sentence(text, sentence):
    with pytest.raises(FormulaError) as refused:
        read_stated(text)
    assert str(refused.value) == sentence
