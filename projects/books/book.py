"""What a book is made of: chapters of tables, and the papers of the projects one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from projects.reports.year_sums import PlanYear
from qa_portal.core.columns import Column, shares
from qa_portal.core.spreadsheets import Sheet


@dataclass(frozen=True)
class Table:
    """`short` names its sheet; `totals` are values by column key."""

    key: str
    title: str
    short: str
    columns: Sequence[Column]
    rows: Sequence[object]
    totals: dict = field(default_factory=dict)
    note: str = ""
    empty: str = ""
    is_wide: bool = False

    @property
    def lies(self):
        """On a page on its side."""
        return self.is_wide and bool(self.rows)

    @property
    def widths(self):
        """Of the columns, in per cent of the page."""
        return [f"{share:.1f}" for share in shares(self.columns, self.rows, lies=self.lies)]

    @property
    def lines(self):
        """[[(column, text)]] of the rows as they are printed."""
        return [[(column, column.shown(row)) for column in self.columns] for row in self.rows]

    @property
    def total_cells(self):
        return [(column, _shown(column, self.totals.get(column.key))) for column in self.columns]

    def sheet(self, number, heading):
        lines = [*heading, f"{number} {self.title}", *([self.note] if self.note else [])]
        return Sheet(f"{number} {self.short}", self.columns, self.rows, lines, self.totals)


def _shown(column, value):
    return "" if value in (None, "") else replace(column, value=lambda row: value).shown(None)


@dataclass(frozen=True)
class Chapter:
    key: str
    number: str
    title: str
    tables: Sequence[Table] = ()
    papers: bool = False  # the papers of the projects follow
    empty: str = ""  # said where there is no table
    pictures: Callable[[], dict] = dict

    @property
    def heading(self):
        return f"{self.number} {self.title}"

    @property
    def numbered(self):
        """(number as printed, table) of each table: 2.1, 2.2 …; an appendix has ก.1."""
        stem = self.number.split()[-1]
        return [(f"{stem}.{place}", table) for place, table in enumerate(self.tables, 1)]


@dataclass(frozen=True)
class Paper:
    """One project's part of the book: the template and context of its document."""

    key: str
    title: str
    template: str
    context: Callable[[], dict]
    pictures: Callable[[], dict] = dict


@dataclass(frozen=True)
class Book:
    """`title` may have two lines; `details` are the sheets of the workbook beyond the tables."""

    kind: str
    title: str
    subtitle: str
    year: PlanYear
    made_at: datetime
    foreword: Sequence[str]
    chapters: Sequence[Chapter]
    papers: Sequence[Paper]
    details: Callable[[list[str]], Sequence[Sheet]]

    @property
    def name(self):
        """Of its file."""
        return f"{self.full_title} {self.year.district.short_name}"

    @property
    def full_title(self):
        return f"{self.title.replace(chr(10), '')} {self.year.fiscal}"

    @property
    def heading(self):
        """The lines above each sheet of its workbook."""
        return [self.year.district.name, self.full_title]

    @property
    def numbered_tables(self):
        return [pair for chapter in self.chapters for pair in chapter.numbered]

    def papers_of(self, chapter):
        """What follows the tables of a chapter, each on pages of its own."""
        return self.papers if chapter.papers else ()
