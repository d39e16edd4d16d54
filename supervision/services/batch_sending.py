"""Sending a batch: what goes is frozen, file by file; it stays as it was sent, whatever becomes of the reports."""

from django.urls import reverse
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core import files
from qa_portal.core.workflow import Missing, Refused
from schools.models import Sar
from supervision.documents.batch_archive import made_of_archive, paper_name, typed_papers
from supervision.documents.covering_letter import letter_name, render_letter
from supervision.models import AssessmentState, BatchSar, Correspondence, Direction, ExternalAssessment
from supervision.reports.batch import issues_of, made_of, made_of_now, ready_reports
from supervision.services.assessments import take_step


def stale_sentence():
    return _("Reports or points have changed since the zip was made. Make the zip anew.")


def archive_refusal(batch):
    """Why the zip cannot go as it is, or ""."""
    if batch.archive_id is None:
        return _("The zip of the files has not been made yet.")
    return "" if made_of_archive(batch) == made_of_now(batch) else stale_sentence()


def missing_to_send(batch):
    letter = reverse("supervision:batch_letter", args=[batch.pk])
    if not batch.letter_number:
        yield Missing(_("The covering letter has no number yet."), f"{letter}#id_letter_number")
    if batch.letter_dated is None:
        yield Missing(_("The covering letter has no date yet."), f"{letter}#id_letter_dated")
    page = batch.get_absolute_url()
    if not ready_reports(batch).exists():
        yield Missing(_("No report is ready to be sent yet."), f"{page}?standing=unready")
    elif sentence := archive_refusal(batch):
        yield Missing(sentence, f"{page}#archive")


def send_batch(batch, *, by):
    """The effect of the step: files, points and letter are frozen, and the letter is logged as one that wants an
    answer. The batch and its cycle are locked by the caller. Refused where the zip is older than a change."""
    reports, issues = _locked(batch)
    if made_of(reports, issues) != made_of_archive(batch):
        raise Refused(stale_sentence())
    batch.letter = _keep(batch, render_letter(batch), f"{letter_name(batch)}.pdf", by)
    _freeze(batch, reports, by)
    for issue in issues:
        issue.sent_in = batch
        issue.save(by=by)
    _log(batch, len(reports), len(issues), by)
    _move_assessments(batch, reports, by)


def _locked(batch):
    """The reports and points that go, locked: nobody returns or rewrites one meanwhile."""
    keys = list(ready_reports(batch).order_by().values_list("pk", flat=True))
    list(Sar.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    reports = ready_reports(batch).select_related("school", "cycle")
    return list(reports), list(issues_of(batch).select_for_update(of=("self",)))


def _keep(batch, content, name, by):
    return files.keep(content, name, files.PDF, district=batch.district, by=by)


def _freeze(batch, reports, by):
    typed = typed_papers(batch, reports)
    made = {sar.pk: _keep(batch, content, paper_name(sar), by).pk for sar, content in typed}
    rows = [BatchSar(batch=batch, sar=sar, stored_id=sar.file_id or made[sar.pk]) for sar in reports]
    bulk_create_with_history(rows, BatchSar, default_user=by)


def _log(batch, reports, issues, by):
    """Official letters are in Thai, and so is the log of them."""
    letter = Correspondence(
        district=batch.district,
        direction=Direction.OUT,
        number=batch.letter_number,
        dated=batch.letter_dated,
        subject=f"ส่งรายงานผลการประเมินตนเองของสถานศึกษา ปีการศึกษา {batch.cycle.academic_year} (ชุดที่ {batch.number})",
        text=f"รายงาน {reports} ฉบับ ประเด็นที่ต้องการให้ประเมินและติดตาม {issues} ประเด็น",
        needs_answer=True,
        stored=batch.letter,
    )
    letter.save(by=by)


def _move_assessments(batch, reports, by):
    """External assessments that wait for the documents have them now; one whose days would not follow each other is
    left to a person."""
    waiting = ExternalAssessment.objects.filter(
        state=AssessmentState.READY, school__in=[sar.school_id for sar in reports]
    )
    sent = {(sar.school_id, sar.level) for sar in reports}
    for assessment in waiting:
        if (assessment.school_id, assessment.level) in sent:
            try:
                take_step(assessment, "send", by=by, sent_on=batch.letter_dated)
            except Refused:
                continue
