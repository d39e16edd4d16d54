"""A change of a signed order passes the administration group, the committee on the administration system, and the
director (A10-03). The first two have no desk in the portal: the group's head enters what they said."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from supervision.models import ChangeState, OrderChange, OrderState
from supervision.models.order_change import WAITING
from supervision.services.order_changes import carry_out
from supervision.services.people import office_people_who


def _concerned(change):
    """Who had the duty, who takes it over, and who asked for the change."""
    return {person for person in (change.duty.user, change.user, change.proposed_by) if person}


def _order_that_ended(change):
    if change.order.state != OrderState.SIGNED:
        yield Missing(gettext("The order is not in force any more."), change.order.get_absolute_url())


ORDER_CHANGE = Machine(
    model=OrderChange,
    authors=lambda change: [change.proposed_by],
    looks={
        ChangeState.PROPOSED: Look("info", "send"),
        ChangeState.CHECKED: Look("info", "people"),
        ChangeState.AGREED: Look("primary", "pen"),
        ChangeState.APPROVED: Look("success", "check-circle"),
        ChangeState.REFUSED: Look("secondary", "x-circle"),
    },
    transitions=(
        Transition(
            "check",
            _("The administration group has looked at it"),
            (ChangeState.PROPOSED,),
            ChangeState.CHECKED,
            Verb.MANAGE_VISITS,
            needs_note=True,
            confirm=_("It goes to the committee on the administration system."),
            note_label=_("Number and date of their letter, and what it says"),
        ),
        Transition(
            "agree",
            _("The committee has agreed"),
            (ChangeState.CHECKED,),
            ChangeState.AGREED,
            Verb.MANAGE_VISITS,
            needs_note=True,
            tell=lambda change: office_people_who(change.order.district, Verb.APPROVE_PROJECT),
            news=must_act(_("A change of the order %(row)s is proposed by %(by)s. Please read and approve it.")),
            confirm=_("The director gets it."),
            note_label=_("Number and date of the meeting, and what it resolved"),
        ),
        Transition(
            "approve",
            _("Approve the change"),
            (ChangeState.AGREED,),
            ChangeState.APPROVED,
            Verb.APPROVE_PROJECT,
            stamp="approved",
            not_own=True,
            missing=_order_that_ended,
            effect=lambda change, by, note: carry_out(change, by=by),
            tell=_concerned,
            news=_("A change of the order %(row)s was approved by %(by)s. %(note)s"),
            confirm=_("The duty ends on its day, and who takes it over has it from the day after."),
            look=Look("success", "check-lg"),
        ),
        Transition(
            "refuse",
            _("Do not agree"),
            WAITING,
            ChangeState.REFUSED,
            Verb.MANAGE_VISITS,
            needs_note=True,
            tell=_concerned,
            news=_("A change of the order %(row)s was not agreed to: %(note)s"),
            confirm=_("The order stays as it is."),
            look=Look("outline-danger", "x-lg"),
            note_label=_("Who did not agree, and why"),
        ),
        Transition(
            "decline",
            _("Do not approve"),
            (ChangeState.AGREED,),
            ChangeState.REFUSED,
            Verb.APPROVE_PROJECT,
            needs_note=True,
            tell=_concerned,
            news=_("A change of the order %(row)s was not agreed to: %(note)s"),
            look=Look("outline-danger", "x-lg"),
            note_label=_("Reason"),
        ),
    ),
)
