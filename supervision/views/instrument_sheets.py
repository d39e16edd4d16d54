"""An instrument to Excel, and from Excel as a new draft edition, with what it says shown first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qa_portal.core.files import XLSX, store
from qa_portal.core.models import District, StoredFile
from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.tables import Unreadable
from supervision.forms.instrument import InstrumentConfirmForm, InstrumentSheetForm
from supervision.imports.instruments import read_instrument
from supervision.reports.instrument_sheets import instrument_sheets
from supervision.services.instruments import indicators_for, make_edition
from supervision.views.instruments import visible_instrument


@require_safe
@requires(Verb.VIEW_VISITS)
def instrument_xlsx(request, pk):
    instrument = visible_instrument(request, pk)
    return workbook_response(instrument_sheets(instrument), f"{instrument.code}-{instrument.edition}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.MANAGE_INSTRUMENTS)
def instrument_upload(request):
    """Step 1: the file. It is kept, so that exactly what was shown is what is confirmed."""
    if request.user.district_id is None:
        raise PermissionDenied
    form = InstrumentSheetForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect("supervision:instrument_import", _stored(request, form).pk)
        except Unreadable as error:
            form.add_error("file", str(error))
    context = {"form": form, "back_url": reverse("supervision:instrument_list")}
    return render(request, "supervision/instrument_upload.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _stored(request, form):
    user = request.user
    stored = store(form.cleaned_data["file"], district=user.district, by=user, allowed={XLSX})
    _read(request, stored)
    return stored


def _read(request, stored):
    with stored.content.open("rb") as content:
        return read_instrument(
            content.read(), user=request.user, indicators=indicators_for(request.user.district).keys()
        )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_import(request, file):
    """Step 2: what the file says beside the newest edition; POST makes the draft, once."""
    files = StoredFile.objects.filter(stored_by=request.user, district=request.user.district_id, media_type=XLSX)
    stored = get_object_or_404(files, pk=file)
    District.objects.select_for_update().get(pk=stored.district_id)  # its editions are numbered one after another
    try:
        reading = _read(request, stored)
    except Unreadable as error:
        raise Http404 from error
    form = InstrumentConfirmForm(request.POST or None, initial={"digest": reading.digest})
    if form.is_valid() and reading.can_come_in:
        if form.cleaned_data["digest"] == reading.digest:
            return _made(request, reading)
        form = InstrumentConfirmForm({"digest": reading.digest})
        form.add_error(None, _("The instrument changed since this was shown. Look at it again, then confirm."))
    context = {"stored": stored, "reading": reading, "form": form}
    return render(request, "supervision/instrument_import.html", context, status=422 if form.errors else 200)


def _made(request, reading):
    after = reading.latest.edition if reading.latest else 0
    instrument = make_edition(reading.form, district=request.user.district, after=after)
    messages.success(request, _("The instrument is in as a draft. Look at it, then put it into use."))
    return redirect(instrument)
