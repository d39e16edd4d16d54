"""Money that is promised and not paid yet: a new promise, its payments, and what of it is given back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.forms import CommitmentForm, PaymentForm, ReleaseForm
from projects.models import Commitment, Project
from projects.services import spending
from projects.services.ledger import commitments_with_open
from projects.views.spending import not_now, receipt_of, taken
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb


@requires(Verb.RECORD_SPENDING)
def commitment_add(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("district"), pk=pk)
    if not Project.objects.spendable_by(request.user).filter(pk=pk).exists():
        return not_now(request, project)
    form = CommitmentForm(request.POST or None, request.FILES or None, project=project, by=request.user)
    if request.method == "POST" and taken(request, project, form, spending.record_commitment):
        messages.success(request, _("The commitment is recorded: the money is kept for it."))
        return redirect("projects:project_expenses", pk)
    context = {"project": project, "form": form}
    return render(request, "projects/commitment_add.html", context, status=422 if form.errors else 200)


@requires(Verb.VIEW_PROJECTS)
def commitment_detail(request, pk):
    commitment = _seen(request, pk)
    context = {
        "commitment": commitment,
        "project": commitment.project,
        "payments": commitment.expenses.select_related("recorded_by", "reverses", "reversed_by").order_by("pk"),
        "releases": commitment.releases.select_related("recorded_by").order_by("pk"),
        "may_record": request.user.can(Verb.RECORD_SPENDING) and _is_open(request, commitment),
    }
    return render(request, "projects/commitment_detail.html", context)


@requires(Verb.RECORD_SPENDING)
def commitment_pay(request, pk):
    """An expense that pays the commitment: what is left of its line stays the same."""
    commitment = _seen(request, pk)
    form = _form(request, commitment, PaymentForm, by=request.user)
    if not _is_open(request, commitment):
        return not_now(request, commitment.project)
    if request.method == "POST" and _done(request, commitment, form, spending.record_expense):
        messages.success(request, _("The expense is recorded."))
        return redirect("projects:commitment_detail", pk)
    return _page(request, commitment, form, _("Pay the commitment"))


@requires(Verb.RECORD_SPENDING)
def commitment_release(request, pk):
    """What will not be paid is left for something else again."""
    commitment = _seen(request, pk)
    form = _form(request, commitment, ReleaseForm)
    if not _is_open(request, commitment):
        return not_now(request, commitment.project)
    if request.method == "POST" and taken(request, commitment.project, form, _release(commitment)):
        messages.success(request, _("The rest is free again."))
        return redirect("projects:commitment_detail", pk)
    return _page(request, commitment, form, _("Release the rest"))


def _release(commitment):
    return lambda project, **values: spending.release_commitment(commitment, **values)


def _done(request, commitment, form, write):
    return taken(request, commitment.project, form, write, commitment=commitment)


def _form(request, commitment, form_class, **known):
    initial = {"amount": commitment.open_amount, "document_number": commitment.document_number}
    known |= {"project": commitment.project, "initial": initial}
    return form_class(request.POST or None, request.FILES or None, **known)


def _seen(request, pk):
    rows = commitments_with_open(Commitment.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("project__district", "line__activity", "activity"), pk=pk)


def _is_open(request, commitment):
    return Project.objects.spendable_by(request.user).filter(pk=commitment.project_id).exists()


def _page(request, commitment, form, title):
    context = {"commitment": commitment, "project": commitment.project, "form": form, "title": title}
    return render(request, "projects/commitment_form.html", context, status=422 if form.errors else 200)


@requires(Verb.VIEW_PROJECTS)
def commitment_file(request, pk):
    return receipt_of(_seen(request, pk))
