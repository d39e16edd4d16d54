"""What the page, the PDF and the sheet of a project show: one context and one list of columns for all of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.checks.budget import read_budget
from projects.formula import read_stated
from projects.models import (
    Activity,
    BudgetCategory,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    ProjectIndicator,
    ProjectLayout,
    ResultLevel,
    Risk,
    RiskKind,
    Target,
    TargetKind,
    set_depths,
)
from projects.sections import EDITOR_OF_PART, EXTRA, PART_TITLES, PARTS, SECTIONS, Part
from projects.services.ledger import money_of
from projects.services.outline import BEYOND_FORM, filled_lists
from qa_portal.core.columns import Column
from qa_portal.core.history import entries_of, entries_of_rows
from qa_portal.core.models import TransitionRecord
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import format_baht


@dataclass(frozen=True)
class NumberedRow:
    number: str
    row: object


def proposal(project):
    """Everything that a proposal says, read once."""
    budget = read_budget(project)
    lists = {name: list(getattr(project, name).all()) for name in PRINTED_LISTS}
    activities = activity_table(project)
    context = {
        "project": project,
        "budget": budget,
        "found": budget.by_where,
        "links": _links(project),
        "groups": list(project.groups.all()),
        "activities": activities,
        "targets_by_kind": _targets(project, lists["targets"]),
        "risks_by_kind": [(kind, _rows(lists["risks"], "kind", kind)) for kind in RiskKind],
        "indicators_by_level": [(level, _rows(lists["indicators"], "level", level)) for level in ResultLevel],
        "cross": cross_table(budget),
        **lists,
        "objectives": _numbered(lists["objectives"], NUMBERING[project.layout]["objectives"]),
        "expected_results": _numbered(lists["expected_results"], NUMBERING[project.layout]["expected_results"]),
    }
    return context | {"parts": parts_of(project, lists)}


# The order in which each form names what the project answers to.
STRATEGY_ORDER = {
    ProjectLayout.CLASSIC: ("policy", "standard", "obec_focus", "office_focus", "obec_strategy", "office_strategy"),
    ProjectLayout.FULL: ("policy", "standard", "obec_strategy", "office_strategy", "obec_focus", "office_focus"),
    ProjectLayout.ACTIVITY: ("policy", "standard", "obec_focus", "office_focus", "obec_strategy", "office_strategy"),
}


def _links(project):
    order = STRATEGY_ORDER[project.layout]
    return sorted(project.policy_links.prefetch_related("items"), key=lambda link: order.index(link.kind))


PRINTED_LISTS = ("objectives", "targets", "risks", "evaluations", "indicators", "expected_results", "signatories")

# How each form numbers its lists; {n} is the place in the list.
NUMBERING = {
    ProjectLayout.CLASSIC: {"objectives": "2.{n}", "targets": "3.{n}", "expected_results": "7.{n}"},
    ProjectLayout.FULL: {"objectives": "2.{n}", "targets": "{n}.", "expected_results": "8.{n}"},
    ProjectLayout.ACTIVITY: {"objectives": "2.{n}", "targets": "3.{kind}.{n}", "expected_results": "{n}."},
}


def _numbered(rows, pattern):
    """The rows with the numbers of their form; a single row has none."""
    if len(rows) == 1:
        return [NumberedRow("", rows[0])]
    return [NumberedRow(pattern.format(n=place), row) for place, row in enumerate(rows, 1)]


def _targets(project, targets):
    """Quantitative, then qualitative; the classic form goes on counting where the others begin anew."""
    pattern, by_kind, counted = NUMBERING[project.layout]["targets"], [], 0
    for place, kind in enumerate(TargetKind, 1):
        rows = _rows(targets, "kind", kind)
        first = counted + 1 if project.layout == ProjectLayout.CLASSIC else 1
        numbered = [NumberedRow(pattern.format(n=n, kind=place), row) for n, row in enumerate(rows, first)]
        by_kind.append((kind, numbered))
        counted += len(rows)
    return by_kind


def _rows(rows, field, value):
    return [row for row in rows if getattr(row, field) == value]


def activity_table(project):
    """The activities, each with `outline`: its steps in order, with their depth. Two queries."""
    rows = list(project.activities.select_related("parent").prefetch_related("responsible").order_by("order", "pk"))
    tops = []
    for row in set_depths(rows):
        if row.depth == 0:
            row.outline = []
            tops.append(row)
        elif tops:
            tops[-1].outline.append(row)
    return tops


def parts_of(project, filled):
    """The numbered parts of the form, then what the project fills beyond it. `filled`: {list: whether it has rows}."""
    printed = PARTS[project.layout]
    keys = {part.key for part in printed}
    extra = (part for part in EXTRA if part.key not in keys and (part.key == "funding" or filled[part.key]))
    return [*printed, *extra]


def page_parts(project, parts, can_edit):
    """The parts for the page: title, template and, for those who may write, where to edit it."""
    for part in parts:
        section = EDITOR_OF_PART.get(part.key, part.key)
        yield {
            "key": part.key,
            "number": part.number,
            "title": PART_TITLES.get(part.key) or SECTIONS[part.key].title,
            "template": f"projects/parts/{part.key}.html",
            "edit_url": reverse("projects:project_edit", args=[project.pk, section]) if can_edit else "",
        }


def outline(project, can_edit):
    """The parts for the hub of the project, after who and why: what `page_parts` says; while the proposal is written,
    whether it `is_blank`, too. One query."""
    filled = filled_lists(project) if project.is_writable else filled_lists(project, BEYOND_FORM)
    parts = list(page_parts(project, [*BEFORE, *parts_of(project, filled)], can_edit))
    for part in parts if project.is_writable else ():
        name = LIST_OF_PART.get(part["key"], part["key"])
        part["is_blank"] = not (filled[name] if name in filled else getattr(project, name))
    return parts


BEFORE = (Part("basics", "", ""), Part("policy", "", ""))  # on no form are they numbered parts
LIST_OF_PART = {"basics": "groups", "policy": "policy_links", "budget": "lines", "results": "expected_results"}


# ---------------------------------------------------------------- the cross table (A3-01)


@dataclass(frozen=True)
class CrossRow:
    """`cells` are (category, figure); a line that is not split shows "-" in each, a split one is blank elsewhere."""

    line: object
    total: object
    cells: list


@dataclass(frozen=True)
class CrossTable:
    categories: list
    rows: list[CrossRow]
    total: object
    cells: list


def cross_table(budget):
    columns = budget.columns
    categories = [category for category in BudgetCategory if category != "utilities" or columns[category] is not None]
    rows = [
        CrossRow(line, stated_or(line.stated_text, line.printed), _cells(line, categories)) for line in budget.lines
    ]
    project = budget.project
    total = stated_or(project.stated_total_text, budget.total)
    texts = project.stated_columns
    cells = [(category, stated_or(texts.get(category, ""), columns[category])) for category in categories]
    return CrossTable(categories, rows, total, cells)


def _cells(line, categories):
    elsewhere = "" if line.category else "-"
    amount = stated_or(line.stated_text, line.printed)
    return [(category, amount if line.category == category else elsewhere) for category in categories]


def stated_or(text, computed):
    """The figure of the form: what it states, be it "-", else what was computed."""
    stated = read_stated(text)
    if stated is not None:
        return stated
    return text or computed


# ---------------------------------------------------------------- sheets


def budget_sheets(project):
    """Both views of the same lines: by activity, with formula, computed and stated; and the cross table."""
    budget = read_budget(project)
    heading = [project.name, _("Fiscal year %(year)s") % {"year": project.fiscal_year}]
    return [
        Sheet(_("By activity"), LINE_COLUMNS, _lines_by_activity(budget), heading, _totals(budget)),
        Sheet(_("By category"), *_cross_columns(budget), heading, _cross_totals(budget)),
        Sheet(_("Differences"), FINDING_COLUMNS, budget.findings, heading),
    ]


@dataclass(frozen=True)
class ActivityLine:
    activity: object
    line: object
    spent: object


def _lines_by_activity(budget):
    for group in budget.activities:
        for line in group.lines:
            yield ActivityLine(group.activity, line, line.spent)


LINE_COLUMNS = [
    Column(
        "activity", gettext_lazy("Activity"), lambda row: row.activity.name_in_budget if row.activity else "", width=40
    ),
    Column("number", gettext_lazy("No."), lambda row: row.line.number, width=8),
    Column("item", gettext_lazy("Budget item"), lambda row: row.line.item, width=40),
    Column(
        "category", gettext_lazy("Category"), lambda row: row.line.get_category_display() if row.line.category else ""
    ),
    Column("formula", gettext_lazy("Formula"), lambda row: row.line.formula, width=28),
    Column("computed", gettext_lazy("Computed"), lambda row: row.line.computed, kind="money"),
    Column("stated", gettext_lazy("Stated"), lambda row: _stated(row.line), kind="money"),
    Column("amount", gettext_lazy("Amount"), lambda row: row.line.amount, kind="money"),
    Column("spent", gettext_lazy("Spent"), lambda row: row.spent, kind="money"),
]
FINDING_COLUMNS = [
    Column("sentence", gettext_lazy("Difference"), lambda finding: finding.sentence, width=80),
    Column("stated", gettext_lazy("Stated"), lambda finding: finding.stated, kind="money"),
    Column("computed", gettext_lazy("Computed"), lambda finding: finding.computed, kind="money"),
]


def _stated(line):
    return line.stated_text if line.stated is None else line.stated


def _totals(budget):
    stated = budget.project.stated_total
    return {
        "activity": _("Total"),
        "stated": budget.project.stated_total_text if stated is None else stated,
        "amount": budget.total,
    }


def _cross_columns(budget):
    table = cross_table(budget)
    columns = [
        Column("number", _("No."), lambda row: row.line.number, width=8),
        Column("item", _("Budget item"), lambda row: row.line.item, width=40),
        Column("total", _("Total"), lambda row: row.total, kind="money"),
    ]
    for place, category in enumerate(table.categories):
        columns.append(
            Column(str(category), category.label, lambda row, place=place: row.cells[place][1], kind="money")
        )
    return columns, table.rows


def _cross_totals(budget):
    table = cross_table(budget)
    return {"item": _("Total"), "total": table.total} | {str(category): figure for category, figure in table.cells}


# ---------------------------------------------------------------- the list

COLUMNS = [
    Column("name", gettext_lazy("Project"), lambda row: row.name, 60, "name_sort", lambda row: row.get_absolute_url()),
    Column("year", gettext_lazy("Fiscal year"), lambda row: str(row.fiscal_year), width=8, order="fiscal_year"),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), 14, "state", kind="state"),
    Column("owner", gettext_lazy("Owner"), lambda row: str(row.owner), 24),
    Column("total", gettext_lazy("Budget"), lambda row: row.total, order="total", kind="money"),
    Column("funded", gettext_lazy("Funding"), lambda row: row.funded, order="funded", kind="money"),
    Column("spent", gettext_lazy("Spent"), lambda row: row.spent, order="spent", kind="money"),
]
# On the page the groups would take the room of the names; there they are a filter.
SHEET_COLUMNS = [
    *COLUMNS,
    Column("groups", gettext_lazy("Groups"), lambda row: ", ".join(str(group) for group in row.groups.all()), 36),
]


def history(project):
    """The project's steps and changes; and, once it was proposed for the first time, those of its rows."""
    entries = entries_of(project)
    first = TransitionRecord.objects.of(project).filter(transition="submit").first()
    for model in ROWS if first else ():
        entries += entries_of_rows(model, first.done_at, project=project)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


ROWS = (
    Activity,
    BudgetLine,
    Funding,
    Objective,
    Target,
    Risk,
    ProjectIndicator,
    Evaluation,
    ExpectedResult,
    PolicyLink,
)


def spending(project, money=None):
    """The money of a project (projects.services.ledger), asked here unless it is known already, and the share spent in
    per cent; none before approval. `unspent` is what is committed and what is left."""
    allocated, money = project.approved_amount, money or money_of(project)
    share = round(money.share_spent or 0)
    return {
        "allocated": allocated,
        "committed": money.committed,
        "spent": money.spent,
        "left": None if allocated is None else money.left,
        "unspent": None if allocated is None else money.left + money.committed,
        "share": share,
        "sentence": _("%(share)s%% of %(allocated)s baht is spent")
        % {"share": share, "allocated": format_baht(allocated or 0)},
    }
