"""The demo's approval chain, and how its projects pass it: every desk is decided by whoever sits there."""

from projects.models import ApprovalDesk, WorkGroup
from projects.services import approvals, desks, remarks, seats
from qa_portal.core import workflow

CHAIN = (
    # step, desk, who decides, days
    (1, "ผู้อำนวยการกลุ่มที่รับผิดชอบ", "group_head", 3),
    (2, "ตรวจความสอดคล้องกับแผน", "plan_staff", 5),
    (2, "ตรวจงบประมาณ", "finance_staff", 5),
    (3, "รองผู้อำนวยการสำนักงานเขต", "deputy", 3),
    (4, "ผู้อำนวยการสำนักงานเขต", "director", 3),
)
HEADS = {"กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา": "grouphead"}


def load(world):
    for step, title, holder, days in CHAIN:
        values = {"holder": holder, "days": days}
        ApprovalDesk.objects.get_or_create(district=world.district, step=step, title=title, defaults=values)
    for group, username in HEADS.items():
        WorkGroup.objects.filter(district=world.district, name=group, head=None).update(head=world.people[username])


def take(subject, name, *, by, note):
    """One step; the desks before that of the person decide first, each by whoever sits there. The note of a return may
    be remarks by section."""
    if name in ("endorse", "approve", "return"):
        subject = _until_it_reaches(subject, name, by)
    if isinstance(note, dict):
        return remarks.give_back(subject, by=by, reason="", remarks=note, summary=" ".join(note.values()))
    return workflow.perform(subject, name, by=by, note=note)


def _until_it_reaches(subject, name, by):
    while True:
        approval = approvals.waiting_on(subject).first()
        seat = seats.seat_of(subject, by)
        if approval is None or (seat and (name != "approve" or desks.is_last(seat.approval))):
            return subject
        person = next(iter(seats.deciders(approval.desk, subject)))
        subject = workflow.perform(subject, "endorse", by=person)
