"""Sheets out: safe cells (a text is never a formula), Thai headers, B.E. dates, the count of rows said in the file."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from qa_portal.core.columns import Column
from qa_portal.core.thai import format_date

A4 = 9  # Excel's number of the paper size
MAX_CELL = 32_767  # characters
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass
class Sheet:
    """One sheet: its name (cut to Excel's 31 characters), columns, rows, lines above the table, and a total row by
    column key. Without `has_foot` nothing stands below the rows: for sheets that come back as an import."""

    name: str
    columns: list[Column]
    rows: Iterable[object]
    heading: list[str] = field(default_factory=list)
    totals: dict[str, object] = field(default_factory=dict)
    has_foot: bool = True


def write_workbook(sheets):
    """The sheets as the bytes of an .xlsx file."""
    out = io.BytesIO()
    book = Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    looks = _looks(book)
    for number, sheet in enumerate(sheets, 1):
        _write_sheet(book.add_worksheet(_sheet_name(sheet.name, number)), sheet, looks)
    book.close()
    return out.getvalue()


def _looks(book):
    base = {"font_name": "TH Sarabun New", "font_size": 14, "valign": "top"}
    return {
        "text": book.add_format(base | {"text_wrap": True}),
        "head": book.add_format(base | {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True}),
        "money": book.add_format(base | {"num_format": "#,##0.00"}),
        "number": book.add_format(base | {"num_format": "#,##0"}),
        "title": book.add_format(base | {"bold": True, "font_size": 16}),
        "total_text": book.add_format(base | {"bold": True, "top": 1}),
        "total_money": book.add_format(base | {"bold": True, "top": 1, "num_format": "#,##0.00"}),
        "total_number": book.add_format(base | {"bold": True, "top": 1, "num_format": "#,##0"}),
    }


def _sheet_name(name, number):
    return re.sub(r"[\[\]:*?/\\']", " ", str(name))[:31].strip() or str(number)


def _set_paper(page, head):
    """A printed sheet is as wide as A4 lying down, and each page has the row of headers."""
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)


def _write_sheet(page, sheet, looks):
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    top = len(sheet.heading)
    for index, line in enumerate(sheet.heading):
        page.write_string(index, 0, clean(line), looks["title"])
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, clean(column.header), looks["head"])
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        for index, column in enumerate(sheet.columns):
            _write_cell(page, top + count, index, column.value(row), column.kind, looks)
    page.freeze_panes(top + 1, 0)
    _set_paper(page, top)
    page.autofilter(top, 0, top + count, len(sheet.columns) - 1)
    if sheet.has_foot:
        _write_foot(page, sheet, top + count + 1, count, looks)


def _write_cell(page, row, index, value, kind, looks, prefix=""):
    if value is None or value == "":
        return
    if isinstance(value, (date, datetime)):
        page.write_string(row, index, format_date(value), looks[f"{prefix}text"])
    elif kind in {"money", "number"} and not isinstance(value, str):
        page.write_number(row, index, value, looks[f"{prefix}{kind}"])
    else:
        page.write_string(row, index, clean(value), looks[f"{prefix}text"])


def _write_foot(page, sheet, row, count, looks):
    if sheet.totals:
        for index, column in enumerate(sheet.columns):
            _write_cell(page, row, index, sheet.totals.get(column.key), column.kind, looks, "total_")
        row += 1
    said = _("%(count)s rows · made %(time)s") % {
        "count": f"{count:,}",
        "time": f"{format_date(timezone.localdate())} {timezone.localtime():%H:%M}",
    }
    page.write_string(row + 1, 0, said, looks["text"])


def clean(value):
    """The text as Excel takes it: without control characters, and cut, with a mark, to what a cell holds."""
    text = CONTROL.sub("", str(value))
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"
