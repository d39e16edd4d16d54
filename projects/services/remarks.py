"""What a desk wants changed in a proposal or an amendment: remarks at its sections."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Decision, Remark
from projects.services.approvals import approvals_of
from qa_portal.core.workflow import Refused, perform


@transaction.atomic
def settle(remark, *, by):
    """The proposer says that what was asked for is done. Raises Refused the second time."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.settled_at:
        raise Refused(_("This remark is marked as settled already."))
    remark.settled_at, remark.settled_by = timezone.now(), by
    remark.save()
    return remark


def remarks_of(subject):
    """What the desks asked for when it was last returned."""
    latest = approvals_of(subject).filter(decision=Decision.RETURNED).order_by("-round").first()
    return latest.remarks.select_related("approval__desk", "settled_by") if latest else []


@transaction.atomic
def give_back(subject, *, by, reason, remarks, summary):
    """Return it with remarks ({section: text}) and a reason for the whole; `summary` is both in one text, for the
    notice and the history. In an office without desks the summary is all that is kept."""
    subject = perform(subject, "return", by=by, note=summary)
    approval = approvals_of(subject).filter(decision=Decision.RETURNED).order_by("-decided_at", "-pk").first()
    if approval:
        approval.note = reason
        approval.save()
        for section, text in remarks.items():
            Remark.objects.create(approval=approval, section=section, text=text)
    return subject
