"""Surveys as the office keeps them (K14): made, opened, closed, read."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView

from projects.models import Activity
from qa_portal.core.addresses import row_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, ListPage, docx_response, pdf_response, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import wrong_state
from schools.documents.certificate import qr_picture
from supervision.documents.survey import render_poster, render_result, render_result_docx, result_sheets
from supervision.filters.surveys import SurveyFilter
from supervision.forms.survey import QuestionSet, SurveyForm
from supervision.lists.surveys import SURVEY_COLUMNS
from supervision.models import Survey, SurveyState
from supervision.reports.survey import result_of
from supervision.services.surveys import begin_survey, save_questions
from supervision.views.office import ForOffice


class SurveyList(ForOffice, ListPage):
    model = Survey
    verb = Verb.VIEW_VISITS
    columns = SURVEY_COLUMNS
    filterset_class = SurveyFilter
    sheet_name = gettext_lazy("Satisfaction surveys")
    template_name = "supervision/survey_list.html"
    default_sort = "-closes"

    def get_queryset(self):
        return super().get_queryset().with_counts().select_related("activity__project", "plan_item")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_office": True}


class SurveyDetail(Access, DetailView):
    """How the survey stands, its link and QR; once it has ended, what was answered."""

    model = Survey
    verb = Verb.VIEW_VISITS
    template_name = "supervision/survey_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("district", "activity__project", "plan_item")

    def get_context_data(self, **kwargs):
        survey, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "result": result_of(survey),
            "questions": survey.questions.all(),
            "qr": qr_picture(survey.public_url),
            "may_edit": Survey.objects.editable_by(user)
            .exclude(state=SurveyState.CLOSED)
            .filter(pk=survey.pk)
            .exists(),
            "entries": entries_of(survey),
        }


class SurveyAdd(Edit, CreateView):
    """With ?activity= for one activity of a project."""

    model = Survey
    verb = Verb.PLAN_VISIT
    form_class = SurveyForm
    template_name = "supervision/survey_form.html"
    extra_context = {"back_url": reverse_lazy("supervision:survey_list")}
    saved_message = gettext_lazy("Saved, with the ready questions. Look through them, then open the survey.")

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {"instance": Survey(district=user.district), "user": user}

    def get_initial(self):
        activity = row_in(Activity.objects.visible_to(self.request.user), self.request.GET.get("activity", ""))
        if activity is None:
            return {}
        title = _("Satisfaction with: %(activity)s") % {"activity": activity.title}
        return {"activity": activity, "title": title[:300], "opens_on": timezone.localdate()}

    def form_valid(self, form):
        self.object = begin_survey(form.instance)
        messages.success(self.request, self.saved_message)
        return redirect(self.object)


class SurveyEdit(Edit, UpdateView):
    model = Survey
    verb = Verb.PLAN_VISIT
    form_class = SurveyForm
    template_name = "supervision/survey_form.html"

    def dispatch(self, request, *args, **kwargs):
        closed = Survey.objects.visible_to(request.user).filter(pk=kwargs["pk"], state=SurveyState.CLOSED).first()
        if closed and request.user.can(self.verb):
            messages.error(request, wrong_state(closed))
            return redirect(closed)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@requires(Verb.PLAN_VISIT)
@transaction.atomic
def survey_questions(request, pk):
    """The questions, while the survey is a draft: words, kind, order, more of them, fewer."""
    survey = get_object_or_404(Survey.objects.editable_by(request.user).select_for_update(), pk=pk)
    if not survey.is_draft:
        messages.error(request, wrong_state(survey))
        return redirect(survey)
    formset = QuestionSet(request.POST or None, instance=survey)
    if request.method == "POST" and formset.is_valid():
        save_questions(survey, formset.in_order, formset.dropped)
        messages.success(request, _("Saved."))
        return redirect(survey)
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/survey_questions.html", {"survey": survey, "formset": formset}, status=status)


# ---------------------------------------------------------------- papers


def _visible(request, pk):
    return get_object_or_404(Survey.objects.visible_to(request.user).select_related("district"), pk=pk)


@requires(Verb.VIEW_VISITS)
def survey_poster(request, pk):
    survey = _visible(request, pk)
    return pdf_response(render_poster(survey), f"QR-{survey.title[:80]}")


@requires(Verb.VIEW_VISITS)
def survey_result(request, pk, kind):
    """The results as PDF, DOCX or XLSX, once there are any to show."""
    survey = _visible(request, pk)
    if not result_of(survey).is_shown:
        messages.error(request, _("The results can be read when the survey has ended and at least 5 have answered."))
        return redirect(survey)
    name = survey.title[:80]
    if kind == "xlsx":
        return workbook_response(result_sheets(survey), name)
    return (
        pdf_response(render_result(survey), name) if kind == "pdf" else docx_response(render_result_docx(survey), name)
    )
