"""Sheets in: the first sheet of an Excel file, or a CSV file, as rows of text. What they mean: the import."""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from qa_portal.core.files import CSV, as_text

MAX_UNPACKED = 300 * 1024 * 1024  # bytes: an Excel file is a zip, and may unpack to far more than was uploaded
MAX_ROWS = 100_000
MAX_CELLS = 20_000_000  # of the rectangle that holds all cells, the empty ones too: the reader makes room for each
CELL_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
CHUNK = 1024 * 1024


class Unreadable(ValueError):
    """The file as a whole cannot be read; the text is a sentence for the user."""


@dataclass
class Table:
    """`rows` are (row number as the sheet shows it, cells); empty rows are left out."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(content, media_type):
    """The table of a file's bytes: its first row that is not empty is the header."""
    lines = _csv_lines(content) if media_type == CSV else _excel_lines(content)
    numbered = [(number, [_text(cell) for cell in cells]) for number, cells in enumerate(lines, 1)]
    filled = [(number, cells) for number, cells in numbered if any(cells)]
    if len(filled) < 2:
        raise Unreadable(_("The file has no rows below its header."))
    if len(filled) > MAX_ROWS:
        raise Unreadable(_("The file has more than %(count)s rows. Please split it.") % {"count": f"{MAX_ROWS:,}"})
    return Table(filled[0][1], filled[1:])


def _csv_lines(content):
    text = as_text(content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(
            _("The CSV file cannot be read as a table: a quotation mark may be missing. Please save it again.")
        ) from error


def _excel_lines(content):
    return _read_excel(content, lambda book: book.get_sheet_by_index(0).to_python(skip_empty_area=False))


def read_sheets(content):
    """{name: [(row number, cells)]} of every sheet of an Excel file's bytes, without empty rows."""
    return _read_excel(content, lambda book: {name: _filled(book.get_sheet_by_name(name)) for name in book.sheet_names})


def _filled(sheet):
    lines = enumerate(sheet.to_python(skip_empty_area=False), 1)
    numbered = ((number, [_text(cell) for cell in cells]) for number, cells in lines)
    return [(number, cells) for number, cells in numbered if any(cells)]


def _read_excel(content, read):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
            if unpacked > MAX_UNPACKED or _cells(packed) > MAX_CELLS:
                raise Unreadable(_("The file is too large when unpacked. Please split it."))
        return read(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except (CalamineError, zipfile.BadZipFile, IndexError, RuntimeError, zlib.error, EOFError) as error:
        raise Unreadable(_("The Excel file is damaged and cannot be opened. Please save it again.")) from error


def _cells(packed):
    """The area of the largest sheet of the workbook, from its first cell to its last."""
    sheets = [name for name in packed.namelist() if name.endswith(".xml")]
    return max((_area(packed, name) for name in sheets), default=0)


def _area(packed, name):
    width = height = 0
    with packed.open(name) as part:
        rest = b""
        while chunk := part.read(CHUNK):
            text = rest + chunk
            for letters, row in set(CELL_PLACE.findall(text)):
                width, height = max(width, _column(letters)), max(height, int(row))
            rest = text[-20:]  # a place may be cut in two
    return width * height


def _column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell):
    """A cell as its reader sees it: a code that Excel holds as a number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell).strip()
