"""The sheets of a book's workbook that have a row for each activity and each budget line."""

from projects.models import Activity, ActivityState, BudgetCategory, BudgetLine
from projects.services import ledger
from projects.services.ledger import Money
from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet


def detail_sheets(year, heading):
    """Every activity and every budget line of the year's approved projects, with its money."""
    activities = _activities(year)
    return [
        Sheet("กิจกรรมทั้งหมด", _activity_columns(year), activities, [*heading, "กิจกรรมทั้งหมด"]),
        Sheet("รายการงบประมาณทั้งหมด", _line_columns(year, activities), _lines(year), [*heading, "รายการงบประมาณทั้งหมด"]),
    ]


def _activities(year):
    """Activities with their steps, in the order of the book."""
    rows = Activity.objects.filter(project__in=year.approved)
    return _in_order(year, rows.order_by("order", "pk"))


def _lines(year):
    """Each with its planned quarter and its `money`."""
    rows = BudgetLine.objects.filter(project__in=year.approved).annotate(planned_quarter=ledger.planned_quarter())
    money = ledger.by(year.approved, "line")
    lines = _in_order(year, rows.order_by("order", "pk"))
    for line in lines:
        line.money = money.get(line.pk, Money())
    return lines


def _in_order(year, rows):
    places = {project.pk: place for place, project in enumerate(year.projects)}
    return sorted(rows, key=lambda row: places[row.project_id])


def _of_project(year):
    places = {project.pk: (place, project.name) for place, project in enumerate(year.projects, 1)}
    return [
        Column("place", "ที่", lambda row: places[row.project_id][0], 6, kind="number"),
        Column("project", "โครงการ", lambda row: places[row.project_id][1], 40),
    ]


def _activity_columns(year):
    states = {value: str(label) for value, label in ActivityState.choices}
    return [
        *_of_project(year),
        Column("number", "ลำดับกิจกรรม", lambda row: row.number, 8),
        Column("title", "กิจกรรม", lambda row: row.title, 44),
        Column("period", "ระยะเวลา", lambda row: row.period_text, 18),
        Column("target", "กลุ่มเป้าหมาย", lambda row: row.target_group, 26),
        Column("responsible", "ผู้รับผิดชอบ", lambda row: row.responsible_text, 26),
        Column("state", "สถานะ", lambda row: states[row.state], 12),
        Column("finished", "เสร็จเมื่อ", lambda row: row.finished_at, 14, kind="date"),
    ]


def _line_columns(year, activities):
    names = {activity.pk: activity.name_in_budget for activity in activities}
    categories = {value: str(label) for value, label in BudgetCategory.choices}
    return [
        *_of_project(year),
        Column("activity", "กิจกรรม", lambda row: names.get(row.activity_id, ""), 34),
        Column("number", "ลำดับรายการ", lambda row: row.number, 8),
        Column("item", "รายการ", lambda row: row.item, 34),
        Column("category", "หมวด", lambda row: categories.get(row.category, ""), 14),
        Column("quarter", "ไตรมาส", lambda row: row.planned_quarter, 8, kind="number"),
        Column("formula", "สูตร", lambda row: row.formula, 26),
        Column("computed", "ที่คำนวณได้", lambda row: row.computed, 14, kind="money"),
        Column("stated", "ที่ระบุ", lambda row: row.stated_text if row.stated is None else row.stated, 14, kind="money"),
        Column("allotted", "จัดสรร (บาท)", lambda row: row.money.allotted, 16, kind="money"),
        Column("committed", "ผูกพัน (บาท)", lambda row: row.money.committed, 16, kind="money"),
        Column("spent", "ใช้จ่าย (บาท)", lambda row: row.money.spent, 16, kind="money"),
        Column("left", "คงเหลือ (บาท)", lambda row: row.money.left, 16, kind="money"),
    ]


def _stated(line):
    return line.stated_text if line.stated is None else line.stated
