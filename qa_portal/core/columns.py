"""A list of columns is data: it makes the table on the page and the sheet (ListPage, spreadsheets)."""

from collections.abc import Callable
from dataclasses import dataclass

from qa_portal.core.thai import format_baht, format_date


@dataclass(frozen=True)
class Column:
    """`value(row)` gives the bare value (str, int, Decimal, date, None) for page and sheet alike.

    `order`: the ORM name to sort by. `link(row)`: the page that the cell opens. `kind`: text, number, money, date,
    state (drawn as a badge on the page). `width`: characters in the sheet. `look(row)`: (word, colour, icon) of the
    badge that the page draws in the place of the value."""

    key: str
    header: str
    value: Callable[[object], object]
    width: int = 18
    order: str = ""
    link: Callable[[object], str] | None = None
    kind: str = "text"
    look: Callable[[object], tuple[str, str, str]] | None = None

    def shown(self, row):
        value = self.value(row)
        if value is None or value == "":
            return "–"
        if self.kind == "money":
            return format_baht(value)
        if self.kind == "date":
            return format_date(value)
        return f"{value:,}" if self.kind == "number" else value

    @property
    def is_numeric(self):
        return self.kind in {"number", "money"}
