"""The demo's forms to fill in: one that schools are filling in (sent, accepted, returned, in drafts, not begun), and
one that the office asked of its own people. Nothing in them is a real school's."""

from datetime import timedelta
from random import Random

from qa_portal.core.thai import academic_year, fiscal_year
from qa_portal.core.workflow import perform
from supervision.models import Collection, Instrument, ItemKind
from supervision.services.answers import save_answers
from supervision.services.collections import extend_sheet

NEEDS, REPORT = "need-survey", "network-report"
WORDS = {
    "ชั้นหรือวิชาที่ขาด": "ชั้นประถมศึกษาปีที่ 2 และวิชาภาษาอังกฤษ",
    "เรื่องที่ต้องการเร่งด่วนที่สุด 3 อันดับแรก": "1. การเขียน SAR\n2. การวัดและประเมินผล\n3. การสอนแบบคละชั้น",
}
REMARK = "จำนวนครูไม่ตรงกับข้อมูล 10 มิถุนายน โปรดตรวจสอบแล้วส่งใหม่"


def load(world):
    if Collection.objects.filter(district=world.district).exists():
        return
    _of_schools(world)
    _of_office(world)


def _collection(world, code, **facts):
    instrument = Instrument.objects.filter(district=None, code__endswith=code).first()
    return Collection.objects.create(district=world.district, instrument=instrument, **facts)


def _of_schools(world):
    """Of every six schools two have sent, one is accepted, one was returned, one is writing, one has not begun."""
    year = academic_year(world.today)
    collection = _collection(
        world,
        NEEDS,
        title=f"แบบสำรวจความต้องการการนิเทศ ปีการศึกษา {year}",
        words="ให้ผู้อำนวยการสถานศึกษาและครูร่วมกันพิจารณา แล้วส่งภายในกำหนด",
        year=year,
        due_on=world.today + timedelta(days=7),
    )
    keeper = world.people["supervisor1"]
    collection = perform(collection, "open", by=keeper)
    for number, sheet in enumerate(collection.sheets.select_related("school").order_by("school__moe_code")):
        _fill(sheet, number, keeper)


def _fill(sheet, number, keeper):
    head = _head_of(sheet.school)
    step = number % 6
    if head is None or step == 5:
        return
    sheet = perform(sheet, "begin", by=head)
    _answer(sheet, until=1 if step == 4 else None)
    if step == 4:
        extend_sheet(sheet, until=sheet.collection.due_on + timedelta(days=7), note="ผู้รับผิดชอบลาคลอด", by=keeper)
        return
    sheet = perform(sheet, "send", by=head)
    if step == 2:
        perform(sheet, "accept", by=keeper)
    if step == 3:
        perform(sheet, "return", by=keeper, note=REMARK)


def _head_of(school):
    heads = school.memberships.current().filter(user__groups__name="school_head").select_related("user")
    first = heads.first()
    return first.user if first else None


def _answer(sheet, until=None):
    """Plausible answers to the first `until` sections, or to all."""
    random = Random(str(sheet.school_id))  # noqa: S311  plausible, not secret
    levels = list(sheet.instrument.levels.all())
    for section in sheet.instrument.sections.all()[:until]:
        items = section.items.prefetch_related("choices")
        save_answers(sheet, {item: _said(item, levels, random) for item in items if item.kind != ItemKind.PHOTO})


def _said(item, levels, random):
    if item.kind == ItemKind.RATED:
        return {"level": random.choice(levels)}
    if item.kind == ItemKind.YES_NO:
        return {"is_yes": random.random() < 0.5}
    if item.kind == ItemKind.NUMBER:
        return {"number": random.randint(6, 24) * (10 if "นักเรียน" in item.text else 1)}
    if item.kind == ItemKind.CHOICE:
        return {"choice": random.choice(list(item.choices.all()))}
    return {"text": WORDS.get(item.text, "ขอรับการนิเทศอย่างต่อเนื่อง")}


def _of_office(world):
    year = fiscal_year(world.today)
    collection = _collection(
        world,
        REPORT,
        title=f"แบบรายงานผลการนิเทศของศึกษานิเทศก์ ปีงบประมาณ {year}",
        year_kind="fiscal",
        year=year,
        due_on=world.today + timedelta(days=20),
        school_rule="none",
    )
    collection.people.set([world.people[f"supervisor{number}"] for number in range(1, 6)])
    perform(collection, "open", by=world.people["grouphead"])
