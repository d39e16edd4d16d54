"""The school board's meeting and its approval (A4-01 step 8, F19)."""

from django.db import transaction
from django.utils import timezone

from qa_portal.core import files
from schools.models import (
    BoardApproval,
)

MINUTES = {files.PDF, files.JPEG, files.PNG}


@transaction.atomic
def save_minutes(approval, upload, *, by):
    """Save the board's meeting, with its minutes where they were uploaded now."""
    if upload:
        district = approval.sar.school.district
        approval.minutes = files.store(upload, district=district, by=by, allowed=MINUTES)
    approval.save(by=by)


def lapse_approval(sar):
    """The approval that was given no longer stands; one in preparation stays."""
    for approval in sar.approvals.filter(lapsed_at=None).exclude(approved_at=None):
        _lapse(approval)


def _lapse(approval):
    approval.lapsed_at = timezone.now()
    approval.save()


def open_approval(sar):
    """A fresh approval for a new presentation to the board; one in preparation is kept."""
    lapse_approval(sar)
    return sar.approval or BoardApproval.objects.create(sar=sar)


def refuse_approval(sar):
    """The board met and did not approve: the next presentation is another meeting."""
    if approval := sar.approval:
        _lapse(approval)


def give_approval(sar, *, by):
    approval = sar.approval or open_approval(sar)
    approval.approved_at, approval.approved_by = timezone.now(), by
    approval.save()
