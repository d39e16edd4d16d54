"""One external assessment: its page, its stages, its days."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, UpdateView

from qa_portal.core.forms import NoteForm
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, FormPage, TransitionPage
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import Refused
from supervision.forms.assessments import AgainForm, AssessmentForm, StepForm
from supervision.models import ExternalAssessment, Observer
from supervision.reports.assessment import next_of, stages_of
from supervision.reports.letters import letters_of
from supervision.reports.recommendations import recommendations_of
from supervision.reports.results import results_of
from supervision.services.assessments import assess_again, objection_to_again, take_step
from supervision.services.readiness import readiness_of


def stages_part(assessment, user):
    may = ExternalAssessment.objects.editable_by(user).filter(pk=assessment.pk).exists()
    return {
        "stages": stages_of(assessment),
        "next": next_of(assessment),
        "is_keeper": may,
        "is_office": user.scope is not Scope.SCHOOL,
        "others": list(assessment.others),
        "may_again": may and not objection_to_again(assessment),
    }


def readiness_part(assessment, user):
    return {"readiness": readiness_of(assessment)}


def hearing_part(assessment, user):
    observers = Observer.objects.visible_to(user).filter(assessment=assessment)
    return {"attendees": assessment.attendees.select_related("user"), "observers": observers.select_related("user")}


# Each part of the page gives its own keys: f(assessment, user) → context.
PARTS = (stages_part, readiness_part, hearing_part, results_of, recommendations_of, letters_of)


class AssessmentDetail(Access, DetailView):
    """Where an external assessment stands, what comes next and whose turn it is, and all that it holds."""

    model = ExternalAssessment
    verb = Verb.VIEW_ASSESSMENTS
    template_name = "supervision/assessment_detail.html"
    context_object_name = "assessment"

    def get_queryset(self):
        related = ("school__district", "school__network", "round__early_childhood_framework", "round__basic_framework")
        return super().get_queryset().with_outcome().select_related(*related)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for part in PARTS:
            context |= part(self.object, self.request.user)
        return context | {"entries": entries_of(self.object)}


class AssessmentStep(TransitionPage):
    """A stage asks for its day; cancelling and taking back only for the reason."""

    model = ExternalAssessment

    def get_form(self, data=None, files=None):
        if self.transition.needs_note:
            return NoteForm(data, files, transition=self.transition)
        return StepForm(data, files, transition=self.transition, assessment=self.object)

    def act(self, form):
        facts = getattr(form, "facts", {})
        take_step(self.object, self.transition.name, note=form.cleaned_data["note"], by=self.request.user, **facts)


class AssessmentEdit(Edit, UpdateView):
    model = ExternalAssessment
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = AssessmentForm
    template_name = "supervision/assessment_edit.html"
    context_object_name = "assessment"

    def get_queryset(self):
        return super().get_queryset().select_related("school", "round")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class OfAssessment:
    """A page about one assessment that the user may write on. Wrong state: a sentence, back to its page."""

    verb = Verb.MANAGE_ASSESSMENTS

    @cached_property
    def assessment(self):
        rows = ExternalAssessment.objects.editable_by(self.request.user)
        return get_object_or_404(rows.select_related("school__district", "round"), pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not request.user.can(self.verb):
            raise PermissionDenied
        refusal = self.refusal()
        if refusal:
            messages.error(request, refusal)
            return redirect(self.assessment)
        return super().dispatch(request, *args, **kwargs)

    def refusal(self):
        return ""

    def get_context_data(self, **kwargs):
        back = {"assessment": self.assessment, "back_url": self.assessment.get_absolute_url()}
        return super().get_context_data(**kwargs) | back


class AssessmentAgain(OfAssessment, FormPage):
    """The notice of a re-assessment, with the plan of improvement that it follows."""

    form_class = AgainForm
    template_name = "supervision/assessment_again.html"

    def refusal(self):
        return objection_to_again(self.assessment)

    def form_valid(self, form):
        try:
            made = assess_again(self.assessment, by=self.request.user, **form.facts)
        except Refused as refused:
            messages.error(self.request, str(refused))
            return redirect(self.assessment)
        messages.success(self.request, _("The re-assessment is there. The school's people have been told."))
        return redirect(made)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"recommendations": self.assessment.recommendations.all()}
