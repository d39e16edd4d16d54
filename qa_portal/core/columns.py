"""A list of columns is data: it makes the table on the page and the sheet (ListPage, spreadsheets)."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from qa_portal.core.thai import format_baht, format_date

UPRIGHT, LYING = 453, 728  # points across a page of a document, between its margins
LETTER, AROUND = 5.9, 9.5  # points: the mean width of a bold letter in a table, and what lies beside a cell's text
WHOLE = 9  # letters: a longer run of Thai is several words, and a line may break between them
LOOKED_AT = 60  # rows


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


def shares(columns, rows, *, lies):
    """Of the columns of a table in a document, in per cent of the page: as their `width`, but none so narrow that a
    word of its header or of its first rows would break."""
    whole = sum(column.width for column in columns)
    asked = [column.width * 100 / whole for column in columns]
    least = [_least(column, rows[:LOOKED_AT]) * 100 / (LYING if lies else UPRIGHT) for column in columns]
    if sum(least) >= 100:
        return asked
    held = set()
    while True:
        found = _shared(asked, least, held)
        narrow = {place for place, share in enumerate(found) if share < least[place]} - held
        if not narrow:
            return found
        held |= narrow


def _shared(asked, least, held):
    """The `held` columns as narrow as they may be, the others as they were asked for in the room that is left."""
    room = 100 - sum(least[place] for place in held)
    rest = sum(wish for place, wish in enumerate(asked) if place not in held)
    return [least[place] if place in held else wish * room / rest for place, wish in enumerate(asked)]


def _least(column, rows):
    """How many points a column takes for its longest word."""
    texts = [column.header, *(column.shown(row) for row in rows)]
    words = [_letters(word) for text in texts for word in str(text).split()]
    return max((count for count in words if count <= WHOLE), default=0) * LETTER + AROUND


def _letters(word):
    """Those that take room: marks stand above or below one."""
    return sum(unicodedata.category(character) != "Mn" for character in word)
