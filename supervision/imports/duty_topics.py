"""Areas of duty from a sheet, a row an area: the same columns that their own sheet has. The key is group and name, for
nothing else names an area. Blank cells erase nothing; a second run changes nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qa_portal.core.columns import Column
from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import normalise, search_key, to_arabic
from schools.models import Network, School
from supervision.models import DutyTopic

HEADERS = {
    "group": ("กลุ่มงาน", "กลุ่ม"),
    "name": ("งานหรือเรื่อง", "ชื่องาน", "งาน"),
    "text": ("หน้าที่", "ข้อความหน้าที่"),
    "network": ("เครือข่าย", "สหวิทยาเขต"),
    "moe_code": ("รหัสกระทรวง 10 หลัก", "รหัสกระทรวง", "รหัสโรงเรียน"),
    "is_active": ("การใช้", "สถานะ"),
}
"""What a column may be called, besides the field's own name; the first is the one in the sheet."""
ACTIVE = {True: ("ใช้", "ต้องมีผู้รับผิดชอบ"), False: ("เลิกใช้", "ไม่ใช้")}


@dataclass
class Row(PlannedRow):
    topic: DutyTopic | None = None

    @property
    def title(self):
        return " · ".join(str(self.values[name]) for name in ("group", "name") if self.values.get(name)) or "–"

    @property
    def facts(self):
        return {name: value for name, value in self.values.items() if name not in ("group", "name")}


def make_plan(table, *, district):
    places = places_of(table.headers, HEADERS)
    if "name" not in places:
        raise Unreadable(
            _("The file has no column “%(name)s”. Use the template's names.") % {"name": HEADERS["name"][0]}
        )
    reader = _Reader(district)
    rows = [reader.read(number, cells, places) for number, cells in table.rows]
    return Planned(table, rows, unread_headers(table.headers, places))


class _Reader:
    """Holds what the office has, and judges one row after another."""

    def __init__(self, district):
        rows = DutyTopic.objects.filter(district=district).select_related("network", "school")
        self.topics = {(row.group, row.name): row for row in rows}
        self.networks = {search_key(row.name): row for row in Network.objects.filter(district=district)}
        self.schools = {row.moe_code: row for row in School.objects.filter(district=district)}
        self.first_row = {}

    def read(self, number, cells, places):
        texts = {name: _text(name, cells[place]) for name, place in places.items() if place < len(cells)}
        row = Row(number, cells)
        for name, text in texts.items():
            if text:
                self._take(row, name, text)
        self._judge(row)
        return row

    def _take(self, row, name, text):
        most = DutyTopic._meta.get_field(name).max_length if name in ("group", "name") else None
        if most and len(text) > most:
            row.reasons.append(f"{HEADERS[name][0]}: {_('This is too long.')}")
        elif name == "network":
            self._found(row, "network", self.networks.get(search_key(text)), text)
        elif name == "moe_code":
            self._found(row, "school", self.schools.get(to_arabic(text)), text)
        elif name == "is_active":
            known = {search_key(word): value for value, words in ACTIVE.items() for word in words}
            self._found(row, "is_active", known.get(search_key(text)), text)
        else:
            row.values[name] = text

    def _found(self, row, name, value, text):
        if value is None:
            row.reasons.append(_("“%(text)s” is not known to your office.") % {"text": text})
        else:
            row.values[name] = value

    def _judge(self, row):
        key = (row.values.get("group", ""), row.values.get("name", ""))
        if not key[1] and not row.reasons:
            row.reasons.append(_("The name of the area is missing."))
        elif key in self.first_row:
            row.reasons.append(_("This area stands in row %(row)s of the file already.") % {"row": self.first_row[key]})
        self.first_row.setdefault(key, row.number)
        if not row.reasons:
            row.topic = self.topics.get(key)
            row.changes = list(_changes(row)) if row.topic else []
            row.kind = Kind.NEW if row.topic is None else Kind.CHANGED if row.changes else Kind.UNCHANGED


def _text(name, cell):
    return normalise(cell.replace("\r\n", "\n"), collapse=name != "text")


def _changes(row):
    for name, new in row.facts.items():
        old = getattr(row.topic, name)
        if old != new:
            label = str(DutyTopic._meta.get_field(name).verbose_name)
            yield Change(label, _shown(old), _shown(new))


def _shown(value):
    return ACTIVE[value][0] if isinstance(value, bool) else str(value or "–")


@transaction.atomic
def apply_plan(plan, *, district, by):
    """Write what the plan says, all or nothing."""
    for row in (*plan.of_kind(Kind.NEW), *plan.of_kind(Kind.CHANGED)):
        topic = row.topic or DutyTopic(district=district, group=row.values.get("group", ""), name=row.values["name"])
        for name, value in row.facts.items():
            setattr(topic, name, value)
        topic.save(by=by)


def topic_sheet(topics):
    """The areas with the columns that the import reads."""
    values = {
        "group": lambda row: row.group,
        "name": lambda row: row.name,
        "text": lambda row: row.text,
        "network": lambda row: row.network and row.network.name,
        "moe_code": lambda row: row.school and row.school.moe_code,
        "is_active": lambda row: ACTIVE[row.is_active][0],
    }
    widths = {"name": 46, "text": 70}
    columns = [Column(name, HEADERS[name][0], value, widths.get(name, 26)) for name, value in values.items()]
    return Sheet(_("Areas of duty"), columns, topics, has_foot=False)
