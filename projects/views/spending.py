"""The ledger of a project: what each line has, what happened to its money, and what may be written into it now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.checks.budget import read_budget
from projects.forms import ExpenseForm, LedgerFilter, ReasonForm
from projects.models import Expense, Project
from projects.reports import account
from projects.reports import proposal as reports
from projects.services import spending
from qa_portal.core.pages import requires, serve_file, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused

PER_PAGE = 50


@requires(Verb.VIEW_PROJECTS)
def project_expenses(request, pk):
    """Everybody of the office reads the ledger; those who record spending write in it while the project is running."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("district"), pk=pk)
    may_record = Project.objects.spendable_by(request.user).filter(pk=pk).exists()
    if request.method == "POST" and not may_record:
        return not_now(request, project)
    known = {"project": project, "by": request.user, "initial": {"line": request.GET.get("line")}}
    form = ExpenseForm(request.POST or None, request.FILES or None, **known)
    if request.method == "POST" and taken(request, project, form, spending.record_expense):
        messages.success(request, _("The expense is recorded."))
        return redirect("projects:project_expenses", pk)
    shown = _account(request, project) | {"form": form if may_record else None, "may_record": may_record}
    return render(request, "projects/project_expenses.html", shown, status=422 if form.errors else 200)


def not_now(request, project):
    messages.error(request, _("Spending is recorded while a project is running, by those whose work it is."))
    return redirect("projects:project_expenses", project.pk)


@transaction.atomic
def taken(request, project, form, write, **tied):
    """Whether the ledger took what the form says. It stays locked from the look at its last row to the new one."""
    Project.objects.select_for_update().get(pk=project.pk)
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            write(**({"project": project} | tied), by=request.user, **form.values())
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _account(request, project):
    asked = LedgerFilter(request.GET, project=project)
    found = asked.of(account.entries(project))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "project": project,
        "asked": asked,
        "page_obj": page,
        "is_paginated": page.has_other_pages(),
        "moved": account.moved(found),
        "balances": account.balances(project, read_budget(project)),
        "spending": reports.spending(project),
        "keeps_books": request.user.can(Verb.RECORD_SPENDING),
        "may_transfer": Project.objects.transferable_by(request.user).filter(pk=project.pk).exists(),
        "waiting": project.transfers.filter(state="proposed").count(),
    }


@requires(Verb.VIEW_PROJECTS)
def ledger_xlsx(request, pk):
    """The ledger as it is filtered on the page."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    found = LedgerFilter(request.GET, project=project).of(account.entries(project))
    return workbook_response(account.sheets(project, read_budget(project), found), f"บัญชีการใช้จ่าย {project.name}"[:120])


@requires(Verb.VIEW_PROJECTS)
def expense_file(request, pk):
    """The document of an expense, for those who see its project."""
    ledgers = Project.objects.visible_to(request.user)
    return receipt_of(get_object_or_404(Expense.objects.filter(project__in=ledgers.order_by()), pk=pk))


def receipt_of(row):
    if row.receipt is None:
        raise Http404
    return serve_file(row.receipt)


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
