"""A whole file cut into the parts of a proposal: sections by headings, tables by header words, in one reading."""

import re
from dataclasses import dataclass, field, replace

from .document import Line, Table
from .marks import is_number, last_number, levels_of, mark_of, split_mark
from .policy import policy_kind
from .sections import FRONT, Heading, Section, heading_of
from .tables import Grid, header_at

_SIGNING = re.compile(r"(?:\(?ลงชื่อ|ลงนาม)|^(?:ผู้เสนอ|ผู้เห็นชอบ|ผู้อนุมัติ|ผู้เสนอโครงการ|ผู้เห็นชอบโครงการ|ผู้อนุมัติโครงการ)[ .:]*$")


MAX_HEADING = 60
IGNORED = {"report", "unknown"}  # sections of which nothing is read


@dataclass
class Story:
    sections: list[Section]
    lines: list[Line]  # every line with text, in order
    structure: set[int] = field(default_factory=set)  # ids of the lines that are headings or header words
    skipped_report: bool = False

    def all(self, key):
        return [section for section in self.sections if section.key == key]

    def body(self, key):
        return [line for section in self.all(key) for line in section.body]

    def has(self, key):
        return any(section.key == key for section in self.sections)

    def grids(self, kind):
        sections = [section for section in self.sections if section.key not in IGNORED]
        return [item for section in sections for item in section.items if isinstance(item, Grid) and item.kind == kind]


def cut(blocks):
    cutter = _Cutter()
    for block in blocks:
        cutter.feed(block)
    return _without_report(cutter.story)


def _without_report(story):
    """A file that begins with a result report (A2) has the proposal behind it."""
    keys = [section.key for section in story.sections]
    names = [place for place, key in enumerate(keys) if key == "name"]
    if len(names) > 1 and "report" in keys[: names[-1]] and "rationale" in keys[names[-1] :]:
        story.sections = story.sections[names[-1] :]
        story.skipped_report = True
    return story


class _Cutter:
    def __init__(self):
        self.story = Story([Section("front")], [])
        self.grid = None

    @property
    def section(self):
        return self.story.sections[-1]

    @property
    def in_front(self):
        """Plain labels count until the first part of text, and again after a report."""
        for section in reversed(self.story.sections):
            if section.key == "report":
                return True
            if section.key not in {"front", *FRONT}:
                return False
        return True

    @property
    def name_wanted(self):
        for section in reversed(self.story.sections):
            if section.key in {"name", "report"}:
                return section.key == "report"
        return True

    def feed(self, block):
        if isinstance(block, Table):
            self._table(block)
        else:
            self._line(block)

    def _open(self, key, heading=None):
        self.story.sections.append(Section(key, heading))
        self.grid = None
        if heading:
            self.story.structure.add(id(heading.line))

    def _line(self, line):
        self.story.lines.append(line)
        if _SIGNING.search(split_mark(line.text)[1]):
            if self.section.key != "signatories":
                self._open("signatories")
        elif self.in_front and policy_kind(line.text):
            if self.section.key != "policy":
                self._open("policy")
        elif heading := heading_of(line, in_front=self.in_front, name_wanted=self.name_wanted):
            self._open(heading.key, heading)
            return
        elif self._is_unknown_heading(line):
            self._open("unknown", Heading("unknown", line, ""))
            return
        if self.grid is not None:
            self.grid.loose.append((len(self.grid.rows), line))
        self.section.items.append(line)

    def _is_unknown_heading(self, line):
        """A short numbered line that counts on from the last heading and not from the items under it."""
        mark, text = mark_of(line)
        if levels_of(mark) != 1 or len(text) > MAX_HEADING or not self.heading_number:
            return False
        numbers = [last_number(mark_of(item)[0]) for item in self.section.lines if levels_of(mark_of(item)[0]) == 1]
        return last_number(mark) == self.heading_number + 1 and (numbers[-1:] or [0])[0] != self.heading_number

    @property
    def heading_number(self):
        """The number of the last heading that has one."""
        for section in reversed(self.story.sections):
            mark = mark_of(section.heading.line)[0] if section.heading else ""
            if levels_of(mark) == 1:
                return last_number(mark)
        return 0

    def _table(self, table):
        is_text = self._reads_as_text(table)
        skip, grid = 0, None
        for index, row in enumerate(table.rows):
            if skip:
                skip -= 1
            elif header := header_at(table.rows, index):
                skip = header.height - 1
                for head in table.rows[index : index + header.height]:
                    self._structure(head.lines)
                grid = self._open_grid(header, table)
            elif grid is not None or self._continues(table):
                grid = self._grid_row(grid or self.grid, row, is_first=grid is None)
            elif is_text:
                self._text_row(row)
            else:
                self._unknown_row(row, index)

    def _structure(self, lines):
        self.story.lines += lines
        self.story.structure |= {id(line) for line in lines}

    def _open_grid(self, header, table):
        old = self.grid
        if old is not None and old.kind == header.kind and set(old.columns) == set(header.columns):
            old.columns = header.columns
            if old.rows:
                old.breaks.add(len(old.rows))
        else:
            self.grid = Grid(header.kind, header.columns, table.columns)
            self.section.items.append(self.grid)
        return self.grid

    def _continues(self, table):
        """A table without a header that has as many columns as the one before it is its next page."""
        return self.grid is not None and bool(self.grid.kind) and self.grid.width == table.columns

    def _grid_row(self, grid, row, *, is_first):
        """Append a row; None when a heading in it ends the table."""
        if is_first:
            grid.breaks.add(len(grid.rows))
        heading = self._heading_in(row)
        if heading:
            for cell in row.cells:
                cell.lines = [line for line in cell.lines if line is not heading.line]
        if row.lines:
            self.story.lines += row.lines
            grid.rows.append(row)
        if heading is None:
            return grid
        self.story.lines.append(heading.line)
        self._open(heading.key, heading)
        return None

    @staticmethod
    def _heading_in(row):
        """A numbered heading that stands alone in a cell: the tables of two parts were typed into one."""
        for line in row.lines:
            heading = heading_of(line, in_front=False)
            if heading and not heading.rest and is_number(split_mark(line.text)[0] or line.number):
                alone = len([cell for cell in row.cells if cell.text and not cell.is_continued]) == 1
                if alone or len(split_mark(line.text)[0]) <= 2:
                    return heading
        return None

    def _reads_as_text(self, table):
        """Whether its cells are labels and paragraphs, set in a table only for the look of it."""
        if table.columns <= 2:
            return True
        lines = [line for row in table.rows for cell in row.cells for line in cell.lines]
        return any(
            _SIGNING.search(line.text)
            or heading_of(line, in_front=self.in_front, name_wanted=self.name_wanted)
            or (self.in_front and policy_kind(line.text))
            for line in lines
        )

    def _text_row(self, row):
        self.grid = None
        cells = [cell for cell in row.cells if not cell.is_continued]
        number = ""
        for cell in cells:
            if len(cell.lines) == 1 and is_number(cell.text.strip("(). ")) and cell is not cells[-1]:
                number = cell.text.strip("(). ")
                self._structure(cell.lines)
                continue
            for line in cell.lines:
                self._line(replace(line, number=number or line.number))
                number = ""
            for nested in cell.tables:
                self._table(nested)

    def _unknown_row(self, row, index):
        if index == 0 or self.grid is None or self.grid.kind:
            self.grid = Grid("", {}, 0)
            self.section.items.append(self.grid)
        self.story.lines += row.lines
        self.grid.rows.append(row)
        for nested in (nested for cell in row.cells for nested in cell.tables):
            self._table(nested)
