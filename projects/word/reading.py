"""What was read from a file: each value with the passage it came from and the doubts about it. Only plain data, so that
it can wait in the database until a person has looked at it."""

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from .document import Place
from .doubts import SENTENCES

# In the order of the forms; "file" is what concerns none of them alone.
PARTS = (
    "file",
    "name",
    "fiscal_year",
    "layout",
    "nature",
    "groups",
    "owner",
    "co_owners",
    "period",
    "plan_line",
    "policy",
    "rationale",
    "objectives",
    "targets",
    "activities",
    "lines",
    "stated_total",
    "stated_columns",
    "transfers_allowed",
    "budget_note",
    "funding",
    "risks",
    "indicators",
    "evaluations",
    "expected_results",
    "signatories",
)


@dataclass(frozen=True)
class Passage:
    """A text of the file and where it stands there."""

    text: str
    place: Place

    @classmethod
    def of(cls, line):
        number = f"{line.number} " if line.number else ""
        return cls(number + line.text, line.place)

    @property
    def where(self):
        if self.place.table:
            return _("table %(table)d, row %(row)d") % {"table": self.place.table, "row": self.place.row}
        return _("paragraph %(paragraph)d") % {"paragraph": self.place.paragraph}


@dataclass(frozen=True)
class Doubt:
    """A reason to look. `code` is one of doubts.SENTENCES, so that it is told in the reader's language."""

    code: str
    values: dict = field(default_factory=dict)

    @property
    def sentence(self):
        return str(SENTENCES[self.code]) % self.values


@dataclass
class Found:
    """One field or one row: its values by name, the passages they came from, the doubts."""

    values: dict
    passages: list[Passage] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def text(self):
        return self.values.get("text", "")

    @property
    def places(self):
        """The passages with those of one place in one."""
        whole = []
        for passage in self.passages:
            if whole and whole[-1].place == passage.place:
                whole[-1] = replace(passage, text=f"{whole[-1].text}\n{passage.text}")
            else:
                whole.append(passage)
        return whole


@dataclass
class Reading:
    """A whole file. `doubts` holds those about a part as a whole, by its name, `unused` what no field took."""

    fields: dict[str, Found] = field(default_factory=dict)
    rows: dict[str, list[Found]] = field(default_factory=dict)
    doubts: dict[str, list[Doubt]] = field(default_factory=dict)
    unused: list[Passage] = field(default_factory=list)

    def text(self, name):
        return self.fields[name].text if name in self.fields else ""

    def doubt(self, part, code, **values):
        self.doubts.setdefault(part, []).append(Doubt(code, values))

    def all_doubts(self):
        """(part, row number from 1 or 0, Doubt) in the order of the form."""
        for part in PARTS:
            yield from ((part, 0, doubt) for doubt in self.doubts.get(part, []))
            if part in self.fields:
                yield from ((part, 0, doubt) for doubt in self.fields[part].doubts)
            for number, found in enumerate(self.rows.get(part, []), start=1):
                yield from ((part, number, doubt) for doubt in found.doubts)

    def as_data(self):
        """Plain JSON data; `from_data` makes the same reading of it."""
        return _plain(asdict(self))

    @classmethod
    def from_data(cls, data):
        return cls(
            {name: _found(item) for name, item in data["fields"].items()},
            {name: [_found(item) for item in items] for name, items in data["rows"].items()},
            {name: [Doubt(**item) for item in items] for name, items in data["doubts"].items()},
            [_passage(item) for item in data["unused"]],
        )


def _found(item):
    passages = [_passage(passage) for passage in item["passages"]]
    return Found(item["values"], passages, [Doubt(**doubt) for doubt in item["doubts"]])


def _passage(item):
    return Passage(item["text"], Place(**item["place"]))


def _plain(value):
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value
