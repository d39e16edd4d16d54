"""The annual result book: what each project received, spent and reached, and every result report that is sent (A2)."""

from functools import partial

from projects.books.book import Book, Chapter, Paper, Table
from projects.books.columns import label_column, money_columns, number_column, project_columns
from projects.books.details import detail_sheets
from projects.books.plan import NO_STRATEGY, NOTHING, ONCE
from projects.documents.result import photo_files, result_context
from projects.models import Met, ProjectIndicator, ProjectState, Quarter, ResultReport, ResultRow
from projects.reports import year_sums
from projects.services import results
from qa_portal.core.columns import Column
from qa_portal.core.figures import with_unit
from qa_portal.core.thai import format_baht

PAPER = "projects/documents/book_result.html"
SENT = (ProjectState.REPORTED, ProjectState.CLOSED)
LEFT = "คงเหลือ = ได้รับจัดสรร − ใช้จ่าย โดยยังไม่หักเงินที่ผูกพันไว้"


def result_book(year, made_at):
    """The Book of a PlanYear. Say it inside override("th")."""
    reports = list(sent_reports(year))
    return Book(
        kind="result",
        title="รายงานผลการดำเนินงาน\nตามแผนปฏิบัติการประจำปีงบประมาณ พ.ศ.",
        subtitle="ผลการใช้จ่ายงบประมาณ ตัวชี้วัด และรายงานผลรายโครงการ",
        year=year,
        made_at=made_at,
        foreword=_foreword(year, reports),
        chapters=_chapters(year, reports),
        papers=list(_papers(year, reports)),
        details=partial(detail_sheets, year),
    )


def sent_reports(year):
    """The result reports that their owners have sent, in the order of the book."""
    found = ResultReport.objects.filter(project__in=year.approved.filter(state__in=SENT))
    by_project = {report.project_id: report for report in found.select_related("project__owner", "project__district")}
    return [by_project[project.pk] for project in year.projects if project.pk in by_project]


def _foreword(year, reports):
    money = year.total.money
    figures = {
        "office": year.district.name,
        "year": year.fiscal,
        "projects": f"{year.total.projects:,}",
        "reports": f"{len(reports):,}",
        "received": format_baht(money.allotted),
        "spent": format_baht(money.spent),
        "share": f"{money.share_spent or 0:.2f}",
    }
    return (
        "{office} จัดทำรายงานผลการดำเนินงานตามแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {year} "
        "เพื่อสรุปผลการดำเนินงานและการใช้จ่ายงบประมาณของโครงการที่ได้รับอนุมัติ และใช้เป็นข้อมูลในการวางแผนปีต่อไป".format(**figures),
        "ในปีงบประมาณนี้มีโครงการที่ได้รับอนุมัติ {projects} โครงการ ได้รับจัดสรรงบประมาณ {received} บาท ใช้จ่ายแล้ว {spent} บาท "
        "คิดเป็นร้อยละ {share} และส่งรายงานผลการดำเนินงานแล้ว {reports} โครงการ".format(**figures),
        "{office} ขอขอบคุณผู้มีส่วนเกี่ยวข้องทุกฝ่ายที่ร่วมดำเนินงานตามแผนปฏิบัติการให้เกิดผลต่อคุณภาพการศึกษา".format(**figures),
    )


def _chapters(year, reports):
    rows = indicator_rows(year, reports)
    return [
        Chapter("overview", "ส่วนที่ 1", "ผลการใช้จ่ายงบประมาณ", [all_projects(year), groups(year), quarters(year)]),
        Chapter("strategy", "ส่วนที่ 2", "ผลตามนโยบายและยุทธศาสตร์", by_strategies(year), empty=NO_STRATEGY),
        Chapter("indicators", "ส่วนที่ 3", "ผลตามตัวชี้วัด", [reached(rows), indicators(year, rows)]),
        Chapter("papers", "ส่วนที่ 4", "รายงานผลรายโครงการ", papers=True),
        Chapter("appendix", "ภาคผนวก ก", "ข้อสังเกตท้ายเล่ม", [unreported(year, reports), differences(year, reports)]),
    ]


def _papers(year, reports):
    places = _places(year)
    for report in reports:
        place = places[report.project_id]
        title = f"{place}. {report.project_name}"
        yield Paper(
            f"project-{report.project_id}", title, PAPER, partial(_result, report, place), partial(photo_files, report)
        )


def _result(report, place):
    return result_context(report) | {"place": place}


def _places(year):
    return {project.pk: place for place, project in enumerate(year.projects, 1)}


# ---------------------------------------------------------------- money


def all_projects(year):
    columns = [
        *project_columns(year),
        Column("state", "สถานะ", lambda project: str(project.get_state_display()), 14),
        *money_columns(lambda project: project.money),
    ]
    return Table(
        "projects",
        "งบประมาณที่ได้รับ ใช้จ่าย และคงเหลือ รายโครงการ",
        "โครงการ",
        columns,
        year.projects,
        {"name": "รวมทั้งสิ้น"} | _money_totals(year),
        note=LEFT,
        empty=NOTHING,
        is_wide=True,
    )


def _money_totals(year):
    return {column.key: column.value(year.total) for column in money_columns(lambda row: row.money)}


def groups(year):
    return _sums("groups", "ผลการใช้จ่ายจำแนกตามกลุ่มที่รับผิดชอบ", "กลุ่ม", "กลุ่ม/หน่วยที่รับผิดชอบ", year, year_sums.by_group(year))


def by_strategies(year):
    return [
        _sums(kind, f"ผลการใช้จ่ายจำแนกตาม{kind.label}", str(kind.label), "สนองตอบ", year, rows)
        for kind, rows in year_sums.by_strategies(year)
    ]


def _sums(key, title, short, header, year, rows):
    return Table(
        key,
        title,
        short,
        [label_column(header), number_column(), *money_columns(lambda row: row.money)],
        rows,
        {"label": "รวมทั้งสิ้น", "projects": year.total.projects} | _money_totals(year),
        note=f"{ONCE} {LEFT}",
        empty=NOTHING,
    )


def quarters(year):
    """What was planned for each quarter, and what was paid in it."""
    planned = _by_quarter(year)
    paid = year_sums.paid_by_quarter(year.approved)
    names = {quarter.value: str(quarter.label) for quarter in Quarter}
    rows = [(names[quarter], planned.get(quarter), paid.get(quarter)) for quarter in names]
    if planned.get(None) or paid.get(year_sums.OUTSIDE):
        rows.append(("ไม่ระบุไตรมาส หรือจ่ายนอกปีงบประมาณ", planned.get(None), paid.get(year_sums.OUTSIDE)))
    columns = [
        Column("label", "ไตรมาส", lambda row: row[0], 40),
        Column("allotted", "แผนการใช้จ่าย (บาท)", lambda row: row[1], 18, kind="money"),
        Column("spent", "ใช้จ่ายจริง (บาท)", lambda row: row[2], 18, kind="money"),
    ]
    totals = {"label": "รวมทั้งสิ้น", "allotted": sum(planned.values()), "spent": sum(paid.values())}
    return Table("quarters", "แผนและผลการใช้จ่ายรายไตรมาส", "ไตรมาส", columns, rows, totals, empty=NOTHING)


def _by_quarter(year):
    sums = {}
    for of_project in year.by("quarter").values():
        for quarter, money in of_project.items():
            sums[quarter] = sums.get(quarter, 0) + money.allotted
    return sums


# ---------------------------------------------------------------- indicators


def indicator_rows(year, reports):
    """(project's place, project's name, row) of the reports that are sent; then the indicators of the other projects,
    whose result is not told yet."""
    places, names = _places(year), {project.pk: project.name for project in year.projects}
    reported = {report.project_id for report in reports}
    rows = ResultRow.objects.filter(report__in=[report.pk for report in reports]).order_by("order", "pk")
    found = [(row.report.project_id, row) for row in rows.select_related("report")]
    waiting = ProjectIndicator.objects.filter(project__in=year.approved).exclude(project__in=reported)
    found += [(row.project_id, row) for row in waiting.order_by("order", "pk")]
    return [(places[key], names[key], row) for key, row in sorted(found, key=lambda item: places[item[0]])]


def reached(rows):
    counts = {}
    for _place, _name, row in rows:
        counts[_met(row)] = counts.get(_met(row), 0) + 1
    lines = [(word, counts.get(word, 0)) for word in (*MET.values(), NOT_TOLD)]
    columns = [
        Column("label", "ผล", lambda line: line[0], 40),
        Column("count", "จำนวนตัวชี้วัด", lambda line: line[1], 16, kind="number"),
    ]
    totals = {"label": "รวมทั้งสิ้น", "count": len(rows)}
    return Table(
        "reached", "สรุปการบรรลุค่าเป้าหมาย", "การบรรลุเป้าหมาย", columns, lines if rows else [], totals, empty=NO_INDICATOR
    )


MET = {Met.YES: "บรรลุ", Met.PARTLY: "บรรลุบางส่วน", Met.NO: "ไม่บรรลุ"}
NOT_TOLD = "ยังไม่รายงานผล"
NO_INDICATOR = "ยังไม่มีตัวชี้วัดในโครงการของปีงบประมาณนี้"


def _met(row):
    return MET.get(getattr(row, "met", ""), NOT_TOLD)


def indicators(year, rows):
    columns = [
        Column("place", "ที่", lambda line: line[0], 6, kind="number"),
        Column("name", "โครงการ", lambda line: line[1], 34),
        Column("text", "ตัวชี้วัด", lambda line: line[2].text, 40),
        Column("target", "ค่าเป้าหมาย", lambda line: _figure(line[2], "target"), 20),
        Column("actual", "ผลที่ได้จริง", lambda line: _figure(line[2], "actual"), 20),
        Column("met", "การบรรลุ", lambda line: _met(line[2]), 14),
    ]
    title = "ตัวชี้วัด ค่าเป้าหมาย และผลที่ได้จริง"
    return Table("indicators", title, "ตัวชี้วัด", columns, rows, empty=NO_INDICATOR, is_wide=True)


def _figure(row, side):
    """Words and number of a target or of an actual result, as they were written."""
    text, value = getattr(row, f"{side}_text", ""), getattr(row, f"{side}_value", None)
    return text or ("" if value is None else with_unit(value, row.unit))


# ---------------------------------------------------------------- appendix


def unreported(year, reports):
    reported = {report.project_id for report in reports}
    rows = [project for project in year.projects if project.pk not in reported]
    columns = [
        *project_columns(year),
        Column("owner", "ผู้รับผิดชอบ", lambda project: str(project.owner), 24),
        Column("due", "กำหนดส่งรายงาน", lambda project: project.report_due_on, 16, kind="date"),
    ]
    title = "โครงการที่ยังไม่ส่งรายงานผล"
    return Table("unreported", title, "ยังไม่รายงาน", columns, rows, empty="ทุกโครงการส่งรายงานผลแล้ว")


def differences(year, reports):
    """What the reports state otherwise than the portal's records (A12)."""
    places = _places(year)
    rows = [(places[report.project_id], report, finding) for report in reports for finding in results.findings(report)]
    columns = [
        Column("place", "ที่", lambda row: row[0], 6, kind="number"),
        Column("name", "โครงการ", lambda row: row[1].project_name, 30),
        Column("sentence", "ข้อแตกต่าง", lambda row: row[2].sentence, 60),
    ]
    title = "ข้อมูลในรายงานผลที่ไม่ตรงกับทะเบียนคุม"
    empty = "ข้อมูลในรายงานผลตรงกับทะเบียนคุมทุกโครงการ"
    return Table("differences", title, "ข้อแตกต่าง", columns, rows, empty=empty)
