"""An agreed action goes from promise to proof (F34)."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import Look, Machine, Refused, Transition
from supervision.models import ActionState, AgreedAction, OwedBy
from supervision.services.actions import NO_PROOF, has_proof
from supervision.services.people import school_people, team_of


def _only_agreed(action):
    if action.visit.is_sent:
        return ""
    return gettext("The report of the visit has not been sent yet.")


def _only_debtor(action, by):
    """Each side says of its own promises that they are kept."""
    owed_by_school = action.owed_by == OwedBy.SCHOOL
    if owed_by_school != (by.scope is Scope.SCHOOL):
        return gettext("This is for the side that owes it to say.")
    return _only_agreed(action)


def _owner(action):
    return [action.owner] if action.owed_by == OwedBy.OFFICE and action.owner else []


def _who_did_it(action):
    """None of them closes it: whose promise of the office it is, and who said that it is done."""
    return [*_owner(action), *([action.done_by] if action.done_by else [])]


def _both_sides(action):
    return [*team_of(action.visit), *school_people(action.visit), *_owner(action)]


def _with_proof(action, by, note):
    """F35: closing needs evidence or a second look at the school."""
    if not has_proof(action):
        raise Refused(NO_PROOF)


def _clear_stamps(action, by, note):
    action.done_at = action.done_by = action.closed_at = action.closed_by = None


ACTION = Machine(
    model=AgreedAction,
    authors=_who_did_it,
    looks={
        ActionState.OPEN: Look("warning", "hourglass-split"),
        ActionState.DONE: Look("info", "search"),
        ActionState.CLOSED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "finish",
            _("Say that it is done"),
            (ActionState.OPEN,),
            ActionState.DONE,
            Verb.ANSWER_ACTION,
            stamp="done",
            needs_note=True,
            refuse=_only_debtor,
            tell=_both_sides,
            news=must_act(_("%(row)s is said to be done by %(by)s: %(note)s")),
            confirm=_("The area office is told, checks it and closes it."),
            look=Look("primary", "check-lg"),
            note_label=_("What was done, and what shows it"),
        ),
        Transition(
            "close",
            _("Close the action"),
            (ActionState.OPEN, ActionState.DONE),
            ActionState.CLOSED,
            Verb.SETTLE_ACTION,
            stamp="closed",
            needs_note=True,
            not_own=True,
            refuse=lambda action, by: _only_agreed(action),
            effect=_with_proof,
            tell=_both_sides,
            news=_("%(row)s has been closed by %(by)s: %(note)s"),
            confirm=_("The action is settled. It can be opened again with a reason."),
            look=Look("success", "check-circle"),
            note_label=_("What was seen that proves it"),
        ),
        Transition(
            "reopen",
            _("Open again"),
            (ActionState.DONE, ActionState.CLOSED),
            ActionState.OPEN,
            Verb.SETTLE_ACTION,
            needs_note=True,
            effect=_clear_stamps,
            tell=_both_sides,
            news=_("%(row)s has been opened again by %(by)s: %(note)s"),
            look=Look("outline-secondary", "arrow-counterclockwise"),
            note_label=_("What is still to be done"),
        ),
    ),
)
