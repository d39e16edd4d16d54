"""What can be done to many reports of a list at once."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core import jobs, workflow
from qa_portal.core.bulk import BulkAction
from qa_portal.core.roles import Verb
from schools.models import Sar, SarState
from schools.services.checking import unread_sentence


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


def start_letters(request, keys):
    """The job that makes one PDF of the letters of these reports; a sentence where none has a letter."""
    rows = Sar.objects.visible_to(request.user).filter(pk__in=keys, state=SarState.ACCEPTED).exclude(letter_number="")
    if not rows.exists():
        messages.error(request, _("None of the chosen reports has a letter yet."))
        return redirect("schools:sar_letters")
    label = _("Acknowledgement letters")
    return redirect(jobs.start("sar_letters", label=label, params={"sars": keys}, by=request.user))


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
