"""Tables for Word: headers that repeat, rows that stay whole, columns as wide as the stylesheet says.

Written as text, cell by cell: a book has a hundred thousand of them.
"""

from dataclasses import dataclass, replace

from .cascade import Percent
from .flow import Flow
from .package import SIDE_ORDER, border_of, twips

ALIGNED = {"middle": "center", "bottom": "bottom"}
BOX_GAP = 8  # points between two boxes side by side
NO_BORDER = 'w:val="nil"'


@dataclass(slots=True)
class Cell:
    element: object
    style: object
    columns: int
    rows: int
    first: int = 0  # its column


@dataclass(slots=True)
class Row:
    cells: list
    is_header: bool


def table(body, element, style, place, flow):
    """A whole table with its caption."""
    rows, widths = [], []
    for child in element.iter_children():
        inner = body.style_of(child, style)
        if child.local_name == "caption":
            body.blocks(child, inner, replace(place, glued=True), flow)
        elif child.local_name == "colgroup":
            widths = list(_stated_widths(body, child, inner))
        else:
            rows += _rows(body, child, inner)
    if rows:
        _write(body, style, place, flow, rows, widths)


def row_of_boxes(body, boxes, style, place, flow):
    """Boxes of their own width beside each other, as many in a row as there is room for: signatures, photos."""
    width = min(_points(boxes[0][1].width, place.room), place.room)
    in_row = max(int((place.room + BOX_GAP) // (width + BOX_GAP)), 1)
    for start in range(0, len(boxes), in_row):
        cells = [Cell(element, inner, 1, 1) for element, inner in boxes[start : start + in_row]]
        glued = place.glued or (place.together and start + in_row < len(boxes))
        rows = [Row(cells, is_header=False)]
        _write(body, style, replace(place, glued=glued), flow, rows, [width] * len(cells), is_layout=True)


def _rows(body, element, style, *, is_header=False):
    if element.local_name == "tr":
        cells = [_cell(body, child, style) for child in element.iter_children()]
        return [Row(cells, is_header)] if cells else []
    rows = []
    for child in element.iter_children():
        rows += _rows(body, child, body.style_of(child, style), is_header=element.local_name == "thead")
    return rows


def _cell(body, element, row_style):
    node = element.etree_element
    columns, rows = (max(int(node.get(name) or 1), 1) for name in ("colspan", "rowspan"))
    return Cell(element, body.style_of(element, row_style), columns, rows)


def _stated_widths(body, group, style):
    for column in group.iter_children():
        width = body.style_of(column, style).width
        yield from [width] * int(column.etree_element.get("span") or 1)


def _write(body, style, place, flow, rows, widths, *, is_layout=False):
    if flow.after_table or flow.new_page or flow.gap:
        flow.space()
    count = _place_cells(rows, len(widths))
    widths = _widths(widths or _widths_of_first(rows[0]), count, place.room)
    ruled = _common_border(rows)
    xml = [_head(style, place, widths, ruled, rows[-1].cells[0].style, is_layout=is_layout)]
    open_cells = {}  # column → (the cell that reaches down to here, rows left)
    for index, row in enumerate(rows):
        glued = place.glued if index == len(rows) - 1 else place.together or row.is_header
        xml.append(_row(body, row, replace(place, glued=glued), widths, ruled, open_cells))
    xml.append("</w:tbl>")
    ahead, flow.ahead = flow.ahead, ""
    flow.write(ahead + "".join(xml), is_table=True)


def _place_cells(rows, count):
    """Gives each cell its column, beside those that reach down from above; the number of columns."""
    taken = {}  # column → rows that are still taken there
    for row in rows:
        column = 0
        for cell in row.cells:
            while taken.get(column):
                column += 1
            cell.first = column
            for each in range(column, column + cell.columns):
                taken[each] = cell.rows
            column += cell.columns
        count = max(count, column, *(each + 1 for each, left in taken.items() if left))
        taken = {each: left - 1 for each, left in taken.items() if left}
    return count


def _widths_of_first(row):
    return [each.style.width if each.columns == 1 else None for each in row.cells for _column in range(each.columns)]


def _widths(stated, count, room):
    """Points for each column: as stated, the others share what is left; never wider than the room."""
    points = [None if width is None else _points(width, room) for width in stated[:count]]
    points += [None] * (count - len(points))
    free = points.count(None)
    left = room - sum(width for width in points if width is not None)
    share = max(left / free, room / count / 4) if free else 0
    points = [share if width is None else width for width in points]
    scale = min(room / sum(points), 1)
    return [width * scale for width in points]


def _points(width, room):
    return width * room if isinstance(width, Percent) else width


def _common_border(rows):
    """The line that all sides of the plainest cell share: it is written once for the table."""
    sides = set(rows[-1].cells[0].style.border.values()) | set(rows[0].cells[0].style.border.values())
    return min(sides)


def _head(style, place, widths, ruled, cell_style, *, is_layout):
    jc = {"center": "center", "right": "right"}.get(style.text_align, "left") if is_layout else "left"
    indent = f'<w:tblInd w:w="{twips(place.left)}" w:type="dxa"/>' if jc == "left" else ""
    sides = {side: border_of(style.border[side]) or border_of(ruled) for side in SIDE_ORDER}
    sides |= {"insideH": border_of(ruled), "insideV": border_of(ruled)}
    borders = "".join(f"<w:{name} {line}/>" for name, line in sides.items() if line)
    margins = "".join(f'<w:{side} w:w="{twips(cell_style.padding[side])}" w:type="dxa"/>' for side in SIDE_ORDER)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="{jc}"/>{indent}'
        f"{f'<w:tblBorders>{borders}</w:tblBorders>' if borders else ''}"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _row(body, row, place, widths, ruled, open_cells):
    header = "<w:tblHeader/>" * row.is_header
    xml = [f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>"]
    column, cells = 0, {cell.first: cell for cell in row.cells}
    while column < len(widths):
        cell = cells.get(column)
        if cell:
            xml.append(_filled(body, cell, place, widths, ruled))
            if cell.rows > 1:
                open_cells[column] = [cell, cell.rows - 1]
        elif column in open_cells:
            cell = _continued(open_cells, column)
            xml.append(_closed(cell, widths, ruled, merge="<w:vMerge/>"))
        else:
            cell = Cell(None, row.cells[-1].style, 1, 1, column)
            xml.append(_closed(cell, widths, ruled))
        column += cell.columns
    return "".join([*xml, "</w:tr>"])


def _continued(open_cells, column):
    cell, left = open_cells[column]
    if left == 1:
        del open_cells[column]
    else:
        open_cells[column][1] -= 1
    return cell


def _filled(body, cell, place, widths, ruled):
    width = sum(widths[cell.first : cell.first + cell.columns])
    padding = cell.style.padding
    inner = replace(
        place, width=width - padding["left"] - padding["right"], left=0, right=0, level=-1, together=place.glued
    )
    flow = Flow()
    if cell.style.display == "inline-block":
        flow.gap = cell.style.margin["top"]
    body.mark(cell.element, flow)
    body.blocks(cell.element, cell.style, inner, flow)
    merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    return f"<w:tc>{_properties(cell, width, ruled, merge)}{flow.end() if flow.out else _empty(body, cell)}</w:tc>"


def _empty(body, cell):
    """An empty cell keeps the letters of its row, so that what is typed into it looks like the rest."""
    named = body.package.style_for(cell.style)
    return "<w:p/>" if named == "Normal" else f'<w:p><w:pPr><w:pStyle w:val="{named}"/></w:pPr></w:p>'


def _closed(cell, widths, ruled, merge=""):
    width = sum(widths[cell.first : cell.first + cell.columns])
    return f"<w:tc>{_properties(cell, width, ruled, merge)}<w:p/></w:tc>"


def _properties(cell, width, ruled, merge):
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    style = cell.style
    sides = [(side, style.border[side]) for side in SIDE_ORDER if style.border[side] != ruled]
    borders = "".join(f"<w:{side} {border_of(border) or NO_BORDER}/>" for side, border in sides)
    borders = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{style.background}"/>' if style.background else ""
    aligned = ALIGNED.get(style.vertical_align, "")
    aligned = f'<w:vAlign w:val="{aligned}"/>' if aligned else ""
    return f'<w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{span}{merge}{borders}{shade}{aligned}</w:tcPr>'
