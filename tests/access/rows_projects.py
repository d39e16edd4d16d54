"""What hangs on a project."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import (
    ActivityEvidence,
    Approval,
    ApprovalDesk,
    Commitment,
    Expense,
    IndicatorActual,
    ProjectIndicator,
    ProposalReading,
    Remark,
    SignedCopy,
    Transfer,
)
from qa_portal.core import files
from tests.factories.doing import activity_of, reported, stored_photo
from tests.factories.supervision import photo_upload


def word_reading(user):
    """What was read in a Word file for one person, and nobody else."""
    stored = files.store(photo_upload(), district=user.district, by=user)
    nothing = {"fields": {}, "rows": {}, "doubts": {}, "unused": []}
    row = ProposalReading(district=user.district, file=stored, reading=nothing, created_by=user)
    row.save()
    return row.pk


def signed_copy(project):
    stored = files.store(photo_upload(), district=project.district, by=project.owner)
    values = {"file": stored, "signed_on": date(2026, 11, 10)}
    return SignedCopy.objects.create(project=project, kind="proposal", uploaded_by=project.owner, **values)


def doing_of(project):
    """An activity with a report, its photo and its paper, and an indicator with what it came to."""
    activity = activity_of(project)
    report = reported(activity, photos=["ก"])
    stored = stored_photo(activity, project.owner)
    indicator = ProjectIndicator.objects.create(project=project, text="จำนวน")
    IndicatorActual.objects.create(indicator=indicator, value=1, evidence=stored, recorded_by=project.owner)
    return {
        "ACTIVITY": activity.pk,
        "REPORT": report.pk,
        "REPORT_PHOTO": report.photos.get().pk,
        "PAPER": ActivityEvidence.objects.create(report=report, file=stored).pk,
        "INDICATOR": indicator.pk,
    }


def remark_on(project, by):
    """What a desk asked for, of a proposal that may be written on."""
    values = {"district": project.district, "step": 1, "title": "ตรวจงบประมาณ", "holder": "finance_staff"}
    desk, _is_new = ApprovalDesk.objects.get_or_create(**values)
    now = timezone.now()
    approval = Approval.objects.create(
        project=project, desk=desk, step=1, due_on=now.date(), decision="returned", decided_at=now, decided_by=by
    )
    return Remark.objects.create(approval=approval, section="budget", text="แสดงวิธีคิด")


def ledger_of(project, spender):
    """A row of each kind in a project's ledger, with its document."""
    paper = files.store(photo_upload(), district=project.district, by=spender)
    facts = {"project": project, "amount": 100, "receipt": paper, "recorded_by": spender}
    transfer = Transfer.objects.create(project=project, number=1, reason="ถัวจ่าย", proposed_by=spender)
    return {
        "SIGNED": signed_copy(project).pk,
        "EXPENSE": Expense.objects.create(**facts).pk,
        "COMMITMENT": Commitment.objects.create(**facts).pk,
        "TRANSFER": transfer.pk,
    }


def line_sheet(school, by):
    """An uploaded list of budget lines."""
    upload = SimpleUploadedFile("lines.csv", "รายการ,สูตรคำนวณ\nค่าอาหาร,10x5\n".encode())
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)


def item_sheet(school, by):
    """An uploaded list of strategy items."""
    upload = SimpleUploadedFile("items.csv", b"kind,code,title\npolicy,1,x\n")
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)
