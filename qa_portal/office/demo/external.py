"""The demo's external assessments: a round-4 notice to a dozen schools, each come to another stage; one certified, one
not certified and assessed again, one cancelled. All invented; every step is taken by the person whose step it is, and
its time is moved back to when it would have been."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from qa_portal.core.models import Notice, TransitionRecord
from supervision.models import (
    AssessmentRound,
    ExternalAssessment,
    HearingAttendee,
    ResultKind,
    ResultPaper,
)
from supervision.services.assessments import assess_again, record_notices, take_step
from supervision.services.hearing import report_observation, send_observer
from supervision.services.readiness import readiness_of, save_answers
from supervision.services.results import save_result

ORDER = ("notified", "ready", "sent", "visited", "heard", "draft", "final")
STEPS = (
    # stage, transition, its day's field, days after the notice
    ("ready", "declare_ready", "readied_on", 12),
    ("sent", "send", "sent_on", 18),
    ("visited", "visit", "visit_until", 32),
    ("heard", "hear", "heard_on", 32),
    ("draft", "draft", "drafted_on", 45),
    ("final", "finalise", "finalised_on", 58),
)
ASSESSORS = "นายผืนฟ้า สมมุติวงศ์\nนางสาวลานหญ้า จำลองศรี\nนางริมดอย ตัวอย่างดี"
SAID = (
    "คณะผู้ประเมินรายงานว่าสถานศึกษามีระบบประกันคุณภาพที่ดำเนินการต่อเนื่องและผู้เรียนกล้าแสดงออก "
    "ควรพัฒนาการนำผลการทดสอบมาปรับแผนรายห้องเรียน และจัดเก็บร่องรอยการนิเทศภายในให้เป็นระบบ"
)
OBSERVED = "คณะผู้ประเมินสัมภาษณ์ครูครบทุกสายชั้น สังเกตการสอน ๔ ห้องเรียน และตรวจเอกสารตามลำดับที่แจ้งไว้"
TOLD = "ให้ข้อมูลผลการนิเทศสองภาคเรียน และแผนการช่วยเหลือของสำนักงานเขต"
NOTE = "ตรวจจากแฟ้มหลักฐานและสัมภาษณ์ผู้รับผิดชอบ"


@dataclass(frozen=True)
class Plan:
    """School number `school` (from 1) got its notice `ago` days ago. `says`: whether the final report certifies."""

    school: int
    ago: int
    reaches: str = "notified"
    due_in: int = 20
    level: str = "basic"
    answered: bool = False
    says: bool | None = None


PLANS = (
    Plan(1, 9, due_in=21),
    Plan(1, 9, due_in=21, level="early_childhood"),
    Plan(2, 21, due_in=18),
    Plan(3, 11, due_in=20, answered=True),
    Plan(4, 16, "ready", due_in=24, answered=True),
    Plan(5, 22, "sent", answered=True),
    Plan(6, 33, "visited", answered=True),
    Plan(7, 36, "heard", answered=True),
    Plan(8, 50, "draft", answered=True),
    Plan(9, 80, "final", answered=True, says=True),
    Plan(10, 210, "final", answered=True, says=False),
    Plan(11, 30, "cancelled"),
)


def load(world):
    if ExternalAssessment.objects.filter(school__district=world.district).exists():
        return
    in_round = AssessmentRound.objects.get(district=None, number=4)
    for plan in PLANS:
        _assess(world, in_round, plan)


def _assess(world, in_round, plan):
    keeper = world.people["grouphead"]
    noticed_on = world.today - timedelta(days=plan.ago)
    visit_on = noticed_on + timedelta(days=30)
    outcome = record_notices(
        [world.schools[plan.school - 1]],
        in_round=in_round,
        levels=[plan.level],
        by=keeper,
        notice_number=f"สมมุติ {plan.school}/2569",
        noticed_on=noticed_on,
        documents_due_on=noticed_on + timedelta(days=plan.due_in),
        visit_from=visit_on,
        visit_until=visit_on + timedelta(days=2),
    )
    for assessment in outcome.made:
        tell_on(assessment, noticed_on)
        _go_on(world, assessment, plan, keeper)


def _go_on(world, assessment, plan, keeper):
    if plan.answered:
        _answer(world, assessment, plan)
    if plan.reaches == "cancelled":
        take_step(assessment, "cancel", note="สมศ. เลื่อนการประเมินของสถานศึกษาแห่งนี้ออกไป", by=keeper)
        return
    for stage, step, field, after in STEPS[: ORDER.index(plan.reaches)]:
        assessment = _step(assessment, stage, step, field, after, keeper)
    if ORDER.index(plan.reaches) >= ORDER.index("heard"):
        _hear(world, assessment)
    if plan.says is not None:
        _judge(assessment, plan.says)
    if plan.says is False:
        _again(world, assessment, keeper)


def _answer(world, assessment, plan):
    """The school's teacher answers; the supervisor confirms."""
    readiness = readiness_of(assessment)
    given = {row.item: (True, NOTE) for row in readiness.by_hand}
    save_answers(assessment, given, by=world.people[f"teacher{plan.school}"])
    if plan.reaches != "notified":
        save_answers(assessment, given, by=world.people["supervisor1"])


def _step(assessment, stage, step, field, after, keeper):
    """One stage on its day; a school that is not ready goes past the readiness check, as offices do."""
    if stage == "ready" and not readiness_of(assessment).is_ready:
        return assessment
    day = assessment.noticed_on + timedelta(days=after)
    facts = {"visit_from": day - timedelta(days=2), "assessors": ASSESSORS} if stage == "visited" else {}
    assessment = take_step(assessment, step, by=keeper, **{field: day}, **facts)
    backdate(assessment, step, day)
    return assessment


def _hear(world, assessment):
    for username in ("deputy", "grouphead"):
        person = world.people[username]
        HearingAttendee.objects.create(assessment=assessment, user=person, position=person.position)
    HearingAttendee.objects.create(assessment=assessment, name="นายคลองใส ลองระบบ", position="ผู้แทนกรรมการเขต")
    head = {"name": str(world.people[f"head{world.schools.index(assessment.school) + 1}"]), "side": "school"}
    HearingAttendee.objects.create(assessment=assessment, position="ผู้อำนวยการสถานศึกษา", **head)
    assessment.oral_report = SAID
    assessment.save()
    observer = send_observer(
        assessment, world.people["supervisor5"], order_number="สมมุติ 91/2569", by=world.people["grouphead"]
    )
    observer.observed, observer.told = OBSERVED, TOLD
    report_observation(observer, by=observer.user)


def _judge(assessment, is_certified):
    """The draft and the final paper with a level for each standard; they differ in one."""
    levels = {level.value: level for level in assessment.framework.levels.all()}
    overall = levels[4 if is_certified else 2]
    for kind, day in ((ResultKind.DRAFT, assessment.drafted_on), (ResultKind.FINAL, assessment.finalised_on)):
        paper = ResultPaper(assessment=assessment, kind=kind, dated=day, level=overall)
        paper.is_certified = is_certified if kind == ResultKind.FINAL else None
        paper.strengths, paper.to_develop = "ผู้เรียนกล้าแสดงออก", "การใช้ผลการทดสอบปรับแผนการสอน"
        rows = {row: {"level": overall} for row in assessment.framework.standards.all()}
        if kind == ResultKind.DRAFT:
            rows[next(iter(rows))] = {"level": levels[overall.value - 1]}
        save_result(paper, rows=rows)


def _again(world, assessment, keeper):
    day = world.today - timedelta(days=8)
    due = day + timedelta(days=20)
    again = assess_again(assessment, by=keeper, noticed_on=day, documents_due_on=due, notice_number="สมมุติ 99/2569")
    tell_on(again, day)


def backdate(assessment, step, day):
    """The step was taken at ten in the morning of the day, as its record and its notices say."""
    kind = ContentType.objects.get_for_model(assessment)
    records = TransitionRecord.objects.filter(content_type=kind, object_id=str(assessment.pk), transition=step)
    records.update(done_at=_at(day))
    tell_on(assessment, day)


def tell_on(assessment, day):
    """What was told more than a week ago has been read."""
    rows = Notice.objects.filter(url=assessment.get_absolute_url(), created_at__gt=_at(day), read_at=None)
    rows.update(created_at=_at(day), read_at=_at(day) if day < timezone.localdate() - timedelta(days=7) else None)


def _at(day):
    return datetime.combine(day, time(3), UTC)
