"""The body rows of lists and tables, drawn in Python."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from qa_portal.core.columns import Column
from qa_portal.core.templatetags.portal import table_head, table_rows


@dataclass
class Row:
    name: str
    amount: Decimal | None = None
    standing: tuple = ("เปิด", "success", "check-circle")


NAME = Column("name", gettext_lazy("Name"), lambda row: row.name)
AMOUNT = Column("amount", "A&B", lambda row: row.amount, kind="money")


def test_rows_escape_what_they_show():
    assert table_rows([NAME], [Row("<b>&")]) == '<tr><td data-label="ชื่อ"><span>&lt;b&gt;&amp;</span></td></tr>'


def test_rows_escape_header_and_address():
    linked = Column("name", "A&B", lambda row: row.name, link=lambda row: '/?a=1&b="')
    expected = '<tr><td data-label="A&amp;B"><a href="/?a=1&amp;b=&quot;">x</a></td></tr>'
    assert table_rows([linked], [Row("x")]) == expected


def test_rows_without_an_address_are_no_links():
    unlinked = Column("name", "N", lambda row: row.name, link=lambda row: "")
    assert table_rows([unlinked], [Row("x")]) == '<tr><td data-label="N"><span>x</span></td></tr>'


def test_rows_show_numbers_to_the_right_and_nothing_as_a_dash():
    rows = [Row("x", Decimal("1234.5")), Row("y")]
    opening = '<td data-label="A&amp;B" class="number">'
    expected = f"<tr>{opening}<span>1,234.50</span></td></tr><tr>{opening}<span>–</span></td></tr>"
    assert table_rows([AMOUNT], rows) == expected


def test_rows_keep_a_day_on_one_line():
    day = Column("day", "D", lambda row: date(2026, 4, 26), kind="date")
    assert table_rows([day], [Row("x")]) == '<tr><td data-label="D" class="date"><span>26 เม.ย. 2569</span></td></tr>'


def test_rows_draw_a_state_as_word_colour_and_icon():
    (row,) = [table_rows([Column("state", "S", lambda row: row.standing[0], kind="state")], [Row("x")])]
    before, _, after = row.partition("<svg")
    assert (before, after.rpartition("</svg>")[2]) == (
        '<tr><td data-label="S"><span class="badge state-success">',
        " เปิด</span></td></tr>",
    )


def test_rows_follow_the_language_of_the_page():
    with override("en"):
        assert table_rows([NAME], [Row("x")]) == '<tr><td data-label="Name"><span>x</span></td></tr>'


# ---------------------------------------------------------------- headers

SORTED = Column("name", gettext_lazy("Name"), lambda row: row.name, order="name_sort")


def head(columns, sort, asked=""):
    return table_head({"request": RequestFactory().get(f"/list/{asked}")}, columns, sort)


def test_header_without_an_order_is_no_link():
    assert head([AMOUNT], "") == '<th scope="col" class="number">A&amp;B</th>'


def test_header_sorts_by_its_column_and_begins_at_the_first_page():
    expected = '<th scope="col"><a href="/list/?q=a%26b&amp;sort=name">ชื่อ</a></th>'
    assert head([SORTED], "", "?q=a%26b&page=3") == expected


def test_header_turns_the_order_round():
    up = '<th scope="col" aria-sort="ascending"><a href="/list/?sort=-name">ชื่อ ▲</a></th>'
    down = '<th scope="col" aria-sort="descending"><a href="/list/?sort=name">ชื่อ ▼</a></th>'
    assert (head([SORTED], "name", "?sort=name"), head([SORTED], "-name", "?sort=-name")) == (up, down)
