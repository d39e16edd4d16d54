"""The results of one external assessment."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, UpdateView

from qa_portal.core.pages import Access, Edit, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from supervision.forms.result import ResultPaperForm
from supervision.models import AssessmentState, ExternalAssessment, ResultKind, ResultPaper
from supervision.reports.result_history import result_history
from supervision.reports.results import results_of

ROUND = ("school", "round__early_childhood_framework", "round__basic_framework")


class ResultCompare(Access, DetailView):
    """What each paper states, side by side."""

    model = ExternalAssessment
    queryset = ExternalAssessment.objects.select_related(*ROUND)
    verb = Verb.VIEW_ASSESSMENTS
    template_name = "supervision/result_compare.html"
    context_object_name = "assessment"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | results_of(self.object, self.request.user)
        papers = [said.paper for said in context["results"].papers]
        return context | {"entries": result_history(papers)}


class ResultEdit(Typed, Edit, UpdateView):
    """One paper: its overall judgement and that of each standard."""

    model = ResultPaper
    form_class = ResultPaperForm
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/result_form.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb) and self.assessment.state == AssessmentState.CANCELLED:
            messages.error(request, _("The assessment was cancelled: it has no results."))
            return redirect("supervision:result_compare", self.assessment.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def assessment(self):
        if self.kwargs["kind"] not in ResultKind:
            raise Http404
        rows = ExternalAssessment.objects.editable_by(self.request.user).select_related(*ROUND)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_object(self, queryset=None):
        if self.request.method == "POST":  # two people who begin the same paper do it one after the other
            ExternalAssessment.objects.select_for_update().get(pk=self.assessment.pk)
        kind = self.kwargs["kind"]
        paper = self.assessment.result_papers.filter(kind=kind).first() or ResultPaper(kind=kind)
        paper.assessment = self.assessment
        return paper

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "assessment": self.assessment,
            "back_url": self.object.get_absolute_url(),
            "unsaved_is_stale": bool(self.unsaved) and self.unsaved.is_older_than(self.object),
        }


@require_safe
@requires(Verb.VIEW_ASSESSMENTS)
def result_file(request, pk, kind):
    papers = ResultPaper.objects.visible_to(request.user).exclude(stored=None).select_related("stored")
    return serve_file(get_object_or_404(papers, assessment__pk=pk, kind=kind).stored)
