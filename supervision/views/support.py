"""The help list: schools that might need help, those that get it, and how it goes (A5-10)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from qa_portal.core.addresses import row_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, pdf_response, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.unsaved import Typed
from schools.models import School
from supervision.documents.support_plan import render_support_plan
from supervision.filters.support import SupportFilter
from supervision.forms.support import SupportPlanForm, SupportReviewForm
from supervision.lists.support import CANDIDATE_COLUMNS, SUPPORT_COLUMNS
from supervision.models import FollowUpRules, SupportPlan, SupportReview
from supervision.models.support import GOING_ON
from supervision.reports.help_list import candidate, candidates
from supervision.views.lists import SupervisionList


class SupportList(SupervisionList):
    model = SupportPlan
    for_office = ("overdue",)
    filterset_class = SupportFilter
    template_name = "supervision/support_list.html"
    sheet_name = _("Support plans")
    default_sort = "review"
    columns = SUPPORT_COLUMNS

    def get_queryset(self):
        return super().get_queryset().select_related("school", "lead")


class CandidateList(Access, TemplateView):
    """Schools without a plan that might need one, each with why."""

    verb = Verb.PLAN_VISIT
    template_name = "supervision/support_candidates.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"candidates": candidates(self.request.user), "is_office": True}

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("format") != "xlsx":
            return super().render_to_response(context, **kwargs)
        name = str(_("Schools that might need help"))
        return workbook_response([Sheet(name, CANDIDATE_COLUMNS, context["candidates"], [name])], name)


class SupportForm(Typed, Edit):
    model = SupportPlan
    verb = Verb.PLAN_VISIT
    form_class = SupportPlanForm
    template_name = "supervision/support_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class SupportCreate(SupportForm, CreateView):
    """`?school=` from the list of candidates, with the reasons that put it there."""

    def get_initial(self):
        school = row_in(School.objects.visible_to(self.request.user), self.request.GET.get("school", ""))
        rules = FollowUpRules.objects.of(self.request.user.district_id)
        initial = {"lead": self.request.user.pk, "review_every": rules.review_weeks}
        if school is None:
            return initial
        found = candidate(self.request.user, school)
        why = {"reason": found.reason, "reason_text": found.text} if found.reasons else {"reason": "chosen"}
        return initial | {"school": school.pk} | why


class SupportEdit(SupportForm, UpdateView):
    def get_queryset(self):
        return super().get_queryset().filter(state__in=GOING_ON)


class SupportDetail(Access, DetailView):
    model = SupportPlan
    verb = Verb.VIEW_VISITS
    template_name = "supervision/support_detail.html"
    context_object_name = "plan"

    def get_queryset(self):
        return super().get_queryset().select_related("school", "lead")

    def get_context_data(self, **kwargs):
        plan, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "team": plan.team.all(),
            "reviews": plan.reviews.select_related("written_by", "visit"),
            "objectives": [line.strip() for line in plan.objectives.splitlines() if line.strip()],
            "is_keeper": plan.is_going_on and SupportPlan.objects.editable_by(user).filter(pk=plan.pk).exists(),
            "entries": entries_of(plan),
        }


class ReviewAdd(Typed, Edit, CreateView):
    model = SupportReview
    verb = Verb.PLAN_VISIT
    form_class = SupportReviewForm
    template_name = "supervision/support_review.html"

    @cached_property
    def plan(self):
        rows = SupportPlan.objects.editable_by(self.request.user).filter(state__in=GOING_ON)
        return get_object_or_404(rows.select_related("school"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.plan}

    def form_valid(self, form):
        form.instance.written_by = self.request.user
        return super().form_valid(form)

    def get_success_url(self):
        return self.plan.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"plan": self.plan, "back_url": self.plan.get_absolute_url()}


@requires(Verb.VIEW_VISITS)
def support_pdf(request, pk):
    rows = SupportPlan.objects.visible_to(request.user).select_related("school__district", "school__network", "lead")
    plan = get_object_or_404(rows, pk=pk)
    return pdf_response(render_support_plan(plan), f"support-plan-{plan.school.moe_code}")
