"""The report on the office's own standards: the list, a report with its meter, its levels, its files (A9)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe
from django.views.generic import UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, ListPage, docx_response, pdf_response, requires, serve_file, workbook_response
from qa_portal.core.roles import Verb, office_can
from qa_portal.core.thai import fiscal_year
from qa_portal.core.unsaved import Typed
from qa_portal.core.workflow import Refused
from qa_portal.office.checks.own_standards import suggestion_of
from qa_portal.office.documents.own_standards import report_docx, report_name, report_pdf, report_sheets
from qa_portal.office.forms.own_standards import BeginForm, OwnLevelForm
from qa_portal.office.lists.own_standards import OWN_COLUMNS, OwnAssessmentFilter
from qa_portal.office.models import OwnAnswer, OwnAssessment, OwnEdition, OwnLevel
from qa_portal.office.reports.own_screen import screen_of
from qa_portal.office.reports.own_standards import content_of
from qa_portal.office.services.own_standards import begin, lock_draft
from schools.models import Framework, FrameworkKind

WHOLE = ("district", "framework", "proposed_by", "approved_by")


class OwnList(ListPage):
    model = OwnAssessment
    verb = Verb.VIEW_OWN_STANDARDS
    columns = OWN_COLUMNS
    filterset_class = OwnAssessmentFilter
    template_name = "office/own_list.html"
    sheet_name = gettext_lazy("The office's own standards")
    default_sort = "-fiscal_year"

    @property
    def queryset(self):
        return OwnAssessment.objects.select_related("district", "framework").prefetch_related("levels__level")

    def get_context_data(self, **kwargs):
        user = self.request.user
        frameworks = Framework.objects.visible_to(user).filter(kind=FrameworkKind.OFFICE).select_related("district")
        return super().get_context_data(**kwargs) | {
            "frameworks": frameworks,
            "may_begin": office_can(user, Verb.EDIT_OWN_STANDARDS),
        }


@requires(Verb.EDIT_OWN_STANDARDS)
def own_begin(request):
    """A year's report, with a blank answer for each item; one that is there already is opened."""
    if not office_can(request.user, Verb.EDIT_OWN_STANDARDS):
        raise Http404
    initial = {"fiscal_year": fiscal_year(timezone.localdate())}
    form = BeginForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(begin(request.user.district, **form.cleaned_data))
        except Refused as refused:
            form.add_error("framework", str(refused))
    return render(request, "office/own_begin.html", {"form": form}, status=422 if form.errors else 200)


def visible_report(request, pk):
    return get_object_or_404(OwnAssessment.objects.visible_to(request.user).select_related(*WHOLE), pk=pk)


@require_safe
@requires(Verb.VIEW_OWN_STANDARDS)
def own_detail(request, pk):
    """The items with what was said, the traces that the portal finds, and what is still missing."""
    report = visible_report(request, pk)
    context = {
        "report": report,
        "parts": screen_of(report, request.user),
        "is_writer": OwnAssessment.objects.editable_by(request.user).filter(pk=pk).exists(),
        "editions": report.editions.select_related("approved_by", "pdf"),
        "entries": entries_of(report),
    }
    return render(request, "office/own_detail.html", context)


class OwnLevelEdit(Typed, Edit, UpdateView):
    """A person sets the level of an indicator beside the suggested one."""

    model = OwnLevel
    verb = Verb.EDIT_OWN_STANDARDS
    form_class = OwnLevelForm
    template_name = "office/own_level.html"

    def get_queryset(self):
        rows = OwnLevel.objects.filter(assessment__in=OwnAssessment.objects.editable_by(self.request.user))
        return rows.filter(assessment=self.kwargs["report"]).select_related("assessment", "indicator__standard")

    @cached_property
    def said(self):
        answers = OwnAnswer.objects.filter(assessment=self.kwargs["report"], item__indicator=self.object.indicator)
        return suggestion_of(list(answers.whole()))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"said": self.said}

    def form_valid(self, form):
        lock_draft(self.object.assessment)
        form.instance.suggested = self.said.value
        return super().form_valid(form)

    def get_success_url(self):
        return self.object.assessment.get_absolute_url()

    def get_context_data(self, **kwargs):
        words = self.object.indicator.level_words.select_related("level").order_by("level__value")
        return super().get_context_data(**kwargs) | {
            "said": self.said,
            "words": words,
            "report": self.object.assessment,
            "back_url": self.get_success_url(),
            "entries": entries_of(self.object),
        }


# ---------------------------------------------------------------- files


@require_safe
@requires(Verb.VIEW_OWN_STANDARDS)
def own_file(request, pk, kind):
    """The report as it stands now; Thai digits unless `?digits=arabic`."""
    report = visible_report(request, pk)
    return _made(request, content_of(report), kind)


@require_safe
@requires(Verb.VIEW_OWN_STANDARDS)
def own_edition(request, pk, kind):
    """A version as it was approved: the PDF is the stored one, the others are made of what was kept."""
    seen = OwnAssessment.objects.visible_to(request.user)
    edition = get_object_or_404(OwnEdition.objects.filter(assessment__in=seen).select_related("pdf"), pk=pk)
    return serve_file(edition.pdf, inline=True) if kind == "pdf" else _made(request, edition.content, kind)


def _made(request, content, kind):
    thai, name = request.GET.get("digits") != "arabic", report_name(content)
    if kind == "pdf":
        return pdf_response(report_pdf(content, thai_digits=thai), name)
    if kind == "docx":
        return docx_response(report_docx(content, thai_digits=thai), name)
    with override("th"):
        return workbook_response(report_sheets(content), name)
