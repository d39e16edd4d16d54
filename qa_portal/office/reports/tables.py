"""What every report is made of: figures, each with the page of the rows it counts, and tables of them. One table makes
the page, the sheet and the PDF, so that they cannot differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column, shares
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import format_baht

PREVIEW_ROWS = 12
UPRIGHT = 154  # characters of all columns that an upright page holds
_MORE, _FEWER = gettext_lazy("%(apart)s more than the year before"), gettext_lazy("%(apart)s less than the year before")


@dataclass(frozen=True)
class Figure:
    """One number and the page that lists exactly the rows it counts (F43). `adds` names the attribute of those rows
    that it is the sum of, in baht; empty: it is their count. None is "not known", which is not zero. `of`: the whole
    that it is a part of."""

    key: str
    label: str
    value: int | Decimal | None
    url: str
    adds: str = ""
    of: int | Decimal | None = None

    @property
    def is_money(self):
        return bool(self.adds)

    @property
    def shown(self):
        return _("No data") if self.value is None else self._words(self.value)

    @property
    def shown_of(self):
        return "" if self.of is None else _("of %(whole)s") % {"whole": self._words(self.of)}

    def _words(self, value):
        return format_baht(value) if self.is_money else f"{value:,}"

    def beside(self, before):
        """How this stands to the same figure of the year before, in words; "" where one is not known."""
        if before is None or None in (self.value, before.value):
            return ""
        apart = self.value - before.value
        words = _("the same as the year before") if not apart else _MORE if apart > 0 else _FEWER
        return words % {"apart": self._words(abs(apart))}


@dataclass(frozen=True)
class Line:
    """A row of a table of figures: what it is about, and its figures by column key."""

    label: str
    figures: dict[str, Figure]
    facts: dict[str, object] = field(default_factory=dict)

    def value(self, key):
        figure = self.figures.get(key)
        return figure.value if figure else self.facts.get(key)

    def url(self, key):
        figure = self.figures.get(key)
        return figure.url if figure else ""


@dataclass(frozen=True)
class Chart:
    """A chart of core.documents.charts, drawn where it is shown because its digits follow the document."""

    kind: str
    title: str
    rows: Sequence[tuple]
    series: Sequence[str] = ()
    unit: str = ""

    @property
    def options(self):
        options = {"title": str(self.title), "unit": str(self.unit)}
        return options | {"series": [str(name) for name in self.series]} if self.series else options


@dataclass(frozen=True)
class Table:
    """`rows` are Lines, or rows of the domain where the table lists them one by one. `short` names its sheet;
    `all_url` leads to all rows where the table has the first ones only."""

    key: str
    title: str
    short: str
    columns: Sequence[Column]
    rows: Sequence[object]
    total: Line | None = None
    charts: Sequence[Chart] = ()
    note: str = ""
    empty: str = ""
    all_url: str = ""

    @property
    def lines(self):
        """The rows and the total of a table of figures."""
        return [line for line in (*self.rows, self.total) if isinstance(line, Line)]

    @property
    def is_empty(self):
        """Nothing but the words for it: no row, or not one figure above zero."""
        if not self.empty or (self.is_list and self.rows):
            return False
        return not any(figure.value for figure in self.figures)

    @property
    def is_list(self):
        """Of rows of the domain, as many as there are."""
        return not any(isinstance(row, Line) for row in self.rows[:1])

    @property
    def first_rows(self):
        """For a preview: of a list its beginning."""
        return self.rows[:PREVIEW_ROWS] if self.is_list else self.rows

    @property
    def left_out(self):
        return len(self.rows) - len(self.first_rows)

    @property
    def figures(self):
        return [figure for line in self.lines for figure in line.figures.values()]

    @property
    def total_values(self):
        """By column key; the first column says what it is the total of."""
        if self.total is None:
            return {}
        values = {column.key: self.total.value(column.key) for column in self.columns}
        return values | {self.columns[0].key: str(self.total.label)}

    @property
    def total_cells(self):
        """(column, text, address) of each cell of the last row."""
        values = self.total_values
        return [(column, _shown(column, values[column.key]), self.total.url(column.key)) for column in self.columns]

    @property
    def is_narrow(self):
        """Fits a phone as it is."""
        return len(self.columns) == 2

    @property
    def is_wide(self):
        """Needs the whole width of a page."""
        return len(self.columns) > 6

    @property
    def lies(self):
        """On a page on its side."""
        return bool(self.rows) and sum(column.width for column in self.columns) > UPRIGHT

    @property
    def is_kept_whole(self):
        """Charts and table on one page of the document."""
        return bool(self.charts) and len(self.rows) <= PREVIEW_ROWS

    @property
    def widths(self):
        """Of the columns, in per cent of the page."""
        return [f"{share:.1f}" for share in shares(self.columns, self.rows, lies=self.lies)]

    def sheet(self, number, heading):
        name = f"{number} {self.short}"
        return Sheet(name, self.columns, self.rows, [*heading, f"{number} {self.title}"], self.total_values)


def _shown(column, value):
    return "" if value is None else replace(column, value=lambda row: value).shown(None)


class PercentColumn(Column):
    """Always two decimals; a text stands as it is."""

    def shown(self, row):
        value = self.value(row)
        return f"{value:,.2f}" if isinstance(value, Decimal) else value or "–"


def label_column(header, width=36):
    return Column("label", header, lambda line: str(line.label), width)


def figure_column(key, header, *, kind="number", width=14):
    """A column of figures, each a link to its rows; of plain facts where the line has no figure of that key."""
    return Column(key, header, _value_of(key), width, link=_url_of(key), kind=kind)


def percent_column(key, header, width=14):
    """A fact of the line, in per cent."""
    return PercentColumn(key, header, _value_of(key), width, kind="money")


def _value_of(key) -> Callable:
    return lambda line: line.value(key)


def _url_of(key) -> Callable:
    return lambda line: "" if line.value(key) is None else line.url(key)
