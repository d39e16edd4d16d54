from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from schools.checks import sar as sar_checks
from schools.models import Sar, SarState
from schools.services import level_counts
from schools.services.board import give_approval, lapse_approval, open_approval, refuse_approval
from schools.services.papers import send_latest_file
from schools.services.people import board_of, not_ours, own_people_of, readers_of, writers_of
from schools.services.readers import judging_refusal
from schools.services.remarks import tell_remarks
from schools.services.submissions import answer_sending, record_sending
from schools.services.writing import add_answers


def _begin(sar, by, note):
    add_answers(sar)


def _present(sar, by, note):
    open_approval(sar)


def _take_back(sar, by, note):
    lapse_approval(sar)


def _refuse(sar, by, note):
    refuse_approval(sar)


def _approve(sar, by, note):
    give_approval(sar, by=by)


def note_first_day(sar):
    """The first sending is what lateness is judged by; a resubmission never makes a report late."""
    sar.handed_in_on = sar.handed_in_on or timezone.localdate(sar.submitted_at)


def _hand_in(sar, by, note):
    note_first_day(sar)
    level_counts.count_in(sar)
    send_latest_file(sar)
    record_sending(sar, by=by)


def _accept(sar, by, note):
    answer_sending(sar, is_accepted=True, by=by)
    tell_remarks(sar, by=by)


def _give_back(sar, by, note):
    level_counts.count_out(sar)
    answer_sending(sar, is_accepted=False, by=by)
    tell_remarks(sar, by=by)
    sar.accepted_at = sar.accepted_by = None


SAR = Machine(
    model=Sar,
    authors=own_people_of,
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
            refuse=not_ours,
            missing=sar_checks.before_start,
            effect=_begin,
            look=Look("primary", "pencil"),
        ),
        Transition(
            "submit",
            _("Send to the office"),
            (SarState.BOARD_APPROVED,),
            SarState.SUBMITTED,
            Verb.SUBMIT_SAR,
            refuse=not_ours,
            stamp="submitted",
            missing=sar_checks.before_submit,
            effect=_hand_in,
            tell=readers_of,
            news=must_act(_("%(row)s was sent by %(by)s.")),
            confirm=_("From now on the office can read the report, and the school can change it only after a return."),
            look=Look("primary", "send"),
        ),
        Transition(
            "resubmit",
            _("Send to the office again"),
            (SarState.RETURNED,),
            SarState.SUBMITTED,
            Verb.SUBMIT_SAR,
            refuse=not_ours,
            stamp="submitted",
            missing=sar_checks.before_submit,
            effect=_hand_in,
            tell=readers_of,
            news=must_act(_("%(row)s was sent again by %(by)s.")),
            confirm=_("The reader sees what was changed since the return."),
            look=Look("primary", "send"),
        ),
        Transition(
            "to_board",
            _("Present to the school board"),
            (SarState.DRAFTING, SarState.RETURNED),
            SarState.WITH_BOARD,
            Verb.RATE_SAR,
            refuse=not_ours,
            missing=sar_checks.before_board,
            effect=_present,
            tell=board_of,
            news=must_act(_("%(row)s waits for the board's approval.")),
            confirm=_("The ratings stay as they are until the board has met, or the head takes the report back."),
            look=Look("primary", "people"),
        ),
        Transition(
            "approve_by_board",
            _("Approve for the board"),
            (SarState.WITH_BOARD,),
            SarState.BOARD_APPROVED,
            Verb.APPROVE_SAR,
            refuse=not_ours,
            effect=_approve,
            tell=writers_of,
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
            refuse=not_ours,
            missing=sar_checks.minutes,
            effect=_approve,
            tell=board_of,
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
            refuse=not_ours,
            needs_note=True,
            effect=_refuse,
            tell=writers_of,
            news=must_act(_("The board asks for changes in %(row)s: %(note)s")),
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
            refuse=not_ours,
            needs_note=True,
            effect=_take_back,
            tell=board_of,
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
            refuse=judging_refusal,
            stamp="accepted",
            effect=_accept,
            tell=writers_of,
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
            refuse=judging_refusal,
            needs_note=True,
            stamp="returned",
            missing=sar_checks.before_return,
            effect=_give_back,
            tell=writers_of,
            news=must_act(_("%(row)s was returned: %(note)s")),
            note_label=_("What the school has to mend"),
            confirm=_("The school sees your words and can change its report until it sends it again."),
            look=Look("warning", "arrow-return-left"),
        ),
    ),
)
