"""What surrounds this year's cycle: papers to download, reminders that it sends by itself, the targets of the year
that runs, and standards of the office's own for the next year, matched with those of today. All of it is invented."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from qa_portal.core import files
from qa_portal.core.documents import render_pdf
from qa_portal.core.models import Notice
from qa_portal.core.thai import academic_year
from schools.models import Cycle, CycleState, Indicator, Sar, SarReminder
from schools.services.cadence import owing_on
from schools.services.cycle_papers import add_paper
from schools.services.expected import taught_levels
from schools.services.frameworks import fill_copy, new_version
from schools.services.mapping import save_matches, suggest
from schools.services.reminders import remind
from schools.services.targets import begin_sheet

from .sar_year import announce_targets

PAPERS = {
    "แนวทางการจัดทำรายงานการประเมินตนเอง": "จัดทำรายงานตามมาตรฐาน เสนอคณะกรรมการสถานศึกษา แล้วส่งเขตภายในกำหนด",
    "แบบรายงานการประชุมคณะกรรมการสถานศึกษา": "ครั้งที่ ....... วันที่ ....... ผู้เข้าประชุม ....... มติที่ประชุม .......",
}
INVENTED = "เอกสารนี้สร้างขึ้นเพื่อการสาธิตระบบ ไม่มีข้อมูลของสถานศึกษาจริง"
REMINDS_EVERY, ROUNDS_GONE, LAST_ROUND_AGO = 7, 2, 3  # days, rounds before the last, days
# Numbers of schools, from 1, that have not announced the targets of the year that runs: written, not begun.
UNANNOUNCED, WITHOUT = (4, 11, 16), (5, 17, 18)
NEXT_STANDARDS = "มาตรฐานการศึกษาระดับการศึกษาขั้นพื้นฐาน ฉบับเพิ่มเติมของเขตพื้นที่ (ตัวอย่าง)"
NEW_ITEM = "ผู้เรียนรู้เท่าทันสื่อและใช้ปัญญาประดิษฐ์ช่วยเรียนรู้อย่างรับผิดชอบ"


def load(world):
    """A district whose cycle has papers stays untouched."""
    cycle = Cycle.objects.get(district=world.district, state=CycleState.OPEN)
    if cycle.papers.exists():
        return
    by = world.people["grouphead"]
    for title, line in PAPERS.items():
        context = {"heading": title, "lines": [INVENTED, line]}
        content = render_pdf("schools/documents/demo_paper.html", context, title=title)
        add_paper(cycle, SimpleUploadedFile(f"{title}.pdf", content, files.PDF), title=title, by=by)
    remind_by_itself(cycle, world.today, by=by)
    aim(world)
    prepare_standards(world.district, cycle.basic_framework, world.today, by=by)


def remind_by_itself(cycle, today, *, by):
    """Every week; the last round went out some days ago to those who owe."""
    cycle.remind_every = REMINDS_EVERY
    cycle.remind_from = today - timedelta(days=LAST_ROUND_AGO + ROUNDS_GONE * REMINDS_EVERY)
    cycle.save(by=by)
    told = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    remind(owing_on(cycle, today), by=None)
    ago = timedelta(days=LAST_ROUND_AGO)
    SarReminder.objects.filter(sar__in=Sar.objects.filter(cycle=cycle), sent_by=None).update(sent_at=F("sent_at") - ago)
    Notice.objects.filter(pk__gt=told).update(created_at=F("created_at") - ago)


def aim(world):
    """The target levels of the year that runs."""
    year = academic_year(world.today)
    for number, school in enumerate(world.schools, 1):
        head = world.people[f"head{number}"]
        for level in sorted(taught_levels(school)) if school.is_open and number not in WITHOUT else ():
            if number in UNANNOUNCED:
                begin_sheet(school, academic_year=year, level=level, copies=True, by=head)
            else:
                announce_targets(school, number, year, level, by=head)


def prepare_standards(district, framework, today, *, by):
    """The office's own version for the next year: one item more, the others matched."""
    newer = new_version(framework, district=district)
    newer.name, newer.in_force_from = NEXT_STANDARDS, academic_year(today) + 1
    newer.year = newer.in_force_from
    fill_copy(newer.changed_by(by), framework)
    standard = newer.standards.first()
    last = standard.indicators.order_by("position").last()
    group, _dot, number = last.code.rpartition(".")
    words = {"code": f"{group}.{int(number) + 1}", "group": last.group, "name": NEW_ITEM}
    Indicator.objects.create(standard=standard, position=last.position + 1, **words)
    save_matches(framework, newer, suggest(framework, newer), by=by)
    return newer
