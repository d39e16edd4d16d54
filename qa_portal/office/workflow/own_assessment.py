"""The report on the office's own standards is written, proposed, and approved by the director, who did not write it."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from qa_portal.office.models import OwnAssessment, OwnState
from qa_portal.office.services.own_standards import keep_approved, missing_to_propose, open_again, writers_of
from supervision.services.people import office_people_who


def _proposer(assessment):
    return [assessment.proposed_by] if assessment.proposed_by else []


def _approvers(assessment):
    return office_people_who(assessment.district, Verb.APPROVE_OWN_STANDARDS)


OWN_ASSESSMENT = Machine(
    model=OwnAssessment,
    authors=writers_of,
    looks={
        OwnState.DRAFT: Look("info", "pencil-square"),
        OwnState.PROPOSED: Look("primary", "send-check"),
        OwnState.APPROVED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "propose",
            _("Propose the report"),
            (OwnState.DRAFT,),
            OwnState.PROPOSED,
            Verb.EDIT_OWN_STANDARDS,
            stamp="proposed",
            missing=missing_to_propose,
            tell=_approvers,
            news=must_act(_("“%(row)s” is proposed by %(by)s. Please read and approve it.")),
            confirm=_("The director gets the report. It cannot be written on until it is approved or given back."),
            look=Look("primary", "send"),
        ),
        Transition(
            "return",
            _("Give the report back"),
            (OwnState.PROPOSED,),
            OwnState.DRAFT,
            Verb.APPROVE_OWN_STANDARDS,
            needs_note=True,
            effect=open_again,
            tell=writers_of,
            news=must_act(_("“%(row)s” was given back by %(by)s: %(note)s")),
            look=Look("outline-danger", "arrow-return-left"),
            note_label=_("Reason"),
        ),
        Transition(
            "approve",
            _("Approve the report"),
            (OwnState.PROPOSED,),
            OwnState.APPROVED,
            Verb.APPROVE_OWN_STANDARDS,
            stamp="approved",
            not_own=True,
            effect=keep_approved,
            tell=_proposer,
            news=_("“%(row)s” was approved by %(by)s. %(note)s"),
            confirm=_(
                "The report is kept exactly as it is now, with its PDF. A change needs a reason and a new approval."
            ),
            look=Look("success", "check-lg"),
        ),
        Transition(
            "reopen",
            _("Open the approved report again"),
            (OwnState.APPROVED,),
            OwnState.DRAFT,
            Verb.EDIT_OWN_STANDARDS,
            needs_note=True,
            effect=open_again,
            tell=_approvers,
            news=_("“%(row)s” was opened again by %(by)s: %(note)s"),
            confirm=_("It is a draft again and has to be proposed and approved anew. The approved version stays."),
            look=Look("outline-secondary", "arrow-counterclockwise"),
            note_label=_("Reason"),
        ),
    ),
)
