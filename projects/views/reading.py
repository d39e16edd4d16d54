"""The list of projects, a project's page, its PDF and its sheet."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from projects.checks import indicators as indicator_checks
from projects.checks.budget_head import budget_head
from projects.documents.proposal import proposal_docx, proposal_pdf
from projects.filters import OWNER_FIELDS, ProjectFilter
from projects.lists import results as result_list
from projects.models import BUDGETED, Project, ProjectState
from projects.reports import proposal as reports
from projects.services import doing
from projects.services.ledger import money_beside, projects_with_money
from projects.services.outline import with_presence
from projects.views.amendments import amendments_context
from projects.views.bulk import PROJECT_ACTIONS
from projects.views.chain import chain_context, remarks_context
from projects.views.signed import signed_context
from qa_portal.core.history import steps_of
from qa_portal.core.models import TransitionRecord
from qa_portal.core.pages import Access, ListPage, docx_response, pdf_response, requires, workbook_response
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Verb, Viewer


class ProjectList(ListPage):
    verb = Verb.VIEW_PROJECTS
    model = Project
    queryset = Project.objects.with_totals().select_related("owner")
    filterset_class = ProjectFilter
    sheet_name = _("Projects")
    template_name = "projects/project_list.html"
    url_name, bulk_url_name = "projects:project_list", "projects:project_bulk"
    bulk_actions = PROJECT_ACTIONS
    page_fields = ("name", "fiscal_year", "state", "is_working_copy", *(f"owner__{field}" for field in OWNER_FIELDS))

    @property
    def is_sheet(self):
        return self.request.GET.get("format") == "xlsx"

    def get_columns(self):
        return reports.SHEET_COLUMNS if self.is_sheet else reports.COLUMNS

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.prefetch_related("groups") if self.is_sheet else rows


class ProjectDetail(Access, DetailView):
    """Where a project stands and what is asked of it; its whole text has a page of its own."""

    verb = Verb.VIEW_PROJECTS
    template_name = "projects/project_detail.html"

    def get_object(self):
        user = self.request.user
        facts = {"scope": user.scope, "verbs": user.verbs, "day": timezone.localdate()}
        for project in _seen(self.kwargs["pk"], user.district_id, user.pk, **facts):
            return project
        raise Http404

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        can_edit = project.is_mine and project.is_writable
        board = doing.board(project, user) if project.state in BUDGETED else None
        return (
            super().get_context_data(**kwargs)
            | {
                "budget": budget_head(project, board and board.activities),
                "doing": board,
                "page_parts": reports.outline(project, can_edit),
                "spending": reports.spending(project, money_beside(project)),
                "steps_taken": list(steps_of(project))[: -STEPS_SHOWN - 1 : -1],
                "return_note": _return_note(project),
                "can_copy": user.can(Verb.PROPOSE_PROJECT),
                "can_delete": can_edit and project.is_draft and not project.proposed_versions.exists(),
            }
            | chain_context(project, user)
            | amendments_context(project, user, project.is_mine)
            | signed_context(project, user, project.is_mine)
            | {"result_standing": result_list.standing_of(project)}
        )


@prepared
def _seen(pk, office, person, *, scope, verbs, day):
    """The project of this key, if it is in the scope of who looks at it, with `is_mine`: whether to write on it too."""
    user = Viewer(scope, verbs, office, person)
    rows = with_presence(projects_with_money(Project.objects.visible_to(user))).filter(pk=pk)
    mine = Exists(Project.objects.written_by(user).filter(pk=OuterRef("pk")))
    return rows.select_related("district", "owner", "created_by").annotate(
        is_mine=mine, result_standing=result_list.standing_on(day)
    )


STEPS_SHOWN = 3


def _return_note(project):
    """Why the proposal came back, while that is what has to be answered."""
    if project.state != ProjectState.RETURNED:
        return None
    return TransitionRecord.objects.of(project).filter(transition="return").last()


class ProjectText(Access, DetailView):
    """The whole proposal with what does not add up beside the figures."""

    verb = Verb.VIEW_PROJECTS
    queryset = Project.objects.select_related("district", "owner", "created_by", "copied_from")
    template_name = "projects/project_text.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        shown = reports.proposal(project)
        can_edit = Project.objects.editable_by(user).filter(pk=project.pk).exists()
        here = {
            "found": shown["found"] | indicator_checks.findings_by_where(project),
            "page_parts": list(reports.page_parts(project, shown["parts"], can_edit)),
            "can_edit": can_edit,
        }
        return super().get_context_data(**kwargs) | shown | here | remarks_context(project, user)


class ProjectHistory(Access, DetailView):
    """Every step and change of a project and of its rows."""

    verb = Verb.VIEW_PROJECTS
    queryset = Project.objects.all()
    template_name = "projects/project_history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"entries": reports.history(self.object)}


@requires(Verb.VIEW_PROJECTS)
def project_pdf(request, pk):
    """The proposal in the office's form; `?digits=thai` prints ๑๒๓."""
    project = _to_print(request.user, pk)
    content = proposal_pdf(project, thai_digits=request.GET.get("digits") == "thai")
    return pdf_response(content, f"โครงการ {project.name}"[:120])


@requires(Verb.VIEW_PROJECTS)
def project_docx(request, pk):
    """The same for Word, to be edited and signed outside the portal."""
    project = _to_print(request.user, pk)
    content = proposal_docx(project, thai_digits=request.GET.get("digits") == "thai")
    return docx_response(content, f"โครงการ {project.name}"[:120])


def _to_print(user, pk):
    return get_object_or_404(Project.objects.visible_to(user).select_related("district", "owner"), pk=pk)


@requires(Verb.VIEW_PROJECTS)
def budget_xlsx(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    return workbook_response(reports.budget_sheets(project), f"งบประมาณ {project.name}"[:120])
