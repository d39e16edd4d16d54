"""The budget lines of a proposal to Excel and back, with what would change shown first."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.forms import LinesConfirmForm
from projects.imports.lines import apply_plan, lines_sheets, make_plan
from projects.models import Project
from projects.services.amending import texts_written_by
from projects.services.approvals import subject_of
from qa_portal.core.forms import SheetForm
from qa_portal.core.import_pages import SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import wrong_state

SHOWN = 300  # rows of each kind on the preview: a budget has no more


def _project(request, pk):
    return get_object_or_404(texts_written_by(request.user).select_related("district"), pk=pk)


@requires(Verb.PROPOSE_PROJECT)
def lines_xlsx(request, pk):
    """The lines in the columns that the import reads."""
    project = _project(request, pk)
    return workbook_response(lines_sheets(project), f"{_('Budget lines')} {project.name}"[:120])


class LinesUpload(SheetUpload):
    verb = Verb.PROPOSE_PROJECT
    form_class = SheetForm
    template_name = "projects/lines_upload.html"

    def dispatch(self, request, *args, pk, **kwargs):
        if not request.user.can(self.verb):
            return super().dispatch(request)
        self.project = _project(request, pk)
        if not self.project.is_writable:
            messages.error(request, wrong_state(subject_of(self.project)))
            return redirect(self.project)
        return super().dispatch(request)

    def check(self, stored, said):
        _plan(stored, self.project)

    def preview_url(self, stored, said):
        return reverse("projects:lines_preview", args=[self.project.pk, stored.pk])

    def get_context_data(self, **kwargs):
        back = reverse("projects:project_edit", args=[self.project.pk, "budget"])
        return super().get_context_data(**kwargs) | {"project": self.project, "back_url": back}


def _plan(stored, project):
    return make_plan(table_of(stored), project=project)


@requires(Verb.PROPOSE_PROJECT)
@transaction.atomic
def lines_preview(request, pk, file):
    """Step 2: what would happen, row by row; POST does it, unless the lines changed since it was shown."""
    project = _project(request, pk)
    if not project.is_writable:
        messages.error(request, wrong_state(subject_of(project)))
        return redirect(project)
    if request.method == "POST":
        Project._base_manager.select_for_update().get(pk=project.pk)
    stored = own_sheet(request, file)
    plan = plan_or_404(_plan, stored, project)
    form = LinesConfirmForm(request.POST or None, plan=plan)
    if form.is_valid():
        apply_plan(plan, project=project, removes_missing=form.cleaned_data["removes_missing"])
        new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
        said = _("Imported lines: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed}
        messages.success(request, said)
        return redirect("projects:project_edit", project.pk, "budget")
    context = {
        "project": project,
        "stored": stored,
        "plan": plan,
        "groups": plan.groups(SHOWN),
        "form": form,
        "shown": SHOWN,
        "rejected_url": reverse("projects:lines_rejected", args=[project.pk, stored.pk]),
    }
    return render(request, "projects/lines_preview.html", context, status=422 if form.errors else 200)


@requires(Verb.PROPOSE_PROJECT)
def lines_rejected(request, pk, file):
    project = _project(request, pk)
    plan = plan_or_404(_plan, own_sheet(request, file), project)
    return workbook_response([rejected_sheet(plan)], _("Rejected rows"))
