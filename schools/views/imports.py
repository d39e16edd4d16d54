from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.forms import SheetForm
from qa_portal.core.import_pages import SHOWN, SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.models import District
from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.registry import ImportConfirmForm
from schools.imports.registry import apply_plan, make_plan, template_sheet


class ImportUpload(SheetUpload):
    verb = Verb.IMPORT_SCHOOLS
    form_class = SheetForm
    template_name = "schools/import_upload.html"

    def check(self, stored, said):
        _plan(stored)

    def preview_url(self, stored, said):
        return reverse("schools:import_preview", args=[stored.pk])


def _plan(stored):
    return make_plan(table_of(stored), area=stored.district.code)


@requires(Verb.IMPORT_SCHOOLS)
def import_preview(request, pk):
    """Step 2: what would happen, row by row; POST does it, unless the registry changed since it was shown."""
    stored = own_sheet(request, pk)
    if request.method == "POST":
        return _confirm(request, stored)
    return _preview(request, stored, plan_or_404(_plan, stored))


def _preview(request, stored, plan, form=None, status=200):
    form = form or ImportConfirmForm(initial={"digest": plan.digest})
    context = {"stored": stored, "plan": plan, "groups": plan.groups(SHOWN), "form": form, "shown": SHOWN}
    return render(request, "schools/import_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, stored):
    District.objects.select_for_update().get(pk=stored.district_id)
    plan = plan_or_404(_plan, stored)
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
    plan = plan_or_404(_plan, own_sheet(request, pk))
    return workbook_response([rejected_sheet(plan)], _("Rejected rows"))


@requires(Verb.IMPORT_SCHOOLS)
def import_template(request):
    return workbook_response([template_sheet()], _("Template for schools"))
