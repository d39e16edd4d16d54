"""What can be done to many reports of a list at once."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core import workflow
from qa_portal.core.bulk import BulkAction
from qa_portal.core.roles import Verb
from schools.services.checking import unread_sentence

from .letters import start_letters


def accept_refusal(sar, user):
    """Why a report is left out of a bulk acceptance: what stands in the way of the step, or that it is not read."""
    offered = {step.transition.name: step for step in workflow.steps(sar, user)}
    step = offered.get("accept")
    if step is None:
        return workflow.wrong_state(sar)
    return step.refusal or unread_sentence(sar)


def accept(sar, user):
    accepted = workflow.perform(sar, "accept", by=user)
    return _("Accepted."), accepted.get_absolute_url()


def as_letters(request, rows):
    """One PDF of the letters that are issued, made in the queue."""
    return start_letters(request, [row.pk for row in rows])


SAR_ACTIONS = (
    BulkAction(
        "accept",
        gettext_lazy("Accept"),
        "check-circle",
        Verb.REVIEW_SAR,
        gettext_lazy("What is read is accepted and its school is told: checklist answered, no request open."),
        check=accept_refusal,
        act=accept,
        most=200,
    ),
    BulkAction(
        "letters", gettext_lazy("Letters as one PDF"), "envelope-paper", Verb.REVIEW_SAR, answer=as_letters, most=200
    ),
)
