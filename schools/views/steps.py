"""The yearly steps of internal quality assurance: a school's page, one step, and how far the schools are (A4-01)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import View

from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, ListPage, requires
from qa_portal.core.roles import Verb
from schools.forms.steps import StepForm
from schools.lists.steps import StepFilter, columns_for, with_steps, years_for
from schools.models import Evidence, School
from schools.reports.steps import steps_page
from schools.services.evidence import place_key
from schools.services.steps import record_of, step_set_of, steps_of

from .evidence import own_school, year_or_404


@require_safe
@requires(Verb.VIEW_SARS)
def school_steps(request, pk, year):
    """The steps of one school's year, in the words of their regulation."""
    school = get_object_or_404(School.objects.visible_to(request.user).select_related("district"), pk=pk)
    year_or_404(year)
    is_own = School.objects.desk_of(request.user).filter(pk=pk).exists()
    context = {
        "school": school,
        "year": year,
        "can_write": is_own and request.user.can(Verb.RATE_SAR),
        "is_own": is_own,
    }
    return render(request, "schools/school_steps.html", context | steps_page(school, year))


@method_decorator([READ_WRITE, requires(Verb.RATE_SAR), transaction.atomic], "dispatch")
class StepPage(View):
    """What was done for one step; what is typed is kept."""

    def dispatch(self, request, pk, year, number):
        self.school = own_school(request, pk)
        self.year = year_or_404(year)
        steps = {step.number: (step, record) for step, record in reversed(steps_of(self.school, year))}
        if number not in steps:
            raise Http404
        self.step, self.record = steps[number]
        return super().dispatch(request)

    def get(self, request):
        typing = unsaved.find(request.user, request.path)
        form = StepForm(typing and typing.data, instance=self.record)
        return self._page(as_typed(form) if typing else form, typing)

    def post(self, request):
        self.record = record_of(self.school, self.year, self.step)
        form = StepForm(request.POST, instance=self.record)
        if not form.is_valid():
            return self._page(form, status=422)
        if form.has_changed():
            form.save()
        unsaved.forget(request.user, request.path)
        messages.success(request, _("Saved."))
        return redirect("schools:school_steps", self.school.pk, self.year)

    def _page(self, form, typing=None, status=200):
        context = {
            "school": self.school,
            "year": self.year,
            "step": self.step,
            "form": form,
            "place": place_key("step", self.step.pk),
            "evidence": Evidence.objects.filter(uses__step=self.record) if self.record.pk else [],
            "unsaved": typing,
            "unsaved_is_stale": typing and typing.is_older_than(self.record),
            "entries": entries_of(self.record) if self.record.pk else [],
        }
        return render(self.request, "schools/school_step.html", context, status=status)


class StepList(ListPage):
    """How far the schools are, for the office; a school finds its own."""

    verb = Verb.VIEW_SARS
    model = School
    filterset_class = StepFilter
    default_sort = "school"
    sheet_name = gettext_lazy("Yearly steps")
    template_name = "schools/step_list.html"

    @cached_property
    def year(self):
        asked, years = self.request.GET.get("academic_year", ""), years_for(self.request.user)
        return int(asked) if asked in map(str, years) else years[0]

    @cached_property
    def step_set(self):
        return step_set_of(self.request.user.district_id, self.year)

    def get_columns(self):
        return columns_for(self.year, self.step_set.steps.all() if self.step_set else [])

    def get_filterset_kwargs(self, filterset_class):
        data = self.request.GET.copy()
        data["academic_year"] = str(self.year)
        return super().get_filterset_kwargs(filterset_class) | {"data": data}

    def get_queryset(self):
        return with_steps(super().get_queryset().open_at().select_related("network", "district"), self.year)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"year": self.year, "step_set": self.step_set}
