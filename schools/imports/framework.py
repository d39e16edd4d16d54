"""The levels, standards and items of a framework from an Excel or CSV file, and to one: the same columns both ways.

The key is the kind of row and its number or code (an item's, within its standard). A plan says of each row: new,
changed (old → new), unchanged or rejected with its reasons. Blank cells erase nothing, but "-" for the heading takes
it away; rows that the file does not name stay. A second run changes nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qa_portal.core.columns import Column
from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import normalise, search_key, to_arabic
from schools.models import Framework, Indicator, QualityLevel, Standard
from schools.services.frameworks import frozen_sentence
from schools.services.mapping import items_of

HEADERS = {
    "kind": ("ชนิด", "ประเภท"),
    "standard": ("มาตรฐานที่", "มาตรฐาน"),
    "code": ("รหัส", "ข้อ", "ค่าระดับ", "ลำดับมาตรฐาน"),
    "position": ("ลำดับที่", "ลำดับ"),
    "group": ("หัวข้อ", "กลุ่ม"),
    "name": ("ข้อความ", "ชื่อ"),
}
"""What a column may be called, besides the field's own name; the first is the one in the template."""
KINDS = {"level": ("ระดับคุณภาพ", "ระดับ"), "standard": ("มาตรฐาน",), "item": ("ประเด็นพิจารณา", "ประเด็น", "ตัวบ่งชี้")}
MODELS = {"level": QualityLevel, "standard": Standard, "item": Indicator}
NONE = "-"
HIGHEST = 999


@dataclass
class Row(PlannedRow):
    """A row of the file and the level, standard or item that it speaks of."""

    found: object = None

    @property
    def key(self):
        values = self.values
        return values.get("kind"), values.get("standard") if values.get("kind") == "item" else None, values.get("code")

    @property
    def title(self):
        kind = KINDS[self.values["kind"]][0] if "kind" in self.values else "–"
        return " ".join([kind, *(str(self.values[name]) for name in ("code", "name") if name in self.values)])


# ---------------------------------------------------------------- plan


def make_plan(table, *, framework):
    places = places_of(table.headers, HEADERS)
    missing = [HEADERS[name][0] for name in ("kind", "code", "name") if name not in places]
    if missing:
        raise Unreadable(_("The file lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    rows = [_read(row, places) for row in table.rows]
    _Planner(rows, framework).judge()
    return Planned(table, rows, unread_headers(table.headers, places))


def _read(row, places):
    number, cells = row
    texts = {name: normalise(cells[place]) for name, place in places.items() if place < len(cells)}
    made = Row(number, cells, {name: text for name, text in texts.items() if text})
    _read_kind(made)
    for name in ("standard", "position"):
        _read_number(made, name)
    if "code" in made.values:
        _read_code(made)
    _check_lengths(made)
    return made


def _read_kind(row):
    typed = row.values.pop("kind", "")
    for kind, words in KINDS.items():
        if search_key(typed) in {kind, *map(search_key, words)}:
            row.values["kind"] = kind
            return
    words = ", ".join(names[0] for names in KINDS.values())
    row.reasons.append(_("The kind “%(kind)s” is not known: use one of %(words)s.") % {"kind": typed, "words": words})


def _read_number(row, name):
    typed = row.values.pop(name, None)
    if typed is None:
        return
    if to_arabic(typed).isdecimal() and 0 < int(to_arabic(typed)) <= HIGHEST:
        row.values[name] = int(to_arabic(typed))
    else:
        facts = {"column": HEADERS[name][0], "typed": typed}
        row.reasons.append(_("“%(typed)s” in the column %(column)s is not a whole number above zero.") % facts)


def _read_code(row):
    """Levels and standards have numbers; an item's code is text."""
    row.values["code"] = to_arabic(row.values["code"])
    if row.values.get("kind") in ("level", "standard"):
        _read_number(row, "code")


def _check_lengths(row):
    model = MODELS.get(row.values.get("kind"))
    for name in ("code", "group", "name"):
        text = row.values.get(name)
        if model is None or not isinstance(text, str) or not hasattr(model, name):
            continue
        field = model._meta.get_field(name)
        if len(text) > field.max_length:
            facts = {"field": field.verbose_name, "most": field.max_length}
            row.reasons.append(_("The %(field)s is longer than %(most)s characters.") % facts)


class _Planner:
    """Holds the framework's rows, with those of the file beside them, and judges."""

    def __init__(self, rows, framework):
        self.rows = rows
        self.there = {("level", None, row.value): row for row in framework.levels.all()}
        self.there |= {("standard", None, row.number): row for row in framework.standards.all()}
        items = items_of(framework).select_related("standard")
        self.there |= {("item", row.standard.number, row.code): row for row in items}
        self.first_row = {}

    def judge(self):
        for row in self.rows:
            row.found = self.there.get(row.key)
            row.reasons += self._objections(row)
            self.first_row.setdefault(row.key, row.number)
        self._reject_orphans()
        for row in self.rows:
            if not row.reasons:
                self._accept(row)

    def _objections(self, row):
        if row.reasons:
            return
        if "code" not in row.values:
            yield _("The row has no code.")
        elif row.key in self.first_row:
            yield _("The code stands in row %(row)s of the file already.") % {"row": self.first_row[row.key]}
        if row.values["kind"] == "item" and "standard" not in row.values:
            yield _("An item needs the number of its standard.")
        if row.found is None and "name" not in row.values:
            yield _("A new row needs its words.")

    def _reject_orphans(self):
        known = {key[2] for key in self.there if key[0] == "standard"}
        known |= {row.values["code"] for row in self.rows if not row.reasons and row.values["kind"] == "standard"}
        for row in self.rows:
            if not row.reasons and row.values["kind"] == "item" and row.values["standard"] not in known:
                row.reasons.append(_("There is no standard %(number)s.") % {"number": row.values["standard"]})

    def _accept(self, row):
        if row.found is None:
            row.kind = Kind.NEW
        else:
            row.changes = list(_changes(row))
            row.kind = Kind.CHANGED if row.changes else Kind.UNCHANGED


def _written(row):
    """{field: value} of what the row says, besides its key."""
    names = ("position", "group", "name") if row.values["kind"] == "item" else ("name",)
    values = {name: row.values[name] for name in names if name in row.values}
    return values | {"group": ""} if values.get("group") == NONE else values


def _changes(row):
    for name, value in _written(row).items():
        old = getattr(row.found, name)
        if old != value:
            yield Change(str(row.found._meta.get_field(name).verbose_name), str(old or "–"), str(value or "–"))


# ---------------------------------------------------------------- apply


class Frozen(ValueError):
    """The framework is in use; the text is a sentence for the user."""


@transaction.atomic
def apply_plan(plan, *, framework, by):
    """Write what the plan says, all or nothing. Frozen: the framework came into use meanwhile."""
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if locked.is_used:
        raise Frozen(frozen_sentence())
    for row in plan.of_kind(Kind.CHANGED):
        for name, value in _written(row).items():
            setattr(row.found, name, value)
        row.found.save(by=by)
    for kind in KINDS:
        for row in plan.of_kind(Kind.NEW):
            if row.values["kind"] == kind:
                _made(row, locked).save(by=by)


def _made(row, framework):
    values, code = _written(row), row.values["code"]
    if row.values["kind"] == "level":
        return QualityLevel(framework=framework, value=code, **values)
    if row.values["kind"] == "standard":
        return Standard(framework=framework, number=code, **values)
    standard = framework.standards.get(number=row.values["standard"])
    values.setdefault("position", standard.indicators.count() + 1)
    return Indicator(standard=standard, code=code, **values)


# ---------------------------------------------------------------- sheets out

COLUMNS = [
    Column("kind", HEADERS["kind"][0], lambda row: KINDS[row[0]][0], 18),
    Column("standard", HEADERS["standard"][0], lambda row: _of_item(row, lambda item: item.standard.number), 12),
    Column("code", HEADERS["code"][0], lambda row: str(_code(row)), 12),
    Column("position", HEADERS["position"][0], lambda row: _of_item(row, lambda item: item.position), 12),
    Column("group", HEADERS["group"][0], lambda row: _of_item(row, lambda item: item.group), 30),
    Column("name", HEADERS["name"][0], lambda row: row[1].name, 70),
]


def _of_item(row, value):
    kind, found = row
    return str(value(found)) if kind == "item" else ""


def _code(row):
    kind, found = row
    return getattr(found, {"level": "value", "standard": "number", "item": "code"}[kind])


def framework_sheet(framework):
    """The framework in the columns that the import reads."""
    rows = [("level", row) for row in framework.levels.all()]
    for standard in framework.standards.prefetch_related("indicators"):
        rows.append(("standard", standard))
        rows += [("item", item) for item in standard.indicators.all()]
    return Sheet(framework.code, COLUMNS, rows, has_foot=False)


def template_sheet():
    """One row of each kind, to be written over."""
    standard = Standard(number=1, name="คุณภาพของผู้เรียน")
    item = Indicator(standard=standard, position=1, code="1.1", name="ข้อความของประเด็นพิจารณา")
    rows = [("level", QualityLevel(value=5, name="ยอดเยี่ยม")), ("standard", standard), ("item", item)]
    return Sheet(_("Standards"), COLUMNS, rows, has_foot=False)
