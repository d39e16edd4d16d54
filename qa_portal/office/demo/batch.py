"""What went to the assessors' agency: a batch of the closed year, sent, and one of this year that is being gathered
with few schools ready. All of it is invented."""

import tempfile
from datetime import timedelta
from pathlib import Path

from qa_portal.core.models import TransitionRecord
from qa_portal.core.workflow import perform
from schools.models import Cycle, CycleState
from supervision.documents.batch_archive import archive_batch
from supervision.models import AssessorIssue, Batch, Correspondence, IssueSource
from supervision.services.batch import begin_batch, leave_out
from supervision.services.issues import take_finding, unlooked_findings

SENT_AGO = 240  # days
LETTER = "ศธ 04999/312"
# number of the school from 1, source, who says so, what is to be checked
OF_LAST_YEAR = (
    (3, IssueSource.AGENCY, "เทศบาลตำบลท่าตัวอย่าง", "ขอให้พิจารณามาตรการความปลอดภัยบริเวณท่าน้ำหน้าโรงเรียน"),
    (9, IssueSource.STAKEHOLDER, "สมาคมผู้ปกครอง", "ขอให้พิจารณาการจัดการเรียนการสอนเมื่อมีครูไม่ครบชั้น"),
)
OF_THIS_YEAR = (
    (8, IssueSource.STAKEHOLDER, "ผู้แทนชุมชน", "ขอให้ติดตามการใช้แหล่งเรียนรู้ในท้องถิ่นหลังเปลี่ยนชื่อสถานศึกษา"),
    (13, IssueSource.OFFICE, "", "ขอให้พิจารณาความต่อเนื่องของหลักสูตรระหว่างระดับประถมศึกษาและมัธยมศึกษา"),
)
TAKEN = 4  # findings of this year that the assessors are asked to look at
LEFT_OPEN = 3  # schools whose findings nobody has looked at yet
LEFT_OUT = (19, "รอผลการประเมินซ้ำของมาตรฐานที่ 3 ก่อนนำส่ง")


def load(world):
    """A district that has a batch stays untouched."""
    if Batch.objects.filter(cycle__district=world.district).exists():
        return
    by = world.people["grouphead"]
    closed, opened = (
        Cycle.objects.filter(district=world.district, state=state).first()
        for state in (CycleState.CLOSED, CycleState.OPEN)
    )
    _sent(world, closed, by)
    _gathered(world, opened, by)


def _points(world, cycle, rows, by):
    for number, source, who, text in rows:
        about = {"school": world.schools[number - 1], "academic_year": cycle.academic_year}
        issue = AssessorIssue(source=source, source_text=who, text=text, **about)
        issue.save(by=by)


def _sent(world, cycle, by):
    _points(world, cycle, OF_LAST_YEAR, by)
    batch, _is_new = begin_batch(cycle, by=by)
    batch.letter_number, batch.letter_dated = LETTER, world.today - timedelta(days=SENT_AGO)
    batch.save(by=by)
    with tempfile.TemporaryDirectory() as folder:
        archive_batch(batch, folder=Path(folder), by=by)
    _age(perform(batch, "send", by=by))


def _age(batch):
    """Sent that many days ago; the agency wrote back that it has the reports."""
    then = batch.sent_at - timedelta(days=SENT_AGO)
    Batch.objects.filter(pk=batch.pk).update(sent_at=then, created_at=then)
    TransitionRecord.objects.of(batch).update(done_at=then)
    sent = AssessorIssue.objects.filter(sent_in=batch).values("pk")
    for history in (Batch.history.filter(id=batch.pk), AssessorIssue.history.filter(id__in=sent)):
        history.update(history_date=then)
    letter = Correspondence.objects.get(stored=batch.letter)
    answer = Correspondence(
        district=letter.district,
        direction="in",
        number="สมศ 0999/58",
        dated=letter.dated + timedelta(days=21),
        subject="แจ้งการได้รับรายงานผลการประเมินตนเองของสถานศึกษา",
        reply_to=letter,
    )
    answer.save(by=batch.sent_by)


def _gathered(world, cycle, by):
    _points(world, cycle, OF_THIS_YEAR, by)
    batch, _is_new = begin_batch(cycle, by=by)
    _look_at_findings(world, cycle, by)
    number, reason = LEFT_OUT
    leave_out(batch, list(cycle.sars.filter(school=world.schools[number - 1])), reason=reason, by=by)


def _look_at_findings(world, cycle, by):
    """Most schools' findings have been looked at: few are for the assessors, the others were left out."""
    year = {"visit__academic_year": cycle.academic_year, "visit__school__district": world.district}
    findings = list(
        unlooked_findings()
        .filter(**year)
        .select_related("visit__school", "standard__framework")
        .order_by("visit__school", "pk")
    )
    schools = list(dict.fromkeys(finding.visit.school_id for finding in findings))
    looked_at = [finding for finding in findings if finding.visit.school_id in schools[LEFT_OPEN:]]
    for place, finding in enumerate(looked_at):
        take_finding(finding, by=by, is_dropped=place >= TAKEN)
