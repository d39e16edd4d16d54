"""What the plan asks for against what was done: school × item, and person × working days."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from qa_portal.core.pages import Access, ListPage
from qa_portal.core.roles import Verb
from schools.models import School
from supervision.filters.plans import PlanCoverageFilter
from supervision.lists.plans import coverage_columns
from supervision.models import SupervisionPlan
from supervision.reports.plan_due import PlanStanding
from supervision.reports.plan_workload import Workload, slips
from supervision.views.plans import standings_of


class PlanCoverage(ListPage):
    """Every school that some item of the plan is for, with one column an item."""

    model = School
    verb = Verb.VIEW_DASHBOARD
    filterset_class = PlanCoverageFilter
    template_name = "supervision/plan_coverage.html"
    sheet_name = _("Coverage of the plan")
    default_sort = "network"

    @cached_property
    def plan(self):
        rows = SupervisionPlan.objects.visible_to(self.request.user).select_related("district")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def standings(self):
        return PlanStanding(self.plan)

    @cached_property
    def own_columns(self):
        return coverage_columns(self.standings)

    def get_columns(self):
        return self.own_columns

    def get_queryset(self):
        schools = set().union(*self.standings.schools.values())
        rows = School.objects.visible_to(self.request.user).filter(pk__in=schools).select_related("network")
        return rows.order_by(*self._ordering())

    def get_filterset_kwargs(self, filterset_class):
        return super().get_filterset_kwargs(filterset_class) | {"standings": self.standings}

    def get_context_data(self, **kwargs):
        facts = {"plan": self.plan, "whole": self.standings.whole, "late_count": len(self.standings.late_schools)}
        return super().get_context_data(**kwargs) | facts | {"slips": slips(self.plan)}


class PlanWorkload(Access, DetailView):
    model = SupervisionPlan
    verb = Verb.VIEW_DASHBOARD
    template_name = "supervision/plan_workload.html"
    context_object_name = "plan"

    def get_queryset(self):
        return super().get_queryset().select_related("district")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"workload": Workload(standings_of(self.object))}
