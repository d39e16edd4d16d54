"""The year's plan of supervision is proposed by the group's head and approved by the director (A8-03)."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from supervision.models import PlanState, SupervisionPlan
from supervision.services.people import office_people_who
from supervision.services.plans import missing_to_propose, open_again


def _proposers(plan):
    return [plan.proposed_by] if plan.proposed_by else []


PLAN = Machine(
    model=SupervisionPlan,
    authors=_proposers,
    looks={
        PlanState.DRAFT: Look("info", "pencil-square"),
        PlanState.PROPOSED: Look("primary", "send-check"),
        PlanState.APPROVED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "propose",
            _("Propose the plan"),
            (PlanState.DRAFT,),
            PlanState.PROPOSED,
            Verb.MANAGE_VISITS,
            stamp="proposed",
            missing=missing_to_propose,
            tell=lambda plan: office_people_who(plan.district, Verb.APPROVE_PROJECT),
            news=must_act(_("The supervision plan “%(row)s” is proposed by %(by)s. Please read and approve it.")),
            confirm=_("The director gets the plan. It cannot be changed until it is approved or given back."),
            look=Look("primary", "send"),
        ),
        Transition(
            "return",
            _("Give the plan back"),
            (PlanState.PROPOSED,),
            PlanState.DRAFT,
            Verb.APPROVE_PROJECT,
            needs_note=True,
            effect=open_again,
            tell=_proposers,
            news=must_act(_("The supervision plan “%(row)s” was given back by %(by)s: %(note)s")),
            look=Look("outline-danger", "arrow-return-left"),
            note_label=_("Reason"),
        ),
        Transition(
            "approve",
            _("Approve the plan"),
            (PlanState.PROPOSED,),
            PlanState.APPROVED,
            Verb.APPROVE_PROJECT,
            stamp="approved",
            not_own=True,
            tell=_proposers,
            news=_("The supervision plan “%(row)s” was approved by %(by)s. %(note)s"),
            confirm=_("The plan is in force from now on. A change needs a reason and a new approval."),
            look=Look("success", "check-lg"),
        ),
        Transition(
            "change",
            _("Change the approved plan"),
            (PlanState.APPROVED,),
            PlanState.DRAFT,
            Verb.MANAGE_VISITS,
            needs_note=True,
            effect=open_again,
            tell=lambda plan: [plan.approved_by] if plan.approved_by else [],
            news=_("The approved supervision plan “%(row)s” is changed by %(by)s: %(note)s"),
            confirm=_("The plan is a draft again and has to be proposed and approved anew. Its visits stay."),
            look=Look("outline-secondary", "pencil"),
            note_label=_("Reason"),
        ),
    ),
)
