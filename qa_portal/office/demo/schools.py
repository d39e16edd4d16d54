"""The schools of the demo: 24 invented schools in four networks, with three years of figures, a new name, a merger, a
closing, and supervisors with a hand-over in mid-year."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from qa_portal.core.models import District
from qa_portal.core.thai import academic_year, academic_year_range
from schools.models import LEVEL_GRADES, Membership, Network, School
from schools.services import registry as services

PROVINCE = "เมืองตัวอย่าง"
DISTRICT = {
    "code": "9901",
    "name": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองตัวอย่าง เขต 1",
    "short_name": "สพป.เมืองตัวอย่าง เขต 1",
    "address": "99 ถนนตัวอย่าง ตำบลในเวียงตัวอย่าง อำเภอเมืองตัวอย่าง จังหวัดเมืองตัวอย่าง 99000",
    "phone": "0 0000 9901",
    "director_name": "นายภูผาทอง ตัวอย่างดี",
    "director_position": "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองตัวอย่าง เขต 1",
}
NETWORKS = (
    # name, amphoe, chair's username
    ("เครือข่ายเวียงตัวอย่าง", "เมืองตัวอย่าง", "head1"),
    ("เครือข่ายลุ่มน้ำเพลิน", "น้ำเพลิน", "head7"),
    ("เครือข่ายทุ่งดาวเรียง", "ทุ่งดาวเรียง", "head13"),
    ("เครือข่ายดอยสายหมอก", "ดอยสายหมอก", "head19"),
)
EC, P, LS, US = School.LEVELS
# Where a network begins, and how far its schools lie from there, in degrees. Nobody has measured the last school.
PLACES = ((17.62, 100.10), (17.45, 100.28), (17.78, 100.34), (17.90, 100.02))
APART = ((0, 0), (0.03, 0.05), (-0.04, 0.03), (0.05, -0.04), (-0.03, -0.06), (0.07, 0.02))
UNMEASURED = 12


@dataclass(frozen=True)
class Plan:
    name: str
    tambon: str
    pupils: int
    levels: tuple[str, ...] = (EC, P)


# Six schools a network, in the network's order. The last two are the one that is merged and the one that is closed.
PLANS = (
    Plan("อนุบาลเวียงตัวอย่าง", "ในเวียงตัวอย่าง", 1684),
    Plan("ชุมชนบ้านท่าตัวอย่าง", "ท่าตัวอย่าง", 742, (EC, P, LS)),
    Plan("วัดตัวอย่างธาราราม", "ท่าตัวอย่าง", 318),
    Plan("บ้านหนองเพลินใจ", "หนองเพลินใจ", 164),
    Plan("บ้านโคกสายรุ้งงาม", "โคกสายรุ้งงาม", 96),
    Plan("บ้านไร่เดือนฉายแสง", "โคกสายรุ้งงาม", 61),
    Plan("น้ำเพลินวิทยาสมมุติ", "น้ำเพลิน", 655, (EC, P, LS)),
    Plan("บ้านปากน้ำเพลิน", "น้ำเพลิน", 287),
    Plan("บ้านวังปลาดาว", "วังปลาดาว", 142),
    Plan("วัดเกาะแก้วสมมุติ", "วังปลาดาว", 118),
    Plan("บ้านแหลมเมฆคราม", "แหลมเมฆคราม", 77),
    Plan("บ้านคลองใบบัวลอย", "แหลมเมฆคราม", 43, (P,)),
    Plan("ทุ่งดาวเรียงพิทยาสมมุติ", "ทุ่งดาวเรียง", 531, (P, LS, US)),
    Plan("บ้านทุ่งดาวเรียง", "ทุ่งดาวเรียง", 226),
    Plan("บ้านนาข้าวทิพย์ทอง", "นาข้าวทิพย์", 121),
    Plan("บ้านเนินหิ่งห้อย", "นาข้าวทิพย์", 120),
    Plan("บ้านสวนลำดวนหอม", "สวนลำดวนหอม", 84),
    Plan("บ้านบึงพระจันทร์เสี้ยว", "สวนลำดวนหอม", 0, (P,)),
    Plan("ดอยสายหมอกวิทยาสมมุติ", "ดอยสายหมอก", 409, (EC, P, LS)),
    Plan("บ้านห้วยหยาดฝน", "ดอยสายหมอก", 133),
    Plan("บ้านผาแสงดาว", "ผาแสงดาว", 58),
    Plan("บ้านแม่เมฆฟ้า", "ผาแสงดาว", 37),
    Plan("บ้านดอยลมโชย", "ผาแสงดาว", 18, (P,)),
    Plan("บ้านยอดหมอกงาม", "ดอยสายหมอก", 12, (P,)),
)
RENAMED, RENAMED_FROM = 8, "บ้านปากคลองน้ำเพลิน"
MERGED, INTO, CLOSED, UNLED = 23, 21, 24, 18  # numbers of schools, from 1
ORDER = "คำสั่ง สพป.เมืองตัวอย่าง เขต 1 (ตัวอย่าง)"


def load_district(world):
    world.district, _ = District.objects.get_or_create(code=DISTRICT["code"], defaults=DISTRICT)


def load(world):
    """`world.schools`, number 1 first; a district that has its schools stays untouched."""
    if not world.district.schools.exists():
        by = world.people["admin"]
        networks = [_network(world, *plan, by=by) for plan in NETWORKS]
        schools = [_school(world, number, plan, networks, by) for number, plan in enumerate(PLANS, 1)]
        _people(world, schools, by)
        _supervisors(world, networks, schools, by)
        _figures(world, schools, by)
        _changes(world, schools, by)
        _hand_over(world, networks[-1], by)
    world.schools = list(world.district.schools.select_related("district", "network").order_by("moe_code"))


def _by(row, by):
    row.save(by=by)
    return row


def _network(world, name, amphoe, chair, *, by):
    return _by(Network(district=world.district, name=name, chair_name=str(world.people[chair])), by)


def _position(number):
    """Latitude and longitude of a school, or nothing where they are not known."""
    if number == UNMEASURED:
        return {}
    begins, away = PLACES[(number - 1) // 6], APART[(number - 1) % 6]
    axes = zip(("latitude", "longitude"), begins, away, strict=True)
    return {axis: Decimal(f"{begin + apart:.6f}") for axis, begin, apart in axes}


def _school(world, number, plan, networks, by):
    place = (number - 1) // 6
    school = School(
        district=world.district,
        network=networks[place],
        moe_code=f"10990100{number:02}",
        smis_code=f"990100{number:02}",
        name=RENAMED_FROM if number == RENAMED else plan.name,
        tambon=plan.tambon,
        amphoe=NETWORKS[place][1],
        **_position(number),
        province=PROVINCE,
        phone=f"0 0000 01{number:02}",
        email=f"school{number}@example.org",
        **dict.fromkeys(plan.levels, True),
    )
    return services.register_school(school, reason="ทะเบียนโรงเรียนเริ่มต้น", by=by)


def _people(world, schools, by):
    since = academic_year_range(academic_year(world.today) - 2)[0]
    for number, school in enumerate(schools, 1):
        for username in ("head", "teacher", "board"):
            _by(Membership(user=world.people[f"{username}{number}"], school=school, since=since), by)


def _supervisors(world, networks, schools, by):
    """Each network has its supervisor; one school has nobody."""
    since = academic_year_range(academic_year(world.today) - 2)[0]
    unled = schools[UNLED - 1]
    for number, network in enumerate(networks, 1):
        rows = [school for school in schools if school.network_id == network.pk and school != unled]
        lead = world.people[f"supervisor{number}"]
        services.assign_supervisor(rows, supervisor=lead, since=since, reason=f"{ORDER} แบ่งงานนิเทศ", by=by)
    helper = world.people["grouphead"]
    services.assign_supervisor(schools[:2], supervisor=helper, since=since, is_lead=False, by=by)


def _figures(world, schools, by):
    latest = academic_year(world.today)
    for number, (school, plan) in enumerate(zip(schools, PLANS, strict=True), 1):
        for year in range(latest - 2, _last_year(number, latest) + 1):
            counts = _grades(plan, Random(f"{school.moe_code}-{year}"), latest - year)  # noqa: S311  plausible, not secret
            total = sum(boys + girls for boys, girls, rooms in counts.values())
            services.record_year_figures(
                school,
                academic_year=year,
                grades=counts,
                teachers_male=max(1, total // 60),
                teachers_female=max(1, total // 25),
                by=by,
            )


def _last_year(number, latest):
    """The merged school has figures to the year before this one, the closed one to two years before."""
    return {MERGED: latest - 1, CLOSED: latest - 2}.get(number, latest)


def _grades(plan, chance, years_ago):
    """{grade: (boys, girls, rooms)} that add up to the planned pupils now and to a few more in years ago."""
    grades = [grade for level in plan.levels for grade in LEVEL_GRADES[level] if not grade.startswith("V")]
    total = round(plan.pupils * (1 + 0.03 * years_ago))
    shares = [total // len(grades) + (place < total % len(grades)) for place in range(len(grades))]
    counts = {}
    for grade, pupils in zip(grades, shares, strict=True):
        boys = min(pupils, round(pupils * chance.uniform(0.44, 0.58)))
        counts[grade] = (boys, pupils - boys, -(-pupils // 40))
    return counts


def _changes(world, schools, by):
    year = academic_year(world.today)
    this_year, last_year = academic_year_range(year)[0], academic_year_range(year - 1)[0]
    services.rename_school(
        schools[RENAMED - 1], name=PLANS[RENAMED - 1].name, since=last_year, reason=f"{ORDER} เปลี่ยนชื่อสถานศึกษา", by=by
    )
    reason = f"{ORDER} รวมสถานศึกษาตามมติคณะกรรมการสถานศึกษา"
    services.merge_school(schools[MERGED - 1], into=schools[INTO - 1], on=this_year, reason=reason, by=by)
    services.close_school(schools[CLOSED - 1], on=last_year, reason=f"{ORDER} เลิกสถานศึกษา", by=by)


def _hand_over(world, network, by):
    """The last network got another supervisor two months ago, in mid-year."""
    day = max(world.today - timedelta(days=60), academic_year_range(academic_year(world.today))[0])
    services.assign_supervisor(
        network.schools.open_at(world.today),
        supervisor=world.people["supervisor5"],
        since=day,
        reason=f"{ORDER} มอบหมายงานแทน",
        by=by,
    )
