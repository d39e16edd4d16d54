"""The board gate: the meeting of the school's board, its minutes and its approval (F19)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core import workflow
from qa_portal.core.pages import READ_WRITE, TransitionPage, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.board import BoardForm, DecisionForm
from schools.models import BoardApproval, Sar, SarState
from schools.reports.board import for_board
from schools.services.board import save_minutes
from schools.services.writing import minutes_refusal
from schools.workflow.sar import SAR

from .sar import readable_sar
from .sar_writing import opened, refused


@READ_WRITE
@requires(Verb.VIEW_SARS)
@transaction.atomic
def sar_board(request, pk):
    """What the board decides on, its meeting and its approval; the school's people fill in the meeting while the report
    is with the board."""
    sar = readable_sar(request, pk)
    may_fill = _may_fill(request.user, sar)
    if request.method == "POST":
        if not may_fill:
            raise PermissionDenied
        try:
            sar = opened(request, sar, minutes_refusal)
        except Refused as error:
            return refused(request, sar, error)
    form = _board_form(request, sar) if may_fill and not minutes_refusal(sar) else None
    if form and form.is_valid():
        save_minutes(form.save(commit=False), form.cleaned_data["minutes_file"], by=request.user)
        return _after_minutes(request, sar)
    context = {
        "sar": sar,
        "form": form,
        "approvals": sar.approvals.select_related("minutes", "approved_by"),
        "approve_label": _approve_label(request.user, sar),
    }
    return render(
        request, "schools/sar_board.html", context | for_board(sar), status=422 if form and form.errors else 200
    )


def _may_fill(user, sar):
    has_verb = user.can(Verb.RATE_SAR) or user.can(Verb.APPROVE_SAR)
    return has_verb and Sar.objects.editable_by(user).filter(pk=sar.pk).exists()


def _board_form(request, sar):
    return BoardForm(request.POST or None, request.FILES or None, instance=sar.approval)


def _approval_step(user):
    """How this user approves: the board with its own account, the head by recording the minutes."""
    return SAR.by_name["approve_by_board" if user.can(Verb.APPROVE_SAR) else "record_approval"]


def _approve_label(user, sar):
    step = _approval_step(user)
    return step.label if sar.state == SarState.WITH_BOARD and user.can(step.verb) else ""


def _after_minutes(request, sar):
    messages.success(request, _("Saved."))
    if "approve" in request.POST:
        return redirect("schools:sar_board_decision", sar.pk, _approval_step(request.user).name)
    return redirect("schools:sar_board", sar.pk)


class BoardDecision(TransitionPage):
    """The board says yes or no to what it has before its eyes: a report that was taken back and presented again
    meanwhile has to be looked at again."""

    model = Sar
    template_name = "schools/sar_board_decision.html"

    def get_form(self, data=None, files=None):
        return DecisionForm(data, files, transition=self.transition, sar=self.object)

    def act(self, form):
        with transaction.atomic():
            sar = Sar.objects.select_for_update().get(pk=self.object.pk)
            if form.cleaned_data["seen_version"] != sar.version:
                raise Refused(_("The report was changed since you opened this page. Look at it again, then decide."))
            workflow.perform(sar, self.transition.name, by=self.request.user, note=form.cleaned_data["note"])

    def post(self, request, *args, **kwargs):
        given = self.object.approval
        if self.object.state == SarState.BOARD_APPROVED and given and given.approved_by == request.user:
            messages.info(request, _("Your approval is recorded already."))
            return redirect(self.object)
        return super().post(request, *args, **kwargs)

    def beside(self):
        return for_board(self.object)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_minutes(request, pk, approval):
    rows = BoardApproval.objects.visible_to(request.user).exclude(minutes=None).select_related("minutes")
    return serve_file(get_object_or_404(rows, sar__pk=pk, pk=approval).minutes)
