from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView

from qa_portal.core.files import SHEETS, store
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.models import District, StoredFile
from qa_portal.core.pages import Access, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.tables import Unreadable, read_table
from qa_portal.core.workflow import Refused
from schools.forms.registry import ImportConfirmForm, ImportForm
from schools.imports.registry import apply_plan, make_plan, template_sheet

SHOWN = 200  # rows of each kind on the preview


class ImportUpload(Access, FormView):
    """Step 1: the file. It is kept, so that exactly what was shown is what is confirmed."""

    verb = Verb.IMPORT_SCHOOLS
    form_class = ImportForm
    template_name = "schools/import_upload.html"

    def form_valid(self, form):
        user = self.request.user
        try:
            with transaction.atomic():
                stored = store(form.cleaned_data["file"], district=user.district, by=user, allowed=SHEETS)
                _plan(stored)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("schools:import_preview", stored.pk)


def _own_file(request, pk):
    """A sheet that this user uploaded for their own district."""
    files = StoredFile.objects.filter(stored_by=request.user, district=request.user.district_id, media_type__in=SHEETS)
    return get_object_or_404(files.select_related("district"), pk=pk)


def _plan(stored):
    with stored.content.open("rb") as content:
        return make_plan(read_table(content.read(), stored.media_type), area=stored.district.code)


@requires(Verb.IMPORT_SCHOOLS)
def import_preview(request, pk):
    """Step 2: what would happen, row by row; POST does it, unless the registry changed since it was shown."""
    stored = _own_file(request, pk)
    if request.method == "POST":
        return _confirm(request, stored)
    return _preview(request, stored, _plan(stored))


def _preview(request, stored, plan, form=None, status=200):
    form = form or ImportConfirmForm(initial={"digest": plan.digest})
    context = {"stored": stored, "plan": plan, "groups": plan.groups(SHOWN), "form": form, "shown": SHOWN}
    return render(request, "schools/import_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, stored):
    District.objects.select_for_update().get(pk=stored.district_id)
    plan = _plan(stored)
    form = ImportConfirmForm(request.POST)
    if form.is_valid() and form.cleaned_data["digest"] != plan.digest:
        form.data = form.data.copy()
        form.data["digest"] = plan.digest
        form.add_error(None, _("The registry changed since this was shown. Look at it again, then confirm."))
    if form.is_valid() and _apply(request, stored, plan, form):
        return redirect("schools:import_preview", stored.pk)
    return _preview(request, stored, plan, form, status=422)


def _apply(request, stored, plan, form):
    try:
        apply_plan(plan, since=form.cleaned_data["since"], reason=stored.name, by=request.user)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
    messages.success(request, _("Imported: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed})
    return True


@requires(Verb.IMPORT_SCHOOLS)
def import_rejected(request, pk):
    stored = _own_file(request, pk)
    return workbook_response([rejected_sheet(_plan(stored))], _("Rejected rows"))


@requires(Verb.IMPORT_SCHOOLS)
def import_template(request):
    return workbook_response([template_sheet()], _("Template for schools"))
