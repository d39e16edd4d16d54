"""What every import from a sheet has in common: each row is judged before anything is written, the person sees what
would happen and confirms exactly that."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.history import Change
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Table
from qa_portal.core.thai import search_key


class Kind(models.TextChoices):
    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    UNCHANGED = "unchanged", gettext_lazy("Unchanged")
    REJECTED = "rejected", gettext_lazy("Rejected")


@dataclass
class PlannedRow:
    """One row of the file: what it says (`values`, without blank cells) and what becomes of it. Each import has its
    own `title`, the words by which a person recognises the row."""

    number: int
    cells: list[str]
    values: dict[str, object] = field(default_factory=dict)
    kind: str = Kind.REJECTED
    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def reason(self):
        return " · ".join(self.reasons)


@dataclass
class Planned:
    """What would become of a file."""

    table: Table
    rows: list
    unread: list[str]  # headers that name no field

    def of_kind(self, kind):
        return [row for row in self.rows if row.kind == kind]

    @property
    def counts(self):
        """{kind: number of rows}, in the order of Kind."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in Kind}

    @property
    def has_effect(self):
        return bool(self.counts[Kind.NEW] or self.counts[Kind.CHANGED])

    @property
    def digest(self):
        """Of what was shown to the person who confirms: another one means that the portal's rows changed meanwhile."""
        told = [(row.number, row.kind, row.title, row.changes, row.reasons) for row in self.rows]
        return fingerprint(repr(told))

    def groups(self, most):
        """(kind, number of rows, the first of them) for the page that shows the plan."""
        return [(kind, count, self.of_kind(kind)[:most]) for kind, count in self.counts.items()]


def places_of(headers, names):
    """{field: index of its column}, `names` being {field: what its column may be called}; the first of two counts."""
    known = {_header_key(alias): name for name, aliases in names.items() for alias in (name, *aliases)}
    found = {}
    for place, header in enumerate(headers):
        name = known.get(_header_key(header))
        if name:
            found.setdefault(name, place)
    return found


def _header_key(header):
    return "".join(sign for sign in search_key(header) if sign not in "._/()-")


def unread_headers(headers, places):
    return [name for place, name in enumerate(headers) if name and place not in places.values()]


def rejected_sheet(plan):
    """The rejected rows as they came, with the reason: to be mended and sent again."""
    reason = _("Reason of the rejection")
    columns = [
        Column(f"c{place}", header or " ", lambda row, place=place: _cell(row, place), 22)
        for place, header in enumerate(plan.table.headers)
        if header != reason
    ]
    columns.append(Column("reason", reason, lambda row: row.reason, 60))
    return Sheet(_("Rejected rows"), columns, plan.of_kind(Kind.REJECTED), has_foot=False)


def _cell(row, place):
    return row.cells[place] if place < len(row.cells) else ""
