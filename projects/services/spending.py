"""Writes into the ledger of a project. Each locks the project first, so what it finds left is what is left; each says
in one sentence why it does not take a row, and at which field."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Commitment, CommitmentRelease, Expense, Project, Transfer, TransferRow, rules_of
from projects.services.ledger import commitments_with_open, lines_with_money, money_of, money_of_line
from qa_portal.core.models import User
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import fiscal_year_range, format_baht, format_date
from qa_portal.core.workflow import Refused

MAX_AMOUNT = 999_999_999_999
"""Baht: more than this is a slip of the finger, and no column holds it."""


class NotTaken(Refused):
    """`field`: of the form, where the sentence stands. `short`: baht that `line` lacks, where a transfer can bring
    them."""

    def __init__(self, field, sentence, *, line=None, short=None):
        super().__init__(sentence)
        self.field, self.line, self.short = field, line, short


@transaction.atomic
def record_expense(
    project,
    *,
    amount,
    by,
    line=None,
    activity=None,
    paid_on=None,
    document_number="",
    note="",
    receipt=None,
    commitment=None,
    report=None,
):
    """Write an expense into the ledger of a running project: on a line, or on none. One that pays a commitment is on
    its line. `receipt` is a StoredFile. Raises Refused when the money is not there."""
    project = _open_ledger(project, by)
    paid_on = paid_on or timezone.localdate()
    if commitment:
        line, activity = _line_of_commitment(project, commitment, line)
    activity = activity or (line.activity if line else None)
    _check_belongs(project, line, activity)
    _check_amount(amount)
    _check_day(project, paid_on, "paid_on")
    if commitment:
        _check_open(commitment, amount, "pay")
    else:
        _check_left(project, line, amount)
    _check_receipt(project, amount, receipt)
    return Expense.objects.create(
        project=project,
        activity=activity,
        line=line,
        amount=amount,
        paid_on=paid_on,
        document_number=document_number,
        note=note,
        receipt=receipt,
        commitment=commitment,
        report=report,
        recorded_by=by,
    )


@transaction.atomic
def reverse_expense(expense, *, by, note):
    """Take an expense back with a row of the opposite amount; a commitment that it paid is open again. Raises Refused
    when that has been done already."""
    project = _open_ledger(expense.project, by)
    expense = Expense.objects.select_related("reversed_by").get(pk=expense.pk)
    if not expense.is_open:
        raise Refused(_("This expense has been taken back already, or is itself a reversal."))
    return Expense.objects.create(
        project=project,
        activity=expense.activity,
        line=expense.line,
        amount=-expense.amount,
        document_number=expense.document_number,
        note=note,
        commitment=expense.commitment,
        report=expense.report,
        reverses=expense,
        recorded_by=by,
    )


@transaction.atomic
def record_commitment(
    project,
    *,
    amount,
    by,
    line=None,
    activity=None,
    committed_on=None,
    payee="",
    document_number="",
    note="",
    receipt=None,
):
    """Promise money of a running project to somebody: it is left for nothing else."""
    project = _open_ledger(project, by)
    committed_on = committed_on or timezone.localdate()
    activity = activity or (line.activity if line else None)
    _check_belongs(project, line, activity)
    _check_amount(amount)
    _check_day(project, committed_on, "committed_on")
    _check_left(project, line, amount)
    return Commitment.objects.create(
        project=project,
        activity=activity,
        line=line,
        amount=amount,
        committed_on=committed_on,
        payee=payee,
        document_number=document_number,
        note=note,
        receipt=receipt,
        recorded_by=by,
    )


@transaction.atomic
def release_commitment(commitment, *, by, note, amount=None):
    """Give back what of a commitment will not be paid: `amount` baht, or all that is open."""
    _open_ledger(commitment.project, by)
    amount = open_amount(commitment) if amount is None else amount
    _check_amount(amount)
    _check_open(commitment, amount, "release")
    return CommitmentRelease.objects.create(commitment=commitment, amount=amount, note=note, recorded_by=by)


@transaction.atomic
def propose_transfer(project, rows, *, reason, by, token=None):
    """Ask for money to be moved between lines of a running project that allows it. `rows` are (line, baht), below zero
    for a line that gives. The same token twice is one transfer. The director and the deputies are told."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    sent = Transfer.objects.filter(project=project, token=token).first() if token else None
    if sent:
        return sent
    _check_may_transfer(project, by)
    check_rows(project, rows)
    number = (project.transfers.aggregate(last=Max("number"))["last"] or 0) + 1
    transfer = Transfer.objects.create(project=project, number=number, reason=reason, token=token, proposed_by=by)
    for line, amount in rows:
        TransferRow.objects.create(transfer=transfer, line=line, amount=amount)
    _tell_approvers(transfer, by)
    return transfer


def check_rows(project, rows):
    """Raises Refused unless the rows (line, baht) come to zero and each giving line has what it gives."""
    known = {line.pk: line for line in lines_with_money(project.lines.all())}
    if len(rows) < 2 or len({line.pk for line, _amount in rows}) < len(rows):
        raise NotTaken("rows", _("Please name at least one line that gives and one that receives, each line once."))
    if sum(amount for _line, amount in rows):
        raise NotTaken("rows", _("What the lines give and what they receive must be the same amount."))
    for line, amount in rows:
        if line.pk not in known:
            raise NotTaken("rows", _("This line belongs to another project."))
        if known[line.pk].left + amount < 0:
            values = {"item": line.item, "left": format_baht(known[line.pk].left), "asked": format_baht(-amount)}
            sentence = _("“%(item)s” has only %(left)s baht left and cannot give %(asked)s.")
            raise NotTaken("rows", sentence % values, line=line)


def open_amount(commitment):
    """Baht of a commitment that are still to be paid."""
    return commitments_with_open(Commitment.objects.filter(pk=commitment.pk)).get().open_amount


# ---------------------------------------------------------------- what every write asks


def _open_ledger(project, by):
    locked = Project.objects.select_for_update().get(pk=project.pk)  # before its state is asked
    if not Project.objects.spendable_by(by).filter(pk=project.pk).exists():
        if Project.objects.visible_to(by).filter(pk=project.pk).exists():
            raise Refused(_("Spending is recorded while a project is running."))
        raise PermissionDenied
    return locked


def _check_may_transfer(project, by):
    if not Project.objects.transferable_by(by).filter(pk=project.pk).exists():
        if not Project.objects.visible_to(by).filter(pk=project.pk).exists():
            raise PermissionDenied
        raise Refused(why_no_transfer(project))


def why_no_transfer(project):
    if not project.transfers_allowed:
        return _("The project was approved without transfers between its lines.")
    return _("Money is moved while a project is running, by its owner and those who record its spending.")


def _line_of_commitment(project, commitment, line):
    if commitment.project_id != project.pk:
        raise NotTaken("commitment", _("This commitment belongs to another project."))
    if line and line.pk != commitment.line_id:
        raise NotTaken("line", _("The commitment is on another line."))
    return commitment.line, commitment.activity


def _check_belongs(project, line, activity):
    if any(row is not None and not type(row).objects.filter(pk=row.pk).exists() for row in (line, activity)):
        raise NotTaken("line", _("This line belongs to another project."))
    if any(row is not None and row.project_id != project.pk for row in (line, activity)):
        raise NotTaken("line", _("This line belongs to another project."))
    if line and activity and line.activity_id not in (None, activity.pk, activity.parent_id):
        raise NotTaken("line", _("This line belongs to another activity."))


def _check_amount(amount):
    if amount <= 0:
        raise NotTaken("amount", _("The amount must be more than zero."))
    if amount > MAX_AMOUNT:
        raise NotTaken("amount", _("This amount is too large. Please check the number of digits."))
    if amount != round(amount, 2):
        raise NotTaken("amount", _("Please type baht and satang: at most two digits after the point."))


def _check_day(project, day, field):
    first = fiscal_year_range(project.fiscal_year)[0]
    if day < first:
        values = {"year": project.fiscal_year, "first": format_date(first)}
        sentence = _("The project belongs to fiscal year %(year)s: the day cannot be before %(first)s.")
        raise NotTaken(field, sentence % values)
    if day > timezone.localdate():
        raise NotTaken(field, _("This day is still to come. Please type the day of the document."))


def _check_receipt(project, amount, receipt):
    limit = rules_of(project.district).receipt_above
    if receipt is None and limit is not None and amount > limit:
        sentence = _("An expense above %(limit)s baht needs its document as a file.")
        raise NotTaken("receipt", sentence % {"limit": format_baht(limit)})


def _check_open(commitment, amount, use):
    left = open_amount(commitment)
    if amount > left:
        sentence = {
            "pay": _(
                "Only %(left)s baht of this commitment are open. Please record the rest as an expense of its own."
            ),
            "release": _("Only %(left)s baht of this commitment are open."),
        }[use]
        raise NotTaken("amount", sentence % {"left": format_baht(left)})


def _check_left(project, line, amount):
    left = money_of(project).left
    if amount > left:
        raise NotTaken("amount", _("Only %(left)s baht of the project are left.") % {"left": format_baht(left)})
    if line is not None:
        _check_line(project, line, amount, money_of_line(line).left)


def _check_line(project, line, amount, left):
    if amount <= left:
        return
    values = {"left": format_baht(left), "short": format_baht(amount - left)}
    if project.transfers_allowed:
        sentence = _("Only %(left)s baht of this line are left. Transfer %(short)s baht to it from another line first.")
        raise NotTaken("amount", sentence % values, line=line, short=amount - left)
    sentence = _("Only %(left)s baht of this line are left, and the project has no transfers between items.")
    raise NotTaken("amount", sentence % values)


def _tell_approvers(transfer, by):
    people = User.objects.of_district(transfer.project.district).in_role("director", "deputy")
    values = {"by": str(by), "row": str(transfer)}
    notify([person for person in people if person != by], NEWS, values, transfer.get_absolute_url())


NEWS = must_act(gettext_lazy("%(by)s asks to move money: %(row)s."))
