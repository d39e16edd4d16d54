"""The manual of operations: the list, a process with its eight sections, its drafts and its papers (A4-05)."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, ListPage, docx_response, pdf_response, requires, workbook_response
from qa_portal.core.roles import Scope, Verb, office_can
from qa_portal.core.workflow import Refused
from qa_portal.office.documents import work_process as papers
from qa_portal.office.documents.flow_chart import flow_charts
from qa_portal.office.forms.manual import FormForm, ReferenceForm, StepForm, WorkProcessForm
from qa_portal.office.lists.manual import PROCESS_COLUMNS, WorkProcessFilter
from qa_portal.office.models import WorkProcess
from qa_portal.office.services.manual import ROWS, begin_version, place_row, remove_row
from supervision.models import Instrument

FORMS = {"steps": StepForm, "forms": FormForm, "references": ReferenceForm}


class ProcessList(ListPage):
    model = WorkProcess
    verb = Verb.VIEW_MANUAL
    columns = PROCESS_COLUMNS
    filterset_class = WorkProcessFilter
    template_name = "office/process_list.html"
    sheet_name = gettext_lazy("Manual of operations")

    @property
    def queryset(self):
        return WorkProcess.objects.select_related("district").annotate(step_count=Count("steps"))


class ProcessDetail(Access, DetailView):
    model = WorkProcess
    verb = Verb.VIEW_MANUAL
    queryset = WorkProcess.objects.select_related("district", "issued_by").prefetch_related(*papers.PARTS)
    template_name = "office/process_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        steps = list(row.steps.all())
        return super().get_context_data(**kwargs) | {
            "steps": steps,
            "charts": flow_charts(steps, title=row.name),
            "forms": [(form, self._instruments.get(form.code)) for form in row.forms.all()],
            "versions": row.versions(),
            "is_writer": WorkProcess.objects.editable_by(user).filter(pk=row.pk).exists(),
            "may_begin": office_can(user, Verb.EDIT_MANUAL) and not row.is_draft,
            "entries": entries_of(row),
        }

    @property
    def _instruments(self):
        """The newest instrument in use for each form of the manual, the office's own before the portal's."""
        rows = Instrument.objects.visible_to(self.request.user).in_use().exclude(form_code="")
        return {row.form_code: row for row in rows.order_by("district_id", "edition")}


@require_POST
@requires(Verb.EDIT_MANUAL)
def process_begin(request, pk):
    """The office's own draft of this process; one that is there already is opened."""
    if not office_can(request.user, Verb.EDIT_MANUAL):
        raise Http404
    process = get_object_or_404(WorkProcess.objects.visible_to(request.user), pk=pk)
    return redirect(begin_version(process, request.user.district))


class ProcessEdit(Edit, UpdateView):
    model = WorkProcess
    verb = Verb.EDIT_MANUAL
    form_class = WorkProcessForm
    template_name = "office/process_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


# ---------------------------------------------------------------- rows


class RowPage(Edit):
    """A row of a section of a draft; `kind` is a key of services.manual.ROWS."""

    verb = Verb.EDIT_MANUAL
    template_name = "office/process_row.html"

    def get_form_class(self):
        return FORMS[self.kwargs["kind"]]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        try:
            place_row(form.save(commit=False))
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, gettext_lazy("Saved."))
        return redirect(form.instance.process)

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        process = form.instance.process
        context = super().get_context_data(**kwargs | {"form": form})
        return context | {"process": process, "back_url": process.get_absolute_url(), "kind": self.kwargs["kind"]}


class RowCreate(RowPage, CreateView):
    model = WorkProcess

    def get_form_kwargs(self):
        process = get_object_or_404(WorkProcess.objects.editable_by(self.request.user), pk=self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": ROWS[self.kwargs["kind"]](process=process)}


class RowEdit(RowPage, UpdateView):
    def get_queryset(self):
        return rows_of(self.request.user, self.kwargs["kind"])


def rows_of(user, kind):
    rows = ROWS[kind].objects.filter(process__in=WorkProcess.objects.editable_by(user))
    return rows.select_related("process")


@require_POST
@requires(Verb.EDIT_MANUAL)
def row_remove(request, kind, pk):
    row = get_object_or_404(rows_of(request.user, kind), pk=pk)
    try:
        remove_row(row)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(row.process)


# ---------------------------------------------------------------- papers


@require_safe
@requires(Verb.VIEW_MANUAL)
def process_file(request, pk, kind):
    rows = WorkProcess.objects.visible_to(request.user).prefetch_related(*papers.PARTS)
    process = get_object_or_404(rows.select_related("district"), pk=pk)
    office = process.district.name if process.district else ""
    return _made(request, [process], papers.process_name(process), office, kind)


@require_safe
@requires(Verb.VIEW_MANUAL)
def manual_file(request, kind):
    """All that holds at the person's office."""
    district = request.user.district
    if request.user.scope is not Scope.DISTRICT:
        raise Http404
    return _made(request, papers.manual_of(district), papers.manual_name(district), district.name, kind)


def _made(request, processes, name, office, kind):
    about = {"name": name, "office": office, "thai_digits": request.GET.get("digits") != "arabic"}
    if kind == "pdf":
        return pdf_response(papers.manual_pdf(processes, **about), name)
    if kind == "docx":
        return docx_response(papers.manual_docx(processes, **about), name)
    with override("th"):
        return workbook_response(papers.step_sheets(processes), name)
