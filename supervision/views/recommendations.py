"""Recommendations of the assessors: the list, and each as a goal (F36)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from supervision.filters.recommendations import RecommendationFilter
from supervision.forms.recommendation import GoalForm, WordsFormSet
from supervision.lists.recommendations import RECOMMENDATION_COLUMNS, SHEET_COLUMNS
from supervision.models import AssessmentState, ExternalAssessment, Recommendation
from supervision.reports.recommendations import parts_of
from supervision.views.lists import SupervisionList

RELATED = ("assessment__school__district", "assessment__round", "standard", "owner")


class RecommendationList(SupervisionList):
    """What is to become of what the assessors recommended; a school sees its own."""

    model = Recommendation
    verb = Verb.VIEW_ASSESSMENTS
    for_office = ("school",)
    filterset_class = RecommendationFilter
    template_name = "supervision/recommendation_list.html"
    sheet_name = gettext_lazy("Recommendations of the assessors")
    default_sort = "due"

    def get_columns(self):
        self.columns = SHEET_COLUMNS if self.request.GET.get("format") == "xlsx" else RECOMMENDATION_COLUMNS
        return super().get_columns()

    def get_queryset(self):
        related = ("assessment__school", "assessment__round", "standard__framework", "owner")
        return super().get_queryset().with_progress().select_related(*related)

    def get_context_data(self, **kwargs):
        own = Recommendation.objects.visible_to(self.request.user).filter(owner=self.request.user)
        return super().get_context_data(**kwargs) | {"owns_some": own.exists()}


class RecommendationDetail(Access, DetailView):
    """The goal, its parts and how far they are, and what this person can do."""

    model = Recommendation
    queryset = Recommendation.objects.select_related(*RELATED)
    verb = Verb.VIEW_ASSESSMENTS
    template_name = "supervision/recommendation_detail.html"
    context_object_name = "recommendation"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        editable = Recommendation.objects.editable_by(user).filter(pk=row.pk)
        return (
            super().get_context_data(**kwargs)
            | parts_of(row, user)
            | {"is_keeper": not row.is_closed and editable.exists(), "entries": entries_of(row)}
        )


class GoalEdit(Typed, Edit, UpdateView):
    model = Recommendation
    queryset = Recommendation.objects.select_related(*RELATED)
    form_class = GoalForm
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/recommendation_edit.html"

    def dispatch(self, request, *args, **kwargs):
        row = Recommendation.objects.editable_by(request.user).filter(pk=kwargs["pk"]).first()
        if row and row.is_closed:
            messages.error(request, closed_sentence())
            return redirect(row)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "back_url": self.object.get_absolute_url(),
            "unsaved_is_stale": bool(self.unsaved) and self.unsaved.is_older_than(self.object),
        }


def closed_sentence():
    return _("The improvement is closed. Open it again before you change it.")


class RecommendationWords(Typed, Edit, FormView):
    """What the assessors recommended, typed in one go."""

    model = ExternalAssessment
    form_class = WordsFormSet
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/recommendation_words.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb) and self.assessment.state == AssessmentState.CANCELLED:
            messages.error(request, _("The assessment was cancelled: it has no recommendations."))
            return redirect(self.assessment)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def assessment(self):
        related = ("school", "round__early_childhood_framework", "round__basic_framework")
        rows = ExternalAssessment.objects.editable_by(self.request.user).select_related(*related)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        ExternalAssessment.objects.select_for_update().get(pk=self.assessment.pk)
        return super().post(request, *args, **kwargs)

    def get_initial(self):
        return None

    def get_prefix(self):
        return "row"

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        return {name: value for name, value in given.items() if name != "prefix"} | {"assessment": self.assessment}

    def form_valid(self, form):
        form.save_all(by=self.request.user)
        return super().form_valid(form)

    def get_success_url(self):
        again = "again" in self.request.POST
        return self.request.path if again else f"{self.assessment.get_absolute_url()}#recommendations"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"assessment": self.assessment}
