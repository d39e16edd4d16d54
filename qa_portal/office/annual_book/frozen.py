"""What stays of an annual book when it is published: each of its figures with the place where it stands, by which two
versions are compared (F51)."""

import json

from projects.books import book as projects_book
from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.thai import to_arabic

PART = "<!-- part -->"
LETTERS = 8  # of a digest that people compare by eye


def content_of(book, parts):
    """For Publication.content; `parts` as `told_of` tells them."""
    return {
        "district": book.year.district.name,
        "fiscal_year": book.year.fiscal,
        "academic_year": book.year.academic,
        "as_at": book.year.today.isoformat(),
        "summary": [[str(line.label), str(line.figures["value"].shown)] for line in _summary(book).rows],
        "figures": figures_of(book),
        "parts": parts,
    }


def _summary(book):
    return next(table for _number, table in book.numbered_tables if table.key == "summary")


def digest_of(book):
    """A few letters that are others when any cell of any table is."""
    said = [[table.key, cells_of(table)] for _number, table in book.numbered_tables]
    return fingerprint(json.dumps(said, ensure_ascii=False))[:LETTERS].upper()


def cells_of(table):
    """The rows of a table as they are printed, the total last."""
    rows = [[str(column.shown(row)) for column in table.columns] for row in table.rows]
    return [*rows, [cell[1] for cell in table.total_cells]] if _has_total(table) else rows


def _has_total(table):
    return bool(table.totals if isinstance(table, projects_book.Table) else table.total)


def figures_of(book):
    """[[where, figure]]: every number of a table of sums; of a list how many rows it has."""
    return [pair for _number, table in book.numbered_tables for pair in _figures(table)]


def _figures(table):
    if not _has_total(table) and table.key not in ("summary", "kpis"):
        yield [f"{table.title} · จำนวนรายการ", f"{len(table.rows):,}"]
        return
    numeric = [place for place, column in enumerate(table.columns) if column.is_numeric and column.key != "place"]
    named = next(place for place, column in enumerate(table.columns) if not column.is_numeric)
    for cells in cells_of(table):
        for place in numeric:
            yield [f"{table.title} · {cells[named]} · {table.columns[place].header}", str(cells[place])]


def told_of(part):
    """What a part of a writer says, as {key, title, digest}; the frame of its pages and the style of its digits
    are left out."""
    said = to_arabic(part.html.partition(PART)[2])
    return {"key": part.key, "title": part.title, "digest": fingerprint(said)}
