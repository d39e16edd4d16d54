"""What becomes of an agreed action, and what proves that it was kept."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.models import TransitionRecord
from qa_portal.core.workflow import perform
from supervision.models import ActionEvidence, RecheckVerdict
from supervision.models.visit import COUNTED

NO_PROOF = _("Nothing shows yet that it was done: attach a file, or look again at the next visit.")


def has_proof(action):
    """Whether a file shows what was done, or a later visit saw it, since the action was last opened again (F35)."""
    evidence = action.evidence.all()
    looks = action.rechecks.filter(verdict=RecheckVerdict.FIXED, visit__state__in=COUNTED)
    again = TransitionRecord.objects.of(action).filter(transition="reopen").order_by("-done_at").first()
    if again:
        evidence, looks = (rows.filter(created_at__gt=again.done_at) for rows in (evidence, looks))
    return evidence.exists() or looks.exists()


@transaction.atomic
def settle_action(action, name, *, note, upload=None, by):
    """A step of an agreed action together with the file that proves it."""
    if upload:
        stored = files.store(upload, district=action.visit.school.district, by=by)
        ActionEvidence.objects.create(action=action, file=stored)
    return perform(action, name, by=by, note=note)
