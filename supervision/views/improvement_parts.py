"""The parts of a goal: added, changed, taken out, and said to be done."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, DeleteView, UpdateView

from qa_portal.core.pages import Access, Edit, requires, serve_file
from qa_portal.core.roles import Verb
from supervision.forms.recommendation import FinishForm, PartForm
from supervision.models import ImprovementPart, Recommendation, RecommendationState
from supervision.services.recommendations import add_part, finish_part
from supervision.views.recommendations import RELATED, closed_sentence


class OfRecommendation:
    """Pages about the parts of one goal: 404 outside of `editable_by`, a sentence where the goal is closed."""

    model = ImprovementPart
    pk_url_kwarg = "part"

    @cached_property
    def recommendation(self):
        rows = Recommendation.objects.editable_by(self.request.user).select_related(*RELATED)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb) and self.recommendation.is_closed:
            messages.error(request, closed_sentence())
            return redirect(self.recommendation)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return self.recommendation.parts.all()

    def get_success_url(self):
        return f"{self.recommendation.get_absolute_url()}#parts-title"

    def get_context_data(self, **kwargs):
        facts = {"recommendation": self.recommendation, "back_url": self.get_success_url()}
        return super().get_context_data(**kwargs) | facts


class PartForms(OfRecommendation, Edit):
    form_class = PartForm
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/part_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"recommendation": self.recommendation, "user": self.request.user}


class PartAdd(PartForms, CreateView):
    saved_message = gettext_lazy("The part is added.")

    def form_valid(self, form):
        self.object = add_part(self.recommendation, form.save(commit=False))
        messages.success(self.request, self.saved_message)
        return redirect(self.get_success_url())


class PartEdit(PartForms, UpdateView):
    pass


class PartRemove(OfRecommendation, Access, DeleteView):
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/part_remove.html"
    context_object_name = "part"

    def form_valid(self, form):
        if self.object.stored_id:
            messages.error(self.request, _("It has a file that shows what was done: it cannot be taken out any more."))
            return redirect(self.get_success_url())
        return super().form_valid(form)


class PartFinish(OfRecommendation, Edit, UpdateView):
    """Somebody of the office or of the school says that a part done by hand is done."""

    form_class = FinishForm
    verb = Verb.ANSWER_ACTION
    template_name = "supervision/part_finish.html"

    @cached_property
    def recommendation(self):
        rows = Recommendation.objects.visible_to(self.request.user).select_related(*RELATED)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb) and self.recommendation.state == RecommendationState.OPEN:
            messages.error(request, _("The improvement has not begun yet."))
            return redirect(self.recommendation)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return ImprovementPart.objects.answerable_by(self.request.user).filter(recommendation=self.recommendation)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    @transaction.atomic
    def form_valid(self, form):
        finish_part(form.instance, done_on=form.cleaned_data["done_on"], stored=form.stored, by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(self.get_success_url())


@require_safe
@requires(Verb.VIEW_ASSESSMENTS)
def part_file(request, pk, part):
    row = get_object_or_404(Recommendation.objects.visible_to(request.user), pk=pk)
    found = row.parts.exclude(stored=None).select_related("stored")
    return serve_file(get_object_or_404(found, pk=part).stored)
