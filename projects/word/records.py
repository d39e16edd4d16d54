"""Rows of a table as they are meant: whole again where a page or merged cells divided them."""

from dataclasses import dataclass, field, replace

from .document import Line
from .marks import is_number, mark_of

MAIN = {"activities": "title", "budget": "title", "indicators": "indicator", "evaluations": "indicator"}


@dataclass
class Record:
    """One row: {role: lines}."""

    cells: dict[str, list[Line]]
    index: int
    is_glued: bool = False
    is_shifted: bool = False
    lines: list[Line] = field(default_factory=list)  # those it is made of

    def text(self, role):
        return " ".join(line.text for line in self.cells.get(role, []))

    def others(self, *roles):
        """Whether a column other than these says something."""
        return any(lines for role, lines in self.cells.items() if role not in roles)


def records_of(grid):
    """[Record] of a Grid, in order."""
    records, main = [], MAIN.get(grid.kind, next(iter(grid.columns)))
    for index, row in enumerate(grid.rows):
        cells = {role: list(grid.cell(row, role).lines) for role in grid.columns}
        record = Record(cells, index, lines=_own_lines(grid, row))
        loose = [line for place, line in grid.loose if place == index]
        if loose and _is_shifted(grid, row):
            record = _put_back(grid, row, loose, index)
        if records and _goes_on(grid, row, record, main, is_break=index in grid.breaks):
            _glue(records[-1], record, row, grid, is_break=index in grid.breaks)
        else:
            records.append(record)
    return records


def _own_lines(grid, row):
    """The lines under headings that are known; those of other columns are not used, and told so."""
    cells = [grid.cell(row, role) for role in grid.columns]
    return [line for cell in cells if not cell.is_continued for line in cell.lines]


def _goes_on(grid, row, record, main, *, is_break):
    """Whether the row is the rest of the one above."""
    head = grid.cell(row, "number" if "number" in grid.columns else main)
    if head.is_continued and (head.lines or grid.cell(row, main).is_continued):
        return True
    if not is_break or record.is_shifted or not record.cells.get(main):
        return False
    if "number" in grid.columns:
        return not record.cells["number"] and not _begins(record.cells[main][0], grid)
    if grid.kind in {"indicators", "evaluations"}:
        return not _begins(record.cells[main][0], grid)
    return not record.others(main)


def _begins(line, grid):
    """Whether a cell begins with something of its own: a number, a level of results, a sum."""
    words = ("ผลผลิต", "ผลลัพธ์", "รวม", "ผลกระทบ")
    is_item = grid.kind == "budget" and line.text.startswith("ค่า")
    return is_number(mark_of(line)[0]) or line.text.startswith(words) or is_item


def _glue(above, record, row, grid, *, is_break):
    for role, lines in record.cells.items():
        if not lines or grid.cell(row, role).is_continued:
            continue
        first = replace(lines[0], starts=False) if is_break and above.cells.get(role) else lines[0]
        above.cells.setdefault(role, []).extend([first, *lines[1:]])
    above.lines += record.lines
    above.is_glued |= is_break


def _is_shifted(grid, row):
    """The title was typed outside the table: the row lacks its last cell and has no number."""
    last = max(row.cells, key=lambda cell: cell.column, default=None)
    return last is not None and not last.text and any(cell.text for cell in row.cells)


def _put_back(grid, row, loose, index):
    roles = sorted(grid.columns, key=grid.columns.get)
    cells = {role: [] for role in roles}
    cells[roles[0]] = loose
    for role, cell in zip(roles[1:], row.cells, strict=False):
        cells[role] = list(cell.lines)
    return Record(cells, index, is_shifted=True, lines=[*loose, *row.lines])
