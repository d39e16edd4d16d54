"""The year's strategy from an Excel or CSV file, and to one: the same columns both ways (F50).

The key is kind and code. A plan says of each row: new, changed (old → new), unchanged or rejected with its reasons.
Blank cells erase nothing; "-" for the parent puts an item at the top. A second run changes nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from projects.models import StrategyItem, StrategyKind, in_tree_order, one_code
from projects.services import strategy
from qa_portal.core.columns import Column
from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import normalise, search_key

HEADERS = {
    "kind": ("ประเภท", "ชนิด"),
    "code": ("รหัส", "ข้อที่", "ที่"),
    "title": ("ชื่อ", "ข้อความ", "รายการ"),
    "parent": ("อยู่ภายใต้รหัส", "รหัสแม่"),
}
"""What a column may be called, besides the field's own name; the first is the one in the template."""
TOP = "-"
LONGEST = {name: StrategyItem._meta.get_field(name).max_length for name in ("code", "title")}


@dataclass
class Row(PlannedRow):
    item: StrategyItem | None = None

    @property
    def key(self):
        return self.values.get("kind"), self.values.get("code")

    @property
    def title(self):
        kind = self.values.get("kind")
        words = [str(StrategyKind(kind).label)] if kind else []
        return " · ".join([*words, " ".join(self.values[key] for key in ("code", "title") if key in self.values)])


# ---------------------------------------------------------------- plan


def make_plan(table, *, district, year):
    places = places_of(table.headers, HEADERS)
    missing = [HEADERS[name][0] for name in ("kind", "code") if name not in places]
    if missing:
        raise Unreadable(_("The file lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    rows = [_read(row, places) for row in table.rows]
    _Planner(rows, district, year).judge()
    return Planned(table, rows, unread_headers(table.headers, places))


def kind_words():
    """{search key: kind}, by its own name and by its Thai and its English words."""
    words = {search_key(kind.value): kind.value for kind in StrategyKind}
    for language in ("th", "en"):
        with override(language):
            words |= {search_key(str(kind.label)): kind.value for kind in StrategyKind}
    return words


def _read(row, places):
    number, cells = row
    texts = {name: normalise(cells[place]) for name, place in places.items() if place < len(cells)}
    made = Row(number, cells, {name: text for name, text in texts.items() if text})
    for name in ("code", "parent"):
        if name in made.values:
            made.values[name] = one_code(made.values[name])
    if "kind" in made.values:
        _read_kind(made)
    for name, most in LONGEST.items():
        if len(made.values.get(name, "")) > most:
            facts = {"field": StrategyItem._meta.get_field(name).verbose_name, "most": most}
            made.reasons.append(_("The %(field)s is longer than %(most)s characters.") % facts)
    return made


def _read_kind(row):
    typed = row.values.pop("kind")
    kind = kind_words().get(search_key(typed))
    if kind:
        row.values["kind"] = kind
    else:
        row.reasons.append(_("The kind “%(kind)s” is not known.") % {"kind": typed})


class _Planner:
    """Holds the year's items, with those of the file beside them, and judges the rows."""

    def __init__(self, rows, district, year):
        self.rows, self.district, self.year = rows, district, year
        items = StrategyItem.objects.filter(district=district, fiscal_year=year).select_related("parent")
        self.items = {(item.kind, item.code): item for item in items}
        self.first_row = {}

    def judge(self):
        for row in self.rows:
            row.item = self.items.get(row.key)
            row.reasons += self._objections(row)
            self.first_row.setdefault(row.key, row.number)
        self._reject_circles()
        self._reject_orphans()
        for row in self.rows:
            if not row.reasons:
                self._accept(row)

    def _objections(self, row):
        if "code" not in row.values:
            yield _("The row has no code.")
        if "kind" not in row.values and not row.reasons:
            yield _("The row has no kind.")
        if None not in row.key and row.key in self.first_row:
            yield _("The code stands in row %(row)s of the file already.") % {"row": self.first_row[row.key]}
        if row.item is None and "title" not in row.values:
            yield _("A new item needs a title.")

    def _reject_orphans(self):
        """Again until nothing changes: a rejected row may be the parent of another."""
        while True:
            known = self.items.keys() | {row.key for row in self.rows if not row.reasons}
            orphans = [row for row in self.rows if not row.reasons and self._parent_key(row) not in known | {None}]
            if not orphans:
                return
            for row in orphans:
                row.reasons.append(_("No item of this kind has the code %(code)s.") % {"code": row.values["parent"]})

    def _reject_circles(self):
        """What would hang on itself, by the file alone or together with what is there."""
        parents = {key: self._key_of(item.parent) for key, item in self.items.items()}
        good = [row for row in self.rows if not row.reasons]
        parents |= {row.key: self._parent_key(row) for row in good if "parent" in row.values}
        for row in good:
            if _hangs_on_itself(row.key, parents):
                row.reasons.append(_("The item would be part of itself."))

    def _parent_key(self, row):
        code = row.values.get("parent")
        return None if code in (None, TOP) else (row.values["kind"], code)

    def _key_of(self, item):
        return (item.kind, item.code) if item else None

    def _accept(self, row):
        if row.item is None:
            row.kind = Kind.NEW
        else:
            row.changes = list(_changes(row))
            row.kind = Kind.CHANGED if row.changes else Kind.UNCHANGED


def _hangs_on_itself(key, parents):
    seen = set()
    while key is not None and key not in seen:
        seen.add(key)
        key = parents.get(key)
    return key is not None


def _changes(row):
    item, values = row.item, row.values
    if "title" in values and values["title"] != item.title:
        yield Change(_("Title"), item.title, values["title"])
    now = item.parent.code if item.parent else TOP
    if "parent" in values and values["parent"] != now:
        yield Change(_("Part of"), now, values["parent"])


# ---------------------------------------------------------------- apply


@transaction.atomic
def apply_plan(plan, *, district, year, by):
    """Write what the plan says, all or nothing: first the items, then their places in the trees."""
    strategy.lock_strategy(district.pk)
    rows = [row for row in plan.rows if row.kind in (Kind.NEW, Kind.CHANGED)]
    for row in rows:
        _write(row, district, year, by)
    items = StrategyItem.objects.filter(district=district, fiscal_year=year)
    there = {(item.kind, item.code): item for item in items}
    for row in rows:
        if "parent" in row.values:
            _place(there[row.key], there.get((row.values["kind"], row.values["parent"])), by)


def _write(row, district, year, by):
    item = row.item or StrategyItem(district=district, fiscal_year=year, kind=row.values["kind"])
    title = row.values.get("title", item.title)
    if row.item is None or item.title != title:
        item.code, item.title = row.values["code"], title
        item.save(by=by)


def _place(item, parent, by):
    if item.parent_id != (parent and parent.pk):
        item.parent = parent
        item.save(by=by)


# ---------------------------------------------------------------- sheets out


def _parent_code(item):
    return item.parent.code if item.parent else TOP


COLUMNS = [
    Column("kind", HEADERS["kind"][0], lambda item: str(item.get_kind_display()), 24),
    Column("code", HEADERS["code"][0], lambda item: item.code, 12),
    Column("title", HEADERS["title"][0], lambda item: item.title, 80),
    Column("parent", HEADERS["parent"][0], _parent_code, 16),
]


def items_sheet(items):
    """The items in the columns that the import reads; without items, the template."""
    return Sheet(_("Strategy"), COLUMNS, items, has_foot=False)


def year_sheet(district, year):
    items = StrategyItem.objects.filter(district=district, fiscal_year=year).select_related("parent")
    return items_sheet([item for kind in StrategyKind for item in in_tree_order(of_kind(items, kind))])


def of_kind(items, kind):
    return [item for item in items if item.kind == kind]
