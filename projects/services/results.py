"""The result report of a project (A2): what it begins with, and all that its page and its document show."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from projects.checks import results as result_checks
from projects.models import (
    ActivityState,
    Project,
    ProjectState,
    ResultActivity,
    ResultLevel,
    ResultReport,
    ResultRow,
    TargetKind,
)
from projects.reports import proposal as reports
from projects.reports.indicators import IndicatorLine, read_indicators
from qa_portal.core.figures import with_unit
from qa_portal.core.models import TransitionRecord
from qa_portal.core.thai import format_baht, format_range
from qa_portal.core.workflow import Refused

# ---------------------------------------------------------------- beginning


@transaction.atomic
def begin_result(project, *, by):
    """The project's result report, pre-filled from the proposal and the records when it is not there yet. Raises
    Refused when the project is not running."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    existing = ResultReport.objects.filter(project=project).first()
    if existing:
        return existing
    if project.state != ProjectState.RUNNING:
        raise Refused(_("The result report is written while the project is running."))
    with translation.override("th"):
        report = ResultReport.objects.create(project=project, created_by=by, **known_words(project))
        for order, row in enumerate(known_rows(project), 1):
            ResultRow.objects.create(report=report, order=order, **row)
        for order, row in enumerate(known_activities(project), 1):
            ResultActivity.objects.create(report=report, order=order, **row)
    return report


def known_words(project):
    """{field of the report: what the proposal and the ledger say}."""
    shown = reports.proposal(project)
    money = reports.spending(project)
    targets = dict(shown["targets_by_kind"])
    return {
        "project_name": project.name,
        "objectives_text": _listed(shown["objectives"]),
        "targets_text": _listed(targets[TargetKind.QUANTITATIVE]),
        "quality_targets_text": _listed(targets[TargetKind.QUALITATIVE]),
        "responsible_text": ", ".join(map(str, [project.owner, *shown["groups"]]))[:500],
        "period_text": _time_taken(project),
        "received_text": format_baht(money["allocated"]),
        "spent_text": format_baht(money["spent"]),
        "left_text": format_baht(money["unspent"]),
    }


def _listed(numbered):
    return "\n".join(f"{item.number} {item.row.text}".strip() for item in numbered)


def _time_taken(project):
    """From the first report of an activity to the last; the time of the plan where nothing is reported."""
    reported = list(project.activity_reports.order_by("done_on"))
    if not reported:
        return project.period_text
    return format_range(reported[0].done_on, max(row.done_until or row.done_on for row in reported), style="long")


def known_rows(project):
    """The fields of a row for each indicator; for each target where there are no indicators."""
    rows = [_row_of_indicator(line) for line in read_indicators(project)]
    return rows or [_row_of_target(target) for target in project.targets.order_by("order", "pk")]


def _row_of_indicator(line):
    indicator, actual = line.indicator, line.actual
    return {
        "indicator": indicator,
        "kind": TargetKind.QUANTITATIVE if indicator.level == ResultLevel.OUTPUT else TargetKind.QUALITATIVE,
        "text": indicator.text,
        "target_text": indicator.target_text,
        "target_value": indicator.target_value,
        "unit": line.unit,
        "actual_value": line.value,
        "actual_text": actual.text if actual else "",
        "met": actual.met if actual else "",
    }


def _row_of_target(target):
    return {
        "target": target,
        "kind": target.kind,
        "text": target.text,
        "target_value": target.value,
        "unit": target.unit,
    }


def known_activities(project):
    """The fields of a row for each activity, with what its reports say as the note."""
    activities = project.activities.top().order_by("order", "pk")
    for activity in activities.prefetch_related("responsible", "reports__attendances"):
        yield {
            "activity": activity,
            "number": activity.number,
            "title": activity.title,
            "period_text": activity.period_text,
            "responsible_text": activity.responsible_text or ", ".join(map(str, activity.responsible.all())),
            "note": _note(activity),
        }


def _note(activity):
    """Whether it was done or cancelled, and each time that it took place."""
    state = str(activity.get_state_display()) if activity.state != ActivityState.PLANNED else ""
    return "\n".join(filter(None, [state, *map(_time_done, activity.reports.all())]))


def _time_done(report):
    days = format_range(report.done_on, report.done_until or report.done_on, style="short")
    people = sum(row.count for row in report.attendances.all())
    return _("%(days)s: %(people)s people") % {"days": days, "people": f"{people:,}"} if people else days


# ---------------------------------------------------------------- what the page and the document show


@dataclass(frozen=True)
class ResultLine:
    """A row of the report beside the indicator that it tells of, which the portal may count by itself."""

    row: ResultRow
    line: IndicatorLine | None

    @property
    def counted(self):
        """The IndicatorLine where the portal counts, else None."""
        return self.line if self.line and self.line.measure else None

    @property
    def only_repeats(self):
        return result_checks.only_repeats(self.row)

    @property
    def goal(self):
        """The number aimed at, where the words beside it do not say it."""
        figure = self._figure(self.row.target_value)
        return "" if figure in self.row.target_text else figure

    @property
    def reached(self):
        return self._figure(self.row.actual_value)

    def _figure(self, value):
        """The number with its unit as people say it, or ""."""
        return "" if value is None else with_unit(value, self.row.unit)


def shown(report):
    """The report with its tables, the money of the ledger beside the stated figures and what does not agree."""
    lines = read_indicators(report.project)
    of_indicator = {line.indicator.pk: line for line in lines}
    rows = [ResultLine(row, of_indicator.get(row.indicator_id)) for row in report.rows.all()]
    found = result_checks.findings(report, lines)
    return {
        "report": report,
        "project": report.project,
        "rows_by_kind": [(kind, [item for item in rows if item.row.kind == kind]) for kind in TargetKind],
        "result_activities": list(report.activities.all()),
        "money": reports.spending(report.project),
        "findings": found,
        "found": _by_where(found),
    }


def findings(report):
    """As checks.results.findings, of the project's own indicators."""
    return result_checks.findings(report, read_indicators(report.project))


def _by_where(found):
    by_where = {}
    for finding in found:
        by_where.setdefault(finding.where, []).append(finding)
    return by_where


def given_back(project):
    """The TransitionRecord with which the report last came back, while that is what has to be answered; or None."""
    if project.state != ProjectState.RUNNING:
        return None
    last = TransitionRecord.objects.of(project).filter(transition__in=("report", "return_report", "reopen")).last()
    return last if last and last.transition != "report" else None


def photo_register(project):
    """The project's photos in the order of the register, those taken out of it left away."""
    return project.photos.in_register().select_related("file").order_by("order", "pk")
