"""Results of a round from a sheet, with what they would change shown first."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.forms import SheetConfirmForm
from qa_portal.core.import_pages import SHOWN, SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.models import StoredFile
from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.models import School
from supervision.forms.results_import import ResultsImportForm
from supervision.imports.results import apply_plan, make_plan
from supervision.models import AssessmentRound, ResultKind
from supervision.reports.result_sheets import template_sheet


@dataclass(frozen=True)
class Asked:
    """What one import is about: everything that its address says."""

    stored: StoredFile
    round: AssessmentRound
    kind: str
    noticed_on: date | None

    def plan(self):
        """Raises Unreadable."""
        facts = {"in_round": self.round, "kind": self.kind, "district": self.stored.district}
        return make_plan(table_of(self.stored), **facts, noticed_on=self.noticed_on)

    def url(self, name="result_preview"):
        query = urlencode({"noticed": self.noticed_on.isoformat()}) if self.noticed_on else ""
        address = reverse(f"supervision:{name}", args=[self.round.pk, self.kind, self.stored.pk])
        return f"{address}?{query}" if query else address


def _asked(request, in_round, kind, pk):
    """The import of an address; 404 for another person's sheet and another office's round."""
    if kind not in ResultKind:
        raise Http404
    return Asked(
        own_sheet(request, pk),
        get_object_or_404(_rounds(request.user), pk=in_round),
        kind,
        _day(request.GET.get("noticed", "")),
    )


def _rounds(user):
    return AssessmentRound.objects.visible_to(user).select_related("early_childhood_framework", "basic_framework")


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _asked_by_form(stored, said):
    return Asked(stored, said["round"], said["kind"], said["noticed_on"] if said["makes_missing"] else None)


class ResultUpload(SheetUpload):
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = ResultsImportForm
    template_name = "supervision/result_upload.html"
    needs_office = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        return {"round": self.request.GET.get("round") or _rounds(self.request.user).first()}

    def check(self, stored, said):
        _asked_by_form(stored, said).plan()

    def preview_url(self, stored, said):
        return _asked_by_form(stored, said).url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"rounds": _rounds(self.request.user), "back_url": reverse("supervision:result_list")}


@requires(Verb.MANAGE_ASSESSMENTS)
def result_preview(request, in_round, kind, pk):
    """Step 2: what would happen, row by row; POST does it, unless the results changed since it was shown."""
    asked = _asked(request, in_round, kind, pk)
    if request.method == "POST":
        return _confirm(request, asked)
    return _preview(request, asked, plan_or_404(asked.plan))


def _preview(request, asked, plan, form=None, status=200):
    context = {
        "asked": asked,
        "kind_word": ResultKind(asked.kind).label,
        "plan": plan,
        "groups": plan.groups(SHOWN),
        "staying": [row for row in plan.rows if row.stays],
        "form": form or SheetConfirmForm(initial={"digest": plan.digest}),
        "shown": SHOWN,
        "rejected_url": asked.url("result_rejected"),
    }
    return render(request, "supervision/result_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, asked):
    AssessmentRound.objects.select_for_update(of=("self",)).get(pk=asked.round.pk)
    plan = plan_or_404(asked.plan)
    form = SheetConfirmForm(request.POST)
    if not form.is_valid() or form.cleaned_data["digest"] != plan.digest:
        return _again(
            request, asked, plan, _("The results changed since this was shown. Look at it again, then confirm.")
        )
    try:
        with transaction.atomic():
            apply_plan(plan, in_round=asked.round, kind=asked.kind, noticed_on=asked.noticed_on, by=request.user)
    except Refused as refused:  # somebody moved an assessment in this very moment
        return _again(request, asked, plan_or_404(asked.plan), str(refused))
    new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
    messages.success(
        request, _("Imported results: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed}
    )
    return redirect(asked.url())


def _again(request, asked, plan, sentence):
    form = SheetConfirmForm({"digest": plan.digest})
    form.add_error(None, sentence)
    return _preview(request, asked, plan, form, status=422)


@require_safe
@requires(Verb.MANAGE_ASSESSMENTS)
def result_rejected(request, in_round, kind, pk):
    plan = plan_or_404(_asked(request, in_round, kind, pk).plan)
    return workbook_response([rejected_sheet(plan)], _("Rejected rows"))


@require_safe
@requires(Verb.MANAGE_ASSESSMENTS)
def result_template(request, in_round):
    """The open schools of the office with the standards of the round, to be filled in."""
    found = get_object_or_404(_rounds(request.user), pk=in_round)
    schools = School.objects.visible_to(request.user).open_at().order_by("name_sort", "pk")
    return workbook_response([template_sheet(found, schools)], _("Template for results"))
