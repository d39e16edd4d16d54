"""The money of an office's projects of one fiscal year from five sides. Each row opens what it counts: the ledger of
its project, or the projects that share in it."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.checks.money import quarters_of_projects
from projects.models import Activity, Funding, Quarter
from projects.reports.account import money_columns
from projects.reports.year_sums import OUTSIDE, paid_by_quarter
from projects.services import ledger
from projects.services.ledger import Money
from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet

NONE = "none"


class Side(TextChoices):
    PROJECT = "project", gettext_lazy("By project")
    ACTIVITY = "activity", gettext_lazy("By activity")
    SOURCE = "source", gettext_lazy("By source")
    GROUP = "group", gettext_lazy("By group")
    QUARTER = "quarter", gettext_lazy("By planned quarter")


@dataclass(frozen=True)
class Slice:
    """A project's money under one key of a side."""

    key: str
    label: str
    project: object
    money: Money


@dataclass(frozen=True)
class Row:
    label: str
    money: Money
    url: str = ""
    is_ledger: bool = False  # its address takes ?kind=

    @property
    def committed_url(self):
        return self._counted_as("committed")

    @property
    def spent_url(self):
        return self._counted_as("spent")

    def _counted_as(self, figure):
        return f"{self.url}{'&' if '?' in self.url else '?'}kind={figure}" if self.is_ledger else self.url


def rows(year, side):
    """Rows of a side. `year`: a PlanYear. A project of several groups stands in each of them."""
    found = defaultdict(list)
    for piece in SIDES[side](year):
        found[piece.key].append(piece)
    return [_row(year, side, pieces) for pieces in found.values()]


def within(year, side, key):
    """The projects that share in one row of a side, each with its part."""
    pieces = [piece for piece in SIDES[side](year) if piece.key == key]
    return [Row(piece.project.name, piece.money, _ledger(piece.project), True) for piece in pieces]


def _row(year, side, pieces):
    first, money = pieces[0], sum((piece.money for piece in pieces), Money())
    if side == Side.PROJECT:
        return Row(first.label, money, _ledger(first.project), True)
    if side == Side.ACTIVITY and first.key != NONE:
        return Row(first.label, money, f"{_ledger(first.project)}?activity={first.key}", True)
    asked = urlencode({"fiscal_year": year.fiscal, "district": year.district.pk, "by": side, "key": first.key})
    return Row(first.label, money, f"{reverse('projects:year_spending')}?{asked}")


def _ledger(project):
    return reverse("projects:project_expenses", args=[project.pk])


# ---------------------------------------------------------------- sides


def _by_project(year):
    return [Slice(str(project.pk), project.name, project, project.money) for project in year.projects]


def _by_activity(year):
    sums = ledger.by(year.approved, "project", "activity")
    activities = Activity.objects.filter(project__in=year.approved.order_by()).order_by("project", "order", "pk")
    names = {row.pk: str(row) for row in activities} | {None: _("Tied to no activity")}
    return [
        Slice(str(key or NONE), names[key], project, sums[project.pk, key])
        for project in year.projects
        for key in names
        if sums.get((project.pk, key), Money()) != Money()
    ]


def _by_group(year):
    pieces = [
        Slice(str(group.pk) if group else NONE, group.name if group else _("No group"), project, project.money)
        for project in year.projects
        for group in project.groups.all() or [None]
    ]
    return sorted(pieces, key=lambda piece: (piece.key == NONE, piece.label))


def _by_source(year):
    """A project of several sources spends from each in proportion to what it gives."""
    stated = defaultdict(list)
    for row in Funding.objects.filter(project__in=year.approved.order_by(), amount__gt=0).order_by("source", "order"):
        stated[row.project_id].append(row)
    pieces = [piece for project in year.projects for piece in _shares(project, stated[project.pk])]
    return sorted(pieces, key=lambda piece: (piece.key == NONE, piece.key))


def _shares(project, funding):
    if not funding:
        return [Slice(NONE, _("No source is stated"), project, project.money)]
    weights = [row.amount for row in funding]
    parts = zip(*(split(getattr(project.money, figure), weights) for figure in FIGURES), strict=True)
    return [
        Slice(f"{row.source} {row.other_text}".strip(), _source(row), project, Money(*part))
        for row, part in zip(funding, parts, strict=True)
    ]


FIGURES = ("allotted", "committed", "spent")


def _source(row):
    return row.other_text or row.get_source_display()


def split(amount, weights):
    """The amount in proportion to the weights, to the satang; what rounding leaves goes to the first."""
    whole = sum(weights)
    parts = [round(amount * weight / whole, 2) for weight in weights]
    return [parts[0] + amount - sum(parts), *parts[1:]]


def _by_quarter(year):
    projects = {project.pk: project for project in year.projects}
    sums = ledger.by(year.approved, "project", "quarter")
    pieces = [
        Slice(
            str(key or NONE), str(Quarter(key).label) if key else _("No quarter is planned"), projects[project], money
        )
        for (project, key), money in sums.items()
        if money != Money()
    ]
    return sorted(pieces, key=lambda piece: (piece.key == NONE, piece.key))


def quarters(year):
    """(QuarterPlan, baht paid in it) of each quarter; after them, where there is such money, of what is planned for no
    quarter or was paid outside the fiscal year."""
    paid = paid_by_quarter(year.approved)
    rows = [(row, paid.get(row.quarter or OUTSIDE, 0)) for row in quarters_of_projects(year.approved)]
    rest, paid_outside = rows[-1]
    return rows if rest.planned or paid_outside else rows[:-1]


SIDES = {
    Side.PROJECT: _by_project,
    Side.ACTIVITY: _by_activity,
    Side.SOURCE: _by_source,
    Side.GROUP: _by_group,
    Side.QUARTER: _by_quarter,
}


# ---------------------------------------------------------------- the sheets


def sheets(year):
    """A sheet a side; the totals of all are the same."""
    money = year.total.money
    totals = {"allotted": money.allotted, "committed": money.committed, "spent": money.spent, "left": money.left}
    heading = [str(year.district), _("Fiscal year %(year)s") % {"year": year.fiscal}]
    return [Sheet(side.label, COLUMNS, rows(year, side), heading, {"label": _("Total")} | totals) for side in Side]


COLUMNS = [
    Column("label", gettext_lazy("Name"), lambda row: row.label, 60),
    *money_columns(lambda row: row.money),
]
