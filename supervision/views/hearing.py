"""The oral report and the office's observers."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView, UpdateView

from qa_portal.core.pages import Access, Edit, FormPage, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, wrong_state
from supervision.filters.observations import ObservationFilter
from supervision.forms.hearing import AttendeeFormSet, HearingForm, ObservationForm, ObserverForm
from supervision.lists.observations import OBSERVATION_COLUMNS
from supervision.models import AssessmentState, Observer
from supervision.services.hearing import recall_observer, report_observation, send_observer
from supervision.views.assessment import OfAssessment
from supervision.views.lists import SupervisionList


class HearingEdit(OfAssessment, TemplateView):
    """What was said and who heard it; the committee can be written down before the day."""

    template_name = "supervision/assessment_hearing.html"

    def refusal(self):
        return wrong_state(self.assessment) if self.assessment.state == AssessmentState.CANCELLED else ""

    def get_context_data(self, **kwargs):
        return self._forms() | super().get_context_data(**kwargs)

    def _forms(self, data=None):
        form = HearingForm(data, instance=self.assessment)
        return {"form": form, "attendees": AttendeeFormSet(data, assessment=self.assessment)}

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        forms = self._forms(request.POST)
        if not (forms["form"].is_valid() & forms["attendees"].is_valid()):
            return self.render_to_response(self.get_context_data(**forms), status=422)
        for form in forms.values():
            form.save()
        messages.success(request, _("Saved."))
        if "again" in request.POST:
            return redirect(request.path)
        return redirect(self.assessment)


class ObserverAdd(OfAssessment, FormPage):
    form_class = ObserverForm
    template_name = "supervision/observer_add.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"assessment": self.assessment}

    def form_valid(self, form):
        try:
            send_observer(
                self.assessment,
                form.cleaned_data["user"],
                by=self.request.user,
                order_number=form.cleaned_data["order_number"],
            )
        except Refused as refused:
            form.add_error("user", str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The observer has been told."))
        return redirect(self.assessment)


@require_POST
@requires(Verb.MANAGE_ASSESSMENTS)
def observer_recall(request, pk):
    observer = get_object_or_404(Observer.objects.visible_to(request.user).select_related("assessment"), pk=pk)
    try:
        recall_observer(observer, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The observer has been told."))
    return redirect(observer.assessment)


class ObservationList(SupervisionList):
    """Where this person is sent to observe, and what is still to be written."""

    model = Observer
    verb = Verb.OBSERVE_ASSESSMENT
    scope = "editable_by"
    filterset_class = ObservationFilter
    template_name = "supervision/observation_list.html"
    sheet_name = gettext_lazy("Where I observe")
    default_sort = "-visit"
    columns = OBSERVATION_COLUMNS

    def get_queryset(self):
        return super().get_queryset().select_related("assessment__school", "assessment__round")


class ObservationDetail(Access, DetailView):
    """What an observer wrote: for the office's people; the observer writes on it."""

    model = Observer
    verb = Verb.VIEW_ASSESSMENTS
    template_name = "supervision/observation.html"

    def get_queryset(self):
        return super().get_queryset().select_related("user", "assessment__school", "assessment__round")

    def get_context_data(self, **kwargs):
        user = self.request.user
        may_recall = user.can(Verb.MANAGE_ASSESSMENTS) and not self.object.reported_at
        return super().get_context_data(**kwargs) | {"is_own": self.object.user == user, "may_recall": may_recall}


class ObservationEdit(Edit, UpdateView):
    model = Observer
    verb = Verb.OBSERVE_ASSESSMENT
    form_class = ObservationForm
    template_name = "supervision/observation_edit.html"

    def get_queryset(self):
        return super().get_queryset().select_related("assessment__school", "assessment__round")

    def form_valid(self, form):
        report_observation(form.instance, by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}
