"""The result report of a project (A2): what it begins with, what it still needs, and what in it does not agree with
the portal's own records. Stated figures stay as they were typed."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import indicator_checks, ledger, reports
from projects.checks import Finding, Level
from projects.indicator_actuals import read_indicators
from projects.models import (
    ActivityState,
    Project,
    ProjectState,
    ResultActivity,
    ResultLevel,
    ResultReport,
    ResultRow,
    TargetKind,
    rules_of,
)
from qa_portal.core.thai import format_baht, format_range
from qa_portal.core.workflow import Missing, Refused

NONE_STATED = {"-", "–", "—", "ไม่มี"}


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
    report = ResultReport.objects.create(project=project, created_by=by, **_beginning(project))
    _begin_rows(report)
    _begin_activities(report)
    return report


def _beginning(project):
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
        "left_text": format_baht(money["left"]),
    }


def _listed(numbered):
    return "\n".join(f"{item.number} {item.row.text}".strip() for item in numbered)


def _time_taken(project):
    """From the first report of an activity to the last; the time of the plan where nothing is reported."""
    reported = list(project.activity_reports.order_by("done_on"))
    if not reported:
        return project.period_text
    return format_range(reported[0].done_on, max(row.done_until or row.done_on for row in reported), style="long")


def _begin_rows(report):
    project = report.project
    rows = [_row_of_indicator(line) for line in read_indicators(project)]
    if not rows:
        rows = [_row_of_target(item) for item in project.targets.order_by("order", "pk")]
    for order, row in enumerate(rows, 1):
        ResultRow.objects.create(report=report, order=order, **row)


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


def _begin_activities(report):
    for order, activity in enumerate(report.project.activities.top().order_by("order", "pk"), 1):
        people = activity.responsible_text or ", ".join(map(str, activity.responsible.all()))
        ResultActivity.objects.create(
            report=report,
            order=order,
            activity=activity,
            number=activity.number,
            title=activity.title,
            period_text=activity.period_text,
            responsible_text=people,
            note=activity.get_state_display() if activity.state != ActivityState.PLANNED else "",
        )


# ---------------------------------------------------------------- what is missing before it is sent


def missing_result(project):
    """What the report needs before it can be sent, each with the page that mends it."""
    page = reverse("projects:result_edit", args=[project.pk])
    report = ResultReport.objects.filter(project=project).first()
    if report is None:
        yield Missing(_("The result report has not been begun."), page)
        return
    for sentence in _missing_words(report):
        yield Missing(sentence, page)
    for sentence in _missing_rows(report):
        yield Missing(sentence, f"{page}#rows")


def _missing_words(report):
    if not report.period_text:
        yield _("It is not said how long the project really took.")
    if not report.problems.strip():
        yield _("The problems are blank. If there were none, write - or ไม่มี.")
    elif says_none(report.problems):
        yield from _problems_denied(report.project)
    if not report.suggestions.strip():
        yield _("The suggestions are blank. If there are none, write - or ไม่มี.")


def says_none(text):
    return text.strip() in NONE_STATED


def _problems_denied(project):
    """Reasons why "no problems" cannot be right (A12-06)."""
    unspent, limit = unspent_percent(project), rules_of(project.district).problems_above_percent
    if unspent > limit:
        yield _("No problem is stated, but %(unspent)s%% of the money is unspent. Please say why.") % {
            "unspent": unspent
        }
    undone = project.activities.top().filter(state=ActivityState.PLANNED).count()
    if undone:
        yield ngettext(
            "No problem is stated, but %(count)s activity is not done. Please say why.",
            "No problem is stated, but %(count)s activities are not done. Please say why.",
            undone,
        ) % {"count": undone}


def unspent_percent(project):
    """What is not spent of the approved money, in whole per cent; commitments are not spent yet."""
    return round(ledger.money_of(project).share_unspent or 0)


def _missing_rows(report):
    rows = list(report.rows.all())
    if not rows:
        yield _("No result is stated.")
    open_rows = [row for row in rows if row.actual_value is None and not row.actual_text.strip()]
    if open_rows:
        yield ngettext(
            "%(count)s result has no actual value.", "%(count)s results have no actual value.", len(open_rows)
        ) % {"count": len(open_rows)}
    for row in rows:
        if only_repeats(row):
            yield _("“%(result)s”: the result only repeats the target. Please say what was reached.") % {
                "result": row.text[:80]
            }


def only_repeats(row):
    """Whether the result says word for word what was to be reached, without a number (A12-09)."""
    return row.actual_value is None and indicator_checks.repeats(row.actual_text, row.text, row.target_text)


# ---------------------------------------------------------------- what does not agree


def findings(report):
    """Sentences about figures and dates of the report that differ from the portal's records; none of them blocks."""
    money = reports.spending(report.project)
    return [
        *_amount_findings(report, money),
        *_use_findings(report, money),
        *_period_findings(report),
        *_photo_findings(report),
    ]


def _amount_findings(report, money):
    for field, label, known in (
        ("received", _("received"), money["allocated"]),
        ("spent", _("spent"), money["spent"]),
        ("left", _("left"), money["left"]),
    ):
        stated = getattr(report, field)
        if stated is not None and stated != known:
            sentence = _("Stated as %(label)s: %(stated)s baht; the ledger says %(known)s.") % {
                "label": label,
                "stated": format_baht(stated),
                "known": format_baht(known),
            }
            yield Finding(field, "amounts", sentence, stated, known)
    if None not in (report.received, report.spent, report.left) and report.received - report.spent != report.left:
        due = report.received - report.spent
        sentence = _("Left should be received less spent, %(due)s baht, but %(left)s is stated.") % {
            "due": format_baht(due),
            "left": format_baht(report.left),
        }
        yield Finding("balance", "amounts", sentence, report.left, due)


def _use_findings(report, money):
    """Everything done with little of the money (A12-06)."""
    project = report.project
    undone = project.activities.top().filter(state=ActivityState.PLANNED).exists()
    limit = rules_of(project.district).problems_above_percent
    if not undone and unspent_percent(project) > limit:
        sentence = _("Every activity is done, but only %(share)s%% of the money is spent.") % {"share": money["share"]}
        yield Finding("use", "amounts", sentence, level=Level.NOTE)


def _period_findings(report):
    plan = report.project.period
    if None in (report.period_start, plan.start) or (report.period_start, report.period_end) == (plan.start, plan.end):
        return
    sentence = _("The project took %(actual)s; the plan was %(plan)s.") % {
        "actual": report.period_text,
        "plan": plan.text,
    }
    yield Finding("period", "period", sentence, level=Level.NOTE)


def _photo_findings(report):
    """Photos that were taken outside the project's time (A12-08)."""
    start, end = report.project.period_start, report.project.period_end
    if start is None or end is None:
        return
    photos = report.project.photos.filter(is_removed=False, taken_on__isnull=False)
    outside = photos.exclude(taken_on__range=(start, end)).count()
    if outside:
        sentence = ngettext(
            "%(count)s photo was taken outside the project's time.",
            "%(count)s photos were taken outside the project's time.",
            outside,
        ) % {"count": outside}
        yield Finding("photos", "photos", sentence, level=Level.NOTE)


# ---------------------------------------------------------------- what the page and the document show


def shown(report):
    """The report with its tables, the money of the ledger beside the stated figures, what it still needs and what does
    not agree."""
    rows = list(report.rows.select_related("indicator", "target"))
    found = findings(report)
    return {
        "report": report,
        "project": report.project,
        "rows_by_kind": [(kind, [row for row in rows if row.kind == kind]) for kind in TargetKind],
        "result_activities": list(report.activities.all()),
        "money": reports.spending(report.project),
        "findings": found,
        "found": _by_where(found),
        "missing": list(missing_result(report.project)) if report.project.state == ProjectState.RUNNING else [],
    }


def _by_where(found):
    by_where = {}
    for finding in found:
        by_where.setdefault(finding.where, []).append(finding)
    return by_where


def photo_register(project):
    """The project's photos in the order of the register, those taken out of it left away."""
    return project.photos.filter(is_removed=False).select_related("file").order_by("order", "pk")
