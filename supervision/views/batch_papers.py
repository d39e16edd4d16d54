"""What goes with a batch: its reports left out or taken in, its zip and its letter."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core import jobs
from qa_portal.core.addresses import keys_in
from qa_portal.core.pages import docx_response, pdf_response, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, wrong_state
from supervision.documents.covering_letter import letter_name, render_letter, render_letter_docx
from supervision.filters.batch import ReportFilter
from supervision.forms.batch import LeaveOutForm
from supervision.models import Batch
from supervision.reports.batch import Standing, reports_of
from supervision.services.batch import leave_out, take_in

from .batch import visible_batch
from .gathering import NOTHING_TICKED
from .office import for_office


def _editable_batch(request, pk):
    return get_object_or_404(Batch.objects.editable_by(request.user).select_related("cycle__district"), pk=pk)


@require_POST
@requires(Verb.MANAGE_ASSESSMENTS)
def batch_places(request, pk):
    """The ticked reports stay behind, for a reason that is asked for, or go after all."""
    batch = _editable_batch(request, pk)
    sars = _ticked(request, batch)
    try:
        if batch.is_sent:
            raise Refused(wrong_state(batch))
        if not sars:
            raise Refused(NOTHING_TICKED)
        if request.POST.get("action") == "take_in":
            return _taken_in(request, batch, sars)
        return _left_out(request, batch, sars)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(batch)


def _ticked(request, batch):
    """The rows by their keys, or all that the list's filter shows."""
    rows = reports_of(batch).select_related("school")
    if "all" in request.POST:
        return list(ReportFilter(QueryDict(request.POST.get("query", "")), rows, request=request).qs)
    return list(rows.filter(pk__in=keys_in(request.POST.getlist("row"))))


def _taken_in(request, batch, sars):
    count = take_in(batch, sars, by=request.user)
    said = ngettext("%(count)s report is taken in again.", "%(count)s reports are taken in again.", count)
    messages.success(request, said % {"count": count})
    return redirect(batch)


def _left_out(request, batch, sars):
    form = LeaveOutForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        count = leave_out(batch, sars, reason=form.cleaned_data["reason"], by=request.user)
        said = ngettext("%(count)s report stays behind.", "%(count)s reports stay behind.", count)
        messages.success(request, said % {"count": count})
        return redirect(batch)
    context = {"batch": batch, "sars": sars, "form": form, "keys": ",".join(str(sar.pk) for sar in sars)}
    return render(request, "supervision/batch_leave_out.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- the zip


@require_POST
@requires(Verb.MANAGE_ASSESSMENTS)
def batch_archive_make(request, pk):
    """The zip, made in the queue."""
    batch = _editable_batch(request, pk)
    is_ready = not batch.is_sent and reports_of(batch).filter(standing_key=Standing.READY).exists()
    if not is_ready:
        messages.error(request, wrong_state(batch) if batch.is_sent else _("No report is ready to be sent yet."))
        return redirect(batch)
    label = _("%(batch)s: zip of the files") % {"batch": batch}
    return redirect(jobs.start("batch_archive", label=label, params={"batch": batch.pk}, by=request.user))


@require_safe
@for_office
def batch_archive(request, pk):
    batch = visible_batch(request, pk)
    if batch.archive is None:
        raise Http404
    return serve_file(batch.archive)


@require_safe
@for_office
def batch_file(request, pk, place):
    """A report exactly as it was sent."""
    row = get_object_or_404(visible_batch(request, pk).sars.sent().select_related("stored"), pk=place)
    return serve_file(row.stored)


# ---------------------------------------------------------------- the letter


@require_safe
@for_office
def batch_letter_pdf(request, pk):
    """As it was sent; before that, as it would be now."""
    batch = visible_batch(request, pk)
    if batch.is_sent:
        return serve_file(batch.letter, inline=True)
    thai_digits = request.GET.get("digits") != "arabic"
    return pdf_response(render_letter(batch, thai_digits=thai_digits), letter_name(batch))


@require_safe
@for_office
def batch_letter_docx(request, pk):
    """To be worked on before it is sent; what was sent is the PDF."""
    batch = visible_batch(request, pk)
    if batch.is_sent:
        messages.error(request, wrong_state(batch))
        return redirect(batch)
    thai_digits = request.GET.get("digits") != "arabic"
    return docx_response(render_letter_docx(batch, thai_digits=thai_digits), letter_name(batch))
