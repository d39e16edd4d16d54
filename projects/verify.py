"""Checks of the money: the ledger, and what was approved."""

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from projects.formula import FormulaError
from projects.models import (
    BUDGETED,
    Amendment,
    Approval,
    Baseline,
    BudgetLine,
    Commitment,
    Decision,
    Expense,
    Project,
    ProposedVersion,
    Transfer,
    TransferRow,
    TransferState,
)
from projects.services.ledger import by, commitments_with_open, projects_with_money
from qa_portal.core.history_chains import changed_since
from qa_portal.core.verifying import CHUNK, check, gaps


@check("what is taken back of an expense is that expense, to the satang", "projects.Expense")
def reversals():
    rows = Expense.objects.filter(reverses__isnull=False)
    same = Q(project=F("reverses__project"), amount=-F("reverses__amount"))
    for pk, taken in rows.exclude(same).order_by("pk").values_list("pk", "reverses").iterator(CHUNK):
        yield f"Expense {pk} takes back expense {taken}, but is not its opposite."


@check(
    "what is written in the ledger of a project stands on its own lines and commitments",
    "projects.Expense",
    "projects.Commitment",
)
def places():
    for model in (Expense, Commitment):
        strange = Q(line__isnull=False) & ~Q(line__project=F("project"))
        if model is Expense:
            strange |= Q(commitment__isnull=False) & ~Q(commitment__project=F("project"))
        for pk in model.objects.filter(strange).order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
            yield f"{model.__name__} {pk} stands on a line or a commitment of another project."
    for pk in TransferRow.objects.exclude(line__project=F("transfer__project")).values_list("transfer", flat=True):
        yield f"Transfer {pk} moves money of a line of another project."


@check("nothing more is paid or released of a commitment than was promised", "projects.Commitment")
def commitments():
    rows = commitments_with_open(Commitment.objects.order_by("pk")).filter(open_amount__lt=0)
    for pk, amount in rows.values_list("pk", "open_amount").iterator(CHUNK):
        yield f"Commitment {pk}: {-amount} baht more were paid or released than were promised."


@check("the rows of a transfer come to zero", "projects.Transfer")
def transfers():
    rows = Transfer.objects.order_by("pk").annotate(sum=Sum("rows__amount"))
    for pk, amount in rows.values_list("pk", "sum").iterator(CHUNK):
        if round(amount or 0, 2):
            yield f"Transfer {pk}: its rows come to {amount:,.2f} baht, not to zero."


@check("an approved transfer knows what was left of each line", "projects.Transfer")
def transfer_rows():
    rows = Transfer.objects.filter(state=TransferState.APPROVED, rows__left_before=None).order_by("pk")
    for pk in rows.values_list("pk", flat=True).distinct().iterator(CHUNK):
        yield f"Transfer {pk} is approved, but does not say what was left of its lines."


@check("the sums of the lines of a project are the sums of the project", "projects.Project")
def sums():
    """By project in one stream, by line in another way (services.ledger)."""
    budgeted = Project.objects.filter(state__in=BUDGETED).order_by("pk")
    for year in budgeted.order_by().values_list("fiscal_year", flat=True).distinct():
        projects = budgeted.filter(fiscal_year=year)
        by_project = by(projects, "project")
        for row in projects_with_money(projects).iterator(CHUNK):
            money = by_project.get(row.pk)
            beside = (row.allotted, row.committed, row.paid)
            if money and (money.allotted, money.committed, money.spent) != beside:
                yield f"Project {row.pk}: the sums of its rows are {money}, the ledger says {beside}."


@check("what was approved for the lines of a project comes to what was approved for it", "projects.Project")
def approved():
    """A line that came later has no approved amount yet."""
    rows = Project.objects.filter(state__in=BUDGETED).annotate(
        total=Sum("lines__approved_amount"), line_count=Count("lines"), known=Count("lines__approved_amount")
    )
    wrong = Q(total__gt=F("approved_amount")) | Q(line_count=F("known")) & ~Q(total=F("approved_amount"))
    for pk, lines, amount in rows.filter(wrong).order_by("pk").values_list("pk", "total", "approved_amount"):
        yield f"Project {pk}: {lines:,.2f} baht were approved for its lines, {amount:,.2f} for it."


@check("what a formula comes to is what the portal reckoned when it was typed", "projects.BudgetLine")
def formulas():
    for line in BudgetLine.objects.order_by("pk").iterator(CHUNK):
        kept = line.computed, line.stated
        try:
            line.read_amounts()
        except FormulaError as error:
            yield f"Budget line {line.pk}: its formula can no longer be read ({error})."
            continue
        if (line.computed, line.stated) != kept:
            now = line.computed, line.stated
            yield f"Budget line {line.pk}: (computed, stated) is kept as {kept}, and its formula says {now}."


@check(
    "the newest approved version of a project has its approved amount, and none is missing before it",
    "projects.Baseline",
)
def baselines():
    for row in gaps(Baseline.objects, "project", first=0):
        yield f"Project {row['project']}: an approved version is missing before version {row['last']}."
    newest = Baseline.objects.exclude(project__baselines__number__gt=F("number"))
    for pk, amount in (
        newest.exclude(amount=F("project__approved_amount")).values_list("project", "amount").order_by("project")
    ):
        yield f"Project {pk}: its newest approved version has {amount} baht, which is not its approved amount."


@check("what was proposed and what was approved is kept as it was", "projects.Baseline", "projects.ProposedVersion")
def kept_versions():
    for model, fields in ((Baseline, ("project", "number", "content", "amount")), (ProposedVersion, ("content",))):
        for pk in changed_since(model, fields):
            yield f"{model.__name__} {pk}: it was changed after it was kept."


@check(
    "the amendments and the transfers of a project are numbered without a gap",
    "projects.Amendment",
    "projects.Transfer",
)
def numbers():
    for model in (Amendment, Transfer):
        for row in gaps(model.objects, "project"):
            yield f"Project {row['project']}: of its {model.__name__.lower()}s up to {row['last']} one is missing."


@check("nobody decided about their own work", "projects.Approval", "projects.Transfer")
def own_work():
    """Whose it was on that day: an owner may be another one by now."""
    entries = Project.history.filter(id=OuterRef("project"), history_date__lte=OuterRef("decided_at"))
    passed = Approval.objects.filter(decision=Decision.PASSED)
    passed = passed.annotate(owner=Subquery(entries.order_by("-history_id").values("owner")[:1]))
    own = Q(decided_by=F("project__created_by")) | Q(decided_by=F("owner")) | Q(decided_by=F("amendment__created_by"))
    for pk in passed.filter(own).order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"Approval {pk} was given by somebody whose own work it was."
    own = Q(approved_by=F("proposed_by")) | Q(approved_by=F("project__created_by"))
    for pk in Transfer.objects.filter(own).order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"Transfer {pk} was approved by somebody whose own work it was."
