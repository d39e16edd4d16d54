"""Schools from a CSV or Excel file: read, planned row by row, shown, then applied whole or not at all (F03).

The key is the ministry code, never the name. A plan says of each row: new, changed (old → new), unchanged or rejected
with its reasons; rows of other areas are counted and left out. Blank cells erase nothing. A second run changes nothing.
"""

import re
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core.columns import Column
from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.models import District, DistrictKind
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import normalise, search_key, to_arabic
from schools.models import Network, School, SchoolFacts, read_degrees
from schools.reports.registry import levels_text
from schools.services.registry import change_school, first_facts

HEADERS = {
    "moe_code": ("รหัสกระทรวง 10 หลัก", "รหัสกระทรวง", "รหัส 10 หลัก", "รหัสสถานศึกษา", "รหัสโรงเรียน"),
    "smis_code": ("รหัส SMIS 8 หลัก", "รหัส 8 หลัก", "รหัส SMIS"),
    "area_code": ("รหัสเขตพื้นที่", "รหัสเขต", "รหัสเขตพื้นที่การศึกษา"),
    "area_name": ("เขตพื้นที่การศึกษา", "เขตพื้นที่", "ชื่อเขต", "ชื่อเขตพื้นที่การศึกษา", "สังกัด"),
    "area_type": ("ประเภทเขต",),
    "name": ("ชื่อโรงเรียน", "ชื่อสถานศึกษา", "โรงเรียน", "name_th"),
    "levels": ("ระดับที่เปิดสอน", "ระดับชั้นที่เปิดสอน", "ระดับการศึกษา"),
    "network": ("เครือข่าย", "เครือข่ายโรงเรียน", "กลุ่มเครือข่าย", "สหวิทยาเขต"),
    "tambon": ("ตำบล", "ตำบล/แขวง"),
    "amphoe": ("อำเภอ", "อำเภอ/เขต"),
    "province": ("จังหวัด",),
    "latitude": ("ละติจูด", "lat"),
    "longitude": ("ลองจิจูด", "long", "lng"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์"),
    "email": ("อีเมล", "อีเมล์"),
}
"""What a column may be called, besides the field's own name; the first is the one in the template."""
TEMPLATE = (
    "moe_code", "smis_code", "name", "levels", "network", "tambon", "amphoe", "province", "latitude", "longitude",
    "phone", "email",
)  # fmt: skip
POSITION = ("latitude", "longitude")
PLAIN = ("smis_code", "name", "network", "tambon", "amphoe", "province", *POSITION, "phone", "email")
LEVEL_WORDS = (
    ("อนุบาล", "ปฐมวัย", "ก่อนประถมศึกษา"),
    ("ประถมศึกษา", "ประถม"),
    ("มัธยมศึกษาตอนต้น", "ม.ต้น", "มัธยมต้น"),
    ("มัธยมศึกษาตอนปลาย", "ม.ปลาย", "มัธยมปลาย"),
)
BATCH = 500
STORED = {name: School._meta.get_field(name) for name in PLAIN if name not in ("network", *POSITION)} | {
    "area_code": District._meta.get_field("code"),
    "area_name": District._meta.get_field("short_name"),
}
"""Where the text of a cell is stored, and so how long it may be."""


@dataclass
class Row(PlannedRow):
    """A row of the file and its school."""

    school: School | None = None

    @property
    def title(self):
        return " ".join(str(self.values[key]) for key in ("moe_code", "name") if key in self.values) or "–"


@dataclass
class Plan(Planned):
    left_out: int  # rows of other areas


# ---------------------------------------------------------------- plan


def make_plan(table, *, area=None):
    """Plan the rows of one area (its code), or without `area` of the whole file, whose missing districts are made."""
    places = places_of(table.headers, HEADERS)
    if "moe_code" not in places:
        raise Unreadable(_("The file has no column with the 10-digit ministry code. Use the template's column names."))
    rows = [_read(row, places) for row in table.rows]
    mine = [row for row in rows if area is None or "area_code" not in places or row.values.get("area_code") == area]
    planner = _Planner(mine, area)
    for row in mine:
        planner.judge(row)
    return Plan(table, mine, unread_headers(table.headers, places), len(rows) - len(mine))


def _read(row, places):
    """The row with its cleaned values, and a reason for each cell that cannot be understood."""
    number, cells = row
    made = Row(number, cells)
    for name, place in places.items():
        text = normalise(cells[place]) if place < len(cells) else ""
        if text:
            try:
                made.values[name] = CLEANERS.get(name, str)(_fitting(name, text))
            except ValueError as error:
                made.reasons.append(str(error))
    return made


def _fitting(name, text):
    field = STORED.get(name)
    if field and len(text) > field.max_length:
        facts = {"field": field.verbose_name, "most": field.max_length}
        raise ValueError(_("The %(field)s is longer than %(most)s characters.") % facts)
    return text


def _moe_code(text):
    if not re.fullmatch(r"\d{10}", to_arabic(text), re.ASCII):
        raise ValueError(_("The ministry code “%(code)s” does not have 10 digits.") % {"code": text})
    return to_arabic(text)


def _smis_code(text):
    if not re.fullmatch(r"\d{8}", to_arabic(text), re.ASCII):
        raise ValueError(_("The SMIS code “%(code)s” does not have 8 digits.") % {"code": text})
    return to_arabic(text)


def _levels(text):
    """The levels from the first to the last named ("อนุบาล-มัธยมศึกษาตอนต้น"), or those listed with commas."""
    found = set()
    for part in re.split(r"[,/]", text):
        ends = [_level(word) for word in re.split(r"[-–—]|ถึง", part)]
        found |= set(range(ends[0], ends[-1] + 1))
    return tuple(place in found for place in range(len(LEVEL_WORDS)))


def _level(word):
    for place, words in enumerate(LEVEL_WORDS):
        if search_key(word) in map(search_key, words):
            return place
    raise ValueError(_("The level “%(level)s” is not known.") % {"level": word.strip()})


def _email(text):
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(_("“%(email)s” is not an e-mail address.") % {"email": text}) from error
    return text


CLEANERS = {
    "moe_code": _moe_code,
    "smis_code": _smis_code,
    "area_code": to_arabic,
    "levels": _levels,
    "latitude": partial(read_degrees, "latitude"),
    "longitude": partial(read_degrees, "longitude"),
    "phone": to_arabic,
    "email": _email,
}


class _Planner:
    """Holds the registry's rows that the file speaks of, and judges one row of the file after another."""

    def __init__(self, rows, area):
        self.area = area
        self.districts = {district.code: district for district in District.objects.all()}
        self.networks = {(row.district_id, search_key(row.name)): row for row in Network.objects.all()}
        self.schools = _schools("moe_code", rows)
        self.smis_owner = {school.smis_code: school.moe_code for school in _schools("smis_code", rows).values()}
        self.first_row = {}

    def judge(self, row):
        code = row.values.get("moe_code")
        district = self._district(row)
        row.school = self.schools.get(code)
        row.reasons += self._objections(row, code, district)
        if code:
            self.first_row.setdefault(code, row.number)
        if "network" in row.values and district:
            self._find_network(row, district)
        if not row.reasons:
            self._accept(row, code, district)

    def _district(self, row):
        code = row.values.get("area_code", self.area)
        if code and code not in self.districts and row.values.get("area_name"):
            self.districts[code] = _new_district(code, row.values)
        return self.districts.get(code)

    def _objections(self, row, code, district):
        if code is None and not row.reasons:
            yield _("The row has no ministry code.")
        if code in self.first_row:
            yield _("The code stands in row %(row)s of the file already.") % {"row": self.first_row[code]}
        if district is None:
            yield _("The row names no education area that the portal knows.")
        elif row.school and row.school.district_id != district.pk:
            yield _("The school belongs to another district: %(district)s.") % {"district": row.school.district}
        if row.school is None and "name" not in row.values:
            yield _("A new school needs a name.")
        if len(row.values.keys() & set(POSITION)) == 1 and not row.reasons:
            yield _("A place needs both latitude and longitude.")
        owner = self.smis_owner.get(row.values.get("smis_code"), code)
        if owner != code:
            yield _("The SMIS code belongs to the school %(code)s.") % {"code": owner}

    def _find_network(self, row, district):
        network = self.networks.get((district.pk, search_key(row.values["network"])))
        if network is None:
            row.reasons.append(
                _("The network “%(name)s” is not there: add it first.") % {"name": row.values["network"]}
            )
        row.values["network"] = network

    def _accept(self, row, code, district):
        if "smis_code" in row.values:
            self.smis_owner[row.values["smis_code"]] = code
        if row.school is None:
            row.kind, row.school = Kind.NEW, _new_school(row.values, district)
        else:
            row.changes = list(_changes(row))
            row.kind = Kind.CHANGED if row.changes else Kind.UNCHANGED


def _schools(name, rows):
    """{value: school} of the registry's schools whose field `name` has a value that the file gives."""
    wanted = sorted({row.values[name] for row in rows if name in row.values})
    found = {}
    for start in range(0, len(wanted), BATCH):
        batch = School.objects.filter(**{f"{name}__in": wanted[start : start + BATCH]})
        found |= {getattr(school, name): school for school in batch.select_related("district", "network")}
    return found


OFFICES = {
    "สพป.": (DistrictKind.PRIMARY, "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"),
    "สพม.": (DistrictKind.SECONDARY, "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"),
}


def _new_district(code, values):
    """The unsaved district that a file names: "สพป.ก เขต 1" is "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาก เขต 1"."""
    short = values["area_name"]
    kind, full = OFFICES.get(values.get("area_type", short[:4]), (DistrictKind.SPECIAL, ""))
    rest = short[4:] if full and short[:4] in OFFICES else short
    space = " " if full and rest.startswith("เขต") else ""
    return District(code=code, short_name=short, name=f"{full}{space}{rest}", kind=kind)


def _facts(values):
    """The values as fields of School."""
    facts = {name: values[name] for name in PLAIN if name in values}
    if "levels" in values:
        facts |= dict(zip(School.LEVELS, values["levels"], strict=True))
    return facts


def _new_school(values, district):
    school = School(district=district, moe_code=values["moe_code"], version=1, **_facts(values))
    school.prepare_keys()
    return school


def _changes(row):
    old = row.school
    for name in PLAIN:
        if name in row.values and getattr(old, name) != row.values[name]:
            label = str(School._meta.get_field(name).verbose_name)
            yield Change(label, str(getattr(old, name) or "–"), str(row.values[name]))
    if "levels" in row.values and row.values["levels"] != tuple(getattr(old, name) for name in School.LEVELS):
        new = School(**dict(zip(School.LEVELS, row.values["levels"], strict=True)))
        yield Change(_("Levels"), levels_text(old) or "–", levels_text(new) or "–")


# ---------------------------------------------------------------- apply


@transaction.atomic
def apply_plan(plan, *, since=None, reason="", by):
    """Write what the plan says, all or nothing. `since` is the day from which changed dated facts hold; without it
    they correct what the portal has."""
    _create([row.school for row in plan.of_kind(Kind.NEW)], reason, by)
    for row in plan.of_kind(Kind.CHANGED):
        change_school(row.school, since=since, reason=reason, by=by, **_facts(row.values))


def _create(schools, reason, by):
    for district in {id(school.district): school.district for school in schools}.values():
        if district.pk is None:
            district.save(by=by)
    for school in schools:
        school.district = school.district  # takes over the key of a district that was just made
    made = bulk_create_with_history(schools, School, batch_size=BATCH, default_user=by)
    facts = [first_facts(school, reason) for school in made]
    for row in facts:
        row.version = 1
    bulk_create_with_history(facts, SchoolFacts, batch_size=BATCH, default_user=by)


# ---------------------------------------------------------------- sheets out


def template_sheet():
    """An empty sheet with the columns that the import reads."""
    columns = [Column(name, HEADERS[name][0], lambda row: "", 24) for name in TEMPLATE]
    return Sheet(_("Schools"), columns, [], has_foot=False)
