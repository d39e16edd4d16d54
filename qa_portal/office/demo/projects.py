"""The demo's projects: the proposals of three offices with every figure (people and offices are fictional), and a few
projects of this and the last fiscal year in every state."""

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    Project,
    ProjectIndicator,
    ProjectRules,
    Rate,
    Risk,
    StrategyItem,
    Target,
    WorkGroup,
)
from projects.services import spending
from qa_portal.core.thai import fiscal_year, parse_date, parse_number

from . import chain

PROPOSALS = Path(__file__).parent / "proposals"
GROUPS = (
    "กลุ่มอำนวยการ",
    "กลุ่มนโยบายและแผน",
    "กลุ่มส่งเสริมการจัดการศึกษา",
    "กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา",
)
# What the demo office allows; an office enters its own rules here (B8).
RATES = (
    ("อาหารว่างและเครื่องดื่ม (สถานที่ราชการ)", "อาหารว่าง,เครื่องดื่ม", 35, "คน/มื้อ"),
    ("อาหารกลางวัน", "อาหารกลางวัน", 120, "คน/มื้อ"),
    ("ค่าตอบแทนวิทยากร", "วิทยากร", 600, "ชั่วโมง"),
)
RECEIPT_ABOVE = 20_000  # baht
STRATEGY = (
    ("policy", "1", "ด้านคุณภาพการศึกษา"),
    ("policy", "2", "ด้านโอกาสและความเสมอภาคทางการศึกษา"),
    ("standard", "1", "การบริหารจัดการองค์การสู่ความเป็นเลิศ"),
    ("standard", "2", "การบริหารและการจัดการศึกษาที่มีประสิทธิภาพ"),
    ("standard", "3", "ผลการบริหารและการจัดการศึกษา"),
    ("obec_focus", "1", "การพัฒนาคุณภาพผู้เรียน"),
    ("office_focus", "1", "สถานศึกษามีระบบประกันคุณภาพภายในที่เข้มแข็ง"),
    ("obec_strategy", "1", "พัฒนาระบบบริหารจัดการคุณภาพ"),
    ("office_strategy", "1", "ยกระดับคุณภาพการศึกษาด้วยระบบประกันคุณภาพภายใน"),
    ("office_strategy", "2", "พัฒนาระบบนิเทศ ติดตามและประเมินผล"),
)


def load(world):
    year = fiscal_year(world.today)
    _load_lists(world.district, year)
    chain.load(world)
    for proposal in _proposals(year):
        if not Project.objects.filter(
            district=world.district, fiscal_year=proposal["fiscal_year"], name=proposal["name"]
        ).exists():
            _load_proposal(world, proposal)


def _proposals(year):
    for path in sorted(PROPOSALS.glob("s*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))
    for proposal in json.loads((PROPOSALS / "fictional.json").read_text(encoding="utf-8")):
        yield proposal | {"fiscal_year": year + proposal["year_offset"]}


# ---------------------------------------------------------------- lists that projects pick from


def _load_lists(district, year):
    for order, name in enumerate(GROUPS, 1):
        WorkGroup.objects.get_or_create(district=district, name=name, defaults={"order": order})
    ProjectRules.objects.get_or_create(district=district, defaults={"receipt_above": RECEIPT_ABOVE})
    for label, words, ceiling, unit in RATES:
        facts = {"words": words, "ceiling": ceiling, "unit": unit, "source": "อัตราตัวอย่าง โปรดตรวจกับระเบียบก่อนใช้"}
        Rate.objects.get_or_create(district=district, label=label, since=date(2007, 10, 1), defaults=facts)
    for each_year in (year - 1, year):
        for row in STRATEGY:
            _strategy_item(district, each_year, *row)


def _strategy_item(district, year, kind, code, title, parent=""):
    siblings = StrategyItem.objects.filter(district=district, fiscal_year=year, kind=kind)
    facts = {"title": title, "parent": siblings.get(code=parent) if parent else None}
    item, is_new = siblings.get_or_create(district=district, fiscal_year=year, kind=kind, code=code, defaults=facts)
    if is_new:
        before = StrategyItem.objects.filter(district=district, fiscal_year=year - 1, kind=kind, code=code)
        item.continues.set(before.filter(title=title))


# ---------------------------------------------------------------- one proposal


@transaction.atomic
def _load_proposal(world, data):
    year, district = data["fiscal_year"], world.district
    for row in data.get("strategy", ()):
        _strategy_item(district, year, *row)
    write = partial(
        _written, names={"office": district.name, "short": district.short_name, "fy": year, "fy1": year - 1}
    )
    owner = world.people[data["owner"]]
    fields = ("fiscal_year", "layout", "name", "nature", "period_text", "plan_line", "budget_note", "rationale")
    fields += ("stated_total_text", "stated_columns", "transfers_allowed")
    values = {field: write(data[field]) for field in fields if field in data}
    project = Project.objects.create(district=district, owner=owner, created_by=owner, **values)
    project.groups.set(WorkGroup.objects.filter(district=district, name__in=data["groups"]))
    _load_policy(project, data["policy"])
    activities = _load_activities(project, data["activities"], write, owner)
    lines = _load_rows(project, BudgetLine, data["lines"], write, activities)
    for model, rows in _lists(data):
        _load_rows(project, model, rows, write)
    for transition, username, note in data["walk"]:
        project = chain.take(project, transition, by=world.people[username], note=note)
    for row in data["expenses"]:
        _load_expense(world, project, lines, write(row))


def _written(value, names):
    """The value with the district's name and the years in every text."""
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(f"{{{name}}}", str(text))
    elif isinstance(value, dict):
        value = {key: _written(each, names) for key, each in value.items()}
    return value


def _lists(data):
    as_texts = ((Objective, data["objectives"]), (ExpectedResult, data["results"]))
    yield from ((model, [{"text": text} for text in texts]) for model, texts in as_texts)
    yield from ((Target, data["targets"]), (Funding, data["funding"]), (Risk, data["risks"]))
    yield from ((Evaluation, data["evaluations"]), (ProjectIndicator, data["indicators"]))


def _load_rows(project, model, rows, write, activities=()):
    made = []
    for order, row in enumerate(rows, 1):
        values = write(row)
        if "activity" in values:
            values["activity"] = activities[values["activity"] - 1]
        made.append(model.objects.create(project=project, order=order, **values))
    return made


def _load_policy(project, rows):
    for row in rows:
        link = PolicyLink.objects.create(
            project=project, kind=row["kind"], text=row["text"], all_indicators=row.get("all_indicators", False)
        )
        items = StrategyItem.objects.filter(
            district=project.district, fiscal_year=project.fiscal_year, kind=row["kind"]
        )
        link.items.set(items.filter(code__in=row["codes"]))


def _load_activities(project, rows, write, owner):
    """The activities without their steps; `order` runs through the whole table."""
    order = iter(range(1, 1000))
    return [_load_activity(project, row, write, owner, order) for row in rows]


def _load_activity(project, row, write, owner, order, parent=None):
    values = write(row)
    steps = values.pop("steps", ())
    activity = Activity.objects.create(project=project, parent=parent, order=next(order), **values)
    if parent is None:
        activity.responsible.set([owner])
    for step in steps:
        _load_activity(project, step, write, owner, order, activity)
    return activity


def _load_expense(world, project, lines, row):
    day = parse_date(row["on"]) if "on" in row else world.today - timedelta(days=row["days_ago"])
    expense = spending.record_expense(
        project,
        line=lines[row["line"]],
        amount=parse_number(row["amount"]),
        paid_on=day,
        document_number=row["document_number"],
        note=row["note"],
        by=world.people["plan"],
    )
    if "reversed" in row:
        spending.reverse_expense(expense, by=world.people["finance"], note=row["reversed"])
