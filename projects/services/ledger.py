"""The money of projects, in baht: the one place of its sums (A3-06).

allotted: what was approved for a line, with what approved transfers gave it or took from it. committed: promised and
not paid yet. spent: paid, less what was taken back. left: what is free for something new. Each is asked of a line, and
of every level above it; what is tied to no line is a row of its own (`line` None), so each level adds up to the next.
A project that is not approved has no money. The number of queries does not depend on the number of rows."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, DecimalField, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, Round
from django.db.models.lookups import LessThan

from projects.models import (
    BUDGETED,
    BudgetLine,
    Commitment,
    CommitmentRelease,
    Expense,
    Project,
    Quarter,
    TransferRow,
    TransferState,
)
from qa_portal.core.prepared import Prepared
from qa_portal.core.thai.calendar import BE_OFFSET

ZERO = Decimal(0)
BAHT = DecimalField(max_digits=16, decimal_places=2)


@dataclass(frozen=True)
class Money:
    allotted: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO

    def __add__(self, other):
        return Money(self.allotted + other.allotted, self.committed + other.committed, self.spent + other.spent)

    def __sub__(self, other):
        return Money(self.allotted - other.allotted, self.committed - other.committed, self.spent - other.spent)

    @property
    def left(self):
        return self.allotted - self.committed - self.spent

    @property
    def share_spent(self):
        """In percent of what is allotted; None where nothing is."""
        return self.spent * 100 / self.allotted if self.allotted else None

    @property
    def share_unspent(self):
        return 100 - self.share_spent if self.allotted else None


# ---------------------------------------------------------------- sums beside rows


def lines_with_money(lines):
    """Adds `allotted`, `committed`, `spent` and `left` to budget lines (zeros, never None), and `planned_for`, the
    quarter or None."""
    return lines.annotate(**_BESIDE_LINES, planned_for=planned_quarter())


def lines_with_quarter(lines):
    """Of the same only `planned_for`."""
    return lines.annotate(planned_for=planned_quarter())


def projects_with_money(projects):
    """The same beside projects, as `allotted`, `committed` and `paid`. `left` is in SQL only to sort and filter by:
    there it adds all that is spent up once more, and a row knows it from the others."""
    figures = _BESIDE_PROJECTS.copy()
    return projects.alias(left=figures.pop("left")).annotate(**figures)


def commitments_with_open(commitments):
    """Adds `paid`, `released` and `open_amount`: what of each is still to be paid."""
    return commitments.annotate(
        paid=_sum_of(_paying(), "commitment"), released=_sum_of(CommitmentRelease.objects, "commitment")
    ).annotate(open_amount=_baht(F("amount") - F("paid") - F("released")))


def _committed(path):
    released = _sum_of(CommitmentRelease.objects, f"commitment__{path}")
    return _baht(_sum_of(Commitment.objects, path) - released - _sum_of(_paying(), path))


def _approved_rows():
    return TransferRow.objects.filter(transfer__state=TransferState.APPROVED)


def _paying():
    return Expense.objects.filter(commitment__isnull=False)


def _or_zero(expression):
    return Coalesce(expression, Value(ZERO), output_field=BAHT)


def _baht(expression):
    """To the satang: SQLite computes in binary fractions, where 1000 less 999.99 is less than 0.01."""
    return Round(expression, precision=2, output_field=BAHT)


def _sum_of(rows, path):
    """The sum over the rows that lead here by `path`, each sum a subquery, so that none multiplies another's rows."""
    per_row = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(sum=Sum("amount"))
    return _baht(_or_zero(Subquery(per_row.values("sum"), output_field=BAHT)))


def _beside(model, allotted, path, spent):
    """The four figures of a row of the model, to which what moves money leads by `path`."""
    committed, paid = _committed(path), _sum_of(Expense.objects, path)
    figures = {"allotted": allotted, "committed": committed, spent: paid, "left": _baht(allotted - committed - paid)}
    return {name: Prepared(model, figure) for name, figure in figures.items()}


_BESIDE_LINES = _beside(
    BudgetLine, _baht(_or_zero(F("approved_amount")) + _sum_of(_approved_rows(), "line")), "line", "spent"
)
_BESIDE_PROJECTS = _beside(
    Project,
    Case(When(state__in=BUDGETED, then=F("approved_amount")), default=Value(ZERO), output_field=BAHT),
    "project",
    "paid",
)


# ---------------------------------------------------------------- sums of many projects


def money_of(project):
    """The Money of one project, in one query."""
    return money_beside(projects_with_money(Project.objects.filter(pk=project.pk)).get())


def money_beside(row):
    """The Money of one of `projects_with_money`."""
    return Money(row.allotted, row.committed, row.paid)


def money_of_line(line):
    row = lines_with_money(BudgetLine.objects.filter(pk=line.pk)).get()
    return Money(row.allotted, row.committed, row.spent)


def totals(projects):
    """The Money of all of them together."""
    return sum(by(projects, "project").values(), Money())


def by(projects, *keys):
    """{key: Money} by "project", "activity", "line", "quarter" (planned) or "category"; several keys make tuples. What
    has no such key is under None, so the sum of all values is the same whatever the keys. Six queries."""
    sums = defaultdict(Money)
    for rows, paths, amounts in _sources(projects.filter(state__in=BUDGETED).order_by()):
        named = {f"by_{key}": paths.get(key, Value(None, IntegerField())) for key in keys}
        grouped = rows.order_by().annotate(**named).values(*named).annotate(**amounts)
        for row in grouped.values_list(*named, *amounts):
            key = row[0] if len(keys) == 1 else row[: len(keys)]
            values = (round(value or ZERO, 2) for value in row[len(keys) :])
            sums[key] += Money(**dict(zip(amounts, values, strict=True)))
    return dict(sums)


def _sources(projects):
    """(rows, {key: path}, {figure: sum}) of everything that moves money."""
    ours = Q(project__in=projects)
    lines = BudgetLine.objects.filter(ours)
    approved = Sum("approved_amount")
    yield projects, {"project": F("pk")}, {"allotted": approved}
    yield lines, {"project": F("project")}, {"allotted": -approved}  # what is left of it is tied to no line
    yield lines, _line_paths(), {"allotted": approved}
    yield _approved_rows().filter(line__in=lines), _line_paths("line__"), {"allotted": Sum("amount")}
    yield Commitment.objects.filter(ours), _row_paths(), {"committed": Sum("amount")}
    released = CommitmentRelease.objects.filter(commitment__project__in=projects)
    yield released, _row_paths("commitment__"), {"committed": -Sum("amount")}
    paying = -Sum("amount", filter=Q(commitment__isnull=False))
    yield Expense.objects.filter(ours), _row_paths(), {"spent": Sum("amount"), "committed": paying}


def _line_paths(prefix=""):
    return {
        "project": F(f"{prefix}project"),
        "activity": F(f"{prefix}activity"),
        "line": F(f"{prefix}pk"),
        "quarter": planned_quarter(prefix),
        "category": F(f"{prefix}category"),
    }


def _row_paths(prefix=""):
    """A row on a line goes where its line is now; only a row on none has an activity of its own."""
    on_line = When(**{f"{prefix}line__isnull": False}, then=F(f"{prefix}line__activity"))
    return _line_paths(f"{prefix}line__") | {
        "project": F(f"{prefix}project"),
        "activity": Case(on_line, default=F(f"{prefix}activity")),
    }


# ---------------------------------------------------------------- quarters of the fiscal year


def month_of_year(day, year):
    """The month of the fiscal year as an expression: 0 is October; below 0 or above 11 is another year. `day`, `year`:
    paths of a date and of a fiscal year (B.E.)."""
    return (ExtractYear(day) - F(year) + BE_OFFSET + 1) * 12 + ExtractMonth(day) - 10


def planned_quarter(prefix=""):
    """The quarter (B9) for which a line is planned: its own, else that in which its activity begins; None where
    neither is said. An activity that begins before the year counts for its first quarter, one after it for its
    last."""
    month = month_of_year(f"{prefix}activity__period_start", f"{prefix}project__fiscal_year")
    steps = [When(LessThan(month, Value(3 * quarter)), then=Value(quarter)) for quarter in (1, 2, 3)]
    begins = Case(
        When(**{f"{prefix}activity__period_start": None}, then=Value(None)),
        *steps,
        default=Value(Quarter.FOURTH),
        output_field=IntegerField(),
    )
    return Coalesce(F(f"{prefix}quarter"), begins, output_field=IntegerField())
