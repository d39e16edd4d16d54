"""Notices of a round from Excel: one row a school and level of education. The key is the ministry code.

A row is new, changed (old → new, while the assessment is running), unchanged or rejected with its reasons. Blank cells
erase nothing; a second run changes nothing."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qa_portal.core.columns import Column
from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import format_date, normalise, parse_date, search_key, to_arabic
from schools.models import EducationLevel, School
from schools.services.expected import taught_levels
from supervision.models import ExternalAssessment
from supervision.services.assessments import objection_to, record_notices

HEADERS = {
    "moe_code": ("รหัสกระทรวง 10 หลัก", "รหัสกระทรวง", "รหัส 10 หลัก", "รหัสสถานศึกษา", "รหัสโรงเรียน"),
    "name": ("ชื่อสถานศึกษา", "ชื่อโรงเรียน", "โรงเรียน"),
    "level": ("ระดับการศึกษา", "ระดับ"),
    "noticed_on": ("วันที่รับแจ้ง", "วันที่แจ้ง"),
    "notice_number": ("เลขที่หนังสือ", "เลขที่หนังสือแจ้ง"),
    "documents_due_on": ("กำหนดส่งเอกสาร", "วันครบกำหนดส่งเอกสาร"),
    "visit_from": ("วันที่เริ่มตรวจเยี่ยม", "ผู้ประเมินเข้าตั้งแต่วันที่"),
    "visit_until": ("วันที่สิ้นสุดตรวจเยี่ยม", "ถึงวันที่"),
}
"""What a column may be called, besides the field's own name; the first is the one in the template."""
FACTS = ("noticed_on", "notice_number", "documents_due_on", "visit_from", "visit_until")
DAYS = {"noticed_on", "documents_due_on", "visit_from", "visit_until"}
LEVEL_WORDS = {
    EducationLevel.EARLY_CHILDHOOD: ("ปฐมวัย", "ระดับปฐมวัย", "การศึกษาปฐมวัย", "early_childhood"),
    EducationLevel.BASIC: ("ขั้นพื้นฐาน", "ระดับการศึกษาขั้นพื้นฐาน", "การศึกษาขั้นพื้นฐาน", "พื้นฐาน", "basic"),
}


@dataclass
class Row(PlannedRow):
    """A row of the file, its school, and the assessment that is running already."""

    school: School | None = None
    running: ExternalAssessment | None = None

    @property
    def title(self):
        name = self.school.name if self.school else self.values.get("name", "")
        level = self.values.get("level")
        words = [self.values.get("moe_code", ""), name, EducationLevel(level).label if level else ""]
        return " ".join(str(word) for word in words if word) or "–"

    @property
    def facts(self):
        return {name: self.values[name] for name in FACTS if name in self.values}


# ---------------------------------------------------------------- plan


def make_plan(table, *, in_round, schools):
    """`schools`: those that the person may give a notice to."""
    places = places_of(table.headers, HEADERS)
    for name in ("moe_code", "level", "noticed_on"):
        if name not in places:
            header = {"name": HEADERS[name][0]}
            raise Unreadable(_("The file has no column “%(name)s”. Use the template's names.") % header)
    rows = [_read(row, places) for row in table.rows]
    planner = _Planner(in_round, schools)
    for row in rows:
        planner.judge(row)
    return Planned(table, rows, unread_headers(table.headers, places))


def _read(row, places):
    number, cells = row
    made = Row(number, cells)
    for name, place in places.items():
        text = normalise(cells[place]) if place < len(cells) else ""
        if text:
            try:
                made.values[name] = _clean(name, text)
            except ValueError as error:
                made.reasons.append(f"{HEADERS[name][0]}: {error}")
    _fill_visit(made.values)
    return made


def _clean(name, text):
    if name in DAYS:
        return parse_date(text)
    if name == "moe_code":
        return _code(text)
    if name == "level":
        return _level(text)
    if len(text) > ExternalAssessment._meta.get_field("notice_number").max_length and name == "notice_number":
        raise ValueError(_("This is too long."))
    return text


def _code(text):
    if not re.fullmatch(r"\d{10}", to_arabic(text), re.ASCII):
        raise ValueError(_("The ministry code “%(code)s” does not have 10 digits.") % {"code": text})
    return to_arabic(text)


def _level(text):
    for level, words in LEVEL_WORDS.items():
        if search_key(text) in map(search_key, words):
            return level
    raise ValueError(_("The level “%(level)s” is not known.") % {"level": text})


def _fill_visit(values):
    first, last = values.get("visit_from"), values.get("visit_until")
    if first or last:
        values["visit_from"], values["visit_until"] = first or last, last or first


class _Planner:
    """Holds the schools and the running assessments of the round, and judges one row after another."""

    def __init__(self, in_round, schools):
        self.round = in_round
        self.schools = {school.moe_code: school for school in schools}
        running = in_round.assessments.running().filter(school__in=schools)
        self.running = {(row.school_id, row.level): row for row in running}
        self.first_row = {}

    def judge(self, row):
        key = (row.values.get("moe_code"), row.values.get("level"))
        row.school = self.schools.get(key[0])
        row.running = row.school and self.running.get((row.school.pk, key[1]))
        row.reasons += [reason for reason in self._objections(row, key) if reason]
        self.first_row.setdefault(key, row.number)
        if not row.reasons:
            self._accept(row)

    def _objections(self, row, key):
        if row.reasons:
            return
        if None in key or "noticed_on" not in row.values:
            yield _("Code, level and day of the notice are needed.")
        elif row.school is None:
            yield _("No open school of your office has this code.")
        elif key in self.first_row:
            yield _("This school and level stand in row %(row)s of the file already.") % {"row": self.first_row[key]}
        else:
            yield "" if row.running else objection_to(row.school, self.round, key[1])
            yield self._disorder(row)

    def _disorder(self, row):
        notice = row.running or ExternalAssessment()
        return ExternalAssessment(
            **{name: row.values.get(name, getattr(notice, name)) for name in FACTS if name in DAYS}
        ).disorder

    def _accept(self, row):
        if row.running is None:
            row.kind = Kind.NEW
        else:
            row.changes = list(_changes(row))
            row.kind = Kind.CHANGED if row.changes else Kind.UNCHANGED


def _changes(row):
    for name, new in row.facts.items():
        old = getattr(row.running, name)
        if old != new:
            label = str(ExternalAssessment._meta.get_field(name).verbose_name)
            yield Change(label, _shown(old), _shown(new))


def _shown(value):
    return format_date(value) if hasattr(value, "year") else str(value or "–")


# ---------------------------------------------------------------- apply


@transaction.atomic
def apply_plan(plan, *, in_round, by):
    """Write what the plan says, all or nothing."""
    for row in plan.of_kind(Kind.NEW):
        record_notices([row.school], in_round=in_round, levels=[row.values["level"]], by=by, **row.facts)
    for row in plan.of_kind(Kind.CHANGED):
        for name, value in row.facts.items():
            setattr(row.running, name, value)
        row.running.save(by=by)


def template_sheet(schools):
    """The columns that the import reads, with the office's schools, a row for each level that they teach."""
    rows = [
        (school, words[0])
        for school in schools
        for level, words in LEVEL_WORDS.items()
        if level in taught_levels(school)
    ]
    values = {"moe_code": lambda r: r[0].moe_code, "name": lambda r: r[0].name, "level": lambda r: r[1]}
    columns = [Column(name, HEADERS[name][0], values.get(name, lambda r: ""), 24) for name in HEADERS]
    return Sheet(_("Notices"), columns, rows, has_foot=False)
