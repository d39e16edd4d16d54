"""Money and time: what is planned by quarter beside what has arrived by then (A1-20), and money that stays although the
work is done (A12-06). Warnings; nothing here hinders anybody."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from projects.checks.findings import Finding, Level
from projects.models import ActivityState, Funding, ProjectState, Quarter, rules_of
from projects.services import ledger
from qa_portal.core.thai import format_baht


@dataclass(frozen=True)
class QuarterPlan:
    """What a quarter needs and what arrives in it; `due` and `there`: both from the beginning of the year until its
    end, so that those of the last row are the totals. Without a quarter: what is planned for none. In baht."""

    quarter: Quarter | None
    planned: Decimal
    arrives: Decimal
    due: Decimal
    there: Decimal

    @property
    def gap(self):
        return max(self.due - self.there, Decimal(0))


def quarters_of_budget(budget):
    """The QuarterPlans of a project, approved or not; [] where neither its lines nor its funding name a time. Four, and
    one more where lines are planned for no quarter."""
    planned, arriving = defaultdict(Decimal), defaultdict(Decimal)
    for line in budget.lines:
        planned[line.planned_for] += line.amount or 0
    for row in budget.funding:
        arriving[row.quarter] += row.amount or 0
    if set(planned) | set(arriving) == {None}:
        return []
    rows = _plan(planned, arriving)
    return rows if rows[-1].planned else rows[:-1]


def quarters_of_projects(projects):
    """The same for many projects, of what is allotted to them; always five."""
    planned = {quarter: money.allotted for quarter, money in ledger.by(projects, "quarter").items()}
    rows = Funding.objects.filter(project__in=projects.order_by(), amount__isnull=False).order_by()
    return _plan(planned, dict(rows.values_list("quarter").annotate(Sum("amount"))))


def _plan(planned, arriving):
    """Funding without a quarter is there from the beginning; lines without one can wait."""
    arriving = dict(arriving)
    arriving[Quarter.FIRST] = arriving.get(Quarter.FIRST, 0) + arriving.pop(None, 0)
    due = there = Decimal(0)
    rows = []
    for quarter in (*Quarter, None):
        needs, comes = Decimal(planned.get(quarter, 0)), Decimal(arriving.get(quarter, 0))
        due, there = due + needs, there + comes
        rows.append(QuarterPlan(quarter, needs, comes, due, there))
    return rows


def check_quarters(budget):
    """Activities that are planned before their money is there; said only where more money is still to come."""
    rows = [row for row in quarters_of_budget(budget) if row.quarter]
    for row in rows:
        waiting = _planned_in(budget, row.quarter)
        later = [other.quarter for other in rows if other.quarter > row.quarter and other.arrives]
        if row.gap and waiting and later:
            enough = [other.quarter for other in rows if other.quarter > row.quarter and other.there >= row.due]
            sentence = _(
                "Until the end of quarter %(quarter)s, %(due)s baht are planned, but only %(there)s have arrived: "
                "%(activities)s cannot run before quarter %(next)s."
            ) % {
                "quarter": row.quarter.value,
                "due": format_baht(row.due),
                "there": format_baht(row.there),
                "activities": ", ".join(waiting),
                "next": (enough or later)[0].value,
            }
            yield Finding("quarter", "quarters", sentence, row.there, row.due, Level.WARNING)


def _planned_in(budget, quarter):
    """The names of what has lines planned for the quarter: activities, or lines of none."""
    lines = [line for line in budget.lines if line.planned_for == quarter and line.amount]
    names = {group.activity.pk: group.activity.name_in_budget for group in budget.activities if group.activity}
    return list(dict.fromkeys(names.get(line.activity_id, line.item) for line in lines))


def check_unspent(budget):
    """Everything is done, but much of the money is still there."""
    project, activities = budget.project, [group.activity for group in budget.activities if group.activity]
    if project.state != ProjectState.RUNNING or not activities:
        return
    if any(activity.state == ActivityState.PLANNED for activity in activities):
        return
    share = ledger.money_of(project).share_unspent
    if share is not None and share > rules_of(project.district).problems_above_percent:
        values = {"share": format_baht(round(100 - share, 2))}
        sentence = _("Every activity is done, but only %(share)s%% of the money is spent.") % values
        yield Finding("unspent", "budget", sentence, level=Level.WARNING)


CHECKS = (check_quarters, check_unspent)
