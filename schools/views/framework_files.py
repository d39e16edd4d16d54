"""A framework to Excel, and from Excel while nobody uses it, with what would change shown first."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.forms import SheetConfirmForm, SheetForm
from qa_portal.core.import_pages import SHOWN, SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.pages import READ_WRITE, requires, workbook_response
from qa_portal.core.roles import Verb
from schools.imports.framework import Frozen, apply_plan, framework_sheet, make_plan, template_sheet
from schools.models import Framework
from schools.services.frameworks import frozen_sentence
from schools.views.frameworks import visible_framework


def _kept(request, pk):
    return get_object_or_404(Framework.objects.editable_by(request.user), pk=pk)


def _refuse_frozen(request, framework):
    messages.error(request, frozen_sentence())
    return redirect(framework)


class FrameworkUpload(SheetUpload):
    verb = Verb.MANAGE_CYCLES
    form_class = SheetForm
    template_name = "schools/framework_upload.html"

    def dispatch(self, request, *args, pk, **kwargs):
        if not request.user.can(self.verb):
            return super().dispatch(request)
        self.framework = _kept(request, pk)
        if self.framework.is_used:
            return _refuse_frozen(request, self.framework)
        return super().dispatch(request)

    def check(self, stored, said):
        _plan(stored, self.framework)

    def preview_url(self, stored, said):
        return reverse("schools:framework_preview", args=[self.framework.pk, stored.pk])

    def get_context_data(self, **kwargs):
        back = self.framework.get_absolute_url()
        return super().get_context_data(**kwargs) | {"framework": self.framework, "back_url": back}


def _plan(stored, framework):
    return make_plan(table_of(stored), framework=framework)


@READ_WRITE
@requires(Verb.MANAGE_CYCLES)
def framework_preview(request, pk, file):
    """Step 2: what would happen, row by row; POST does it, unless the framework changed since it was shown."""
    framework, stored = _kept(request, pk), own_sheet(request, file)
    if framework.is_used:
        return _refuse_frozen(request, framework)
    if request.method == "POST":
        return _confirm(request, framework, stored)
    return _preview(request, framework, stored, plan_or_404(_plan, stored, framework))


def _preview(request, framework, stored, plan, form=None, status=200):
    form = form or SheetConfirmForm(initial={"digest": plan.digest})
    context = {"framework": framework, "stored": stored, "plan": plan, "form": form}
    context |= {"groups": plan.groups(SHOWN), "shown": SHOWN}
    return render(request, "schools/framework_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, framework, stored):
    Framework.objects.select_for_update().get(pk=framework.pk)
    plan = plan_or_404(_plan, stored, framework)
    form = SheetConfirmForm(request.POST)
    if not form.is_valid() or form.cleaned_data["digest"] != plan.digest:
        form = SheetConfirmForm({"digest": plan.digest})
        form.add_error(None, _("The standards changed since this was shown. Look at it again, then confirm."))
        return _preview(request, framework, stored, plan, form, status=422)
    try:
        apply_plan(plan, framework=framework, by=request.user)
    except Frozen:
        return _refuse_frozen(request, framework)
    new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
    messages.success(request, _("Imported: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed})
    return redirect(framework)


@require_safe
@requires(Verb.MANAGE_CYCLES)
def framework_rejected(request, pk, file):
    plan = plan_or_404(_plan, own_sheet(request, file), _kept(request, pk))
    return workbook_response([rejected_sheet(plan)], _("Rejected rows"))


@require_safe
@requires(Verb.VIEW_SARS)
def framework_xlsx(request, pk):
    """The framework in the columns that the import reads."""
    framework = visible_framework(request, pk)
    return workbook_response([framework_sheet(framework)], framework.code)


@require_safe
@requires(Verb.VIEW_SARS)
def framework_template(request):
    return workbook_response([template_sheet()], _("Template for standards"))
