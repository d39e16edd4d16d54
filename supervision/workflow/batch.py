"""A batch for the assessors' agency is gathered, then sent once (F38)."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from supervision.models import Batch, BatchState
from supervision.services.batch_sending import missing_to_send, send_batch

BATCH = Machine(
    model=Batch,
    parent="cycle",
    looks={
        BatchState.DRAFT: Look("info", "box-seam"),
        BatchState.SENT: Look("success", "send-check"),
    },
    transitions=(
        Transition(
            "send",
            _("Mark as sent"),
            (BatchState.DRAFT,),
            BatchState.SENT,
            Verb.MANAGE_ASSESSMENTS,
            stamp="sent",
            missing=missing_to_send,
            effect=lambda batch, by, note: send_batch(batch, by=by),
            confirm=_(
                "Do this when zip and letter go to the agency. What goes is kept exactly as it is now and cannot be "
                "changed any more; the letter is logged as one that wants an answer."
            ),
            look=Look("primary", "send"),
        ),
    ),
)
