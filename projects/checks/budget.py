"""A project's budget read once, with all that does not add up in it (A3-11). The page, the sheet, the PDF and the
workflow ask the same `read_budget`. Nothing here changes a stated figure."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.checks import money as money_checks
from projects.checks import plan as plan_checks
from projects.checks.findings import Finding, Level
from projects.formula import product_of, read_stated
from projects.models import Activity, BudgetCategory, BudgetLine, Funding, Rate, belonging
from projects.services.ledger import lines_with_money, lines_with_quarter
from qa_portal.core.prepared import prepared
from qa_portal.core.thai import format_baht


@dataclass
class ActivityBudget:
    """The lines of one activity, or those of none."""

    activity: Activity | None
    lines: list[BudgetLine]

    @property
    def computed(self):
        return sum_of(line.amount for line in self.lines)

    @property
    def printed(self):
        """What the lines come to as they are printed."""
        return sum_of(line.printed for line in self.lines)

    @property
    def stated(self):
        return self.activity.stated_total if self.activity else None

    @property
    def where(self):
        return self.activity.where if self.activity else "lines"


@dataclass
class Budget:
    """Lines in the order of the budget table, the same by activity in the order of the activity table, and funding."""

    project: object
    lines: list[BudgetLine]
    activities: list[ActivityBudget]
    funding: list[Funding]
    rates: list[Rate]
    findings: list[Finding] = field(default_factory=list)

    @property
    def with_activity(self):
        """The groups of `activities` that are an activity's."""
        return [group for group in self.activities if group.activity]

    @property
    def total(self):
        return sum_of(line.amount for line in self.lines)

    @property
    def funded(self):
        return sum_of(row.amount for row in self.funding)

    @property
    def columns(self):
        """{category: sum or None} of the cross table; lines that are not split are in none of them."""
        return {
            category: sum_of(line.amount for line in self.lines if line.category == category)
            for category in BudgetCategory
        }

    @property
    def by_where(self):
        """{id of a row: [its findings]}."""
        found = {}
        for finding in self.findings:
            found.setdefault(finding.where, []).append(finding)
        return found

    @property
    def differences(self):
        """The findings that belong into the document: what does not add up, not what is dear."""
        return [finding for finding in self.findings if finding.level != Level.WARNING]

    @property
    def blocking(self):
        return [finding for finding in self.findings if finding.blocks]


def sum_of(amounts):
    """The sum of what is known; None, not 0, where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def read_budget(project, with_money=True, activities=None):
    """Four queries, whatever the size of the budget. Without `with_money` nobody knows what is spent and left of each
    line: sums and findings do not ask for it, and reading it takes most of the time. `activities`: those of the
    project, but not their steps, where somebody has read them already."""
    lines = belonging(project, _lines(project.pk, with_money=with_money))
    activities = belonging(project, _activities(project.pk) if activities is None else activities)
    rates = _rates(project.district_id, day=project.reference_day) if project.may_have("rates") else []
    budget = Budget(project, lines, group_lines(activities, lines), belonging(project, _funding(project.pk)), rates)
    budget.findings = [finding for check in CHECKS for finding in check(budget)]
    return budget


@prepared
def _lines(project, *, with_money):
    beside = lines_with_money if with_money else lines_with_quarter
    return beside(BudgetLine.objects.filter(project=project)).order_by("order", "pk")


@prepared
def _activities(project):
    return Activity.objects.filter(project=project).top().order_by("order", "pk")


@prepared
def _funding(project):
    return Funding.objects.filter(project=project).order_by("order", "pk")


@prepared
def _rates(district, *, day):
    return Rate.objects.filter(district=district).as_at(day)


def differences_of(projects):
    """{project's key: what does not add up in it} of many projects, in three queries."""
    ours = Q(project__in=[project.pk for project in projects])
    lines, activities, funding = (
        _by_project(model.objects.filter(ours, *more).order_by("order", "pk"))
        for model, more in ((BudgetLine, ()), (Activity, (Q(parent=None),)), (Funding, ()))
    )
    found = {}
    for project in projects:
        own = lines.get(project.pk, [])
        budget = Budget(project, own, group_lines(activities.get(project.pk, []), own), funding.get(project.pk, []), [])
        found[project.pk] = [finding for check in DIFFERENCES for finding in check(budget)]
    return found


def _by_project(rows):
    found = {}
    for row in rows:
        found.setdefault(row.project_id, []).append(row)
    return found


def group_lines(activities, lines):
    by_activity = {}
    for line in lines:
        by_activity.setdefault(line.activity_id, []).append(line)
    loose = [ActivityBudget(None, by_activity[None])] if None in by_activity else []
    return loose + [ActivityBudget(activity, by_activity.get(activity.pk, [])) for activity in activities]


# ---------------------------------------------------------------- checks: each yields findings


def check_lines(budget):
    for line in budget.lines:
        if None not in (line.stated, line.computed) and line.stated != line.computed:
            values = {"item": line.item, "product": product_of(line.factor_list)} | _amounts(line)
            sentence = _("%(item)s: %(product)s = %(computed)s baht, but %(stated)s is stated.") % values
            yield Finding("line", line.where, sentence, line.stated, line.computed)


def check_activities(budget):
    for group in budget.activities:
        if group.stated is None or not group.lines:
            continue
        name = {"activity": group.activity.name_in_budget}
        if group.stated != group.computed:
            sentence = _("%(activity)s: the lines come to %(computed)s baht, but the stated total is %(stated)s.")
            yield Finding("activity", group.where, sentence % (name | _amounts(group)), group.stated, group.computed)
        elif group.stated != group.printed:
            sentence = _("%(activity)s: the total %(stated)s is right, but the printed lines add up to %(printed)s.")
            values = name | _amounts(group) | {"printed": format_baht(group.printed)}
            yield Finding("printed", group.where, sentence % values, group.stated, group.printed, Level.NOTE)


def check_columns(budget):
    if not budget.project.has_category_columns:
        return
    for category, computed in budget.columns.items():
        stated = read_stated(budget.project.stated_columns.get(category, ""))
        if stated is not None and stated != (computed or 0):
            sentence = _("Column %(column)s: the lines come to %(computed)s baht, but %(stated)s is stated.") % {
                "column": category.label,
                "computed": format_baht(computed or 0),
                "stated": format_baht(stated),
            }
            yield Finding("column", "columns", sentence, stated, computed or Decimal(0))


def check_cross_foot(budget):
    if not budget.project.has_category_columns or budget.total is None:
        return
    split = sum_of(budget.columns.values()) or Decimal(0)
    if split != budget.total:
        sentence = _(
            "The columns by category add up to %(split)s baht, the rows to %(total)s: "
            "%(gap)s baht is not split by category."
        ) % {
            "split": format_baht(split),
            "total": format_baht(budget.total),
            "gap": format_baht(budget.total - split),
        }
        yield Finding("cross_foot", "columns", sentence, budget.total, split)


def check_project(budget):
    stated, computed = budget.project.stated_total, budget.total
    if stated is not None and stated != (computed or 0):
        sentence = _("The project: the lines come to %(computed)s baht, but the stated total is %(stated)s.") % {
            "computed": format_baht(computed or 0),
            "stated": format_baht(stated),
        }
        yield Finding("project", "project-total", sentence, stated, computed or Decimal(0))


def check_funding(budget):
    if budget.funded is not None and budget.funded != (budget.total or 0):
        sentence = _(
            "The project comes to %(computed)s baht, but its funding is %(stated)s baht. "
            "It cannot be approved until they agree."
        ) % {"computed": format_baht(budget.total or 0), "stated": format_baht(budget.funded)}
        yield Finding("funding", "funding", sentence, budget.funded, budget.total or Decimal(0), blocks=True)


def check_rates(budget):
    for line in budget.lines if budget.rates else ():
        for ceiling in ceilings_passed(budget.rates, line.item, line.rate):
            sentence = rate_sentence(ceiling, line.item, line.rate)
            yield Finding("rate", line.where, sentence, line.rate, ceiling.ceiling, Level.WARNING)


def rate_warnings(project, item, formula):
    """Sentences about a line that is still being typed, by the rates of the project's day."""
    rates = Rate.objects.filter(district=project.district_id).as_at(project.reference_day)
    return [rate_sentence(row, item, formula.rate) for row in ceilings_passed(rates, item, formula.rate)]


def ceilings_passed(rates, item, rate):
    """The ceilings that a rate for an item is above; a warning, never a hindrance (A3-07)."""
    return [row for row in rates if rate is not None and rate > row.ceiling and row.covers(item)]


def rate_sentence(ceiling, item, rate):
    return _("%(item)s: %(rate)s baht is above the office's ceiling of %(ceiling)s (%(label)s).") % {
        "item": item,
        "rate": format_baht(rate),
        "ceiling": format_baht(ceiling.ceiling),
        "label": ceiling.label,
    }


DIFFERENCES = (check_lines, check_activities, check_columns, check_cross_foot, check_project, check_funding)
CHECKS = (*DIFFERENCES, check_rates, *plan_checks.CHECKS, *money_checks.CHECKS)


def _amounts(row):
    return {"stated": format_baht(row.stated), "computed": format_baht(row.computed)}
