"""The demo's doing: reports of the activities of last year's and this year's projects with people, schools and drawn
pictures, what their indicators came to, and activities that nobody has reported: those show as stuck by themselves."""

from datetime import date, timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import ActivityReport, IndicatorActual, Project
from projects.services.doing import Doing, KeptFile, report_activity
from qa_portal.core import files
from qa_portal.core.thai import fiscal_year, to_ce

from .visits import picture

IQA = "เสริมสร้างความเข้มแข็งระบบประกันคุณภาพภายในของสถานศึกษา"
TOOLS = "พัฒนาสื่อและเครื่องมือการนิเทศเพื่อการประกันคุณภาพ"

# (project, years ago, activity, (month, day) of that fiscal year or days ago, place, people, schools, result, problems,
#  captions, whether it ends the activity)
REPORTS = (
    (IQA, 1, 1, (1, 20), "ห้องประชุมสำนักงานเขต", {"teacher": 58, "supervisor": 4, "speaker": 2}, 24,
     "ครูผู้รับผิดชอบงานประกันคุณภาพจัดทำเครื่องมือประเมินตนเองครบทุกโรงเรียน",
     "โรงเรียน 2 แห่งส่งครูคนใหม่ ต้องทบทวนพื้นฐานเพิ่ม", ("พิธีเปิดการประชุม", "ฝึกจัดทำเครื่องมือ"), True),
    (IQA, 1, 2, (6, 18), "โรงเรียนในสังกัด", {"supervisor": 5, "school_head": 12}, 12,
     "นิเทศแล้ว 12 โรงเรียน พบว่ามีระบบประกันคุณภาพภายในครบทุกขั้นตอน 9 โรงเรียน",
     "ฝนตกหนัก เลื่อนการนิเทศ 3 โรงเรียน", ("นิเทศรายโรงเรียน",), False),
    (IQA, 1, 2, (7, 16), "โรงเรียนในสังกัด", {"supervisor": 5, "school_head": 12}, 24,
     "นิเทศครบทุกโรงเรียนแล้ว", "", ("สะท้อนผลร่วมกับคณะครู",), True),
    (IQA, 0, 1, 9, "ห้องประชุมสำนักงานเขต", {"teacher": 41, "supervisor": 4, "speaker": 1}, 20,
     "รุ่นที่ 1 เข้าร่วม 41 คน ทดสอบหลังอบรมผ่านเกณฑ์ทุกคน เหลือรุ่นที่ 2",
     "ไม่มี", ("ลงทะเบียน", "แบ่งกลุ่มปฏิบัติ", "นำเสนอผลงาน"), False),
    (TOOLS, 1, 1, (2, 12), "ห้องประชุมศูนย์นิเทศ", {"supervisor": 5, "teacher": 13}, 6,
     "จัดทำเครื่องมือนิเทศต้นฉบับ 6 ชุด", "-", ("คณะทำงานยกร่างเครื่องมือ",), True),
)  # fmt: skip
# (project, years ago, indicator, number or None, reached, words, evidence)
ACTUALS = (
    (IQA, 1, 1, None, "partly", "เข้าร่วม 58 คน จากเป้าหมาย 60 คน", "บัญชีลงเวลา"),
    (IQA, 1, 2, "86.20", "yes", "ผู้ตอบแบบประเมิน 58 คน พึงพอใจระดับมากขึ้นไป 50 คน", "แบบประเมินความพึงพอใจ"),
    (TOOLS, 1, 1, None, "partly", "", "คำสั่งแต่งตั้งคณะทำงาน"),
)


def load(world):
    if ActivityReport.objects.filter(token=_token(1)).exists():
        return
    for number, row in enumerate(REPORTS, 1):
        _report(world, number, *row)
    for row in ACTUALS:
        _actual(world, *row)


def _project(world, name, years_ago):
    year = fiscal_year(world.today) - years_ago
    return Project.objects.get(district=world.district, name=name, fiscal_year=year)


def _day(world, when, year):
    if isinstance(when, int):
        return world.today - timedelta(days=when)
    month, day = when
    return date(to_ce(year) - (month >= 10), month, day)


def _token(number):
    return uuid5(NAMESPACE_URL, f"demo-report-{number}")


def _report(world, number, name, years_ago, place_in_table, when, place, people, schools, *said):
    result, problems, captions, finishes = said
    project = _project(world, name, years_ago)
    activity = project.activities.top().order_by("order")[place_in_table - 1]
    report = ActivityReport(
        activity=activity,
        project=project,
        token=_token(number),
        done_on=_day(world, when, project.fiscal_year),
        place=place,
        result=result,
        problems=problems,
    )
    doing = Doing(
        people=people,
        schools=world.schools[:schools],
        photos=tuple(_photo(project, caption, number) for caption in captions),
        has_consent=True,
        finishes=finishes,
    )
    report_activity(report, doing, by=project.owner)


def _photo(project, caption, number):
    """A drawn picture, another for each caption: no photo of anybody."""
    content = picture(Random(f"{number} {caption}"))  # noqa: S311
    upload = SimpleUploadedFile(f"{caption}.jpg", content, "image/jpeg")
    return KeptFile(files.store(upload, district=project.district, by=project.owner), caption)


def _actual(world, name, years_ago, place, value, met, text, evidence):
    project = _project(world, name, years_ago)
    IndicatorActual.objects.create(
        indicator=project.indicators.order_by("order")[place - 1],
        value=value,
        met=met,
        text=text,
        evidence_text=evidence,
        recorded_by=project.owner,
    )
