"""What the pages of every import from a sheet do alike (core.imports): step 1 keeps the file, step 2 shows what it
would do and confirms exactly that."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from qa_portal.core.files import SHEETS, store
from qa_portal.core.models import StoredFile
from qa_portal.core.pages import Access, FormPage
from qa_portal.core.tables import Unreadable, read_table

SHOWN = 200
"""Rows of each kind on a preview."""


class SheetUpload(Access, FormPage):
    """Step 1: the file. It is kept, so that exactly what was shown is what is confirmed.

    `check(stored, said)` raises Unreadable for a file that is something else, `preview_url(stored, said)` is step 2;
    `said` is what the form says. `needs_office`: 403 for who belongs to none."""

    allowed = SHEETS
    needs_office = False

    def dispatch(self, request, *args, **kwargs):
        if self.needs_office and request.user.district_id is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_district(self):
        return self.request.user.district

    def form_valid(self, form):
        try:
            stored = self._keep(form.cleaned_data)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect(self.preview_url(stored, form.cleaned_data))

    @transaction.atomic
    def _keep(self, said):
        stored = store(said["file"], district=self.get_district(), by=self.request.user, allowed=self.allowed)
        self.check(stored, said)
        return stored


def own_sheet(request, pk):
    """A sheet that this user uploaded for their own office; 404 for any other file."""
    files = StoredFile.objects.filter(stored_by=request.user, district=request.user.district_id, media_type__in=SHEETS)
    return get_object_or_404(files.select_related("district"), pk=pk)


def table_of(stored):
    """The Table of a stored sheet. Raises Unreadable."""
    with stored.content.open("rb") as content:
        return read_table(content.read(), stored.media_type)


def plan_or_404(make, *args):
    """What `make` plans; a sheet that was uploaded for something else has no page."""
    try:
        return make(*args)
    except Unreadable as error:
        raise Http404 from error
