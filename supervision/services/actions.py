from django.db import transaction

from qa_portal.core import files
from qa_portal.core.workflow import perform
from supervision.models import ActionEvidence


@transaction.atomic
def settle_action(action, name, *, note, upload=None, by):
    """A step of an agreed action together with the file that proves it."""
    action = perform(action, name, by=by, note=note)
    if upload:
        stored = files.store(upload, district=action.visit.school.district, by=by)
        ActionEvidence.objects.create(action=action, file=stored)
    return action
