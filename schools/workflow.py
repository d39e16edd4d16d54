from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition

from . import sar_missing, sar_services
from .models import Cycle, CycleState, Sar, SarState


def _closed_again(cycle, by, note):
    cycle.closed_at = cycle.closed_by = None


def _expect_all(cycle, by, note):
    sar_services.create_expected(cycle, by=by)


def _people_of_cycle(cycle):
    schools = cycle.sars.values("school")
    people = sar_services.people_of(schools, "school_head", "school_teacher")
    return {person for group in people.values() for person in group}


CYCLE = Machine(
    model=Cycle,
    looks={
        CycleState.DRAFT: Look("secondary", "pencil"),
        CycleState.OPEN: Look("success", "unlock"),
        CycleState.CLOSED: Look("dark", "lock"),
    },
    transitions=(
        Transition(
            "open",
            _("Open the cycle"),
            (CycleState.DRAFT,),
            CycleState.OPEN,
            Verb.MANAGE_CYCLES,
            stamp="opened",
            missing=sar_missing.before_open,
            effect=_expect_all,
            tell=_people_of_cycle,
            news=_("%(row)s is open: your school's report is expected."),
            confirm=_("Every open school gets its expected report for each level it teaches, and its people are told."),
            look=Look("success", "unlock"),
        ),
        Transition(
            "close",
            _("Close the cycle"),
            (CycleState.OPEN,),
            CycleState.CLOSED,
            Verb.MANAGE_CYCLES,
            stamp="closed",
            confirm=_("Schools without an extension can no longer write or send. What was sent stays as it is."),
            look=Look("dark", "lock"),
        ),
        Transition(
            "reopen",
            _("Open again"),
            (CycleState.CLOSED,),
            CycleState.OPEN,
            Verb.MANAGE_CYCLES,
            needs_note=True,
            effect=_closed_again,
            note_label=_("Why the cycle is opened again"),
            confirm=_("Schools can write and send again within the cycle's dates."),
            look=Look("secondary", "unlock"),
        ),
    ),
)


def _not_ours(sar, user):
    """The school's own steps are for its people of today, whatever district role they also have."""
    if user.memberships.current().filter(school=sar.school_id).exists():
        return ""
    return _("Only the school's own people take this step.")


def _begin(sar, by, note):
    sar_services.add_answers(sar)


def _present(sar, by, note):
    sar_services.open_approval(sar)


def _take_back(sar, by, note):
    sar_services.lapse_approval(sar)


def _refuse(sar, by, note):
    sar_services.refuse_approval(sar)


def _approve(sar, by, note):
    sar_services.give_approval(sar, by=by)


def note_first_day(sar):
    """The first sending is what lateness is judged by; a resubmission never makes a report late."""
    sar.handed_in_on = sar.handed_in_on or timezone.localdate(sar.submitted_at)


def _hand_in(sar, by, note):
    note_first_day(sar)
    sar_services.send_latest_file(sar)


def _give_back(sar, by, note):
    sar.accepted_at = sar.accepted_by = None


SAR = Machine(
    model=Sar,
    authors=sar_services.own_people_of,
    looks={
        SarState.EXPECTED: Look("secondary", "circle"),
        SarState.DRAFTING: Look("info", "pencil"),
        SarState.WITH_BOARD: Look("info", "people"),
        SarState.BOARD_APPROVED: Look("primary", "patch-check"),
        SarState.SUBMITTED: Look("primary", "send-check"),
        SarState.RETURNED: Look("warning", "arrow-return-left"),
        SarState.ACCEPTED: Look("success", "check-circle"),
    },
    # In the order in which a page offers them: the way forward first.
    transitions=(
        Transition(
            "start",
            _("Begin the report"),
            (SarState.EXPECTED,),
            SarState.DRAFTING,
            Verb.RATE_SAR,
            refuse=_not_ours,
            missing=sar_missing.before_start,
            effect=_begin,
            look=Look("primary", "pencil"),
        ),
        Transition(
            "submit",
            _("Send to the office"),
            (SarState.BOARD_APPROVED,),
            SarState.SUBMITTED,
            Verb.SUBMIT_SAR,
            refuse=_not_ours,
            stamp="submitted",
            missing=sar_missing.before_submit,
            effect=_hand_in,
            tell=sar_services.readers_of,
            news=_("%(row)s was sent by %(by)s."),
            confirm=_("From now on the office can read the report, and the school can change it only after a return."),
            look=Look("primary", "send"),
        ),
        Transition(
            "resubmit",
            _("Send to the office again"),
            (SarState.RETURNED,),
            SarState.SUBMITTED,
            Verb.SUBMIT_SAR,
            refuse=_not_ours,
            stamp="submitted",
            missing=sar_missing.before_submit,
            effect=_hand_in,
            tell=sar_services.readers_of,
            news=_("%(row)s was sent again by %(by)s."),
            confirm=_("The reader sees what was changed since the return."),
            look=Look("primary", "send"),
        ),
        Transition(
            "to_board",
            _("Present to the school board"),
            (SarState.DRAFTING, SarState.RETURNED),
            SarState.WITH_BOARD,
            Verb.RATE_SAR,
            refuse=_not_ours,
            missing=sar_missing.before_board,
            effect=_present,
            tell=sar_services.board_of,
            news=_("%(row)s waits for the board's approval."),
            confirm=_("The ratings stay as they are until the board has met, or the head takes the report back."),
            look=Look("primary", "people"),
        ),
        Transition(
            "approve_by_board",
            _("Approve for the board"),
            (SarState.WITH_BOARD,),
            SarState.BOARD_APPROVED,
            Verb.APPROVE_SAR,
            refuse=_not_ours,
            effect=_approve,
            tell=sar_services.writers_of,
            news=_("The board approved %(row)s."),
            confirm=_("The school can send the report to the office once the minutes are attached."),
            look=Look("success", "patch-check"),
        ),
        Transition(
            "record_approval",
            _("Record the board's approval"),
            (SarState.WITH_BOARD,),
            SarState.BOARD_APPROVED,
            Verb.SUBMIT_SAR,
            refuse=_not_ours,
            missing=sar_missing.minutes,
            effect=_approve,
            tell=sar_services.board_of,
            news=_("The board's approval of %(row)s was recorded by %(by)s."),
            confirm=_("You record that the board approved the report in the meeting whose minutes are attached."),
            look=Look("success", "patch-check"),
        ),
        Transition(
            "return_by_board",
            _("The board asks for changes"),
            (SarState.WITH_BOARD,),
            SarState.DRAFTING,
            Verb.APPROVE_SAR,
            refuse=_not_ours,
            needs_note=True,
            effect=_refuse,
            tell=sar_services.writers_of,
            news=_("The board asks for changes in %(row)s: %(note)s"),
            note_label=_("What the board asks to change"),
            confirm=_("The report goes back to the school's writers with the board's words."),
            look=Look("warning", "arrow-return-left"),
        ),
        Transition(
            "take_back",
            _("Take back to write on"),
            (SarState.WITH_BOARD, SarState.BOARD_APPROVED),
            SarState.DRAFTING,
            Verb.SUBMIT_SAR,
            refuse=_not_ours,
            needs_note=True,
            effect=_take_back,
            tell=sar_services.board_of,
            news=_("%(row)s was taken back by %(by)s: %(note)s"),
            note_label=_("Why it is taken back"),
            confirm=_("The report goes back to writing. It must be presented to the board again."),
            look=Look("secondary", "arrow-counterclockwise"),
        ),
        Transition(
            "accept",
            _("Accept the report"),
            (SarState.SUBMITTED,),
            SarState.ACCEPTED,
            Verb.REVIEW_SAR,
            not_own=True,
            stamp="accepted",
            tell=sar_services.writers_of,
            news=_("%(row)s was accepted by %(by)s. %(note)s"),
            note_label=_("Advice to the school (may stay blank)"),
            confirm=_("The school is told that its report is accepted."),
            look=Look("success", "check-circle"),
        ),
        Transition(
            "return",
            _("Return to the school"),
            (SarState.SUBMITTED, SarState.ACCEPTED),
            SarState.RETURNED,
            Verb.REVIEW_SAR,
            not_own=True,
            needs_note=True,
            stamp="returned",
            missing=sar_missing.before_return,
            effect=_give_back,
            tell=sar_services.writers_of,
            news=_("%(row)s was returned: %(note)s"),
            note_label=_("What the school has to mend"),
            confirm=_("The school sees your words and can change its report until it sends it again."),
            look=Look("warning", "arrow-return-left"),
        ),
    ),
)
