import random
import time

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from qa_portal.core.thai import SORT_KEY_MAX_LENGTH, normalise, search_key, sort_key

thai_text = st.text("กขคงนสอรลวเแโไใะัาำิีึืฺุู็่้๊๋์ํๅๆฯ๑9 ()aBé\u200b\u0301\n", max_size=12)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("สํานักงาน", "สำนักงาน"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("เเม่", "แม่"),
        ("เ\u200bเม่", "แม่"),
        ("ที\u0e48\u0e48", "ที่"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ก\u0e48\u0e38", "กุ่"),
        ("บ้าน\u00a0หนองแวง", "บ้าน หนองแวง"),
        ("\ufeff บ้าน \t หนอง\r\nแวง ", "บ้าน หนอง แวง"),
        ("cafe\u0301", "café"),
        ("ก\x00ข", "กข"),
        ("-", "-"),
        ("ไม่มี", "ไม่มี"),
        ("", ""),
    ],
)
def test_normalise_gives_one_spelling(typed, stored):
    assert normalise(typed) == stored


def test_normalise_keeps_lines_of_long_texts():
    assert normalise(" ข้อ 1  ดี\n\nข้อ 2\u00a0นํ้า ", collapse=False) == "ข้อ 1  ดี\n\nข้อ 2 น้ำ"


@given(thai_text | st.text())
def test_normalise_twice_is_once(text):
    once = normalise(text)
    assert (normalise(once), normalise(once, collapse=False)) == (once, once)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("  สํานักงาน เขต ๒ ", "สำนักงานเขต2"),
        ("โรงเรียน ABC", "โรงเรียนabc"),
        ("บ้าน\u00a0หนอง\u200bแวง", "บ้านหนองแวง"),
        ("", ""),
    ],
)
def test_search_key_ignores_what_people_vary(typed, key):
    assert search_key(typed) == key


def test_search_key_finds_part_of_a_name():
    assert search_key("หนองนํ้า ๑๒") in search_key("โรงเรียนบ้านหนองน้ำ 12 (คุรุราษฎร์)")


@pytest.mark.parametrize(
    "ordered",
    [
        # The order of the Royal Institute's dictionary, as ICU "th" gives it.
        ["ไก", "ไก่", "ไกล"],
        ["กก", "กา", "กำ", "กิน", "เกม", "เก่า", "แกง", "โกน", "ใกล้", "ไก่", "ขา", "ฤๅษี", "เอก", "ฮา"],
        ["บานา", "บ้านา", "บาบ"],
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า"],
        ["ลม", "ฦา", "วัด"],
        ["น้ำ", "นิล"],
        ["๑๐ กันยา", "9 กันยา"],
        ["2 บ้าน", "กรุงเทพ", "Academy", "zoo"],
        ["บ้าน ก", "บ้านกอ", "บ้าน-ข", "บ้าน(ค)"],
        ["อนุบาล", "อนุบาล 1", "อนุบาล ๒", "อนุบาลเกาะ"],
    ],
)
def test_sort_key_is_dictionary_order(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def syllables(dice):
    parts = (
        ["", "เ", "แ", "ไ"],
        "กขคสหอรลวฤ",
        ["", "", "ั", "ิ", "ู"],
        ["", "", *"็่้๊๋์"],
        ["", "", *"ะาำ"],
        ["", "", *" -(1๒a"],
    )
    return "".join(dice.choice(part) for _ in range(dice.randint(1, 4)) for part in parts)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="ICU is the yardstick, and only PostgreSQL has it")
def test_sort_key_agrees_with_icu():
    dice = random.Random(1)
    names = [normalise(syllables(dice)) for _ in range(5000)]
    with connection.cursor() as cursor:
        cursor.execute('SELECT name FROM unnest(%s) AS name ORDER BY name COLLATE "th-x-icu"', [names])
        by_icu = [name for (name,) in cursor]
        cursor.execute('SELECT key FROM unnest(%s) AS key ORDER BY key COLLATE "th-x-icu"', [[*map(sort_key, names)]])
        keys_by_icu = [key for (key,) in cursor]
    assert sorted(names, key=sort_key) == by_icu
    assert keys_by_icu == sorted(map(sort_key, names))


def test_sort_key_is_plain_for_every_collation():
    """Two signs a letter, then the tone marks, then the text: the first two levels are ASCII digits and a-z."""
    assert sort_key("เก่า") == "2a3u3n" + "0115" + "0เก่า"


def test_sort_key_fits_its_column():
    assert len(sort_key("บ้านหนองแวง😀" * 100)) == SORT_KEY_MAX_LENGTH


@given(thai_text, thai_text)
def test_sort_key_is_a_total_order(one, other):
    """Equal keys for equal spellings only; then < on keys is antisymmetric and decides every pair."""
    assert (sort_key(one) == sort_key(other)) == (normalise(one) == normalise(other))


@pytest.mark.parametrize(
    "hostile",
    ["ำ" * 20_000 + "่" * 20_000, "ำ่" * 20_000, "เ" * 40_000, "ิ่" * 20_000, "ุ่" * 20_000, "ํ่า" * 20_000, " \n" * 20_000],
)
def test_text_functions_stay_quick_on_hostile_text(hostile):
    begun = time.perf_counter()
    normalise(hostile), search_key(hostile), sort_key(hostile)
    assert time.perf_counter() - begun < 2
