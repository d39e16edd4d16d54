"""แผนการนิเทศ ประจำปีงบประมาณ: the year's plan as it is proposed and approved (A8-03)."""

from django.db.models import Sum
from django.utils import translation

from projects.models import BudgetLine
from projects.models.budget import BudgetLineQuerySet
from qa_portal.core.columns import Column
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.letterhead import pictures_of
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import format_range
from supervision.reports.plan_due import PlanStanding

TEMPLATE = "supervision/documents/plan.html"


SUMMED = ("money", "total", "due", "done", "late")


def plan_title(plan):
    return f"แผนการนิเทศ ติดตาม และประเมินผลการจัดการศึกษา ประจำปีงบประมาณ {plan.fiscal_year}"


def plan_name(plan):
    return f"แผนการนิเทศ-ปีงบประมาณ-{plan.fiscal_year}"


def plan_rows(standings):
    """What page, sheet and document say of each item, in Thai."""
    money = _money(standings.items)
    with translation.override("th"):
        return [_row(number, item, standings, money) for number, item in enumerate(standings.items, 1)]


def _money(items):
    """{activity's pk: what its budget lines come to}."""
    lines = BudgetLine.objects.filter(activity__in=[item.activity_id for item in items if item.activity_id])
    return dict(lines.order_by().values_list("activity").annotate(total=Sum(BudgetLineQuerySet.VALUE)))


def _row(number, item, standings, money):
    schools, said = len(standings.schools[item.pk]), standings.by_item[item.pk]
    return {
        "number": item.code or str(number),
        "title": item.title,
        "often": item.as_written or str(item.frequency),
        "when": format_range(item.begins_on, item.ends_on, style="short"),
        "schools": f"{item.schools_in_words} ({schools:,} โรงเรียน)" if item.is_by_school else "–",
        "owners": item.owner_text or ", ".join(str(owner) for owner in item.owners.all()) or "–",
        "money": money.get(item.activity_id),
        "total": said.total,
        "due": said.due,
        "done": said.kept,
        "late": said.late,
    }


def _cell(key, header, width, kind="text"):
    return Column(key, header, lambda row: row[key], width, kind=kind)


SHEET_COLUMNS = [
    _cell("number", "ที่", 8),
    _cell("title", "กิจกรรม", 50),
    _cell("often", "ความถี่", 26),
    _cell("when", "ระยะเวลา", 26),
    _cell("schools", "โรงเรียน", 28),
    _cell("owners", "ผู้รับผิดชอบ", 28),
    _cell("money", "งบประมาณ (บาท)", 16, "money"),
    _cell("total", "จำนวนครั้งทั้งปี", 14, "number"),
    _cell("due", "ถึงกำหนดแล้ว", 14, "number"),
    _cell("done", "ดำเนินการแล้ว", 14, "number"),
    _cell("late", "ล่าช้า", 10, "number"),
]


def plan_sheet(standings):
    rows = plan_rows(standings)
    totals = {key: sum(row[key] or 0 for row in rows) for key in SUMMED}
    return Sheet("แผนการนิเทศ", SHEET_COLUMNS, rows, [plan_title(standings.plan)], totals | {"title": "รวม"})


def plan_context(plan):
    items = plan.items.select_related("activity").prefetch_related("owners")
    standings = PlanStanding(plan, items=items)
    rows = plan_rows(standings)
    money = sum(row["money"] or 0 for row in rows)
    return {"plan": plan, "rows": rows, "money": money, "total": standings.whole.total, "title": plan_title(plan)}


def render_plan(plan, *, thai_digits=True):
    """PDF bytes."""
    return render_pdf(TEMPLATE, plan_context(plan), **_options(plan, thai_digits))


def render_plan_docx(plan, *, thai_digits=True):
    return render_docx(TEMPLATE, plan_context(plan), **_options(plan, thai_digits))


def _options(plan, thai_digits):
    about = {"title": plan_title(plan), "author": plan.district.name, "thai_digits": thai_digits}
    return about | {"files": pictures_of(plan.district)}
