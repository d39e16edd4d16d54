"""Notices of the assessors: typed for one or many schools, or from Excel with a preview."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qa_portal.core.forms import SheetConfirmForm
from qa_portal.core.import_pages import SHOWN, SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.models import District
from qa_portal.core.pages import READ_WRITE, Access, FormPage, requires, workbook_response
from qa_portal.core.roles import Verb
from schools.models import School
from supervision.forms.assessments import NoticeForm, NoticeImportForm
from supervision.imports.notices import apply_plan, make_plan, template_sheet
from supervision.models import AssessmentRound
from supervision.services.assessments import record_notices


class NoticeAdd(Access, FormPage):
    """One notice for the ticked schools; who gets none is said with the reason."""

    verb = Verb.MANAGE_ASSESSMENTS
    form_class = NoticeForm
    template_name = "supervision/notice_add.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        """`?school=` from a school's own page."""
        return {"schools": self.request.GET.getlist("school")}

    def form_valid(self, form):
        data = form.cleaned_data
        outcome = record_notices(
            data["schools"], in_round=data["round"], levels=data["levels"], by=self.request.user, **form.facts
        )
        return _said(self.request, outcome)


def _said(request, outcome):
    """What became of the notice: schools that do not teach a level are not worth a word."""
    made = ngettext("%(count)s notice is recorded.", "%(count)s notices are recorded.", len(outcome.made))
    tell = messages.success if outcome.made else messages.warning
    tell(request, made % {"count": len(outcome.made)})
    for school, level, sentence in outcome.left[:20]:
        messages.info(request, f"{school} ({level}): {sentence}")
    if len(outcome.made) == 1 and not outcome.left:
        return redirect(outcome.made[0])
    return redirect("supervision:assessment_board")


# ---------------------------------------------------------------- from Excel


class NoticeUpload(SheetUpload):
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = NoticeImportForm
    template_name = "supervision/notice_upload.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def check(self, stored, said):
        _plan(stored, said["round"], self.request.user)

    def preview_url(self, stored, said):
        return reverse("supervision:notice_preview", args=[said["round"].pk, stored.pk])


def _sheet_and_round(request, in_round, pk):
    """A sheet that this user uploaded for their own office, and a round that they may use."""
    rounds = AssessmentRound.objects.offered_to(request.user.district_id)
    return own_sheet(request, pk), get_object_or_404(rounds, pk=in_round)


def _plan(stored, in_round, user):
    return make_plan(table_of(stored), in_round=in_round, schools=_schools(user))


def _schools(user):
    return School.objects.visible_to(user).open_at().order_by("name_sort")


@READ_WRITE
@requires(Verb.MANAGE_ASSESSMENTS)
def notice_preview(request, in_round, pk):
    """Step 2: what would happen, row by row; POST does it, unless something changed since it was shown."""
    stored, in_round = _sheet_and_round(request, in_round, pk)
    if request.method == "POST":
        return _confirm(request, stored, in_round)
    return _preview(request, stored, in_round, plan_or_404(_plan, stored, in_round, request.user))


def _preview(request, stored, in_round, plan, form=None, status=200):
    form = form or SheetConfirmForm(initial={"digest": plan.digest})
    context = {"stored": stored, "round": in_round, "plan": plan, "groups": plan.groups(SHOWN), "shown": SHOWN}
    rejected_url = reverse("supervision:notice_rejected", args=[in_round.pk, stored.pk])
    context |= {"form": form, "rejected_url": rejected_url}
    return render(request, "supervision/notice_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, stored, in_round):
    District.objects.select_for_update().get(pk=stored.district_id)
    plan = plan_or_404(_plan, stored, in_round, request.user)
    form = SheetConfirmForm(request.POST)
    if not form.is_valid() or form.cleaned_data["digest"] != plan.digest:
        form = SheetConfirmForm(initial={"digest": plan.digest})
        messages.error(request, _("Something changed since this was shown. Look at it again, then confirm."))
        return _preview(request, stored, in_round, plan, form, status=422)
    apply_plan(plan, in_round=in_round, by=request.user)
    new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
    messages.success(request, _("Imported: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed})
    return redirect("supervision:notice_preview", in_round.pk, stored.pk)


@require_safe
@requires(Verb.MANAGE_ASSESSMENTS)
def notice_rejected(request, in_round, pk):
    stored, in_round = _sheet_and_round(request, in_round, pk)
    plan = plan_or_404(_plan, stored, in_round, request.user)
    return workbook_response([rejected_sheet(plan)], _("Rejected rows"))


@require_safe
@requires(Verb.MANAGE_ASSESSMENTS)
def notice_template(request):
    return workbook_response([template_sheet(_schools(request.user))], _("Template for notices"))
