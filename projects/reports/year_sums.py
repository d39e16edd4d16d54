"""What an office's plan of one fiscal year comes to, by group, source, strategy, quarter and category. The money is the
ledger's (projects.services.ledger); a project that stands in several rows of a table counts once in its total."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, IntegerField, Sum, Value, When
from django.db.models.lookups import LessThan
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import (
    Expense,
    Funding,
    PolicyLink,
    Project,
    ProjectState,
    Quarter,
    StrategyItem,
    StrategyKind,
    in_tree_order,
)
from projects.services import ledger
from projects.services.ledger import Money
from qa_portal.core.models import District

OUTSIDE = 0
"""The quarter of a payment outside the fiscal year of its project."""
QUARTERS = dict(Quarter.choices) | {OUTSIDE: gettext_lazy("Paid outside the fiscal year")}
OPEN_PROPOSALS = (ProjectState.SUBMITTED, ProjectState.RETURNED)


@dataclass(frozen=True)
class YearSum:
    """A row of a summary: how many projects it has, and their money. `depth`: of a row in a tree."""

    label: str
    projects: int
    money: Money
    depth: int = 0


@dataclass(frozen=True)
class SourceSum:
    """Money from one source, as the approved proposals state it (baht)."""

    label: str
    projects: int
    amount: Decimal


@dataclass(frozen=True)
class PlanYear:
    """The approved projects of a district and fiscal year (B.E.), read once."""

    district: District
    fiscal: int

    @property
    def rows(self):
        return Project.objects.filter(district=self.district).in_year(self.fiscal)

    @property
    def approved(self):
        """Once the projects are read it is these, whatever is approved meanwhile."""
        read = self.__dict__.get("projects")
        return self.rows.approved() if read is None else self.rows.filter(pk__in=[project.pk for project in read])

    @cached_property
    def projects(self):
        """In the order of the groups that answer for them; each has its `money`."""
        rows = ledger.projects_with_money(self.approved).select_related("owner", "district").prefetch_related("groups")
        found = sorted(rows, key=_place)
        for project in found:
            project.money = ledger.money_beside(project)
        return found

    @cached_property
    def total(self):
        return self.sum_of(_("Total"), self.projects)

    @cached_property
    def proposed(self):
        """Proposals that wait for their approval: they are not in the plan yet."""
        return list(
            self.rows.filter(state__in=OPEN_PROPOSALS).with_totals().select_related("owner").order_by("name_sort")
        )

    def sum_of(self, label, projects, depth=0):
        return YearSum(label, len(projects), sum((project.money for project in projects), Money()), depth)

    def by(self, key):
        """{project's key: {value: Money}} by "quarter" or "category" of its lines; None: not said."""
        sums = defaultdict(dict)
        for (project, value), money in ledger.by(self.approved, "project", key).items():
            sums[project][value or None] = sums[project].get(value or None, Money()) + money
        return sums


def _place(project):
    groups = sorted((group.order, group.name) for group in project.groups.all())
    return (not groups, groups[:1], project.name_sort, project.pk)


def by_group(year):
    """A YearSum for each group that answers for a project, then one for projects of none."""
    of_group = defaultdict(list)
    for project in year.projects:
        for group in project.groups.all() or [None]:
            of_group[group].append(project)
    groups = sorted((group for group in of_group if group), key=lambda group: (group.order, group.name))
    rows = [year.sum_of(group.name, of_group[group]) for group in groups]
    return rows + ([year.sum_of(_("No group"), of_group[None])] if None in of_group else [])


def by_source(year):
    """SourceSums of the sources of money; what the sources of a project leave open of its allocation is the last."""
    sums, stated = defaultdict(dict), defaultdict(Decimal)
    rows = Funding.objects.filter(project__in=year.approved, amount__isnull=False).order_by("source", "order", "pk")
    for row in rows:
        projects = sums[str(row) if row.other_text else row.get_source_display()]
        projects[row.project_id] = projects.get(row.project_id, 0) + row.amount
        stated[row.project_id] += row.amount
    found = [SourceSum(label, len(projects), sum(projects.values())) for label, projects in sums.items()]
    gaps = [gap for project in year.projects if (gap := project.money.allotted - stated[project.pk])]
    return found + ([SourceSum(_("Allocated without a stated source"), len(gaps), sum(gaps))] if gaps else [])


def by_strategy(year, kind):
    """A YearSum for each item of a kind of strategy, in the order of the tree: it has the projects that answer to it
    or to what is below it. The last row has those that answer to none of them."""
    answers = defaultdict(set)
    links = PolicyLink.objects.filter(project__in=year.approved, kind=kind)
    for item, project in links.filter(items__isnull=False).values_list("items", "project"):
        answers[item].add(project)
    items = StrategyItem.objects.filter(district=year.district, fiscal_year=year.fiscal, kind=kind)
    tree = _with_all_below(items)
    rows = [year.sum_of(str(item), _answering(year, answers, below), item.depth) for item, below in tree]
    missing = [project for project in year.projects if not any(project.pk in found for found in answers.values())]
    return rows + ([year.sum_of(_("None of these is chosen"), missing)] if missing and rows else [])


def by_strategies(year):
    """[(kind, its rows)] of each kind of strategy that the office has items of."""
    tables = ((kind, by_strategy(year, kind)) for kind in StrategyKind)
    return [(kind, rows) for kind, rows in tables if rows]


def _answering(year, answers, items):
    found = set().union(*(answers[item] for item in items))
    return [project for project in year.projects if project.pk in found]


def _with_all_below(items):
    """(item, keys of it and of all below it) in the order of the tree."""
    ordered = in_tree_order(items)
    below = {item.pk: {item.pk} for item in ordered}
    for item in reversed(ordered):
        if item.parent_id in below:
            below[item.parent_id] |= below[item.pk]
    return [(item, below[item.pk]) for item in ordered]


def with_quarter(expenses):
    """Adds `quarter` of the project's fiscal year: 1 to 4, or 0 for what was paid before or after it."""
    month = ledger.month_of_year("paid_on", "project__fiscal_year")
    steps = [When(LessThan(month, Value(3 * quarter)), then=Value(quarter)) for quarter in Quarter.values]
    before = When(LessThan(month, Value(0)), then=Value(OUTSIDE))
    return expenses.annotate(quarter=Case(before, *steps, default=Value(OUTSIDE), output_field=IntegerField()))


def expenses_of(approved):
    """The ledger rows of approved projects, with their quarter."""
    return with_quarter(Expense.objects.filter(project__in=approved.order_by()))


def paid_by_quarter(approved):
    """{quarter: baht paid in it} of approved projects."""
    return dict(expenses_of(approved).order_by().values_list("quarter").annotate(Sum("amount")))


def known_years(projects) -> Sequence[int]:
    """The fiscal years (B.E.) that have projects, the latest first."""
    return sorted(projects.order_by().values_list("fiscal_year", flat=True).distinct(), reverse=True)
