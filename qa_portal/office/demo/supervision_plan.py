"""The demo's supervision plan of this fiscal year: the activities and frequencies of A8-03 at its invented schools,
approved, with a group of schools by results; this year's visits are counted for it."""

from datetime import date, timedelta

from qa_portal.core.thai import fiscal_year, fiscal_year_range
from qa_portal.core.workflow import perform
from supervision.models import (
    Period,
    PlanItem,
    SchoolBand,
    SchoolRule,
    SupervisionPlan,
    Unit,
    Visit,
    VisitPurpose,
)

BAND = "กลุ่มสีดำ-สีแดง"
MONITORING = "3"
SUPERVISORS, POLICY, PLAN_GROUP = "ศึกษานิเทศก์", "STAFF นโยบาย", "STAFF วัดผลและนิเทศ/กลุ่มแผนฯ"


def _item(code, title, unit, as_written, owner_text=SUPERVISORS, *, months=None, rule=SchoolRule.NONE, **how_often):
    """`months`: how many months after October it begins, and how many it lasts; the whole year without."""
    facts = {"code": code, "title": title, "unit": unit, "as_written": as_written, "owner_text": owner_text}
    return facts | {"school_rule": rule} | how_often, months


ITEMS = (  # A8-03
    _item("1", "นิเทศแบบพบกลุ่ม “สวัสดีคุณครู”", Unit.ACTIVITY, "ต.ค. – พ.ย.", months=(0, 2)),
    _item("2", f"ยกระดับผลสัมฤทธิ์ โรงเรียน{BAND}", Unit.VISIT, "ธ.ค.", months=(2, 1), rule=SchoolRule.RULE),
    _item(MONITORING, "นิเทศภายในของสถานศึกษา", Unit.VISIT, "ทุกโรงเรียน", rule=SchoolRule.ALL),
    _item("4", "นิเทศ ติดตาม ตรวจสอบโครงการนโยบาย", Unit.ACTIVITY, "อย่างน้อยเดือนละ 1 ครั้ง", POLICY, period=Period.MONTH),
    _item("4.4", "ติดตามโครงการนโยบายรายโรงเรียน", Unit.VISIT, "10 ครั้ง/โรงเรียน", POLICY, rule=SchoolRule.ALL, times=10),
    _item("4.5", "นิเทศกลุ่มสาระการเรียนรู้", Unit.VISIT, "4 ครั้ง/โรงเรียน", rule=SchoolRule.ALL, times=4),
    _item("5", "นิเทศโดยใช้เครือข่ายเป็นฐาน", Unit.ACTIVITY, "ตลอดปี", PLAN_GROUP, period=Period.ALWAYS),
    _item("6", "นิเทศ online", Unit.ONLINE, "ตลอดปี", period=Period.ALWAYS),
    _item("7", "ตรวจสอบการดำเนินงานตามนโยบาย", Unit.ACTIVITY, "อย่างน้อยเดือนละ 1 ครั้ง", POLICY, period=Period.MONTH),
    _item("8", "ประชุมปฏิบัติการจัดทำแผนการนิเทศ", Unit.ACTIVITY, "ธ.ค.", months=(2, 1)),
    _item("9", "ประชุมปฏิบัติการจัดทำรายงานการนิเทศ", Unit.ACTIVITY, "ก.ย.", months=(11, 1)),
    _item("10", "ประชุม ก.ต.ป.น. แบบบูรณาการ", Unit.MEETING, "6 ครั้ง/ปีงบประมาณ", times=6),
    _item("11", "พัฒนาศึกษานิเทศก์ แลกเปลี่ยนเรียนรู้ (KM)", Unit.ACTIVITY, "ทุกวันอังคาร", period=Period.WEEK, weekday=1),
    _item("", "นิเทศประชุมประจำเดือน", Unit.ACTIVITY, "2 เดือน/ครั้ง", period=Period.MONTH, every=2),
)


def load(world):
    year = fiscal_year(world.today)
    if SupervisionPlan.objects.filter(district=world.district, fiscal_year=year).exists():
        return
    head, director = world.people["grouphead"], world.people["director"]
    plan = write_plan(world.district, year, worst=world.schools[-3:])
    perform(perform(plan, "propose", by=head), "approve", by=director)
    _count_visits(plan)
    _hold_tuesdays(plan, world.today)


def write_plan(district, year, *, worst):
    """The plan as a draft; `worst` are the schools of its group by results."""
    name = f"แผนการนิเทศ ประจำปีงบประมาณ {year}"
    plan = SupervisionPlan.objects.create(district=district, fiscal_year=year, name=name)
    band = SchoolBand.objects.create(district=district, fiscal_year=year, name=BAND)
    band.schools.set(worst)
    for position, (facts, months) in enumerate(ITEMS, 1):
        begins_on, ends_on = _days(year, months)
        item = PlanItem.objects.create(plan=plan, position=position, begins_on=begins_on, ends_on=ends_on, **facts)
        if item.school_rule == SchoolRule.RULE:
            item.bands.set([band])
    return plan


def _days(year, months):
    first, last = fiscal_year_range(year)
    if months is None:
        return first, last
    after, count = months
    return _month(first, after), _month(first, after + count) - timedelta(days=1)


def _month(first, after):
    number = first.month - 1 + after
    return date(first.year + number // 12, number % 12 + 1, 1)


def _count_visits(plan):
    item = plan.items.get(code=MONITORING)
    visits = Visit.objects.filter(school__district=plan.district, fiscal_year=plan.fiscal_year, plan_item=None)
    for visit in visits.filter(purpose=VisitPurpose.IQA):
        visit.plan_item = item
        visit.save()


def _hold_tuesdays(plan, today):
    """Every Tuesday so far but the last, so that one is late."""
    item = plan.items.get(weekday=1)
    first = item.begins_on + timedelta(days=(1 - item.begins_on.weekday()) % 7)
    days = [first + timedelta(weeks=number) for number in range(max((today - first).days // 7, 0))]
    for day in days:
        item.events.create(planned_on=day, held_on=day, title="แลกเปลี่ยนเรียนรู้ประจำสัปดาห์", took_part=12)
