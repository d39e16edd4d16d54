"""Where a school writes its report: a screen a standard, the summary, the PDF versions, the board's meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qa_portal.core.pages import requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.documents.sar import document_name, render_sar
from schools.forms.sar import BoardForm, SarUploadForm, StandardForm, SummaryForm
from schools.models import BoardApproval, Sar, SarFile, SarState
from schools.reports.sar import answers, hint, last_year, screen
from schools.reports.sar_history import standard_history, words_to_mend
from schools.reports.sar_tasks import pdf_is_older
from schools.services.board import save_minutes
from schools.services.papers import attach_made_pdf, attach_pdf
from schools.services.writing import (
    lock_for,
    minutes_refusal,
    papers_refusal,
    save_ratings,
    save_summary,
    writing_refusal,
)
from schools.workflow.sar import SAR

from .sar import own_sar, readable_sar

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def opened(request, sar, refusal):
    """The report as a page may show it, on POST locked and begun; Refused with `refusal`'s sentence."""
    if request.method == "POST":
        return lock_for(sar, refusal, by=request.user)
    if sentence := refusal(sar):
        raise Refused(sentence)
    return sar


def refused(request, sar, sentence):
    messages.error(request, str(sentence))
    return redirect(sar)


# ---------------------------------------------------------------- a standard


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def sar_standard(request, pk, number):
    """One standard: its items, its level with the reason, its words."""
    sar = own_sar(request, pk)
    standard = get_object_or_404(sar.framework.standards, number=number)
    try:
        sar = opened(request, sar, writing_refusal)
    except Refused as error:
        return refused(request, sar, error)
    section, ratings = screen(sar, standard)
    levels = sar.framework.levels.all()
    form = StandardForm(request.POST or None, instance=section, levels=levels, ratings=ratings)
    if form.is_valid():
        if form.has_changed():
            save_ratings(form.save(commit=False), form.item_levels())
        messages.success(request, _("Saved."))
        return redirect(*_after(request, sar, standard))
    context = _standard_context(sar, standard, form, ratings, levels)
    context["entries"] = standard_history(section, ratings)
    return render(request, "schools/sar_standard.html", context, status=422 if form.errors else 200)


def _after(request, sar, standard):
    """Where "save and next" leads: the next standard, after the last the summary."""
    if "next" not in request.POST:
        return "schools:sar_standard", sar.pk, standard.number
    following = _beside(sar, standard)["next"]
    return ("schools:sar_standard", sar.pk, following.number) if following else ("schools:sar_summary", sar.pk)


def _beside(sar, standard):
    standards = list(sar.framework.standards.all())
    place = standards.index(standard)
    following = standards[place + 1] if place + 1 < len(standards) else None
    return {"previous": standards[place - 1] if place else None, "next": following, "standards": standards}


def _standard_context(sar, standard, form, ratings, levels):
    items_before, standards_before = last_year(sar)
    items = [
        {"field": form[name], "indicator": rating.indicator, "previous": items_before.get(rating.indicator_id)}
        for name, rating in form.ratings.items()
    ]
    return _beside(sar, standard) | {
        "sar": sar,
        "standard": standard,
        "form": form,
        "items": items,
        "level_before": standards_before.get(standard.pk),
        "hint": hint(ratings, levels),
        "to_mend": words_to_mend(sar),
    }


# ---------------------------------------------------------------- the summary


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def sar_summary(request, pk):
    """What the report says as a whole; it comes after the standards have been begun."""
    sar = own_sar(request, pk)
    if sar.state == SarState.EXPECTED:
        messages.info(request, _("Begin with the first standard: the summary comes last."))
        return redirect("schools:sar_standard", sar.pk, 1)
    try:
        sar = opened(request, sar, writing_refusal)
    except Refused as error:
        return refused(request, sar, error)
    form = SummaryForm(request.POST or None, instance=sar)
    if form.is_valid():
        if form.has_changed():
            save_summary(form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect(sar)
    context = {"sar": sar, "form": form, "answers": answers(sar)}
    return render(request, "schools/sar_summary.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- PDF versions


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def sar_files(request, pk):
    """The PDF versions of the report; a new one may be added until the report is at the office."""
    sar = own_sar(request, pk)
    form = SarUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        try:
            sar = opened(request, sar, papers_refusal)
        except Refused as error:
            return refused(request, sar, error)
        if form.is_valid():
            version = attach_pdf(sar, form.cleaned_data["upload"], by=request.user)
            messages.success(request, _("Version %(number)s is kept.") % {"number": version.number})
            return redirect("schools:sar_files", sar.pk)
    context = {
        "sar": sar,
        "form": form,
        "files": sar.files.select_related("stored__stored_by"),
        "refusal": papers_refusal(sar),
        "is_older": pdf_is_older(sar),
    }
    return render(request, "schools/sar_files.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Verb.RATE_SAR)
def sar_make_pdf(request, pk):
    """Makes the PDF from what was typed and keeps it as the next version."""
    sar = own_sar(request, pk)
    content, name = render_sar(sar), f"{document_name(sar)}.pdf"
    try:
        with transaction.atomic():
            locked = lock_for(sar, papers_refusal, by=request.user)
            version = attach_made_pdf(locked, content, name, by=request.user)
    except Refused as error:
        return refused(request, sar, error)
    messages.success(request, _("Version %(number)s is kept.") % {"number": version.number})
    return redirect("schools:sar_files", sar.pk)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_file(request, pk, number):
    rows = SarFile.objects.visible_to(request.user).select_related("stored")
    return serve_file(get_object_or_404(rows, sar__pk=pk, number=number).stored)


# ---------------------------------------------------------------- the board


@READ_WRITE
@requires(Verb.VIEW_SARS)
@transaction.atomic
def sar_board(request, pk):
    """The board's meeting and approval; the school's people fill it in while the report is with the board."""
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
    return render(request, "schools/sar_board.html", context, status=422 if form and form.errors else 200)


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
        return redirect("schools:sar_transition", sar.pk, _approval_step(request.user).name)
    return redirect("schools:sar_board", sar.pk)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_minutes(request, pk, approval):
    rows = BoardApproval.objects.visible_to(request.user).exclude(minutes=None).select_related("minutes")
    return serve_file(get_object_or_404(rows, sar__pk=pk, pk=approval).minutes)
