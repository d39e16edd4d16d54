"""What a result report still needs before it is sent, and what in it does not agree with the portal's own records
(A12-05 … A12-09). Stated figures stay as they were typed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.checks import indicators as indicator_checks
from projects.checks import plan as plan_checks
from projects.checks.budget import read_budget
from projects.checks.findings import Finding, Level
from projects.models import ActivityState, ResultReport, belonging, rules_of
from projects.reports import proposal as reports
from projects.services import ledger
from qa_portal.core.figures import percent
from qa_portal.core.prepared import prepared
from qa_portal.core.thai import format_baht
from qa_portal.core.workflow import Missing

NONE_STATED = {"-", "–", "—", "ไม่มี"}


# ---------------------------------------------------------------- what is missing before it is sent


def missing_result(project):
    """What the report needs before it can be sent, each with the very field that mends it."""
    reports_of = _reports(project.pk) if project.may_have("result") else ()
    report = next(iter(belonging(project, reports_of)), None)
    if report is None:
        page = reverse("projects:result_detail", args=[project.pk])
        yield Missing(_("The result report has not been begun."), page)
        return
    page = reverse("projects:result_edit", args=[project.pk])
    for sentence, field in (*_missing_words(report), *_missing_rows(report)):
        yield Missing(sentence, f"{page}#{field}")


@prepared
def _reports(project):
    """The one of a project, or none."""
    return ResultReport.objects.filter(project=project)


def _missing_words(report):
    if not report.period_text:
        yield _("It is not said how long the project really took."), "id_period_text"
    if not report.problems.strip():
        yield _("The problems are blank. If there were none, write - or ไม่มี."), "id_problems"
    elif says_none(report.problems):
        yield from ((sentence, "id_problems") for sentence in _problems_denied(report.project))
    if not report.suggestions.strip():
        yield _("The suggestions are blank. If there are none, write - or ไม่มี."), "id_suggestions"


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
    rows = list(enumerate(report.rows.all()))
    if not rows:
        yield _("No result is stated."), "rows"
    unsaid = [place for place, row in rows if row.actual_value is None and not row.actual_text.strip()]
    if unsaid:
        sentence = ngettext(
            "%(count)s result has no actual value.", "%(count)s results have no actual value.", len(unsaid)
        )
        yield sentence % {"count": len(unsaid)}, f"id_rows-{unsaid[0]}-actual_text"
    for place, row in rows:
        if only_repeats(row):
            sentence = _("“%(result)s”: the result only repeats the target. Please say what was reached.")
            yield sentence % {"result": row.text[:80]}, f"id_rows-{place}-actual_text"


def only_repeats(row):
    """Whether the result says word for word what was to be reached, without a number (A12-09)."""
    return row.actual_value is None and indicator_checks.repeats(row.actual_text, row.text, row.target_text)


# ---------------------------------------------------------------- what does not agree


def findings(report, lines):
    """[checks.Finding] about what the report says otherwise than the proposal or the records do; none of them blocks.
    `lines`: the IndicatorLines of the project."""
    return [
        *_period_findings(report),
        *_activity_findings(report),
        *_amount_findings(report),
        *_result_findings(report, lines),
        *_photo_findings(report),
    ]


def _note(kind, where, sentence):
    return Finding(kind, where, sentence, level=Level.NOTE)


def _amount_findings(report):
    money = reports.spending(report.project)
    for field, label, known in (
        ("received", _("received"), money["allocated"]),
        ("spent", _("spent"), money["spent"]),
        ("left", _("left"), money["unspent"]),
    ):
        stated = getattr(report, field)
        if stated is not None and stated != known:
            sentence = _("Stated as %(label)s: %(stated)s baht; the ledger says %(known)s.") % {
                "label": label,
                "stated": format_baht(stated),
                "known": format_baht(known),
            }
            yield Finding(field, "amounts", sentence, stated, known)
    yield from _sum_findings(report)
    yield from _use_findings(report)


def _sum_findings(report):
    if None in (report.received, report.spent, report.left) or report.received - report.spent == report.left:
        return
    due = report.received - report.spent
    sentence = _("Left should be received less spent, %(due)s baht, but %(left)s is stated.") % {
        "due": format_baht(due),
        "left": format_baht(report.left),
    }
    yield Finding("balance", "amounts", sentence, report.left, due)


def _use_findings(report):
    """Everything done with little of the money (A12-06)."""
    project = report.project
    undone = project.activities.top().filter(state=ActivityState.PLANNED).exists()
    limit = rules_of(project.district).problems_above_percent
    if not undone and unspent_percent(project) > limit:
        money = ledger.money_of(project)
        sentence = _("Every activity is done, but only %(share)s%% of the money is spent.")
        yield _note("use", "amounts", sentence % {"share": format_baht(percent(money.spent, money.allotted))})


def _period_findings(report):
    """A12-08."""
    plan = report.project.period
    if None in (report.period_start, plan.start) or (report.period_start, report.period_end) == (plan.start, plan.end):
        return
    sentence = _("The project took %(actual)s; the plan was %(plan)s.") % {
        "actual": report.period_text,
        "plan": plan.text,
    }
    yield _note("period", "period", sentence)


def _activity_findings(report):
    """Other people than in the proposal (A12-08), and activities that were done without money (A12-05)."""
    found = read_budget(report.project, with_money=False).findings
    unfunded = {finding.where: finding.sentence for finding in found if finding.kind == "unfunded"}
    for row in report.activities.select_related("activity"):
        activity = row.activity
        if activity is None:
            continue
        if _differ(row.responsible_text, activity.responsible_text):
            sentence = _("Activity %(number)s: responsible here are %(here)s, in the proposal %(there)s.") % {
                "number": row.number or row.order,
                "here": row.responsible_text,
                "there": activity.responsible_text,
            }
            yield _note("responsible", row.where, sentence)
        if plan_checks.where(activity) in unfunded:
            yield _note("unfunded", row.where, unfunded[plan_checks.where(activity)])


def _differ(one, other):
    """Whether two texts are both written and say different things, blanks aside."""
    one, other = "".join(one.split()), "".join(other.split())
    return bool(one and other) and one != other


def _result_findings(report, lines):
    """What is doubtful about the indicators (A12-05, A12-07), results that only repeat them (A12-09), and numbers that
    differ from what the portal counts."""
    rows, untold = list(report.rows.all()), {line.indicator.pk: line for line in lines}
    repeated = sum(map(only_repeats, rows))
    if repeated:
        sentence = ngettext(
            "%(count)s result only repeats its target word for word: the actual number is missing.",
            "%(count)s results only repeat their targets word for word: the actual numbers are missing.",
            repeated,
        )
        yield _note("repeats", "rows", sentence % {"count": repeated})
    for row in rows:
        line = untold.pop(row.indicator_id, None)
        if line:
            yield from _line_findings(line, row.where)
            yield from _count_findings(row, line)
    for line in untold.values():
        yield from _line_findings(line, "rows")


def _line_findings(line, where):
    for finding in line.findings:
        yield _note(finding.kind, where, f"“{line.indicator.text[:80]}”: {finding.sentence}")


def _count_findings(row, line):
    counted = line.value if line.measure else None
    if None not in (row.actual_value, counted) and row.actual_value != counted:
        sentence = _("“%(result)s”: %(stated)s is stated; the portal counts %(known)s.") % {
            "result": row.text[:80],
            "stated": format_baht(row.actual_value),
            "known": f"{format_baht(counted)} {line.unit}",
        }
        yield Finding("counted", row.where, sentence, row.actual_value, counted)


def _photo_findings(report):
    """Photos that were taken outside the project's time (A12-08), and those that the report does not show (B10)."""
    photos = report.project.photos.in_register().select_related("project")
    unsure = sum(not photo.has_consent for photo in photos)
    if unsure:
        sentence = ngettext(
            "%(count)s photo is left out: it is not confirmed that the people shown have agreed.",
            "%(count)s photos are left out: it is not confirmed that the people shown have agreed.",
            unsure,
        ) % {"count": unsure}
        yield _note("consent", "photos", sentence)
    outside = sum(photo.is_outside for photo in photos)
    if outside:
        sentence = ngettext(
            "%(count)s photo was taken outside the project's time.",
            "%(count)s photos were taken outside the project's time.",
            outside,
        ) % {"count": outside}
        yield _note("photos", "photos", sentence)
