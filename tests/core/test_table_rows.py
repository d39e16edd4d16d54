"""The body rows of lists and tables, drawn in Python."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy, override

from qa_portal.core.columns import Column
from qa_portal.core.templatetags.portal import table_rows


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
