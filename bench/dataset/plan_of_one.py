"""One office with a full plan of one year: 200 running projects of 12 activities and 60 budget lines, with six
expenses each. Nothing is random; every name says that it is made up."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

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
    ProjectLayout,
    Risk,
    StrategyItem,
    StrategyKind,
    Target,
    WorkGroup,
)
from qa_portal.core.models import District, User
from qa_portal.core.thai import fiscal_year_range, format_month, search_key, sort_key

from .words import AIMS, AUDIENCES, GROUPS, SENTENCE, SHORT

ITEMS = ("ค่าอาหารกลางวัน", "ค่าอาหารว่างและเครื่องดื่ม", "ค่าตอบแทนวิทยากร", "ค่าพาหนะคณะกรรมการ", "ค่าวัสดุ")
CATEGORIES = ("operating", "operating", "remuneration", "operating", "materials")
LISTS = ((Objective, 4), (Target, 5), (Risk, 4), (ExpectedResult, 3), (ProjectIndicator, 6))


@dataclass(frozen=True)
class PlanSize:
    projects: int = 200
    activities: int = 12
    lines: int = 60


def load(size, year):
    """Make the office and its plan of the fiscal year (B.E.); the director is the one who asks for books."""
    district = District.objects.create(
        code="9001", name="สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสมมุติ เขต 1", short_name="สพป.สมมุติ เขต 1"
    )
    director = User.objects.create(username="director", first_name="ผู้อำนวยการ", last_name="สมมุติ", district=district)
    _load_projects(size, year, district, director)
    projects = list(Project.objects.order_by("pk"))
    for model, count in LISTS:
        _make(model, [{"project": project, "order": n, "text": SHORT} for project in projects for n in range(count)])
    _make(
        Evaluation,
        [{"project": p, "order": n, "indicator": SHORT, "method": "สอบถาม"} for p in projects for n in range(5)],
    )
    _load_money(size, year, projects, director)
    _load_strategy(year, district, projects)
    return district, director


def _load_projects(size, year, district, director):
    begins, ends = fiscal_year_range(year)
    groups = [WorkGroup.objects.create(district=district, name=name, order=n) for n, name in enumerate(GROUPS)]
    total = Decimal(size.lines * 7_000)
    for n in range(size.projects):
        name = f"โครงการสมมุติ{AIMS[n % len(AIMS)]}{AUDIENCES[n % len(AUDIENCES)]} รุ่นที่ {n + 1}"
        project = Project(
            district=district, fiscal_year=year, name=name, name_sort=sort_key(name), name_search=search_key(name)[:500]
        )
        project.layout, project.nature = ProjectLayout.values[n % 3], "continuing"
        project.owner = project.created_by = project.approved_by = project.started_by = director
        project.state, project.approved_amount = "running", total
        project.approved_at = project.started_at = timezone.now()
        project.rationale = "\n".join([SENTENCE * 3] * 3)
        project.period_text, project.period_start, project.period_end = "ตลอดปีงบประมาณ", begins, ends
        project.save()
        project.groups.add(groups[n % len(groups)])


def _make(model, rows):
    model.objects.bulk_create([model(**row) for row in rows], batch_size=2000)


def _load_money(size, year, projects, director):
    months = list(_months(year))
    activities = [
        {
            "project": project,
            "order": n,
            "number": str(n + 1),
            "title": f"{SHORT} ครั้งที่ {n + 1}",
            "responsible_text": "คณะทำงานสมมุติ",
            "target_group": "ผู้บริหารสถานศึกษา 141 คน",
            "period_text": format_month(months[n % 12][0]),
            "period_start": months[n % 12][0],
            "period_end": months[n % 12][1],
        }
        for project in projects
        for n in range(size.activities)
    ]
    _make(Activity, activities)
    of_project = {}
    for activity in Activity.objects.order_by("project", "order"):
        of_project.setdefault(activity.project_id, []).append(activity)
    lines = []
    for project in projects:
        for n in range(size.lines):
            activity = of_project[project.pk][n * size.activities // size.lines]
            lines.append(_line(project, activity, n))
    _make(BudgetLine, lines)
    total = f"{size.lines * 7_000:,}"
    _make(
        Funding, [{"project": p, "source": "plan", "amount_text": total, "amount": p.approved_amount} for p in projects]
    )
    spent = [
        {"project": p, "amount": Decimal(1_000 * (n + 1)), "paid_on": months[n * 2][0], "recorded_by": director}
        for p in projects
        for n in range(6)
    ]
    _make(Expense, spent)


def _line(project, activity, n):
    return {
        "project": project,
        "activity": activity,
        "order": n,
        "number": str(n + 1),
        "item": ITEMS[n % 5],
        "category": CATEGORIES[n % 5],
        "formula": "35 บาท/100 คน/2 มื้อ",
        "factors": [{"value": "35", "unit": "บาท"}, {"value": "100", "unit": "คน"}, {"value": "2", "unit": "มื้อ"}],
        "computed": Decimal(7_000),
        "approved_amount": Decimal(7_000),
        "stated_text": "7,000" if n % 10 else "6,000",
        "stated": Decimal(7_000 if n % 10 else 6_000),
    }


def _months(year):
    first, last = fiscal_year_range(year)
    for n in range(12):
        begin = first.replace(year=first.year + (first.month + n - 1) // 12, month=(first.month + n - 1) % 12 + 1)
        following = begin.replace(year=begin.year + begin.month // 12, month=begin.month % 12 + 1)
        yield begin, min(last, following - timedelta(days=1))


def _load_strategy(year, district, projects):
    for kind in StrategyKind.values:
        items = [
            StrategyItem.objects.create(district=district, fiscal_year=year, kind=kind, code=str(n), title=SHORT)
            for n in range(1, 6)
        ]
        for place, project in enumerate(projects):
            link = PolicyLink.objects.create(project=project, kind=kind)
            link.items.set({items[place % 5], items[place // 5 % 5]})
