"""The indicators of a project: what they ask, what they came to, and the rows behind each count."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.forms.actuals import IndicatorActualForm
from projects.lists.indicators import COLUMNS, IndicatorFilter
from projects.models import IndicatorActual, Project, ProjectIndicator, ProjectState, ResultLevel
from projects.reports import indicators as indicator_actuals
from projects.services.measures import MEASURES
from qa_portal.core.history import entries_of
from qa_portal.core.pages import ListPage, requires, serve_file
from qa_portal.core.roles import Verb


class IndicatorList(ListPage):
    """The indicators of all approved projects, with what people wrote that they came to."""

    verb = Verb.VIEW_PROJECTS
    model = ProjectIndicator
    filterset_class = IndicatorFilter
    columns = COLUMNS
    sheet_name = gettext_lazy("Indicators of projects")
    template_name = "projects/indicator_list.html"
    default_sort = "project"

    def get_queryset(self):
        projects = Project.objects.visible_to(self.request.user).approved()
        rows = ProjectIndicator.objects.filter(project__in=projects).select_related("project", "actual")
        return rows.order_by(*self._ordering())


@requires(Verb.VIEW_PROJECTS)
def project_indicators(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("district"), pk=pk)
    lines = indicator_actuals.read_indicators(project)
    levels = [(level, [line for line in lines if line.indicator.level == level]) for level in ResultLevel]
    context = {"project": project, "levels": levels, "lines": lines, "can_write": _may_write(project, request.user)}
    return render(request, "projects/project_indicators.html", context)


def _may_write(project, user):
    """Its authors and those who manage the office's projects, while it runs."""
    own = Project.objects.written_by(user).filter(pk=project.pk).exists()
    return own and project.state == ProjectState.RUNNING


@requires(Verb.VIEW_PROJECTS)
def measure_rows(request, pk, code):
    """Exactly the rows that a count is made of."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("district"), pk=pk)
    measure = MEASURES.get(code)
    if measure is None:
        raise Http404
    rows = list(measure.rows(project))
    context = {
        "project": project,
        "measure": measure,
        "how": measure.explain(project),
        "counted": measure.count(project),
        "rows": rows,
        "total": indicator_actuals.total_of(rows),
    }
    return render(request, "projects/measure_rows.html", context)


@requires(Verb.RUN_PROJECT)
def indicator_actual(request, pk):
    """What one indicator came to, typed by a person."""
    projects = Project.objects.written_by(request.user)
    rows = ProjectIndicator.objects.filter(project__in=projects).select_related("project__district")
    indicator = get_object_or_404(rows, pk=pk)
    if indicator.project.state != ProjectState.RUNNING:
        messages.error(request, _("What was reached is written while the project is running."))
        return redirect("projects:project_indicators", indicator.project_id)
    with transaction.atomic():
        line = indicator_actuals.line_of(indicator)
        actual = line.actual or IndicatorActual(indicator=indicator)
        known = {"instance": actual, "line": line, "by": request.user}
        form = IndicatorActualForm(request.POST or None, request.FILES or None, **known)
        if request.method == "POST" and form.is_valid():
            _save(form, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("projects:project_indicators", indicator.project_id)
    context = {"form": form, "line": line, "indicator": indicator, "project": indicator.project}
    context["entries"] = entries_of(actual) if actual.pk else []
    return render(request, "projects/indicator_actual.html", context, status=422 if form.errors else 200)


def _save(form, *, by):
    actual = form.save(commit=False)
    actual.recorded_by = by
    actual.evidence = form.stored or actual.evidence
    actual.save()


@requires(Verb.VIEW_PROJECTS)
def indicator_evidence(request, pk):
    projects = Project.objects.visible_to(request.user)
    rows = IndicatorActual.objects.filter(indicator__project__in=projects).exclude(evidence=None)
    return serve_file(get_object_or_404(rows.select_related("evidence"), indicator__pk=pk).evidence)
