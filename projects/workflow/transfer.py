"""A transfer between lines (ถัวจ่าย, A3-05): proposed, then approved or refused by somebody else."""

from django.utils.translation import gettext_lazy as _

from projects.models import ProjectState, Transfer, TransferState
from projects.services.ledger import lines_with_money
from projects.services.spending import check_rows
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Quiet, Transition

S = TransferState


def only_while_running(transfer, by):
    running = transfer.project.state == ProjectState.RUNNING
    return "" if running else _("Money is moved while the project is running.")


def only_proposer(transfer, by):
    return "" if by == transfer.proposed_by else Quiet(_("Only the person who proposed the transfer can withdraw it."))


def move_money(transfer, by, note):
    """From now on the rows count in the ledger. What each line has left is asked again, under the project's lock."""
    rows = list(transfer.rows.select_related("line"))
    check_rows(transfer.project, [(row.line, row.amount) for row in rows])
    left = {line.pk: line.left for line in lines_with_money(transfer.project.lines.all())}
    for row in rows:
        row.left_before = left[row.line_id]
        row.save()


def proposers_of(transfer):
    return {transfer.proposed_by, *transfer.project.authors}


TRANSFER = Machine(
    model=Transfer,
    parent="project",
    looks={
        S.PROPOSED: Look("info", "send"),
        S.APPROVED: Look("success", "check-circle"),
        S.REFUSED: Look("danger", "x-circle"),
        S.WITHDRAWN: Look("secondary", "arrow-counterclockwise"),
    },
    authors=proposers_of,
    transitions=(
        Transition(
            "approve",
            _("Approve the transfer"),
            (S.PROPOSED,),
            S.APPROVED,
            Verb.APPROVE_PROJECT,
            stamp="approved",
            not_own=True,
            refuse=only_while_running,
            effect=move_money,
            tell=proposers_of,
            news=_("The money is moved: %(row)s."),
            look=Look("success", "check-lg"),
            confirm=_("The lines have their new amounts at once, and the transfer stands in the ledger."),
        ),
        Transition(
            "refuse",
            _("Refuse the transfer"),
            (S.PROPOSED,),
            S.REFUSED,
            Verb.APPROVE_PROJECT,
            not_own=True,
            needs_note=True,
            tell=proposers_of,
            news=_("The transfer is refused: %(row)s. %(note)s"),
            look=Look("outline-danger", "x-lg"),
            note_label=_("Why it is refused"),
            confirm=_("No money is moved. The proposer reads your reason."),
        ),
        Transition(
            "withdraw",
            _("Withdraw the transfer"),
            (S.PROPOSED,),
            S.WITHDRAWN,
            Verb.VIEW_PROJECTS,
            refuse=only_proposer,
            look=Look("outline-secondary", "arrow-counterclockwise"),
            confirm=_("No money is moved. The transfer stays in the list as withdrawn."),
        ),
    ),
)
