"""Doing: the list of activities, an activity with its reports, and writing a report on a phone."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from projects.forms.doing import ReportSheet
from projects.lists.activities import COLUMNS, SHEET_COLUMNS, TO_REPORT, ActivityFilter
from projects.models import Activity, ActivityEvidence, ActivityReport
from projects.services import asides, doing
from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, ListPage, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused


class ActivityList(ListPage):
    """One's own activities first; every figure about late and stuck ones opens this list."""

    verb = Verb.VIEW_PROJECTS
    model = Activity
    filterset_class = ActivityFilter
    sheet_name = gettext_lazy("Activities")
    template_name = "projects/activity_list.html"
    default_sort = "due"

    def get_columns(self):
        if self.request.GET.get("format") == "xlsx":
            return SHEET_COLUMNS
        return [*COLUMNS, TO_REPORT] if self._shows_own else COLUMNS

    @property
    def _shows_own(self):
        """Whether every row is the reader's to report."""
        filterset = getattr(self, "filterset", None)
        is_mine = filterset is not None and (filterset.data or {}).get("whose") == "mine"
        return is_mine and self.request.user.can(Verb.RUN_PROJECT)

    def get_queryset(self):
        self.queryset = (
            Activity.objects.of_plan().with_standing(timezone.localdate()).with_doing().select_related("project")
        )
        return super().get_queryset().prefetch_related("responsible")


class ActivityDetail(Access, DetailView):
    """What was planned, what was done, and what can be done now."""

    verb = Verb.VIEW_PROJECTS
    template_name = "projects/activity_detail.html"

    def get_queryset(self):
        self.queryset = Activity.objects.top().filter(project__is_working_copy=False)
        rows = super().get_queryset().with_standing(timezone.localdate()).with_doing()
        return rows.select_related("project").prefetch_related("responsible", "steps")

    def get_context_data(self, **kwargs):
        activity, user = self.object, self.request.user
        own = Activity.objects.reportable_by(user).filter(pk=activity.pk).exists()
        expenses = activity.expenses.select_related("line", "report", "recorded_by")
        return super().get_context_data(**kwargs) | {
            "reports": activity.reports.with_people().select_related("reported_by").order_by("-done_on", "-pk"),
            "expenses": expenses.order_by("-paid_on", "-pk"),
            "can_report": own and not doing.closed_to_reports(activity),
            "days_late": activity.days_late(timezone.localdate()),
            "asides": asides.asides_of(activity, user),
            "entries": entries_of(activity),
        }


@requires(Verb.VIEW_PROJECTS)
def activity_report_detail(request, pk):
    rows = ActivityReport.objects.visible_to(request.user).with_people()
    report = get_object_or_404(rows.select_related("activity__project", "reported_by"), pk=pk)
    own = ActivityReport.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "report": report,
        "activity": report.activity,
        "project": report.activity.project,
        "people": report.attendances.all(),
        "schools": report.schools.order_by("name_sort"),
        "photos": report.photos.select_related("file", "project").order_by("order", "pk"),
        "papers": report.evidence.select_related("file"),
        "expenses": report.expenses.select_related("line", "receipt").order_by("pk"),
        "can_edit": own and not doing.closed_to_reports(report.activity),
        "entries": entries_of(report),
    }
    return render(request, "projects/activity_report_detail.html", context)


@requires(Verb.RUN_PROJECT)
def activity_report_add(request, pk):
    rows = Activity.objects.reportable_by(request.user).select_related("project__district")
    activity = get_object_or_404(rows, pk=pk)
    report = ActivityReport(activity=activity, project=activity.project, token=_token(request))
    sent = ActivityReport.objects.filter(activity=activity, token=report.token).first() if report.token else None
    if sent:
        unsaved.forget(request.user, request.path)
        messages.success(request, _("This report was received already."))
        return redirect(sent)
    return _report_page(request, report, doing.report_activity)


def _token(request):
    """The token that the form was sent with, or None where it is none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


@requires(Verb.RUN_PROJECT)
def activity_report_edit(request, pk):
    rows = ActivityReport.objects.editable_by(request.user).select_related("activity__project__district")
    return _report_page(request, get_object_or_404(rows, pk=pk), doing.change_report)


def _report_page(request, report, write):
    refusal = doing.closed_to_reports(report.activity)
    if refusal:
        messages.error(request, refusal)
        return redirect(report.activity)
    typing = unsaved.find(request.user, request.path) if request.method == "GET" else None
    sheet = _typed_sheet(report, request.user, typing) if typing else ReportSheet(report, by=request.user)
    if request.method == "POST":
        with transaction.atomic():
            sheet = ReportSheet(report, by=request.user, data=request.POST, uploads=request.FILES)
            saved = _saved(request, sheet, write)
        if saved:
            unsaved.forget(request.user, request.path)
            messages.success(request, _("The report is saved."))
            return redirect(saved)
    context = {"report": report, "activity": report.activity, "project": report.activity.project, "sheet": sheet}
    context |= {"unsaved": typing, "is_stale": bool(typing and report.pk and typing.is_older_than(report))}
    status = 422 if request.method == "POST" else 200
    return render(request, "projects/activity_report_form.html", context, status=status)


def _typed_sheet(report, user, typing):
    """The page as it was typed and not saved yet."""
    sheet = ReportSheet(report, by=user, data=typing.data, uploads=MultiValueDict())
    for form in (sheet.form, *sheet.tables):
        as_typed(form)
    return sheet


def _saved(request, sheet, write):
    """The report, or None where something is to be mended first."""
    if not sheet.is_valid():
        return None
    try:
        return write(sheet.form.instance, sheet.doing(), by=request.user)
    except doing.SpendingRefused as refused:
        sheet.refuse_expense(refused)
    except Refused as refused:
        sheet.form.add_error(None, str(refused))
    return None


@requires(Verb.VIEW_PROJECTS)
def activity_evidence(request, pk):
    rows = ActivityEvidence.objects.visible_to(request.user).select_related("file")
    return serve_file(get_object_or_404(rows, pk=pk).file)
