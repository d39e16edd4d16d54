"""Recording a visit, one question a page: made for a phone in a school corridor."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from qa_portal.core.pages import Edit
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from supervision.forms import FactsForm, SectionForm, WordsForm
from supervision.models import Visit, score_of
from supervision.reports import held_by, record_steps
from supervision.services.answers import save_answers
from supervision.services.photos import add_photo
from supervision.workflow.visit import missing_to_report


class Record(Edit):
    """A page on which the team of a visit writes; the visit stays locked from check to save. After the report the page
    says so and leads back to the visit."""

    model = Visit
    verb = Verb.REPORT_VISIT
    context_object_name = "visit"

    def dispatch(self, request, *args, **kwargs):
        refused = self._refuse_sent(request)
        return refused or super().dispatch(request, *args, **kwargs)

    def _refuse_sent(self, request):
        visit = Visit.objects.visible_to(request.user).filter(pk=self.kwargs["pk"]).first()
        if visit is None or visit.is_open_to_edit or not request.user.can(self.verb):
            return None
        messages.error(
            request, _("The visit is “%(state)s”: nothing in it can be changed.") % {"state": visit.get_state_display()}
        )
        return redirect(visit)

    def get_visit(self):
        rows = Visit.objects.editable_by(self.request.user).select_related("school__district", "instrument")
        if self.request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"steps": record_steps(context["visit"]), "here": self.request.path}


class RecordForm(Typed, Record, UpdateView):
    """A record page whose form is of the visit itself."""

    template_name = "supervision/visit_record.html"
    next_step = ""

    def get_object(self, queryset=None):
        return self.get_visit()

    def get_success_url(self):
        return reverse(f"supervision:{self.next_step}", args=[self.object.pk])


class FactsEdit(RecordForm):
    form_class = FactsForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_success_url(self):
        return next_after_facts(self.object)


def next_after_facts(visit):
    if visit.instrument is None:
        return reverse("supervision:visit_words", args=[visit.pk])
    first = visit.instrument.sections.values_list("position", flat=True).first()
    return reverse("supervision:visit_section", args=[visit.pk, first])


class WordsEdit(RecordForm):
    form_class = WordsForm
    next_step = "visit_findings"


class PartForm(Record, SingleObjectMixin, FormView):
    """A record page whose form is of something that the visit holds; the visit is read when it is first asked for."""

    @cached_property
    def object(self):
        return self.get_visit()


class SectionEdit(PartForm):
    """One section of the instrument a page, saved by itself."""

    form_class = SectionForm
    template_name = "supervision/visit_section.html"

    @cached_property
    def section(self):
        if self.object.instrument is None:
            raise Http404
        return get_object_or_404(self.object.instrument.sections, position=self.kwargs["position"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"visit": self.object, "section": self.section}

    def form_valid(self, form):
        save_answers(self.object, form.given())
        for item, upload, caption, consent in form.given_photos():
            facts = {"caption": caption, "has_consent": consent, "item": item, "by": self.request.user}
            add_photo(self.object, upload=upload, **facts)
        return super().form_valid(form)

    def get_success_url(self):
        later = self.object.instrument.sections.filter(position__gt=self.section.position).first()
        if later is None:
            return reverse("supervision:visit_words", args=[self.object.pk])
        return reverse("supervision:visit_section", args=[self.object.pk, later.position])

    def get_context_data(self, **kwargs):
        score = score_of(self.object)
        own = next(part for part in score.sections if part.section.pk == self.section.pk)
        return super().get_context_data(**kwargs) | {"section": own, "score": score}


class VisitCheck(Record, DetailView):
    """Check your answers, then mark as visited and send the report."""

    http_method_names = ["get", "head", "options"]
    template_name = "supervision/visit_check.html"

    def get_object(self, queryset=None):
        return self.get_visit()

    def get_context_data(self, **kwargs):
        missing = list(missing_to_report(self.object))
        return super().get_context_data(**kwargs) | held_by(self.object) | {"missing": missing}
