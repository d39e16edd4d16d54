"""The office's SAR cycles: their dates, their standards, opening and closing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, ListPage, TransitionPage, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from schools.filters.cycle import CycleFilter
from schools.forms.cycle import CycleForm
from schools.lists.cycles import CYCLE_COLUMNS
from schools.lists.sars import state_counts
from schools.models import Cycle, CycleState, EducationLevel, Framework, Sar, StepSet
from schools.reports.cycle import extensions, moments, unmatched_before
from schools.services.cadence import next_round
from schools.services.expected import refresh_expected


class CycleList(ListPage):
    model = Cycle
    verb = Verb.MANAGE_CYCLES
    filterset_class = CycleFilter
    columns = CYCLE_COLUMNS
    default_sort = "-year"
    sheet_name = gettext_lazy("SAR cycles")
    template_name = "schools/cycle_list.html"

    @property
    def queryset(self):
        return Cycle.objects.with_counts()


@require_safe
@requires(Verb.VIEW_SARS)
def cycle_detail(request, pk):
    """The cycle's dates and words, for schools too; for those who manage it how far the reports are."""
    rows = Cycle.objects.visible_to(request.user).select_related("district", "step_set", "early_childhood_framework")
    cycle = get_object_or_404(rows.select_related("basic_framework"), pk=pk)
    sars = Sar.objects.visible_to(request.user).filter(cycle=cycle)
    context = {
        "cycle": cycle,
        "moments": moments(cycle),
        "states": state_counts(sars.count_by_state()),
        "extensions": extensions(sars),
        "papers": cycle.papers.select_related("stored"),
    }
    if request.user.can(Verb.MANAGE_CYCLES):
        context |= _for_managers(cycle)
    return render(request, "schools/cycle_detail.html", context)


def _for_managers(cycle):
    return {
        "is_manager": True,
        "round": next_round(cycle),
        "can_refresh": cycle.state == CycleState.OPEN,
        "unmatched": unmatched_before(cycle),
        "entries": entries_of(cycle),
    }


class CycleAdd(Edit, CreateView):
    model = Cycle
    extra_context = {"back_url": reverse_lazy("schools:cycle_list")}
    form_class = CycleForm
    verb = Verb.MANAGE_CYCLES
    template_name = "schools/cycle_form.html"
    saved_message = gettext_lazy("The cycle is prepared. Open it when the schools may begin.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self._new_cycle()}

    def _new_cycle(self):
        year, district = academic_year(timezone.localdate()), self.request.user.district
        offered = Framework.objects.offered_to(district)
        last = Cycle.objects.visible_to(self.request.user).first()
        in_force = {f"{level}_framework": offered.for_schools(level).in_force(year).first() for level in EducationLevel}
        words = last.instructions if last else ""
        steps = StepSet.objects.filter(in_force_from__lte=year).first()
        return Cycle(district=district, academic_year=year, instructions=words, step_set=steps, **in_force)


class CycleEdit(Edit, UpdateView):
    model = Cycle
    extra_context = {"back_url": reverse_lazy("schools:cycle_list")}
    form_class = CycleForm
    verb = Verb.MANAGE_CYCLES
    template_name = "schools/cycle_form.html"


class CycleTransition(TransitionPage):
    model = Cycle


@require_POST
@requires(Verb.MANAGE_CYCLES)
def cycle_refresh(request, pk):
    """Brings the expected reports up to date with the registry."""
    cycle = get_object_or_404(Cycle.objects.editable_by(request.user), pk=pk)
    if cycle.state != CycleState.OPEN:
        messages.error(request, _("Only an open cycle can be brought up to date."))
        return redirect(cycle)
    added, withdrawn = refresh_expected(cycle, by=request.user)
    facts = {"added": added, "withdrawn": withdrawn}
    messages.success(request, _("Expected reports: %(added)s added, %(withdrawn)s withdrawn.") % facts)
    return redirect(cycle)
