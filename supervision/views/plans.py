"""The year's plan of supervision: list, page, written, copied, acknowledged, and as a document."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import (
    Access,
    Edit,
    FormPage,
    ListPage,
    docx_response,
    pdf_response,
    requires,
    workbook_response,
)
from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year
from supervision.documents.plan import plan_name, plan_sheet, render_plan, render_plan_docx
from supervision.filters.plans import PlanFilter
from supervision.forms.plans import AcknowledgePlanForm, CopyPlanForm, SupervisionPlanForm
from supervision.lists.plans import PLAN_COLUMNS
from supervision.models import SupervisionPlan
from supervision.reports.plan_due import PlanStanding
from supervision.reports.plan_workload import Workload, slips
from supervision.services.plans import acknowledging_meetings, copy_plan


class PlanList(ListPage):
    model = SupervisionPlan
    verb = Verb.VIEW_DASHBOARD
    filterset_class = PlanFilter
    template_name = "supervision/plan_list.html"
    sheet_name = gettext_lazy("Supervision plans")
    default_sort = "-year"
    columns = PLAN_COLUMNS

    def get_queryset(self):
        return super().get_queryset().annotate(item_count=Count("items"))


class PlanDetail(Access, DetailView):
    model = SupervisionPlan
    verb = Verb.VIEW_DASHBOARD
    template_name = "supervision/plan_detail.html"
    context_object_name = "plan"

    def get_queryset(self):
        return super().get_queryset().select_related("district", "project", "meeting__committee")

    def get_context_data(self, **kwargs):
        plan, user = self.object, self.request.user
        standings = standings_of(plan)
        return super().get_context_data(**kwargs) | {
            "rows": [(row, standings.by_item[row.pk], len(standings.schools[row.pk])) for row in standings.items],
            "whole": standings.whole,
            "late_schools": len(standings.late_schools),
            "workload": Workload(standings),
            "slips": slips(plan),
            "is_keeper": SupervisionPlan.objects.editable_by(user).filter(pk=plan.pk).exists(),
            "entries": entries_of(plan),
        }


def standings_of(plan):
    """With the owners, whom the pages and the workload name."""
    return PlanStanding(plan, items=plan.items.select_related("activity", "instrument").prefetch_related("owners"))


class PlanForms(Edit):
    model = SupervisionPlan
    verb = Verb.MANAGE_VISITS
    form_class = SupervisionPlanForm
    template_name = "supervision/plan_form.html"
    context_object_name = "plan"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class PlanCreate(PlanForms, CreateView):
    extra_context = {"back_url": reverse_lazy("supervision:plan_list")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": SupervisionPlan(district=self.request.user.district)}

    def get_initial(self):
        year = fiscal_year(timezone.localdate())
        return {"fiscal_year": year, "name": _("Supervision plan of fiscal year %(year)s") % {"year": year}}


class PlanEdit(PlanForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class OfPlan:
    """Pages about one plan: 404 outside of its scope. `plan_scope` as Access's `scope`."""

    plan_scope = "visible_to"

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb):
            rows = getattr(SupervisionPlan.objects, self.plan_scope)(request.user).select_related("district")
            self.plan = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"plan": self.plan}


class PlanCopy(OfPlan, Access, FormPage):
    verb = Verb.MANAGE_VISITS
    form_class = CopyPlanForm
    template_name = "supervision/plan_copy.html"

    def get_initial(self):
        year = self.plan.fiscal_year + 1
        return {"fiscal_year": year, "name": self.plan.name.replace(str(self.plan.fiscal_year), str(year))}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.plan}

    def form_valid(self, form):
        made = copy_plan(self.plan, **form.cleaned_data)
        messages.success(self.request, _("The plan is copied. Look at each item: days, schools, budget."))
        return redirect(made)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.plan.get_absolute_url()}


class PlanAcknowledge(Access, UpdateView):
    """Which meeting of the ก.ต.ป.น. acknowledged the plan; also after the approval."""

    model = SupervisionPlan
    verb = Verb.MANAGE_VISITS
    form_class = AcknowledgePlanForm
    template_name = "supervision/plan_acknowledge.html"
    context_object_name = "plan"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"meetings": acknowledging_meetings(self.object)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs)


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def plan_pdf(request, pk):
    plan = _plan(request, pk)
    return pdf_response(render_plan(plan), plan_name(plan))


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def plan_docx(request, pk):
    plan = _plan(request, pk)
    return docx_response(render_plan_docx(plan), plan_name(plan))


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def plan_xlsx(request, pk):
    plan = _plan(request, pk)
    return workbook_response([plan_sheet(standings_of(plan))], plan_name(plan))


def _plan(request, pk):
    rows = SupervisionPlan.objects.visible_to(request.user).select_related("district", "meeting__committee")
    return get_object_or_404(rows, pk=pk)
