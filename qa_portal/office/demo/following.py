"""What the demo's office follows up: earlier findings looked at again, a link to answer, reminders, the help list."""

from datetime import timedelta

from qa_portal.core.workflow import perform
from supervision.models import Finding, FindingKind, SupportPlan, Visit
from supervision.services.action_reminders import remind_actions
from supervision.services.answer_links import make_link
from supervision.services.rechecks import rows_to_check, save_recheck
from supervision.services.support import save_review

NOTES = {
    "fixed": "ตรวจเอกสารและสังเกตการใช้จริงแล้ว เป็นไปตามที่ตกลงไว้",
    "not_fixed": "ดำเนินการไปบางส่วน ยังไม่ครบตามที่ตกลง",
    "not_checked": "",
}
VERDICTS = ("fixed", "not_fixed", "not_checked")
SUPPORT = (
    (
        22,
        "uncertified",
        "ผลการประเมินคุณภาพภายนอกครั้งล่าสุดยังไม่ได้รับการรับรอง และผลการนิเทศพบว่าครูยังใช้เครื่องมือประเมินไม่ครบทุกมาตรฐาน",
        "ครูทุกคนใช้เครื่องมือประเมินครบทุกมาตรฐาน ดูจากแฟ้มบันทึกรายภาคเรียน\n"
        "คะแนนการอ่านชั้นประถมศึกษาปีที่ 1 สูงขึ้นอย่างน้อยร้อยละ 3 ดูจากผลสอบ RT",
        -70,
    ),
    (
        5,
        "chosen",
        "โรงเรียนเปลี่ยนผู้บริหารและขอให้เขตช่วยวางระบบประกันคุณภาพภายใน",
        "มีคำสั่งแต่งตั้งคณะทำงานและปฏิทินงานประกันคุณภาพ ดูจากเอกสาร\nจัดทำ SAR ส่งได้ภายในกำหนด",
        -20,
    ),
)
REVIEWS = (
    (30, "behind", "ครูครึ่งหนึ่งเริ่มใช้เครื่องมือ ยังขาดระดับชั้นประถมศึกษาปีที่ 4-6", "นัดประชุมปฏิบัติการที่โรงเรียน"),
    (60, "on_track", "ครูทุกระดับชั้นใช้เครื่องมือแล้ว เริ่มสรุปผลรายห้อง", "ติดตามการนำผลไปปรับการสอน"),
)


def load(world):
    if not SupportPlan.objects.filter(school__district=world.district).exists():
        _press(world)
        _look_again(world)
        _link(world)
        _help(world)
        remind_actions()


def _visits(world):
    return Visit.objects.filter(school__district=world.district)


def _press(world):
    """Problems are pressing, points to develop can wait a while."""
    rows = Finding.objects.filter(visit__school__district=world.district, severity="")
    for kind, severity in ((FindingKind.PROBLEM, "high"), (FindingKind.DEVELOP, "medium")):
        rows.filter(kind=kind).update(severity=severity)


def _look_again(world):
    """The two visits that are being written look at what is open of the earlier ones."""
    for visit in _visits(world).filter(state="done").order_by("held_on"):
        for row, verdict in zip(rows_to_check(visit), VERDICTS, strict=False):
            save_recheck(visit, {row.kind: row.earlier}, verdict=verdict, note=NOTES[verdict])


def _link(world):
    """A school that has not answered was given a link."""
    visit = _visits(world).filter(state="reported").order_by("held_on").first()
    if visit:
        make_link(visit, sent_to="ครูผู้รับผิดชอบงานประกันคุณภาพ", days=30, by=visit.lead)


def _help(world):
    for number, reason, text, objectives, begins in SUPPORT:
        first = world.today + timedelta(days=begins)
        lead = world.people[f"supervisor{1 + (number - 1) // 6}"]
        plan = SupportPlan.objects.create(
            school=world.schools[number - 1],
            reason=reason,
            reason_text=text,
            objectives=objectives,
            lead=lead,
            begins_on=first,
            ends_on=first + timedelta(days=180),
        )
        plan.team.add(world.people["grouphead"])
        plan = perform(plan, "start", by=lead)
        _review(plan, first, world)


def _review(plan, first, world):
    for days, progress, text, steps in REVIEWS:
        day = first + timedelta(days=days)
        if day < world.today:
            review = plan.reviews.model(plan=plan, held_on=day, progress=progress, text=text, written_by=plan.lead)
            review.next_steps = steps
            save_review(review)
