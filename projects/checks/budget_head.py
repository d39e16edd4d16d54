"""What a project's own page says of its budget: the sums and what does not add up, without the lines. Reading sixty
lines for it takes longer than all the rest of the page, so a process keeps what it has found while the rows are the
same; whether they are is asked of the database every time."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Sum, Value
from django.utils.translation import get_language

from projects.checks.budget import Budget, group_lines, read_budget
from projects.checks.findings import Finding
from projects.checks.money import check_unspent
from projects.models import Activity, BudgetLine, Funding, ProjectState, Rate
from qa_portal.core.prepared import prepared

KEPT = 1000  # projects


@dataclass(frozen=True)
class BudgetHead:
    """As the Budget of the same names."""

    total: Decimal | None
    funded: Decimal | None
    findings: list[Finding]


heads = {}  # {(project, language): (state of its rows, BudgetHead)}


def budget_head(project, activities=None):
    """One query where nothing has changed since this process last looked. `activities`: as for `read_budget`."""
    key, state = (project.pk, get_language()), _state_of(project)
    found = heads.get(key)
    if found is None or found[0] != state:
        if len(heads) >= KEPT:
            heads.clear()
        found = heads[key] = state, _read(project, activities)
    return _with_spending(project, activities, found[1])


def _read(project, activities):
    budget = read_budget(project, with_money=False, activities=activities)
    findings = [finding for finding in budget.findings if finding.kind != "unspent"]
    return BudgetHead(budget.total, budget.funded, findings)


def _with_spending(project, activities, head):
    """What is spent changes without the budget: that finding is made each time."""
    if project.state != ProjectState.RUNNING:
        return head
    doing = list(project.activities.top()) if activities is None else activities
    unspent = list(check_unspent(Budget(project, [], group_lines(doing, []), [], [])))
    return BudgetHead(head.total, head.funded, [*head.findings, *unspent]) if unspent else head


def _state_of(project):
    """What differs once a row that the findings are made of was added, saved or taken out: a row's version rises with
    each save, and no number is given twice."""
    return project.version, project.state, project.reference_day, *_rows_of(project.pk, project.district_id)


@prepared
def _rows_of(project, district):
    ours = [model.objects.filter(project=project) for model in (BudgetLine, Activity, Funding)]
    first, *others = (_saved(rows, kind) for kind, rows in enumerate([*ours, Rate.objects.filter(district=district)]))
    return first.union(*others, all=True).order_by("kind")


def _saved(rows, kind):
    counts = {"rows": Count("pk"), "saves": Sum("version"), "last": Max("pk"), "at": Max("updated_at")}
    return rows.order_by().values(kind=Value(kind)).annotate(**counts).values_list("kind", *counts)
