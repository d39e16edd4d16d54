"""Money moved between the lines of a project (ถัวจ่าย): the list, a new one, its page with before and after."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.forms import TransferForm
from projects.models import Project, Transfer, TransferState
from projects.reports import account
from projects.services import spending
from qa_portal.core.history import entries_of
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused


@requires(Verb.VIEW_PROJECTS)
def transfer_list(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    transfers = project.transfers.select_related("proposed_by", "approved_by").prefetch_related("rows")
    context = {
        "project": project,
        "transfers": transfers.order_by("-number"),
        "may_transfer": Project.objects.transferable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "projects/transfer_list.html", context)


@requires(Verb.VIEW_PROJECTS)
def transfer_add(request, pk):
    """`?line=…&amount=…` asks for the baht that a line lacks."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("district"), pk=pk)
    if not Project.objects.transferable_by(request.user).filter(pk=pk).exists():
        messages.error(request, spending.why_no_transfer(project))
        return redirect("projects:project_expenses", pk)
    form = TransferForm(request.POST or None, project=project, wanted=_wanted(request.GET))
    if request.method == "POST" and form.is_valid():
        transfer = _propose(request, project, form)
        if transfer:
            messages.success(request, _("The transfer is proposed. The director is told."))
            return redirect(transfer)
    context = {"project": project, "form": form}
    return render(request, "projects/transfer_add.html", context, status=422 if form.errors else 200)


def _propose(request, project, form):
    reason, token = form.cleaned_data["reason"], form.cleaned_data["token"]
    try:
        return spending.propose_transfer(project, form.rows(), reason=reason, by=request.user, token=token)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _wanted(asked):
    try:
        return {int(asked["line"]): Decimal(asked["amount"])}
    except (KeyError, ValueError, InvalidOperation):
        return {}


@requires(Verb.VIEW_PROJECTS)
def transfer_detail(request, pk):
    rows = Transfer.objects.visible_to(request.user).select_related("project", "proposed_by", "approved_by")
    transfer = get_object_or_404(rows, pk=pk)
    context = {
        "transfer": transfer,
        "project": transfer.project,
        "rows": list(account.moves(transfer)),
        "is_waiting": transfer.state == TransferState.PROPOSED,
        "entries": entries_of(transfer),
    }
    return render(request, "projects/transfer_detail.html", context)
