"""Which items of a year's strategy have projects, and which projects answer to none (F07)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import PolicyLink, Project, StrategyItem, StrategyKind, in_tree_order
from projects.services.strategy import above, below, continuations
from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet

MATRIX_COLUMNS = 12
"""More projects than this do not stand side by side on a page; the sheet has them all."""
EARLIER_YEARS = 3


@dataclass
class Covered:
    """An item with the projects that answer to it or to something below it, each counted with its whole budget."""

    item: StrategyItem
    projects: list[Project]
    url: str

    @property
    def budget(self):
        return budget_of(self.projects)

    @property
    def names(self):
        return "\n".join(str(project) for project in self.projects)


def budget_of(projects):
    """Baht that the budget lines of the projects come to; projects without lines add nothing."""
    return sum(project.total or 0 for project in projects)


@dataclass
class Coverage:
    """One kind of a year's strategy against the year's projects. The sums of the items are more than the whole where a
    project answers to several."""

    year: int
    kind: str
    state: str
    rows: list[Covered]
    projects: list[Project]
    in_words: list[Project]  # answer to the kind in words alone
    silent: list[Project]  # say nothing of the kind

    @property
    def unnamed(self):
        """The projects that name no item of the kind."""
        return [*self.in_words, *self.silent]

    @property
    def uncovered(self):
        return [row for row in self.rows if not row.projects]

    @property
    def is_matrix(self):
        return 0 < len(self.projects) <= MATRIX_COLUMNS

    @property
    def budget(self):
        return budget_of(self.projects)

    @property
    def all_url(self):
        return list_url(self.year, self.state)

    @property
    def silent_url(self):
        """The projects that name no item of the kind: those that answer in words, and those that say nothing."""
        return list_url(self.year, self.state, strategy=f"none-{self.kind}")

    @property
    def kind_label(self):
        return StrategyKind(self.kind).label


def list_url(year, state, **filters):
    asked = {"fiscal_year": year} | ({"state": state} if state else {}) | filters
    return f"{reverse('projects:project_list')}?{urlencode(asked)}"


def coverage(user, district, year, kind, state=""):
    """The Coverage of what the user sees. The number of queries does not depend on the rows."""
    items = StrategyItem.objects.filter(district=district, fiscal_year=year, kind=kind)
    ordered = in_tree_order(items)
    projects = Project.objects.visible_to(user).filter(district=district).in_year(year).with_totals()
    projects = list((projects.filter(state=state) if state else projects).order_by("name_sort", "pk"))
    named, in_words = _answers(district, year, kind)
    parents = {item.pk: item.parent_id for item in ordered}
    rows = [_covered(item, parents, projects, named, partial(list_url, year, state)) for item in ordered]
    answering = {pk for item in ordered for pk, _all in named.get(item.pk, ())}
    others = [project for project in projects if project.pk not in answering]
    return Coverage(
        year,
        kind,
        state,
        rows,
        projects,
        [project for project in others if project.pk in in_words],
        [project for project in others if project.pk not in in_words],
    )


def project_counts(district, year, items):
    """{item key: number of projects that answer to it}, of items of any kinds of the year. Two queries."""
    there = set(Project.objects.filter(district=district).in_year(year).order_by().values_list("pk", flat=True))
    named, _in_words = _answers(district, year)
    parents = {item.pk: item.parent_id for item in items}
    return {pk: len(_answering(pk, parents, named) & there) for pk in parents}


def _answers(district, year, kind=None):
    """({item: {(project, whether all its indicators are meant)}}, the projects that answer in words)."""
    links = PolicyLink.objects.filter(project__district=district, project__fiscal_year=year).order_by()
    links = links.filter(kind=kind) if kind else links
    named, in_words = defaultdict(set), set()
    for project, item, is_all, text in links.values_list("project", "items", "all_indicators", "text"):
        if item is not None:
            named[item].add((project, is_all))
        elif text:
            in_words.add(project)
    return named, in_words


def _answering(pk, parents, named):
    """As strategy.answering, of rows that are read already."""
    found = {project for each in below(pk, parents) for project, _all in named.get(each, ())}
    return found | {project for each in above(pk, parents) for project, is_all in named.get(each, ()) if is_all}


def _covered(item, parents, projects, named, address):
    found = _answering(item.pk, parents, named)
    return Covered(item, [each for each in projects if each.pk in found], address(strategy=item.pk))


# ---------------------------------------------------------------- sheets


def sheets(shown):
    heading = [_("%(kind)s, fiscal year %(year)s") % {"kind": shown.kind_label, "year": shown.year}]
    note = _("A project that answers to several items is counted with its whole budget in each of them.")
    return [
        Sheet(_("Coverage"), _item_columns(), shown.rows, [*heading, note]),
        Sheet(_("Items and projects"), _matrix_columns(shown), shown.rows, heading),
        Sheet(_("Answer to nothing"), _silent_columns(shown), shown.unnamed, heading),
    ]


def _item_columns():
    return [
        Column("code", _("Code"), lambda row: row.item.code, 10),
        Column("title", _("Title"), lambda row: f"{'– ' * row.item.depth}{row.item.title}", 60),
        Column("projects", _("Projects"), lambda row: len(row.projects), 12, kind="number"),
        Column("budget", _("Budget (baht)"), lambda row: row.budget, 18, kind="money"),
        Column("names", _("Which"), lambda row: row.names, 60),
    ]


def _matrix_columns(shown):
    first = [
        Column("code", _("Code"), lambda row: row.item.code, 10),
        Column("title", _("Title"), lambda row: row.item.title, 60),
    ]
    return first + [
        Column(f"p{project.pk}", project.name, partial(_mark, project), 14, kind="number") for project in shown.projects
    ]


def _mark(project, row):
    return 1 if project in row.projects else None


def _silent_columns(shown):
    said = {project.pk for project in shown.in_words}
    return [
        Column("name", _("Project"), lambda row: row.name, 60),
        Column("state", _("State"), lambda row: str(row.get_state_display()), 18),
        Column("how", _("What it says"), lambda row: _("In words alone") if row.pk in said else _("Nothing"), 24),
        Column("total", _("Budget (baht)"), lambda row: row.total, 18, kind="money"),
    ]


# ---------------------------------------------------------------- from year to year


@dataclass
class Trail:
    """An item of the year and what it was: for each earlier year the items that it goes on from, with the number and
    the budget of their projects."""

    item: StrategyItem
    here: Covered
    earlier: list[tuple[int, list[Covered]]]


def trails(user, district, year, kind):
    """(the earlier years of which the portal has items, latest first; a Trail for each item of the year; the items of
    the last year that end there)."""
    rows = StrategyItem.objects.filter(district=district, kind=kind, fiscal_year__lt=year)
    years = sorted(set(rows.order_by().values_list("fiscal_year", flat=True)), reverse=True)[:EARLIER_YEARS]
    by_year = {each: {row.item.pk: row for row in coverage(user, district, each, kind).rows} for each in years}
    here = coverage(user, district, year, kind).rows
    ways = continuations([pk for found in by_year.values() for pk in found], year)
    found = [Trail(row.item, row, [(each, _origins(row, by_year[each], ways)) for each in years]) for row in here]
    ended = [row for pk, row in by_year[years[0]].items() if not ways[pk]] if years else []
    return years, found, ended


def _origins(row, earlier, ways):
    return [old for pk, old in earlier.items() if row.item.pk in ways[pk]]
