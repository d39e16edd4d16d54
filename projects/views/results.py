"""The result report of a project: its page, writing it, its documents, and which reports are due."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from projects import formsets
from projects.documents.result import result_docx_file, result_pdf_file, sources_of
from projects.forms import ResultForm
from projects.forms.results import fill_blanks, take_counted
from projects.lists.results import COLUMNS, ResultFilter, with_standing
from projects.models import Project, ProjectState, ResultReport
from projects.services import ledger, results
from projects.views.signed import signed_context
from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.pages import ListPage, docx_response, pdf_response, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, wrong_state


class ResultList(ListPage):
    """Whose result report is due, and how it stands."""

    verb = Verb.VIEW_PROJECTS
    model = Project
    filterset_class = ResultFilter
    columns = COLUMNS
    default_sort = "due"
    sheet_name = _lazy("Result reports")
    template_name = "projects/result_list.html"

    def get_queryset(self):
        rows = with_standing(super().get_queryset(), timezone.localdate())
        return ledger.projects_with_money(rows).select_related("owner")


TABLES = (("activities", formsets.ResultActivities), ("rows", formsets.ResultRows))


@requires(Verb.VIEW_PROJECTS)
def result_detail(request, pk):
    """The report as it stands, with what it still needs and what does not agree; before it is begun, how to begin."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("district", "owner"), pk=pk)
    report = ResultReport.objects.filter(project=project).first()
    context = {"project": project, "report": report, "can_write": _writable(request.user, project)}
    if report:
        context |= results.shown(report) | {
            "given_back": results.given_back(project),
            "sources": list(sources_of(project)),
            "photo_count": results.photo_register(project).count(),
        }
    is_mine = Project.objects.written_by(request.user).filter(pk=pk).exists()
    return render(request, "projects/result_detail.html", context | signed_context(project, request.user, is_mine))


def _writable(user, project):
    return project.state == ProjectState.RUNNING and Project.objects.written_by(user).filter(pk=project.pk).exists()


@requires(Verb.RUN_PROJECT)
def result_begin(request, pk):
    """Make the pre-filled report; a second press opens the one that is there."""
    project = get_object_or_404(Project.objects.written_by(request.user), pk=pk)
    if request.method != "POST":
        return redirect("projects:result_detail", pk)
    try:
        results.begin_result(project, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(project)
    return redirect("projects:result_edit", pk)


@method_decorator([requires(Verb.RUN_PROJECT), transaction.atomic], "dispatch")
class ResultEdit(View):
    """The whole report on one page: its words, figures and tables are saved together or not at all."""

    def dispatch(self, request, pk):
        self.project = get_object_or_404(Project.objects.written_by(request.user).select_related("district"), pk=pk)
        self.report = ResultReport.objects.filter(project=self.project).first()
        if self.report is None:
            return redirect("projects:result_detail", pk)
        if self.project.state != ProjectState.RUNNING:
            messages.error(request, wrong_state(self.project))
            return redirect("projects:result_detail", pk)
        return super().dispatch(request)

    def get(self, request):
        """The stored report, or what somebody typed and has not saved yet."""
        typing = unsaved.find(request.user, request.path)
        if typing is None:
            return self._page(ResultForm(instance=self.report), self._tables())
        data = self._tidied(typing.data)
        form = ResultForm(data, instance=self.report)
        form.is_stale = typing.is_older_than(self.report)
        return self._typed_page(form, data, typing=typing)

    def post(self, request):
        data = self._tidied(request.POST.copy())
        if {"add", "fill", "take"} & data.keys():
            self._fill(data)
            return self._typed_page(ResultForm(data, instance=self.report), data)
        form, tables = ResultForm(data, instance=self.report), self._tables(data)
        if not all([form.is_valid(), *(table.is_valid() for table in tables)]):
            return self._page(form, tables, status=422)
        form.save()
        for table in tables:
            table.save()
        unsaved.forget(request.user, request.path)
        messages.success(request, _("The result report is saved."))
        return redirect("projects:result_detail", self.project.pk)

    def _fill(self, data):
        if "fill" in data:
            fill_blanks(data, self.report)
            messages.info(self.request, _("The blanks are filled from the records. Look through them, then save."))
        if "take" in data:
            take_counted(data, self.report, data["take"])

    def _tidied(self, data):
        """The typed rows, numbered as a formset takes them."""
        for prefix, table in TABLES:
            formsets.tidy_rows(data, table, self.report, prefix, adding=data.get("add") == prefix)
        return data

    def _tables(self, data=None):
        return [table(data, instance=self.report, prefix=prefix) for prefix, table in TABLES]

    def _typed_page(self, form, data, typing=None):
        return self._page(as_typed(form), [as_typed(table) for table in self._tables(data)], typing=typing)

    def _page(self, form, tables, *, typing=None, status=200):
        stored = ResultReport.objects.select_related("project__district").get(pk=self.report.pk)
        context = {
            "form": form,
            "tables": tables,
            "is_stale": form.is_bound and form.is_stale,
            "unsaved": typing,
            "given_back": results.given_back(self.project),
            **results.shown(stored),
        }
        return render(self.request, "projects/result_edit.html", context, status=status)


@requires(Verb.VIEW_PROJECTS)
def result_pdf(request, pk):
    """The report with the approved proposal and the photo register behind it; `?digits=thai` prints ๑๒๓."""
    report = _visible_report(request, pk)
    content = result_pdf_file(report, thai_digits=request.GET.get("digits") == "thai")
    return pdf_response(content, f"รายงานผล {report.project_name}"[:120])


@requires(Verb.VIEW_PROJECTS)
def result_docx(request, pk):
    report = _visible_report(request, pk)
    content = result_docx_file(report, thai_digits=request.GET.get("digits") == "thai")
    return docx_response(content, f"รายงานผล {report.project_name}"[:120])


def _visible_report(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    reports = ResultReport.objects.select_related("project__district", "project__owner")
    return get_object_or_404(reports, project=project)
