"""The acknowledgement letters: numbered by the office, downloaded by the school."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.addresses import row_in
from qa_portal.core.pages import READ_WRITE, docx_response, pdf_response, requires
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import Refused, wrong_state
from schools.documents.acknowledgement import letter_name, render_letters, render_letters_docx
from schools.forms.letters import LetterForm, LettersForm
from schools.models import Cycle, SarState
from schools.services.acknowledging import letter_refusal, number_letters, waiting_for_letter

from .review_bulk import start_letters
from .sar import visible_sar


@READ_WRITE
@requires(Verb.VIEW_SARS)
@transaction.atomic
def sar_letter(request, pk):
    """One report's letter: the office types its number and date, everybody who sees the report downloads it."""
    sar = visible_sar(request, pk)
    may_issue = request.user.can(Verb.REVIEW_SAR)
    if request.method == "POST" and not may_issue:
        raise PermissionDenied
    if sar.state != SarState.ACCEPTED:
        messages.error(request, wrong_state(sar))
        return redirect(sar)
    form = LetterForm(request.POST or None, instance=sar) if may_issue else None
    if form and form.is_valid():
        form.save()
        messages.success(request, _("The letter is issued: the school can download it."))
        return redirect("schools:sar_letter", sar.pk)
    if form and form.errors:
        sar.refresh_from_db()
    context = {"sar": sar, "form": form, "refusal": letter_refusal(sar), "may_preview": may_issue}
    return render(request, "schools/sar_letter.html", context, status=422 if form and form.errors else 200)


def _to_print(request, pk):
    """The report whose letter may be printed. The office may look at a letter without its number, a school not.

    Refused with a sentence."""
    sar = visible_sar(request, pk)
    refusal = letter_refusal(sar)
    is_office = request.user.scope is not Scope.SCHOOL and sar.state == SarState.ACCEPTED
    if refusal and not is_office:
        raise Refused(refusal)
    return sar


@require_safe
@requires(Verb.VIEW_SARS)
def sar_letter_pdf(request, pk):
    return _print(request, pk, render_letters, pdf_response)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_letter_docx(request, pk):
    return _print(request, pk, render_letters_docx, docx_response)


def _print(request, pk, make, answer):
    try:
        sar = _to_print(request, pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("schools:sar_detail", pk)
    thai_digits = request.GET.get("digits") != "arabic"
    return answer(make([sar], thai_digits=thai_digits), letter_name(sar))


# ---------------------------------------------------------------- many


@READ_WRITE
@requires(Verb.REVIEW_SAR)
def sar_letters(request):
    """Numbers for the letters of a cycle, and all that are issued as one PDF."""
    cycle = _cycle(request)
    form = LettersForm(request.POST or None, cycle=cycle) if cycle else None
    if form and form.is_valid() and _numbered(request, form):
        return redirect(f"{reverse('schools:sar_letters')}?cycle={cycle.pk}")
    context = {
        "cycle": cycle,
        "cycles": Cycle.objects.visible_to(request.user).with_reports().order_by("-academic_year"),
        "form": form,
        "waiting": waiting_for_letter(cycle).count() if cycle else 0,
        "issued": _issued(cycle).count() if cycle else 0,
    }
    return render(request, "schools/sar_letters.html", context, status=422 if form and form.errors else 200)


def _cycle(request):
    rows = Cycle.objects.visible_to(request.user).with_reports().order_by("-academic_year")
    return row_in(rows, request.GET.get("cycle", "")) or rows.first()


def _issued(cycle):
    return cycle.sars.filter(state=SarState.ACCEPTED).exclude(letter_number="").exclude(letter_dated=None)


def _numbered(request, form):
    words = form.cleaned_data
    how = {"number": words["number"], "dated": words["dated"], "is_running": words["is_running"]}
    try:
        count = number_letters(list(words["sars"]), by=request.user, **how)
    except Refused as refused:
        form.add_error("number", str(refused))
        return False
    said = ngettext("%(count)s letter is issued.", "%(count)s letters are issued.", count) % {"count": count}
    messages.success(request, said)
    return True


@require_POST
@requires(Verb.REVIEW_SAR)
def sar_letters_make(request):
    """All letters of a cycle as one PDF, made in the queue."""
    cycle = _cycle(request)
    keys = list(_issued(cycle).order_by("school__name_sort", "level").values_list("pk", flat=True)) if cycle else []
    return start_letters(request, keys)
