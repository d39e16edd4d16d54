"""The columns of a table in a document."""

from qa_portal.core.columns import LYING, UPRIGHT, Column, shares

LEVELS = ("5 ยอดเยี่ยม", "4 ดีเลิศ", "3 ดี", "2 ปานกลาง", "1 กำลังพัฒนา")


def table(*widths):
    return [Column("name", "ประเด็น", str, 34), *(Column(name, name, str, widths[0]) for name in LEVELS)]


def points(columns, rows=(), *, lies=False):
    return [share * (LYING if lies else UPRIGHT) / 100 for share in shares(columns, rows, lies=lies)]


def test_no_column_is_too_narrow_for_a_word_of_its_header():
    """กำลังพัฒนา takes 47 points in bold, and its cell 8 more."""
    columns = table(9)
    found = points(columns)
    assert (found[5] >= 47 + 8, round(sum(found)), found[0] > found[5]) == (True, UPRIGHT, True)


def test_wide_enough_columns_are_as_wide_as_was_asked():
    columns = [Column("a", "ก", str, 30), Column("b", "ข", str, 10)]
    assert shares(columns, [], lies=True) == [75, 25]


def test_words_of_the_rows_count_too():
    columns = [Column("unit", "หน่วย", lambda row: row, 4), Column("name", "ชื่อ", lambda row: "ก", 90)]
    assert points(columns, ["โรงเรียน"])[0] > 32 + 8 > points(columns, ["คน"])[0]


def test_room_is_not_taken_from_a_column_that_has_none_to_give():
    columns = [Column("a", "กำลังพัฒนา", str, 1), Column("b", "ยอดเยี่ยม", str, 13), Column("c", "ก", str, 86)]
    assert points(columns)[1] >= 37 + 8


def test_columns_that_cannot_all_have_their_words_stay_as_asked():
    columns = [Column(str(key), "กำลังพัฒนา", str, key) for key in range(1, 12)]
    assert shares(columns, [], lies=False) == [column.width * 100 / 66 for column in columns]
