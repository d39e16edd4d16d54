"""The account of one project for people to read: what each line has, and everything that happened to its money in one
line of time. The figures are those of projects.services.ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import CommitmentRelease, Project, TransferRow, TransferState
from projects.services import ledger
from projects.services.ledger import Money
from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet


class EntryKind(TextChoices):
    EXPENSE = "expense", gettext_lazy("Expense")
    REVERSAL = "reversal", gettext_lazy("Taken back")
    COMMITMENT = "commitment", gettext_lazy("Commitment")
    RELEASE = "release", gettext_lazy("Released")
    TRANSFER = "transfer", gettext_lazy("Transfer")


LOOKS = {
    EntryKind.EXPENSE: ("primary", "cash-stack"),
    EntryKind.REVERSAL: ("warning", "arrow-counterclockwise"),
    EntryKind.COMMITMENT: ("info", "bookmark-check"),
    EntryKind.RELEASE: ("secondary", "unlock"),
    EntryKind.TRANSFER: ("success", "arrow-left-right"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened: `change` is what it added to the money of its line, or of none."""

    kind: EntryKind
    on: date
    at: datetime
    row: object
    line: object
    activity: object
    change: Money
    document: str
    note: str
    by: object

    @property
    def standing(self):
        return self.kind.label, *LOOKS[self.kind]

    @property
    def amount(self):
        """The baht that the row itself says."""
        return self.row.amount

    @property
    def where(self):
        return self.line or self.activity


# ---------------------------------------------------------------- the line of time


def entries(project):
    """Everything that moved the project's money, the newest first. Four queries."""
    found = [*_expenses(project), *_commitments(project), *_releases(project), *_transfers(project)]
    return sorted(found, key=lambda entry: (entry.on, entry.at), reverse=True)


def _expenses(project):
    rows = project.expenses.select_related("line", "activity", "recorded_by", "reversed_by", "reverses", "commitment")
    for row in rows:
        paid = -row.amount if row.commitment_id else Decimal(0)
        kind = EntryKind.REVERSAL if row.reverses_id else EntryKind.EXPENSE
        yield _entry(kind, row, row.paid_on, row, Money(spent=row.amount, committed=paid))


def _commitments(project):
    rows = ledger.commitments_with_open(project.commitments.select_related("line", "activity", "recorded_by"))
    for row in rows:
        yield _entry(EntryKind.COMMITMENT, row, row.committed_on, row, Money(committed=row.amount))


def _releases(project):
    rows = CommitmentRelease.objects.filter(commitment__project=project)
    for row in rows.select_related("commitment__line", "commitment__activity", "recorded_by"):
        day = timezone.localdate(row.created_at)
        yield _entry(EntryKind.RELEASE, row, day, row.commitment, Money(committed=-row.amount))


def _transfers(project):
    rows = TransferRow.objects.filter(transfer__project=project, transfer__state=TransferState.APPROVED)
    for row in rows.select_related("transfer__approved_by", "line__activity"):
        transfer, line = row.transfer, row.line
        yield Entry(
            EntryKind.TRANSFER,
            timezone.localdate(transfer.approved_at),
            transfer.approved_at,
            row,
            line,
            line.activity,
            Money(allotted=row.amount),
            _("Transfer %(number)s") % {"number": transfer.number},
            transfer.reason,
            transfer.approved_by,
        )


def _entry(kind, row, day, tied, change):
    """`tied`: the row that names line, activity and document."""
    return Entry(
        kind,
        day,
        row.created_at,
        row,
        tied.line,
        tied.activity,
        change,
        tied.document_number,
        row.note,
        row.recorded_by,
    )


# ---------------------------------------------------------------- what each line has


@dataclass(frozen=True)
class Balance:
    """A row of the table: a line (`depth` 1), an activity above its lines (0), or what is tied to none."""

    label: str
    money: Money
    depth: int = 1
    line: object = None
    activity: object = None
    is_total: bool = False


def balances(project, budget):
    """The lines under their activities, with what is tied to no line; the last row is the project's. `budget` as read
    by projects.checks.budget.read_budget."""
    sums = ledger.by(Project.objects.filter(pk=project.pk), "activity", "line")
    rows = [row for group in budget.activities for row in _group(group, sums)]
    total = sum(sums.values(), Money())
    named = sum((row.money for row in rows if row.depth), Money())
    if total != named:
        rows.append(Balance(_("Tied to no line"), total - named, 0))
    return [*rows, Balance(_("The project"), total, 0, is_total=True)]


def _group(group, sums):
    """An activity, its lines and what is tied to it alone; one without any money is left out."""
    activity = group.activity
    key = activity.pk if activity else None
    rows = [Balance(str(line), sums.get((key, line.pk), Money()), 1, line, activity) for line in group.lines]
    if activity is None:
        return rows
    if (key, None) in sums:
        rows.append(Balance(_("Tied to no line"), sums[key, None], 1, None, activity))
    whole = Balance(activity.name_in_budget, sum((row.money for row in rows), Money()), 0, None, activity)
    return [whole, *rows] if rows else []


# ---------------------------------------------------------------- a transfer


def moves(transfer):
    """The rows of a transfer with `before` and `after`: what the line has left. Until it is decided, as of now."""
    now = {line.pk: line.left for line in ledger.lines_with_money(transfer.project.lines.all())}
    for row in transfer.rows.select_related("line__activity"):
        row.before = now[row.line_id] if row.left_before is None else row.left_before
        row.after = row.before + row.amount
        yield row


def moved(found):
    """What the entries changed, together."""
    return sum((entry.change for entry in found), Money())


# ---------------------------------------------------------------- the sheet


def sheets(project, budget, found):
    """The ledger as it is filtered, and the table of the lines, whole."""
    heading = [project.name, _("Fiscal year %(year)s") % {"year": project.fiscal_year}]
    rows = balances(project, budget)
    return [
        Sheet(_("Ledger"), ENTRY_COLUMNS, found, heading, _sums(moved(found)) | {"note": _("Total")}),
        Sheet(_("Lines"), BALANCE_COLUMNS, rows[:-1], heading, _sums(rows[-1].money) | {"label": rows[-1].label}),
    ]


def _sums(money):
    return {"allotted": money.allotted, "committed": money.committed, "spent": money.spent, "left": money.left}


def money_columns(of):
    """The four figures; `of(row)` is the Money of a row."""
    named = {
        "allotted": gettext_lazy("Allotted"),
        "committed": gettext_lazy("Committed"),
        "spent": gettext_lazy("Spent"),
        "left": gettext_lazy("Left"),
    }
    return [
        Column(key, header, lambda row, key=key: getattr(of(row), key), 16, kind="money")
        for key, header in named.items()
    ]


ENTRY_COLUMNS = [
    Column("on", gettext_lazy("Date"), lambda entry: entry.on, 14, kind="date"),
    Column("kind", gettext_lazy("Kind"), lambda entry: str(entry.kind.label), 14),
    Column("activity", gettext_lazy("Activity"), lambda entry: str(entry.activity or ""), 34),
    Column("line", gettext_lazy("Budget line"), lambda entry: entry.line.item if entry.line else "", 34),
    Column("document", gettext_lazy("Document number"), lambda entry: entry.document, 20),
    Column("note", gettext_lazy("Note"), lambda entry: entry.note, 34),
    *money_columns(lambda entry: entry.change),
    Column("by", gettext_lazy("Recorded by"), lambda entry: str(entry.by), 24),
]
BALANCE_COLUMNS = [
    Column("label", gettext_lazy("Line"), lambda row: "    " * row.depth + row.label, 60),
    *money_columns(lambda row: row.money),
]
