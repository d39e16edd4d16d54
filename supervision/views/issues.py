"""The register of points that the assessors are asked to look at (A6-05)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.bulk import BulkAction, BulkPage
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, ListPage, pdf_response, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from supervision.documents.issues import TITLE, render_issues
from supervision.filters.issues import IssueFilter
from supervision.forms.issues import IssueForm, IssueWords
from supervision.lists.issues import ISSUE_COLUMNS
from supervision.models import AssessorIssue
from supervision.services.issues import drop_issue, drop_refusal, restore_issue, restore_refusal

from .office import ForOffice, for_office

RELATED = ("school__network", "school__district", "standard")


def _drop(issue, user):
    return _("Dropped."), drop_issue(issue, by=user).get_absolute_url()


def _restore(issue, user):
    return _("Put back."), restore_issue(issue, by=user).get_absolute_url()


class IssueList(ForOffice, ListPage):
    model = AssessorIssue
    columns = ISSUE_COLUMNS
    filterset_class = IssueFilter
    sheet_name = gettext_lazy("Points for the assessors")
    template_name = "supervision/issue_list.html"
    url_name, bulk_url_name = "supervision:issue_list", "supervision:issue_bulk"
    bulk_actions = (
        BulkAction(
            "drop",
            gettext_lazy("Drop"),
            "x-circle",
            Verb.MANAGE_ASSESSMENTS,
            gettext_lazy("What is dropped is not sent to the agency. It stays in the register and can be put back."),
            check=lambda issue, user: drop_refusal(issue),
            act=_drop,
        ),
        BulkAction(
            "restore",
            gettext_lazy("Put back"),
            "arrow-counterclockwise",
            Verb.MANAGE_ASSESSMENTS,
            gettext_lazy("What is put back goes out with the next batch of its school."),
            check=lambda issue, user: restore_refusal(issue),
            act=_restore,
        ),
    )

    def get_queryset(self):
        return super().get_queryset().select_related(*RELATED)


class IssueBulk(ForOffice, BulkPage):
    list_page = IssueList


class IssueDetail(ForOffice, DetailView):
    model = AssessorIssue
    template_name = "supervision/issue_detail.html"
    context_object_name = "issue"

    def get_queryset(self):
        return super().get_queryset().select_related(*RELATED, "finding__visit", "sent_in__cycle", "dropped_by")

    def get_context_data(self, **kwargs):
        user = self.request.user
        may = user.can(Verb.MANAGE_ASSESSMENTS) and not self.object.is_sent
        return super().get_context_data(**kwargs) | {"may_edit": may, "entries": entries_of(self.object)}


class IssueCreate(Edit, CreateView):
    model = AssessorIssue
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = IssueForm
    template_name = "supervision/issue_form.html"
    extra_context = {"back_url": reverse_lazy("supervision:issue_list")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class IssueEdit(Edit, UpdateView):
    model = AssessorIssue
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = IssueWords
    template_name = "supervision/issue_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@require_POST
@requires(Verb.MANAGE_ASSESSMENTS)
def issue_drop(request, pk):
    return _settled(request, pk, drop_issue, _("Dropped. It can be put back."))


@require_POST
@requires(Verb.MANAGE_ASSESSMENTS)
def issue_restore(request, pk):
    return _settled(request, pk, restore_issue, _("Put back."))


def _settled(request, pk, settle, sentence):
    issue = get_object_or_404(AssessorIssue.objects.visible_to(request.user), pk=pk)
    try:
        settle(issue, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, sentence)
    return redirect(issue)


@require_safe
@for_office
def issue_pdf(request):
    """The points of the list as it is filtered, in the office's form."""
    rows = AssessorIssue.objects.visible_to(request.user).select_related(*RELATED, "school__district")
    found = IssueFilter(request.GET, rows, request=request).qs
    found = found.filter(dropped_at=None).order_by("-academic_year", "school__name_sort", "pk")
    if not found:
        messages.error(request, _("There is no point to print: those that were dropped are left out."))
        return redirect(f"{reverse('supervision:issue_list')}?{request.GET.urlencode()}")
    return pdf_response(render_issues(list(found), request.user.district), TITLE)
