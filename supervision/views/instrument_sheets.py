"""An instrument to Excel, and from Excel as a new draft edition, with what it says shown first."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.files import XLSX
from qa_portal.core.forms import SheetConfirmForm
from qa_portal.core.import_pages import SheetUpload, own_sheet, plan_or_404
from qa_portal.core.models import District
from qa_portal.core.pages import READ_WRITE, requires, workbook_response
from qa_portal.core.roles import Verb
from supervision.forms.instrument import InstrumentSheetForm
from supervision.imports.instruments import read_instrument
from supervision.reports.instrument_sheets import instrument_sheets
from supervision.services.instruments import indicators_for, make_edition
from supervision.views.instruments import visible_instrument


@require_safe
@requires(Verb.VIEW_VISITS)
def instrument_xlsx(request, pk):
    instrument = visible_instrument(request, pk)
    return workbook_response(instrument_sheets(instrument), f"{instrument.code}-{instrument.edition}")


class InstrumentUpload(SheetUpload):
    verb = Verb.MANAGE_INSTRUMENTS
    form_class = InstrumentSheetForm
    template_name = "supervision/instrument_upload.html"
    allowed = {XLSX}
    needs_office = True

    def check(self, stored, said):
        _read(stored, self.request.user)

    def preview_url(self, stored, said):
        return reverse("supervision:instrument_import", args=[stored.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("supervision:instrument_list")}


def _read(stored, user):
    with stored.content.open("rb") as content:
        return read_instrument(content.read(), user=user, indicators=indicators_for(user.district).keys())


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_import(request, file):
    """Step 2: what the file says beside the newest edition; POST makes the draft, once."""
    stored = own_sheet(request, file)
    District.objects.select_for_update().get(pk=stored.district_id)  # its editions are numbered one after another
    reading = plan_or_404(_read, stored, request.user)
    form = SheetConfirmForm(request.POST or None, initial={"digest": reading.digest})
    if form.is_valid() and reading.can_come_in:
        if form.cleaned_data["digest"] == reading.digest:
            return _made(request, reading)
        form = SheetConfirmForm({"digest": reading.digest})
        form.add_error(None, _("The instrument changed since this was shown. Look at it again, then confirm."))
    context = {"stored": stored, "reading": reading, "form": form}
    return render(request, "supervision/instrument_import.html", context, status=422 if form.errors else 200)


def _made(request, reading):
    after = reading.latest.edition if reading.latest else 0
    instrument = make_edition(reading.form, district=request.user.district, after=after)
    messages.success(request, _("The instrument is in as a draft. Look at it, then put it into use."))
    return redirect(instrument)
