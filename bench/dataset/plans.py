"""The offices' projects: proposal, activities, budget lines, funding and the ledger."""

from django.db import connection

from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Expense,
    Funding,
    Objective,
    PolicyLink,
    Project,
    ProjectIndicator,
    Risk,
    Signatory,
    StrategyItem,
    StrategyKind,
    Target,
    WorkGroup,
)
from qa_portal.core.thai import fiscal_year_range, format_month, month_range, search_key, sort_key, to_be

from .sql import drop_tables, insert_rows, make_table, pick, rows_of, share, text
from .steps import load_steps
from .words import AIMS, AUDIENCES, GROUPS, SENTENCE, SHORT

PROJECTS = 60  # of one office and year
ACTIVITIES = 6
LINES = 8
EXPENSES = 6
ITEMS = 6

NOW = [(60, "running"), (75, "approved"), (85, "submitted"), (95, "draft"), (100, "returned")]
THEN = [(90, "running"), (94, "approved"), (97, "draft"), (100, "returned")]
STEPS = [
    ("submit", "draft", "submitted", "submitted returned approved running"),
    ("return", "submitted", "returned", "returned"),
    ("approve", "submitted", "approved", "approved running"),
    ("start", "approved", "running", "running"),
]
SUBMITTED = "('submitted', 'returned', 'approved', 'running')"
BUDGETED = "('approved', 'running')"
RUNNING = "('running')"

# Baht of the smallest line of a project; line n costs n times as much, expense n as much as line n.
UNIT = "(10 * (20 + {project} % 60))"
FACTORS = '[{"value": "N", "unit": "คน"}, {"value": "U", "unit": "บาท"}]'


def load(nation):
    _load_groups(nation)
    _load_strategy(nation)
    _make_names()
    _load_projects(nation)
    _load_rows(nation)
    _load_activities(nation)
    _load_lines(nation)
    _load_expenses(nation)
    _load_links(nation)
    load_steps(Project, STEPS, "projects_project r", "r.owner_id", nation)
    drop_tables("bench_project", "bench_month")


def _load_groups(nation):
    groups = rows_of(["place", "name"], enumerate(GROUPS, start=1))
    insert_rows(
        WorkGroup,
        f"core_district d CROSS JOIN {groups} g",
        stamp=nation.stamp,
        id=f"((d.id - 1) * {len(GROUPS)} + g.place)",
        district_id="d.id",
        name="g.name",
        order="g.place",
    )


def _load_strategy(nation):
    kinds = rows_of(["place", "kind"], enumerate(kind.value for kind in StrategyKind))
    insert_rows(
        StrategyItem,
        f"core_district d CROSS JOIN bench_year y CROSS JOIN {kinds} k "
        f"JOIN bench_number n ON n.n BETWEEN 1 AND {ITEMS}",
        stamp=nation.stamp,
        id=f"((((d.id - 1) * {nation.size.years} + y.y) * {len(StrategyKind)} + k.place) * {ITEMS} + n.n)",
        district_id="d.id",
        fiscal_year="y.fiscal",
        kind="k.kind",
        code="CAST(n.n AS varchar(20))",
        title=text(SHORT),
    )


def _make_names():
    """bench_project: the names with the keys that the models would make of them; bench_month: the months in words."""
    names = [
        f"โครงการสมมุติ{AIMS[n % len(AIMS)]}{AUDIENCES[n % len(AUDIENCES)]} รุ่นที่ {n // 30 + 1}" for n in range(PROJECTS)
    ]
    rows = [(n, name, sort_key(name), search_key(name)) for n, name in enumerate(names)]
    make_table("bench_project", "n bigint PRIMARY KEY, name text, name_sort text, name_search text", rows)


def _load_projects(nation):
    roll = pick(100, "d.id", "y.y", "n.n")
    state = f"CASE WHEN y.is_last = 1 THEN {_states(roll, NOW)} ELSE {_states(roll, THEN)} END"
    names = "n.name, n.name_sort, n.name_search"
    number = f"(((d.id - 1) * {nation.size.years} + y.y) * {PROJECTS} + n.n + 1)"
    inner = (
        f"(SELECT {number} AS id, d.id AS district_id, y.fiscal, y.first_day, y.last_day, {names}, {state} AS state "
        "FROM core_district d CROSS JOIN bench_year y CROSS JOIN bench_project n) r"
    )
    owner = nation.supervisor("r.id", "r.district_id")
    director = nation.office_user("director", "r.district_id")
    insert_rows(
        Project,
        f"{inner} JOIN bench_day a ON a.n = r.first_day JOIN bench_day z ON z.n = r.last_day",
        stamp=nation.stamp,
        id="r.id",
        district_id="r.district_id",
        state="r.state",
        fiscal_year="r.fiscal",
        layout=share("r.id % 3", [(1, "'classic'"), (2, "'full'"), (3, "'activity'")]),
        name="r.name",
        name_sort="r.name_sort",
        name_search="r.name_search",
        nature="'continuing'",
        owner_id=owner,
        created_by_id=owner,
        rationale=text(SENTENCE + SENTENCE),
        period_text="'ตลอดปีงบประมาณ ' || r.fiscal",
        period_start="a.day",
        period_end="z.day",
        approved_amount=f"CASE WHEN r.state IN {BUDGETED} THEN {_total('r.id')} END",
        submitted_at=f"CASE WHEN r.state IN {SUBMITTED} THEN a.stamp END",
        submitted_by_id=f"CASE WHEN r.state IN {SUBMITTED} THEN {owner} END",
        approved_at=f"CASE WHEN r.state IN {BUDGETED} THEN a.stamp END",
        approved_by_id=f"CASE WHEN r.state IN {BUDGETED} THEN {director} END",
        started_at=f"CASE WHEN r.state IN {RUNNING} THEN a.stamp END",
        started_by_id=f"CASE WHEN r.state IN {RUNNING} THEN {owner} END",
    )


def _states(roll, bounds):
    return share(roll, [(below, text(state)) for below, state in bounds])


def _unit(project):
    return UNIT.format(project=project)


def _total(project):
    return f"{_unit(project)} * {sum(range(1, LINES + 1))}"


def _of_projects(count):
    return f"projects_project p JOIN bench_number n ON n.n BETWEEN 1 AND {count}"


def _load_rows(nation):
    """The numbered lists and small tables of every proposal."""
    parts = [
        (Objective, 3, {"text": text(SHORT)}),
        (Target, 2, {"kind": "CASE WHEN n.n = 1 THEN 'quantitative' ELSE 'qualitative' END", "text": text(SHORT)}),
        (Risk, 2, {"kind": "CASE WHEN n.n = 1 THEN 'factor' ELSE 'mitigation' END", "text": text(SHORT)}),
        (Evaluation, 3, {"indicator": text(SHORT), "method": "'สอบถาม'", "tool": "'แบบสอบถาม'"}),
        (
            ProjectIndicator,
            3,
            {"text": text(SHORT), "target_text": "'ร้อยละ 80'", "target_value": "80", "unit": "'ร้อยละ'"},
        ),
        (ExpectedResult, 3, {"text": text(SHORT)}),
    ]
    for model, count, columns in parts:
        insert_rows(model, _of_projects(count), stamp=nation.stamp, project_id="p.id", order="n.n", **columns)
    insert_rows(
        Funding,
        "projects_project p",
        stamp=nation.stamp,
        project_id="p.id",
        source="'plan'",
        amount_text=f"CAST({_total('p.id')} AS varchar(60))",
        amount=_total("p.id"),
    )
    roles = rows_of(["place", "role"], [(1, "proposer"), (2, "endorser"), (3, "approver")])
    insert_rows(
        Signatory,
        f"projects_project p CROSS JOIN {roles} g",
        stamp=nation.stamp,
        project_id="p.id",
        order="g.place",
        role="g.role",
        name="'ผู้ลงนาม สมมุติ'",
        position="'ตำแหน่ง สมมุติ'",
    )


def _load_activities(nation):
    """One every second month."""
    months = [(n, day.isoformat(), last.isoformat(), format_month(day)) for n, day, last in _months(nation)]
    make_table("bench_month", "n bigint PRIMARY KEY, first_day date, last_day date, words text", months)
    first = nation.fiscal_years[0]
    insert_rows(
        Activity,
        f"{_of_projects(ACTIVITIES)} JOIN bench_month m ON m.n = (p.fiscal_year - {first}) * 12 + n.n * 2 - 1",
        stamp=nation.stamp,
        id=f"((p.id - 1) * {ACTIVITIES} + n.n)",
        project_id="p.id",
        order="n.n",
        number="CAST(n.n AS varchar(20))",
        title="'กิจกรรมที่ ' || n.n || " + text(" ประชุมเชิงปฏิบัติการครูและผู้บริหาร"),
        place="'ห้องประชุมสมมุติ'",
        target_group="'ครู'",
        target_count="60",
        responsible_text="'กลุ่มนิเทศ'",
        period_text="m.words",
        period_start="m.first_day",
        period_end="m.last_day",
        period_precision="'month'",
    )


def _months(nation):
    n = 0
    for fiscal in nation.fiscal_years:
        first = fiscal_year_range(fiscal)[0]
        for shift in range(12):
            year, month = divmod(first.year * 12 + first.month - 1 + shift, 12)
            yield n, *month_range(to_be(year), month + 1)
            n += 1


def _load_lines(nation):
    unit = _unit("p.id")
    insert_rows(
        BudgetLine,
        _of_projects(LINES),
        stamp=nation.stamp,
        id=f"((p.id - 1) * {LINES} + n.n)",
        project_id="p.id",
        activity_id=f"((p.id - 1) * {ACTIVITIES} + (n.n - 1) % {ACTIVITIES} + 1)",
        order="n.n",
        number="CAST(n.n AS varchar(20))",
        item="'ค่าใช้สอยรายการที่ ' || n.n",
        category=share("n.n % 3", [(1, "'remuneration'"), (2, "'operating'"), (3, "'materials'")]),
        formula=f"n.n || ' คน x ' || {unit} || ' บาท'",
        factors=_json(_filled(FACTORS, N="n.n", U=unit)),
        computed=f"n.n * {unit}",
    )


def _filled(words, **places):
    """The words with each letter replaced by an SQL number."""
    expression = text(words)
    for letter, number in places.items():
        expression = f"replace({expression}, '{letter}', CAST({number} AS varchar(20)))"
    return expression


def _json(expression):
    return f"CAST({expression} AS jsonb)" if connection.vendor == "postgresql" else expression


def _load_expenses(nation):
    """Running projects have paid for each of their first lines, on days of the year that have passed."""
    days = f"CASE WHEN y.is_last = 1 THEN {nation.today.toordinal()} - y.first_day + 1 ELSE 365 END"
    insert_rows(
        Expense,
        f"{_of_projects(EXPENSES)} JOIN bench_year y ON y.fiscal = p.fiscal_year "
        f"JOIN bench_day d ON d.n = y.first_day + (p.id * 37 + n.n * 53) % ({days}) WHERE p.state = 'running'",
        stamp=nation.stamp,
        project_id="p.id",
        activity_id=f"((p.id - 1) * {ACTIVITIES} + n.n)",
        line_id=f"((p.id - 1) * {LINES} + n.n)",
        amount=f"n.n * {_unit('p.id')}",
        paid_on="d.day",
        document_number="'สมมุติ ' || p.id || '/' || n.n",
        recorded_by_id=nation.office_user("finance_staff", "p.district_id"),
    )


def _load_links(nation):
    """Groups that answer for a project, and the policies that it answers to."""
    insert_rows(
        Project.groups.through,
        "projects_project p",
        stamp=nation.stamp,
        project_id="p.id",
        workgroup_id=f"((p.district_id - 1) * {len(GROUPS)} + p.id % {len(GROUPS)} + 1)",
    )
    kinds = rows_of(["place", "kind"], enumerate([kind.value for kind in StrategyKind][:3], start=1))
    insert_rows(
        PolicyLink,
        f"projects_project p CROSS JOIN {kinds} k",
        stamp=nation.stamp,
        id="((p.id - 1) * 3 + k.place)",
        project_id="p.id",
        kind="k.kind",
    )
    insert_rows(
        PolicyLink.items.through,
        "projects_policylink l JOIN projects_project p ON p.id = l.project_id JOIN projects_strategyitem i "
        f"ON i.district_id = p.district_id AND i.fiscal_year = p.fiscal_year AND i.kind = l.kind "
        f"AND i.code = CAST(p.id % {ITEMS} + 1 AS varchar(20))",
        stamp=nation.stamp,
        policylink_id="l.id",
        strategyitem_id="i.id",
    )
