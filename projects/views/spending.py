"""The ledger of a project: what was spent, on which line, and what was taken back."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects import reports, spending
from projects.checks import read_budget
from projects.forms import ExpenseForm, ReasonForm
from projects.models import Expense, Project
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused


@requires(Verb.VIEW_PROJECTS)
def project_expenses(request, pk):
    """Everybody of the office reads the ledger; those who record spending write in it while the project is running."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    may_record = Project.objects.spendable_by(request.user).filter(pk=pk).exists()
    if request.method == "POST" and not may_record:
        messages.error(request, _("Spending is recorded while a project is running, by those whose work it is."))
        return redirect("projects:project_expenses", pk)
    form = ExpenseForm(request.POST or None, project=project) if may_record else None
    if request.method == "POST" and _record(request, project, form):
        messages.success(request, _("The expense is recorded."))
        return redirect("projects:project_expenses", pk)
    return render(
        request, "projects/project_expenses.html", _ledger(project, form), status=422 if form and form.errors else 200
    )


@transaction.atomic
def _record(request, project, form):
    """Whether the expense was recorded. The ledger stays locked from the look at its last row to the new one."""
    Project.objects.select_for_update().get(pk=project.pk)
    if not form.is_valid():
        return False
    values = {name: form.cleaned_data[name] for name in ("line", "amount", "paid_on", "document_number", "note")}
    try:
        spending.record_expense(project, by=request.user, **values)
    except Refused as refused:
        form.add_error(getattr(refused, "field", "amount"), str(refused))
        return False
    return True


def _ledger(project, form):
    expenses = project.expenses.select_related("line", "activity", "recorded_by", "reversed_by", "reverses")
    return {
        "project": project,
        "form": form,
        "expenses": expenses,
        "spending": reports.spending(project),
        "budget": read_budget(project),
    }


@requires(Verb.RECORD_SPENDING)
def expense_reverse(request, pk):
    """Take an expense back: the row stays, a second row of the opposite amount goes beside it, with a reason."""
    ledgers = Project.objects.spendable_by(request.user)
    expense = get_object_or_404(Expense.objects.filter(project__in=ledgers).select_related("project", "line"), pk=pk)
    if not expense.is_open:
        messages.error(request, _("This expense has been taken back already, or is itself a reversal."))
        return redirect("projects:project_expenses", expense.project_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            spending.reverse_expense(expense, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("The expense is taken back."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("projects:project_expenses", expense.project_id)
    return render(
        request, "projects/expense_reverse.html", {"expense": expense, "form": form}, status=422 if form.errors else 200
    )
