"""What the demo's external assessments found and what became of it: an older round taken in from a sheet, in which one
level does not fit its score; recommendations at each of their states; letters, one of them waiting. All invented."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile

from qa_portal.core import files
from qa_portal.core.models import Notice, TransitionRecord
from qa_portal.core.tables import Table
from qa_portal.core.workflow import perform
from supervision.forms.recommendation import offered_activities
from supervision.imports.results import HEADERS, apply_plan, make_plan
from supervision.models import (
    AssessmentRound,
    AssessmentState,
    Correspondence,
    Direction,
    ExternalAssessment,
    ImprovementPart,
    Recommendation,
    Visit,
)
from supervision.models.visit import SENT
from supervision.services.correspondence import settle_letter
from supervision.services.recommendations import add_recommendations, finish_part

from .external import backdate, tell_on
from .visits import picture

NOTICED_ON, REPORTED_ON = date(2013, 6, 3), date(2013, 9, 16)
COLUMNS = ("moe_code", "education", "standard", "level", "score", "is_certified", "dated")
OLDER = (  # school, level, score, certified; the fourth's level is one above that of its score
    (9, "ดีมาก", "93.20", "รับรอง"),
    (10, "ดี", "81.45", "รับรอง"),
    (12, "ดี", "78.90", "รับรอง"),
    (13, "ดีมาก", "83.10", "รับรอง"),
    (14, "พอใช้", "66.75", "ไม่รับรอง"),
)
RECOMMENDED = {
    9: (
        "ควรนำผลการประเมินไปใช้ปรับแผนการจัดการเรียนรู้รายห้องเรียน",
        "ควรจัดทำระบบสารสนเทศผลการเรียนรู้ของผู้เรียนให้เป็นปัจจุบัน",
    ),
    10: (
        "ควรพัฒนาระบบการประกันคุณภาพภายในให้ดำเนินการต่อเนื่องทุกภาคเรียน",
        "ควรส่งเสริมการอ่าน การเขียน และการคิดวิเคราะห์ของผู้เรียนทุกระดับชั้น",
        "ควรกำหนดปฏิทินการนิเทศภายในและสะท้อนผลเป็นลายลักษณ์อักษร",
        "ควรให้คณะกรรมการสถานศึกษามีส่วนร่วมกำหนดค่าเป้าหมาย",
    ),
}


def load(world):
    if Correspondence.objects.filter(district=world.district).exists():
        return
    _older_round(world)
    _certified_school(world)
    _uncertified_school(world)
    _letters(world)


# ---------------------------------------------------------------- an older round


def _older_round(world):
    in_round, keeper = AssessmentRound.objects.get(district=None, number=3), world.people["grouphead"]
    rows = [
        (place, [world.schools[number - 1].moe_code, "ขั้นพื้นฐาน", "ภาพรวม", level, score, certified, "16/9/2556"])
        for place, (number, level, score, certified) in enumerate(OLDER, 2)
    ]
    table = Table([HEADERS[name][0] for name in COLUMNS], rows)
    asked = {"in_round": in_round, "kind": "final", "noticed_on": NOTICED_ON}
    apply_plan(make_plan(table, district=world.district, **asked), by=keeper, **asked)
    for assessment in ExternalAssessment.objects.filter(round=in_round, school__district=world.district):
        tell_on(assessment, NOTICED_ON)
        backdate(assessment, "finalise", REPORTED_ON)


# ---------------------------------------------------------------- recommendations


def _certified_school(world, number=9):
    """One goal with a part of each kind, and a recommendation that nobody has planned yet."""
    rows = _recommended(world, number)
    parts = _mixed_parts(world, world.schools[number - 1])
    _goal(world, rows[0], "มีบันทึกการใช้ผลประเมินปรับแผนครบทุกห้องเรียน", 25, parts)


def _uncertified_school(world, number=10):
    """A goal that is overdue, one that is ready to be closed, one that is closed, and one without a plan."""
    rows = _recommended(world, number)
    late = ["จัดประชุมทบทวนผลและจัดทำรายงาน"]
    _goal(world, rows[0], "สถานศึกษาประชุมทบทวนผลการประกันคุณภาพภาคเรียนละหนึ่งครั้ง", -6, late)
    reading = ["จัดกิจกรรมอ่านคิดเขียนทุกสัปดาห์"]
    ready = _goal(world, rows[1], "ผู้เรียนอ่านคล่องเขียนคล่องตามเกณฑ์ร้อยละ ๘๕ ขึ้นไป", 12, reading)
    _done(world, ready, number, day=-3)
    calendar = ["จัดทำปฏิทินและบันทึกการนิเทศภายใน"]
    closed = _goal(world, rows[2], "มีปฏิทินนิเทศภายในและบันทึกสะท้อนผลครบทุกคน", -20, calendar)
    _done(world, closed, number, day=-24)
    perform(closed, "close", by=world.people["supervisor2"], note="เห็นบันทึกการนิเทศภายในครบทุกคนแล้ว")
    _date_step(closed, "close", world.today - timedelta(days=21))


def _recommended(world, number):
    assessment = ExternalAssessment.objects.get(
        school=world.schools[number - 1], round__number=4, state=AssessmentState.FINAL
    )
    standards = list(assessment.framework.standards.all())
    found = [(standards[place % len(standards)], text) for place, text in enumerate(RECOMMENDED[number])]
    return add_recommendations(assessment, found, by=world.people["grouphead"])


def _mixed_parts(world, school):
    """A visit, an activity of a project, and something that the school does by hand."""
    visit = Visit.objects.filter(school=school, state__in=SENT).order_by("-held_on").first()
    activity = offered_activities(world.district, world.people["grouphead"]).order_by("pk").first()
    records = [({"visit": visit}, "นิเทศการใช้ผลการประเมินเพื่อปรับแผน"), ({"activity": activity}, "อบรมครูตามโครงการของเขต")]
    return [*((facts, what) for facts, what in records if any(facts.values())), "ปรับแผนการจัดการเรียนรู้และเก็บร่องรอย"]


def _goal(world, row, goal, due_in, parts):
    """A goal that has begun, with these parts; a part without a record is done by hand."""
    row.goal, row.owner = goal, world.people["supervisor2"]
    row.due_on = world.today + timedelta(days=due_in)
    row.save()
    for part in parts:
        facts, what = ({}, part) if isinstance(part, str) else part
        ImprovementPart.objects.create(recommendation=row, what=what, due_on=row.due_on, **facts)
    row = perform(row, "plan", by=world.people["grouphead"])
    _date_step(row, "plan", world.today - timedelta(days=30))
    return row


def _done(world, row, number, *, day):
    """The school says with a photo that its part is done."""
    teacher = world.people[f"teacher{number}"]
    upload = SimpleUploadedFile("evidence.jpg", picture(Random(row.pk)), "image/jpeg")  # noqa: S311
    stored = files.store(upload, district=world.district, by=teacher)
    finish_part(row.parts.get(), done_on=world.today + timedelta(days=day), stored=stored, by=teacher)


def _date_step(row, step, day):
    """The step was taken on the day, as its record and the row say; what was told of it has been read."""
    at = datetime.combine(day, time(3), UTC)
    kind = ContentType.objects.get_for_model(row)
    records = TransitionRecord.objects.filter(content_type=kind, object_id=str(row.pk), transition=step)
    records.update(done_at=at)
    if step == "close":
        Recommendation.objects.filter(pk=row.pk).update(closed_at=at)
    Notice.objects.filter(url=row.get_absolute_url(), read_at=None).update(created_at=at, read_at=at)


# ---------------------------------------------------------------- letters


def _letters(world):
    keeper, school = world.people["grouphead"], world.schools[9]
    assessment = ExternalAssessment.objects.filter(school=school, round__number=4).order_by("attempt").first()
    asked = _letter(
        world, 40, Direction.IN, "สมมุติ 0103/512", "ขอข้อมูลสถานศึกษาที่พร้อมรับการประเมินคุณภาพภายนอก", needs_answer=True
    )
    _letter(world, 33, Direction.OUT, "ศธ สมมุติ/1187", "ส่งข้อมูลสถานศึกษาที่พร้อมรับการประเมิน", reply_to=asked)
    _letter(
        world,
        26,
        Direction.OUT,
        "ศธ สมมุติ/1243",
        "ขอให้ทบทวนร่างรายงานผลการประเมิน",
        needs_answer=True,
        answer_due_on=world.today - timedelta(days=5),
        school=school,
        assessment=assessment,
    )
    called = _letter(world, 60, Direction.OUT, "ศธ สมมุติ/1011", "สอบถามกำหนดการประเมินปีงบประมาณนี้", needs_answer=True)
    settle_letter(called, how="เจ้าหน้าที่แจ้งกำหนดการทางโทรศัพท์แล้ว", by=keeper)


def _letter(world, ago, direction, number, subject, **facts):
    dated = world.today - timedelta(days=ago)
    values = {"district": world.district, "direction": direction, "number": number, "dated": dated}
    return Correspondence.objects.create(subject=subject, **values, **facts)
