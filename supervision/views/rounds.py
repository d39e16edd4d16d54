"""Rounds of external assessment: read by all who read assessments, kept by the office for its own ones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, FormPage
from qa_portal.core.roles import Verb
from supervision.filters.rounds import RoundFilter
from supervision.forms.rounds import RoundForm, StandardsForm
from supervision.lists.rounds import ROUND_COLUMNS
from supervision.models import AssessmentRound, ExternalAssessment
from supervision.services.rounds import bands_of, links_of, save_standards
from supervision.views.lists import SupervisionList


class RoundList(SupervisionList):
    model = AssessmentRound
    verb = Verb.VIEW_ASSESSMENTS
    filterset_class = RoundFilter
    template_name = "supervision/round_list.html"
    sheet_name = gettext_lazy("Rounds of external assessment")
    default_sort = "-name"
    columns = ROUND_COLUMNS

    def get_queryset(self):
        mine = ExternalAssessment.objects.visible_to(self.request.user).values("pk")
        rows = super().get_queryset().select_related("district")
        return rows.annotate(assessment_count=Count("assessments", filter=Q(assessments__in=mine)))


class RoundDetail(Access, DetailView):
    """The years, and for each level of education the scale, its bands and the standards with the school's beside."""

    model = AssessmentRound
    verb = Verb.VIEW_ASSESSMENTS
    template_name = "supervision/round_detail.html"
    context_object_name = "round"

    def get_queryset(self):
        return super().get_queryset().select_related("district", "early_childhood_framework", "basic_framework")

    def get_context_data(self, **kwargs):
        may = AssessmentRound.objects.editable_by(self.request.user).filter(pk=self.object.pk).exists()
        return super().get_context_data(**kwargs) | {
            "parts": [_part(level, framework) for level, framework in self.object.frameworks.items()],
            "is_keeper": may,
            "entries": entries_of(self.object) if may else [],
        }


def _part(level, framework):
    return {
        "level": level,
        "framework": framework,
        "scale": framework.levels.select_related("score_band"),
        "standards": framework.standards.prefetch_related("school_links__school_standard"),
    }


class RoundAdd(Edit, CreateView):
    model = AssessmentRound
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = RoundForm
    template_name = "supervision/round_form.html"
    extra_context = {"back_url": reverse_lazy("supervision:round_list")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": AssessmentRound(district=self.request.user.district)}


class RoundEdit(Edit, UpdateView):
    model = AssessmentRound
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = RoundForm
    template_name = "supervision/round_form.html"
    context_object_name = "round"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class RoundStandards(FormPage):
    """The bands and links of a round's standards, where the standards are the office's own."""

    verb = Verb.MANAGE_ASSESSMENTS
    form_class = StandardsForm
    template_name = "supervision/round_standards.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.can(self.verb):
            raise PermissionDenied
        self.round = get_object_or_404(AssessmentRound.objects.editable_by(request.user), pk=kwargs["pk"])
        self.framework = self.round.frameworks.get(kwargs["level"])
        if self.framework is None:
            raise Http404
        if self.framework.district_id != self.round.district_id:
            messages.error(request, _("These standards are the country's: copy them as a version of your own first."))
            return redirect(self.round)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        now = {"bands": bands_of(self.framework), "links": links_of(self.framework)}
        asks = {"framework": self.framework, "with_scores": self.round.has_scores}
        return super().get_form_kwargs() | now | asks

    def form_valid(self, form):
        save_standards(self.framework, bands=form.bands, links=form.links, by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(self.round)

    def get_context_data(self, **kwargs):
        about = {"round": self.round, "framework": self.framework, "back_url": self.round.get_absolute_url()}
        return super().get_context_data(**kwargs) | about
