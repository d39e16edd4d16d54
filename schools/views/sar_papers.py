"""The PDF versions of a report: uploaded, or made from what was typed."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.pages import READ_WRITE, requires, serve_file, serve_picture
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.documents.sar import render_sar
from schools.forms.sar import SarUploadForm
from schools.models import SarFile
from schools.reports.sar_progress import progress_of
from schools.reports.sar_tasks import pdf_doubt
from schools.services.papers import attach_pdf, made_pdf
from schools.services.writing import lock_for, papers_refusal

from .sar import own_sar
from .sar_writing import refused


@READ_WRITE
@requires(Verb.RATE_SAR)
def sar_files(request, pk):
    """The PDF versions of the report; a new one may be added until the report is at the office."""
    sar = own_sar(request, pk)
    form = SarUploadForm(request.POST or None, request.FILES or None)
    try:
        if request.method == "POST" and _is_good(sar, form):
            return _attached(request, sar, form.cleaned_data["upload"])
    except Refused as error:
        return refused(request, sar, error)
    context = {
        "sar": sar,
        "form": form,
        "files": sar.files.select_related("stored__stored_by"),
        "refusal": papers_refusal(sar),
        "doubt": pdf_doubt(sar, progress_of([sar])[sar.pk]),
    }
    return render(request, "schools/sar_files.html", context, status=422 if form.errors else 200)


def _is_good(sar, form):
    """The file is checked before the report is locked, and not at all where none is taken. Refused then."""
    if sentence := papers_refusal(sar):
        raise Refused(sentence)
    return form.is_valid()


def _attached(request, sar, upload):
    with transaction.atomic():
        locked = lock_for(sar, papers_refusal, by=request.user)
        version = attach_pdf(locked, upload, by=request.user)
    messages.success(request, _("Version %(number)s is kept.") % {"number": version.number})
    return redirect("schools:sar_files", sar.pk)


@require_POST
@requires(Verb.RATE_SAR)
def sar_make_pdf(request, pk):
    """Makes the PDF from what was typed and keeps it as the next version."""
    sar = own_sar(request, pk)
    upload = made_pdf(render_sar(sar), f"{sar.file_name}.pdf")
    try:
        return _attached(request, sar, upload)
    except Refused as error:
        return refused(request, sar, error)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_file(request, pk, number):
    rows = SarFile.objects.visible_to(request.user).select_related("stored")
    return serve_file(get_object_or_404(rows, sar__pk=pk, number=number).stored)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_file_picture(request, pk, number):
    """The first page of a version, for those who may open it."""
    rows = SarFile.objects.visible_to(request.user).select_related("stored")
    return serve_picture(get_object_or_404(rows, sar__pk=pk, number=number).stored)
