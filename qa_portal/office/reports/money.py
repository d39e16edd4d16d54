"""What the office plans and spends: the projects of the fiscal year, in baht.

Allocated is the approved amount of the projects that are approved or running; spent is every row of their ledgers,
reversals included, whatever day it was paid on; left is what is neither spent nor committed. The sums are those of
projects.services.ledger, so the quarters and the projects add up to the same."""

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectState
from projects.reports.year_sums import OUTSIDE, QUARTERS, expenses_of, paid_by_quarter
from projects.services import ledger
from qa_portal.core.columns import Column
from qa_portal.core.figures import percent
from qa_portal.core.thai import format_baht

from . import links
from .tables import Chart, Figure, Line, PercentColumn, Table, figure_column, label_column


def with_money(projects):
    """Adds `allocated`, `committed` and `paid` in baht as the ledger has them (zeros, never None), with `left`,
    and `total`, what the budget lines come to. A project that is not approved has no allocation."""
    return ledger.projects_with_money(projects.with_total()).annotate(allocated=F("allotted"))


def allocated_projects(year):
    return with_money(year.projects.approved())


def expenses(year):
    """The ledger rows of the year's approved projects, with their quarter."""
    return expenses_of(year.projects.approved())


# ---------------------------------------------------------------- sums


def summary(year):
    """The Line of the whole office: projects, allocated, spent, left, and the share spent in percent."""
    return _money_line(year, _("Total"), **office_sums(year))


def office_sums(year):
    """What the approved projects of the year were allocated, spent and have left."""
    sums = sums_of(allocated_projects(year))
    return {name: round(sums[name], 2) for name in ("allocated", "paid", "left")}


def sums_of(projects):
    """What rows of `with_money` come to, and their `count`, in one query. What is left follows from the rest: summed by
    itself, all that is spent would be added up twice."""
    named = {f"sum_of_{name}": Sum(name, default=0) for name in ("allocated", "committed", "paid")}
    count, *sums = projects.order_by().aggregate(count=Count("pk"), **named).values()
    money = ledger.Money(*sums)
    return {"count": count, "allocated": money.allotted, "paid": money.spent, "left": money.left}


def _money_line(year, label, allocated, paid, left):
    address = links.projects(year, approved="true")
    figures = {
        "allocated": Figure("allocated", _("Allocated"), allocated, address, "allocated"),
        "paid": Figure("paid", _("Spent"), paid, links.expenses(year), "amount"),
        "left": Figure("left", _("Left"), left, address, "left"),
    }
    return Line(label, figures, {"use": percent(paid, allocated)})


def by_state(year):
    counted = dict(year.projects.order_by().values_list("state").annotate(Count("pk")))
    lines = [_state_line(year, state.label, state.value, counted.get(state.value, 0)) for state in ProjectState]
    return Table(
        key="projects_by_state",
        title=_("Projects by state"),
        short=_("Project states"),
        columns=[label_column(_("State")), figure_column("projects", _("Projects"))],
        rows=lines,
        total=_state_line(year, _("Total"), None, sum(counted.values())),
        empty=_("There is no project in this fiscal year yet."),
    )


def _state_line(year, label, state, count):
    return Line(label, {"projects": Figure("projects", label, count, links.projects(year, state=state))})


def by_quarter(year):
    return quarter_table(year, paid_by_quarter(year.projects.approved()))


def quarter_table(year, paid):
    """`paid`: {quarter: baht}."""
    lines = [_quarter_line(year, number, paid.get(number, 0)) for number in QUARTERS if number or paid.get(OUTSIDE)]
    bars = [(str(number), paid.get(number, 0)) for number in QUARTERS if number]
    total = sum(paid.values())
    return Table(
        key="spending_by_quarter",
        title=_("Spending by quarter of the fiscal year"),
        short=_("Quarters"),
        columns=[label_column(_("Quarter")), figure_column("paid", _("Spent (baht)"), kind="money", width=18)],
        rows=lines,
        total=Line(_("Total"), {"paid": Figure("paid", _("Total"), total, links.expenses(year), "amount")}),
        charts=[Chart("column_chart", _("Spending by quarter of the fiscal year"), bars, unit=_("baht"))],
        empty=_("Nothing has been spent in this fiscal year yet."),
    )


def _quarter_line(year, number, paid):
    label = QUARTERS[number]
    address = links.expenses(year, quarter=number)
    return Line(label, {"paid": Figure(f"paid_{number}", label, paid, address, "amount")})


# ---------------------------------------------------------------- project by project


def by_project(year, limit=None):
    """The approved projects of the year, all or the largest `limit` allocations, with stated totals that are not what
    their budget lines come to. The total is that of all."""
    rows = list(allocated_projects(year).order_by("-allocated", "name_sort", "pk")[:limit])
    return Table(
        key="money_by_project",
        title=_("Projects of the plan: allocated, spent and left"),
        short=_("Projects"),
        columns=MONEY_COLUMNS,
        rows=rows,
        total=summary(year),
        charts=[Chart("bar_chart", _("Percentage spent, largest projects"), _shares(rows[:10]), unit="%")],
        note=_(
            "Left is what is neither spent nor committed. A stated total that differs from its budget lines is shown "
            "as it was stated, with both figures."
        ),
        empty=_("There is no approved project in this fiscal year yet."),
        all_url=links.projects(year, approved="true") if limit else "",
    )


def _shares(rows):
    return [(row.name, percent(row.paid, row.allocated)) for row in rows]


def stated_difference(project):
    """Both totals in words, or "" where they agree or one is not known (A3-11)."""
    stated, computed = project.stated_total, project.total
    if stated is None or computed is None or stated == computed:
        return ""
    values = {"stated": format_baht(stated), "computed": format_baht(computed)}
    return _("stated %(stated)s, computed %(computed)s") % values


MONEY_COLUMNS = [
    Column("name", _("Project"), lambda p: p.name, 44, "name_sort", Project.get_absolute_url),
    Column("state", _("State"), lambda p: str(ProjectState(p.state).label), 18, "state"),
    Column(
        "allocated",
        _("Allocated (baht)"),
        lambda p: p.allocated,
        16,
        "allocated",
        Project.get_absolute_url,
        kind="money",
    ),
    Column("paid", _("Spent (baht)"), lambda p: p.paid, 16, "paid", links.expenses_of, kind="money"),
    Column("left", _("Left (baht)"), lambda p: p.left, 16, "left", Project.get_absolute_url, kind="money"),
    PercentColumn("use", _("Percentage spent"), lambda p: percent(p.paid, p.allocated), 15, kind="money"),
    Column("difference", _("Stated and computed totals"), stated_difference, 27),
]

EXPENSE_COLUMNS = [
    Column("paid_on", _("Paid on"), lambda e: e.paid_on, 14, "paid_on", kind="date"),
    Column("project", _("Project"), lambda e: e.project.name, 44, "project__name_sort",
           lambda e: e.project.get_absolute_url()),
    Column("document", _("Document number"), lambda e: e.document_number, 20, "document_number"),
    Column("note", _("Note"), lambda e: e.note, 30),
    Column("amount", _("Amount (baht)"), lambda e: e.amount, 16, "amount", kind="money"),
]  # fmt: skip

ATTENDANCE_COLUMNS = [
    Column("done_on", _("Date"), lambda a: a.report.done_on, 14, "report__done_on", kind="date"),
    Column("activity", _("Activity"), lambda a: str(a.report.activity), 44, link=lambda a: a.report.get_absolute_url()),
    Column("project", _("Project"), lambda a: a.report.project.name, 40, "report__project__name_sort"),
    Column("kind", _("People who took part"), lambda a: str(a.get_kind_display()), 18, "kind"),
    Column("count", _("How many"), lambda a: a.count, 12, "count", kind="number"),
]
