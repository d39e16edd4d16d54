"""The inside of a Word file as a reader sees it: lines and tables in order. Inserted text counts, deleted text does
not; content controls, text boxes and merged cells are taken as they look on paper."""

import re
from dataclasses import dataclass, field

from qa_portal.core.thai import normalise

from .numbering import Numbering
from .package import Package
from .xml import child, children, is_on, local, value

SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "sdtPr", "sectPr", "rt"}
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")  # left behind by converters to text
TICKS = {"F0FE": "☑", "F0FC": "☑", "F052": "☑", "F0FD": "☒", "F06F": "☐", "F0A8": "☐", "F0A3": "☐", "F071": "☐"}


@dataclass(frozen=True)
class Place:
    """Where a text stands: the paragraph's number, or table and row, each counted from 1."""

    paragraph: int = 0
    table: int = 0
    row: int = 0


@dataclass(eq=False)
class Line:
    """One line as typed. `number` is what Word counts in front of it, `starts` whether its paragraph begins here."""

    text: str
    place: Place
    number: str = ""
    starts: bool = True
    is_bold: bool = False


@dataclass
class Cell:
    lines: list[Line]
    column: int = 0
    is_continued: bool = False  # merged with the cell above; its lines are that cell's
    tables: list = field(default_factory=list)

    @property
    def text(self):
        return " ".join(line.text for line in self.lines)


@dataclass
class Row:
    cells: list[Cell]
    place: Place

    @property
    def lines(self):
        return [line for cell in self.cells if not cell.is_continued for line in cell.lines]


@dataclass
class Table:
    rows: list[Row]

    @property
    def columns(self):
        return max((cell.column for row in self.rows for cell in row.cells), default=0) + 1


def read_document(content):
    """[Line | Table] of a .docx. Raises Unreadable."""
    package = Package(content)
    body = child(package.xml(package.main), "body")
    return _Walk(Numbering(package.part("numbering.xml"), package.part("styles.xml"))).blocks(body)


class _Walk:
    def __init__(self, numbering):
        self.numbering = numbering
        self.paragraphs = self.tables = 0

    def blocks(self, parent):
        blocks, kept = [], ""
        for element in _content(parent):
            if local(element.tag) == "tbl":
                blocks.append(self._table(element))
                continue
            self.paragraphs += 1
            lines, boxes = self._paragraph(element, Place(paragraph=self.paragraphs), kept)
            kept = ""
            if lines and child(child(child(element, "pPr"), "rPr"), "del") is not None:
                kept = lines.pop().text  # its end is deleted: it runs on into the next paragraph
            blocks += lines + boxes
        return blocks

    def _table(self, element):
        self.tables += 1
        number, above, rows = self.tables, {}, []
        for index, item in enumerate(_content(element, "tr"), start=1):
            if child(child(item, "trPr"), "del") is None:
                rows.append(self._row(item, Place(table=number, row=index), above))
        return Table(rows)

    def _row(self, element, place, above):
        column = int(value(child(child(element, "trPr"), "gridBefore"), "val") or 0)
        cells = []
        for item in _content(element, "tc"):
            properties = child(item, "tcPr")
            cell = self._cell(item, place, column)
            merge = child(properties, "vMerge")
            if merge is not None and value(merge, "val") in {None, "continue"} and column in above:
                cell = Cell(above[column].lines, column, is_continued=True)
            above[column] = cell
            cells.append(cell)
            column += min(int(value(child(properties, "gridSpan"), "val") or 1), 64)
        return Row(cells, place)

    def _cell(self, element, place, column):
        lines, tables = [], []
        for item in _content(element):
            if local(item.tag) == "tbl":
                tables.append(self._table(item))
            else:
                found, boxes = self._paragraph(item, place)
                lines += found + boxes
        return Cell([line for line in lines if line.text], column, tables=tables)

    def _paragraph(self, element, place, kept=""):
        """(its lines, the lines of text boxes that hang on it)."""
        boxes, number = [], self.numbering.next(element)
        text = _BOOKMARK.sub("", kept + "".join(_text(element, boxes)))
        is_bold = _is_bold(element)
        lines = [
            Line(normalise(part, collapse=False), place, number if index == 0 else "", index == 0, is_bold)
            for index, part in enumerate(text.split("\n"))
        ]
        hung = [line for box in boxes for item in _content(box) for line in self._boxed(item, place)]
        return [line for line in lines if line.text], hung

    def _boxed(self, element, place):
        if local(element.tag) == "tbl":
            return [line for row in self._table(element).rows for line in row.lines]
        lines, boxes = self._paragraph(element, place)
        return lines + boxes


def _content(parent, *names):
    """Paragraphs and tables (or the elements named), through content controls, insertions and their like."""
    names = names or ("p", "tbl")
    for item in parent if parent is not None else ():
        kind = local(item.tag)
        if kind in names:
            yield item
        elif kind in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"} and not _is_placeholder(item):
            yield from _content(item, *names)


def _is_placeholder(element):
    """A content control that nobody has filled shows only what to type there."""
    return is_on(child(element, "sdtPr"), "showingPlcHdr")


def _text(element, boxes):
    for item in element:
        kind = local(item.tag)
        if kind == "t":
            yield item.text or ""
        elif kind in {"tab", "ptab"}:
            yield "\t"
        elif kind in {"br", "cr"}:
            yield "\n"
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind == "sym":
            yield TICKS.get((value(item, "char") or "").upper(), " ")
        elif kind == "txbxContent":
            boxes.append(item)
        elif kind in SKIPPED or _is_placeholder(item) or (kind == "r" and is_on(child(item, "rPr"), "vanish")):
            continue
        else:
            yield from _text(item, boxes)


def _is_bold(element):
    """Whether every run that says something is bold."""
    runs = [run for run in element.iter() if local(run.tag) == "r" and any(item.text for item in children(run, "t"))]
    return bool(runs) and all(is_on(child(run, "rPr"), "b") or is_on(child(run, "rPr"), "bCs") for run in runs)
