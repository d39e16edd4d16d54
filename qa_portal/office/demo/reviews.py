"""The demo's reading of reports: readers and a conflict of interest, remarks, a return that was mended and sent again,
a checklist that is answered, letters. Each step is taken by the person whose step it is."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from qa_portal.core.models import TransitionRecord
from qa_portal.core.workflow import perform
from schools.models import Conflict, Cycle, Sar, SarReader, Submission
from schools.services.acknowledging import number_letters, waiting_for_letter
from schools.services.checking import checklist_for, save_answers
from schools.services.readers import assign_reader, people_who_read, plan_evenly
from schools.services.remarks import Place, reply_to, settle_remark, write_remark
from schools.services.writing import save_ratings

# Schools by their number from 1, among those whose reports lie at the office this year (demo.sar.STANDS).
WRITTEN_ON, READ, RETURNED = 1, 7, 14
TIED, TIE = 8, "เคยดำรงตำแหน่งรองผู้อำนวยการของโรงเรียนนี้"
DRAFTS = (
    ("ขอให้เพิ่มร้อยละของผู้เรียนแต่ละระดับเทียบกับค่าเป้าหมาย", True),
    ("ภาพกิจกรรมประกอบได้ดี ควรระบุวันที่ใต้ภาพ", False),
)
REQUESTS = (
    "ขอให้อ้างอิงผลการทดสอบระดับชั้นประกอบเหตุผลของระดับคุณภาพ",
    "ระดับของข้อแรกสูงกว่าหลักฐานที่แนบ ขอให้ทบทวน",
)
REASON = "ขอให้แก้ไขตามข้อคิดเห็นที่แนบแต่ละจุด"
REPLIES = ("เพิ่มผลการทดสอบรายชั้นสามปีแล้ว", "คณะทำงานทบทวนและปรับระดับแล้ว")
BETTER = "หลักฐานจากผลการทดสอบรายชั้นสามปีย้อนหลังสอดคล้องกับผลงานผู้เรียนและการสังเกตชั้นเรียน"
CHANGED, MENDING = 3, 4  # items that the school rated anew; days that the report lay at the school
LETTER = "ศธ 04999/1201"


def load(world):
    """A district that has readers stays untouched."""
    cycle = Cycle.objects.filter(district=world.district).order_by("-academic_year").first()
    if cycle is None or SarReader.objects.filter(sar__cycle__district=world.district).exists():
        return
    _note_conflict(world)
    _name_readers(world, cycle)
    _write_drafts(_report(world, cycle, WRITTEN_ON))
    _read_whole(_report(world, cycle, READ))
    _return_and_mend(world, _report(world, cycle, RETURNED), RETURNED)
    _issue_letters(world, cycle)


def _report(world, cycle, number):
    return cycle.sars.select_related("school", "cycle").filter(school=world.schools[number - 1]).order_by("pk").last()


def _note_conflict(world):
    since = world.today - timedelta(days=400)
    who = {"user": world.people["supervisor2"], "school": world.schools[TIED - 1]}
    Conflict.objects.create(**who, reason=TIE, since=since)


def _name_readers(world, cycle):
    """What lies at the office is shared out over the supervisors."""
    people = people_who_read(world.district).filter(groups__name="supervisor")
    waiting = Sar.objects.filter(cycle=cycle, state="submitted").for_list()
    for planned in plan_evenly(waiting, people):
        due = world.today + timedelta(days=7)
        assign_reader(planned.sar, planned.reader, due_on=due, by=world.people["grouphead"])


def _reader(sar):
    return sar.readings.active().select_related("reader").first().reader


def _write_drafts(sar):
    """Remarks that the school does not see yet."""
    for text, is_request in DRAFTS:
        write_remark(sar, Place("way_forward"), text=text, is_request=is_request, by=_reader(sar))


def _read_whole(sar):
    """Read to the end: it can be accepted."""
    questions = checklist_for(sar).questions.all()
    save_answers(sar, dict.fromkeys(questions, ("yes", "")), by=_reader(sar))


def _return_and_mend(world, sar, number):
    """Returned with two requests, answered, three items rated anew, approved by the board and sent again."""
    reader, head = _reader(sar), world.people[f"head{number}"]
    ratings = list(sar.ratings.select_related("indicator__standard").order_by("indicator")[:CHANGED])
    item = ratings[0].indicator
    places = (Place("results", item.standard), Place("results", item.standard, item))
    for place, text in zip(places, REQUESTS, strict=True):
        write_remark(sar, place, text=text, is_request=True, by=reader)
    sar = perform(sar, "return", by=reader, note=REASON)
    _let_days_pass(sar, MENDING)
    _reply(sar, world.people[f"teacher{number}"])
    _rate_anew(sar, ratings, world.people[f"teacher{number}"])
    sar = _send_again(sar, world, number, head)
    settle_remark(sar.remarks.open().first(), by=reader)


def _reply(sar, teacher):
    for remark, reply in zip(sar.remarks.all(), REPLIES, strict=True):
        remark.reply = reply
        reply_to(remark, by=teacher)


def _rate_anew(sar, ratings, teacher):
    levels = {level.value: level for level in sar.framework.levels.all()}
    chosen = {rating: levels[rating.level.value - 1 or 2] for rating in ratings}
    section = sar.sections.get(standard=ratings[0].indicator.standard_id)
    section.reason = BETTER
    for row in (section, *chosen):
        row.changed_by(teacher)
    save_ratings(section, chosen)


def _send_again(sar, world, number, head):
    """The board met once more: another level needs its approval anew."""
    minutes = sar.approvals.exclude(minutes=None).first().minutes
    sar = perform(sar, "to_board", by=head)
    approval = sar.approval
    approval.met_on, approval.chair_name = timezone.localdate(), str(world.people[f"board{number}"])
    approval.minutes = minutes
    approval.save(by=head)
    sar = perform(sar, "record_approval", by=head)
    return perform(sar, "submit", by=head)


def _let_days_pass(sar, days):
    """The return is some days old."""
    back = timedelta(days=days)
    Sar.objects.filter(pk=sar.pk).update(returned_at=F("returned_at") - back)
    TransitionRecord.objects.of(sar).filter(transition="return").update(done_at=F("done_at") - back)
    Submission.objects.filter(sar=sar).update(answered_at=F("answered_at") - back)
    sar.remarks.update(told_at=F("told_at") - back, created_at=F("created_at") - back)
    sar.refresh_from_db()


def _issue_letters(world, cycle):
    """Half of the accepted reports have their letter, by running numbers."""
    waiting = list(waiting_for_letter(cycle))
    facts = {"number": LETTER, "dated": world.today - timedelta(days=1), "is_running": True}
    number_letters(waiting[: len(waiting) // 2], **facts, by=world.people["grouphead"])
