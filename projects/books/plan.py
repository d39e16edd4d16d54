"""The annual action plan (แผนปฏิบัติการประจำปีงบประมาณ): what the year's approved projects come to, what they answer to,
every proposal whole, and what in them does not add up (A3-11)."""

from functools import partial

from projects.books.book import Book, Chapter, Paper, Table
from projects.books.columns import amount_column, label_column, number_column, project_columns, split_columns
from projects.books.details import detail_sheets
from projects.checks.budget import differences_of
from projects.documents.proposal import proposal_context
from projects.models import BudgetCategory, Quarter
from projects.reports import year_sums
from qa_portal.core.columns import Column

PAPER = "projects/documents/book_proposal.html"
NOTHING = "ยังไม่มีโครงการที่ได้รับอนุมัติในปีงบประมาณนี้"
NO_STRATEGY = "ยังไม่ได้บันทึกนโยบายและยุทธศาสตร์ของปีงบประมาณนี้"
ONCE = "โครงการที่อยู่ในหลายแถวนับในทุกแถวที่เกี่ยวข้อง แต่นับครั้งเดียวในยอดรวม"


def plan_book(year, made_at):
    """The Book of a PlanYear. Say it inside override("th")."""
    return Book(
        kind="plan",
        title="แผนปฏิบัติการประจำปีงบประมาณ พ.ศ.",
        subtitle="โครงการและงบประมาณ",
        year=year,
        made_at=made_at,
        foreword=_foreword(year),
        chapters=_chapters(year),
        papers=list(_papers(year)),
        details=partial(detail_sheets, year),
    )


def _foreword(year):
    total = year.total
    figures = {
        "office": year.district.name,
        "year": year.fiscal,
        "projects": f"{total.projects:,}",
        "amount": f"{total.money.allotted:,.2f}",
    }
    return (
        "{office} จัดทำแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {year} ขึ้น เพื่อใช้เป็นกรอบในการบริหารงบประมาณ "
        "และกำกับ ติดตามการดำเนินงานของกลุ่มและหน่วยในสังกัดให้สอดคล้องกับนโยบายและยุทธศาสตร์".format(**figures),
        "แผนปฏิบัติการฉบับนี้ประกอบด้วยโครงการที่ได้รับอนุมัติจำนวน {projects} โครงการ งบประมาณที่จัดสรรรวม {amount} บาท "
        "สรุปภาพรวมจำแนกตามแหล่งงบประมาณ กลุ่มที่รับผิดชอบ ไตรมาส และหมวดรายจ่าย "
        "ความสอดคล้องกับนโยบายและยุทธศาสตร์ และรายละเอียดของทุกโครงการ".format(**figures),
        "{office} ขอขอบคุณผู้มีส่วนเกี่ยวข้องทุกฝ่าย และหวังว่าแผนปฏิบัติการฉบับนี้จะเป็นแนวทางในการดำเนินงานให้บรรลุเป้าหมายที่กำหนดไว้".format(
            **figures
        ),
    )


def _chapters(year):
    return [
        Chapter("overview", "ส่วนที่ 1", "ภาพรวมของแผนปฏิบัติการ", overview(year)),
        Chapter("strategy", "ส่วนที่ 2", "ความสอดคล้องกับนโยบายและยุทธศาสตร์", by_strategies(year), empty=NO_STRATEGY),
        Chapter("papers", "ส่วนที่ 3", "รายละเอียดโครงการ", papers=True),
        Chapter("appendix", "ภาคผนวก ก", "ข้อสังเกตท้ายเล่ม", [differences(year), proposed(year)]),
    ]


def _papers(year):
    for place, project in enumerate(year.projects, 1):
        title = f"{place}. {project.name}"
        yield Paper(f"project-{project.pk}", title, PAPER, partial(_proposal, project, place))


def _proposal(project, place):
    return proposal_context(project) | {"place": place}


# ---------------------------------------------------------------- tables


def overview(year):
    return [all_projects(year), sources(year), groups(year), quarters(year), categories(year)]


def all_projects(year):
    return Table(
        "projects",
        "โครงการตามแผนปฏิบัติการ",
        "โครงการ",
        [*project_columns(year), Column("groups", "ผู้รับผิดชอบ", _groups, 26), amount_column()],
        year.projects,
        {"name": "รวมทั้งสิ้น", "allotted": year.total.money.allotted},
        empty=NOTHING,
    )


def _groups(project):
    return ", ".join(group.name for group in project.groups.all())


def sources(year):
    rows = year_sums.by_source(year)
    columns = [
        Column("label", "แหล่งงบประมาณ", lambda row: row.label, 44),
        Column("projects", "โครงการ", lambda row: row.projects, 14, kind="number"),
        Column("allotted", "จำนวนเงิน (บาท)", lambda row: row.amount, 18, kind="money"),
    ]
    return Table(
        "sources",
        "งบประมาณจำแนกตามแหล่งงบประมาณ",
        "แหล่งงบ",
        columns,
        rows,
        {"label": "รวมทั้งสิ้น", "projects": year.total.projects, "allotted": sum(row.amount for row in rows)},
        note="โครงการที่ใช้เงินหลายแหล่งนับในทุกแหล่ง แต่นับครั้งเดียวในยอดรวม",
        empty=NOTHING,
    )


def groups(year):
    return _sums("groups", "งบประมาณจำแนกตามกลุ่มที่รับผิดชอบ", "กลุ่ม", "กลุ่ม/หน่วยที่รับผิดชอบ", year, year_sums.by_group(year))


def by_strategies(year):
    return [
        _sums(kind, str(kind.label), str(kind.label), "สนองตอบ", year, rows)
        for kind, rows in year_sums.by_strategies(year)
    ]


def _sums(key, title, short, header, year, rows):
    return Table(
        key,
        title,
        short,
        [label_column(header), number_column(), amount_column(lambda row: row.money.allotted)],
        rows,
        {"label": "รวมทั้งสิ้น", "projects": year.total.projects, "allotted": year.total.money.allotted},
        note=ONCE,
        empty=NOTHING,
    )


QUARTER_HEADERS = {1: "ไตรมาส 1", 2: "ไตรมาส 2", 3: "ไตรมาส 3", 4: "ไตรมาส 4", None: "ไม่ระบุไตรมาส"}


def quarters(year):
    headers = {quarter.value: QUARTER_HEADERS[quarter.value] for quarter in Quarter} | {None: QUARTER_HEADERS[None]}
    note = "ไตรมาสของรายการงบประมาณ หรือไตรมาสที่กิจกรรมเริ่ม"
    return _split("quarters", "งบประมาณรายโครงการจำแนกตามไตรมาส", "ไตรมาส", year, "quarter", headers, note)


def categories(year):
    headers = {item.value: str(item.label) for item in BudgetCategory} | {None: "ไม่แยกหมวด"}
    return _split("categories", "งบประมาณรายโครงการจำแนกตามหมวดรายจ่าย", "หมวดรายจ่าย", year, "category", headers)


def _split(key, title, short, year, by, headers, note=""):
    """Each project's money by the values of a key of its lines; the columns add up to the first."""
    split = year.by(by)
    columns = split_columns(split, headers)
    totals = {column.key: sum(column.value(project) or 0 for project in year.projects) for column in columns}
    return Table(
        key,
        title,
        short,
        [*project_columns(year), amount_column(), *columns],
        year.projects,
        {"name": "รวมทั้งสิ้น", "allotted": year.total.money.allotted} | totals,
        note=note,
        empty=NOTHING,
        is_wide=True,
    )


def differences(year):
    """What does not add up in the proposals, one sentence a row (A3-11)."""
    found = differences_of(year.projects)
    rows = [
        {"place": place, "project": project, "finding": finding}
        for place, project in enumerate(year.projects, 1)
        for finding in found[project.pk]
    ]
    columns = [
        Column("place", "ที่", lambda row: row["place"], 6, kind="number"),
        Column("name", "โครงการ", lambda row: row["project"].name, 30),
        Column("sentence", "ข้อแตกต่าง", lambda row: row["finding"].sentence, 50),
        Column("stated", "ที่ระบุ", lambda row: row["finding"].stated, 16, kind="money"),
        Column("computed", "ที่คำนวณได้", lambda row: row["finding"].computed, 16, kind="money"),
    ]
    title = "ตัวเลขที่ระบุไว้ไม่ตรงกับที่คำนวณได้"
    empty = "ตัวเลขที่ระบุไว้ตรงกับที่คำนวณได้ทุกรายการ"
    return Table("differences", title, "ข้อแตกต่าง", columns, rows, empty=empty, is_wide=True)


def proposed(year):
    columns = [
        Column("name", "โครงการ", lambda row: row.name, 50),
        Column("state", "สถานะ", lambda row: str(row.get_state_display()), 14),
        Column("owner", "ผู้รับผิดชอบ", lambda row: str(row.owner), 24),
        Column("asked", "งบประมาณที่เสนอ (บาท)", lambda row: row.total, 18, kind="money"),
    ]
    return Table(
        "proposed",
        "โครงการที่อยู่ระหว่างเสนอขออนุมัติ",
        "รออนุมัติ",
        columns,
        year.proposed,
        {"name": "รวมทั้งสิ้น", "asked": sum(row.total or 0 for row in year.proposed)},
        note="โครงการเหล่านี้ยังไม่นับรวมในยอดของแผนปฏิบัติการ",
        empty="ไม่มีโครงการที่รออนุมัติ",
    )
