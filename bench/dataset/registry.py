"""Offices, people, networks, schools and their dated facts and figures."""

from datetime import date

from django.contrib.auth.models import Group

from qa_portal.core.models import District, DistrictKind, Notice, StoredFile, User
from qa_portal.core.thai import sort_key
from schools.models import GradeCount, Membership, Network, School, SchoolFacts, SupervisorAssignment, YearFigures
from schools.services.registry import first_facts

from .nation import OFFICE, SCHOOL_PEOPLE
from .sql import BATCH, create_rows, insert_rows, moment, one_of, pick, rows_of, text
from .words import FIRST_NAMES, LAST_NAMES, PLACES, TAILS

NETWORKS = 8
NO_PASSWORD = "!"
NOTICES = 20


def load(nation):
    groups = {group.name: group.pk for group in Group.objects.all()}
    create_rows(District, map(_district, range(1, nation.size.districts + 1)), stamp=nation.stamp)
    _load_officers(nation, groups)
    create_rows(Network, _networks(nation), stamp=nation.stamp)
    schools = list(_schools(nation))
    create_rows(School, schools, stamp=nation.stamp)
    create_rows(SchoolFacts, (first_facts(school, "") for school in schools), stamp=nation.stamp)
    _load_school_people(nation, groups)
    _load_assignments(nation)
    _load_figures(nation)
    _load_files(nation)
    _load_notices(nation)


def _district(number):
    return District(
        pk=number,
        code=f"99{number:04}",
        name=f"สำนักงานเขตพื้นที่การศึกษาสมมุติ เขต {number}",
        short_name=f"สพท.สมมุติ เขต {number}",
        kind=DistrictKind.SECONDARY if number % 4 == 0 else DistrictKind.PRIMARY,
        director_name="ผู้อำนวยการ สมมุติ",
        director_position="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
    )


# ---------------------------------------------------------------- people


def _load_officers(nation, groups):
    User.objects.bulk_create(_officers(nation), BATCH)
    member = User.groups.through
    member.objects.bulk_create(
        (
            member(user_id=(district - 1) * len(OFFICE) + place, group_id=groups[role])
            for district in range(1, nation.size.districts + 1)
            for place, role in enumerate(OFFICE, start=1)
        ),
        BATCH,
    )
    member.objects.create(user_id=nation.national_viewer, group_id=groups["national_viewer"])


def _officers(nation):
    for district in range(1, nation.size.districts + 1):
        for place, role in enumerate(OFFICE, start=1):
            number = (district - 1) * len(OFFICE) + place
            yield _user(nation, number, f"d{district}-{role}-{place}", district)
    yield _user(nation, nation.national_viewer, "national", None)


def _user(nation, number, username, district):
    return User(
        pk=number,
        username=username,
        password=NO_PASSWORD,
        first_name=FIRST_NAMES[number * 7 % len(FIRST_NAMES)],
        last_name=LAST_NAMES[number % len(LAST_NAMES)],
        district_id=district,
        date_joined=nation.stamp,
        wants_mail=False,
    )


def _load_school_people(nation, groups):
    roles = rows_of(["place", "role"], enumerate(SCHOOL_PEOPLE, start=1))
    source = f"schools_school s CROSS JOIN {roles} r"
    number = f"({nation.national_viewer} + (s.id - 1) * {len(SCHOOL_PEOPLE)} + r.place)"
    insert_rows(
        User,
        source,
        stamp=nation.stamp,
        id=number,
        username="'s' || s.id || '-' || r.role",
        password=text(NO_PASSWORD),
        first_name=one_of(FIRST_NAMES, "s.id", "r.place"),
        last_name=one_of(LAST_NAMES, "s.id"),
        district_id="s.district_id",
        date_joined=moment(nation.stamp),
        wants_mail="FALSE",
    )
    insert_rows(
        User.groups.through,
        f"{source} JOIN auth_group g ON g.name = r.role",
        stamp=nation.stamp,
        user_id=number,
        group_id="g.id",
    )
    insert_rows(
        Membership,
        f"{source} JOIN bench_day d ON d.n = {_first_day(nation)}",
        stamp=nation.stamp,
        user_id=number,
        school_id="s.id",
        since="d.day",
    )


def _first_day(nation):
    return f"(SELECT min(first_day) FROM bench_year) - {pick(300, 's.id')}"


def _load_assignments(nation):
    """Each school has one lead supervisor today, and one who has left."""
    turns = rows_of(["is_now", "shift"], [(1, 0), (0, 1)])
    source = (
        f"schools_school s CROSS JOIN {turns} t CROSS JOIN (SELECT first_day FROM bench_year WHERE is_last = 1) y "
        "JOIN bench_day a ON a.n = y.first_day - 30 - 330 * (1 - t.is_now) "
        "LEFT JOIN bench_day z ON z.n = y.first_day - 31 AND t.is_now = 0"
    )
    insert_rows(
        SupervisorAssignment,
        source,
        stamp=nation.stamp,
        school_id="s.id",
        supervisor_id=nation.supervisor(shift="t.shift"),
        since="a.day",
        until="z.day",
    )


# ---------------------------------------------------------------- schools


def _networks(nation):
    for district in range(1, nation.size.districts + 1):
        for place in range(1, NETWORKS + 1):
            name = f"เครือข่ายสมมุติ{PLACES[(district + place * 3) % len(PLACES)]} {place}"
            yield Network(
                pk=(district - 1) * NETWORKS + place,
                district_id=district,
                name=name,
                name_sort=sort_key(name),
                chair_name="ประธาน สมมุติ",
            )


def _schools(nation):
    number = 0
    for district in range(1, nation.size.districts + 1):
        for place in range(nation.size.schools_of(district)):
            number += 1
            yield _school(number, district, place)


def _school(number, district, place):
    is_secondary = district % 4 == 0
    has_early_childhood = not is_secondary and number % 5 != 0
    grades = 8 if has_early_childhood else 6
    school = School(
        pk=number,
        district_id=district,
        network_id=None if number % 50 == 49 else (district - 1) * NETWORKS + place % NETWORKS + 1,
        moe_code=f"99{number:08}",
        smis_code=f"99{number:06}",
        name=f"โรงเรียนสมมุติ{PLACES[number * 7 % len(PLACES)]}{TAILS[number * 11 % len(TAILS)]} {number}",
        has_early_childhood=has_early_childhood,
        has_primary=not is_secondary,
        has_lower_secondary=is_secondary,
        has_upper_secondary=is_secondary,
        tambon=f"ตำบลสมมุติ {place % 30 + 1}",
        amphoe=f"อำเภอสมมุติ {place % 9 + 1}",
        province=f"จังหวัดสมมุติ {district % 77 + 1}",
        phone=f"0 0000 {number % 10000:04}",
        pupil_count=grades * 2 * (1 + number * 37 % (80 if is_secondary else 25)),
        opened_on=date(1950 + number % 50, 5, 16),
    )
    school.prepare_keys()
    return school


def _load_figures(nation):
    """Equal boys and girls in every grade and year, which make the school's `pupil_count`."""
    years = len(nation.fiscal_years)
    number = f"((s.id - 1) * {years} + y.y + 1)"
    insert_rows(
        YearFigures,
        "schools_school s CROSS JOIN bench_year y",
        stamp=nation.stamp,
        id=number,
        school_id="s.id",
        academic_year="y.fiscal - 1",
        teachers_male="3 + s.id % 9",
        teachers_female="5 + s.id % 13",
    )
    grades = rows_of(
        ["grade", "has_early", "has_primary"],
        [("K2", 1, 1), ("K3", 1, 1)] + [(f"P{n}", 0, 1) for n in range(1, 7)] + [(f"M{n}", 0, 0) for n in range(1, 7)],
    )
    taught = "(g.has_primary = 1) = s.has_primary AND (g.has_early = 0 OR s.has_early_childhood)"
    per_grade = "s.pupil_count / (CASE WHEN s.has_early_childhood THEN 16 ELSE 12 END)"
    insert_rows(
        GradeCount,
        f"schools_school s CROSS JOIN bench_year y JOIN {grades} g ON {taught}",
        stamp=nation.stamp,
        figures_id=number,
        grade="g.grade",
        boys=per_grade,
        girls=per_grade,
        rooms="1",
    )


# ---------------------------------------------------------------- files, notices

PDF_FILE, PHOTO_FILE = 0, 1


def stored_file(kind, district="s.district_id"):
    """The id of the district's one row of this kind: rows that have a file share it."""
    return f"(({district} - 1) * 2 + {kind + 1})"


def _load_files(nation):
    kinds = rows_of(
        ["kind", "name", "type"], [(PDF_FILE, "sar.pdf", "application/pdf"), (PHOTO_FILE, "photo.jpg", "image/jpeg")]
    )
    number = "((d.id - 1) * 2 + k.kind + 1)"
    insert_rows(
        StoredFile,
        f"core_district d CROSS JOIN {kinds} k",
        stamp=nation.stamp,
        id=number,
        district_id="d.id",
        content=f"'bench/' || {number}",
        name="k.name",
        media_type="k.type",
        size="204800",
        sha256=f"'{'0' * 50}' || (10000000000000 + {number})",
        stored_by_id=nation.office_user("director", "d.id"),
    )


def _load_notices(nation):
    """Every officer has notices, the last four unread."""
    insert_rows(
        Notice,
        f"core_user u JOIN bench_number n ON n.n < {NOTICES} JOIN bench_day d ON d.n = {nation.today.toordinal()} "
        f"WHERE u.id <= {nation.national_viewer}",
        stamp=nation.stamp,
        recipient_id="u.id",
        text="'แจ้งเรื่องที่ ' || n.n",
        url="'/'",
        read_at="CASE WHEN n.n > 3 THEN d.stamp END",
    )
