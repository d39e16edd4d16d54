"""Tables that only the annual book has: rows of the portal one by one."""

from dataclasses import replace

from qa_portal.core.columns import Column
from qa_portal.office.documents.own_standards import report_sheets
from qa_portal.office.models import OwnState
from qa_portal.office.reports.tables import Line, Table
from schools.models import Honour, Practice

STATES = {OwnState.DRAFT: "อยู่ระหว่างจัดทำ", OwnState.PROPOSED: "เสนอแล้ว", OwnState.APPROVED: "อนุมัติแล้ว"}
NO_LEVEL = "ไม่สามารถกำหนดระดับได้"


def _text(key, header, value, width=20):
    return Column(key, header, value, width)


def _number(key, header, value, width=10):
    return Column(key, header, value, width, kind="number")


# ---------------------------------------------------------------- schools


def schools(rows):
    """One line a school, of `schools.SchoolYear`."""
    columns = [
        _text("label", "โรงเรียน", lambda row: row.school.name, 34),
        _text("network", "เครือข่าย", lambda row: row.network, 24),
        _number("pupils", "นักเรียน", lambda row: row.school.pupil_count),
        _text("levels", "ระดับคุณภาพตาม SAR", lambda row: row.levels, 28),
        _number("visits", "การนิเทศ (ครั้ง)", lambda row: len(row.visits)),
        _number("actions", "ข้อตกลง", lambda row: len(row.actions)),
        _number("closed", "ปิดแล้ว", lambda row: row.closed),
        _text("external", "ผลการประเมินภายนอก", lambda row: row.external, 24),
        _number("practices", "ผลงานที่เผยแพร่", lambda row: len(row.practices)),
    ]
    facts = {key: sum(column.value(row) or 0 for row in rows) for key, column in _numbers(columns)}
    return Table(
        key="schools",
        title="สรุปผลรายสถานศึกษา",
        short="รายสถานศึกษา",
        columns=columns,
        rows=rows,
        total=Line("รวมทั้งสิ้น", {}, facts),
        note="นับการนิเทศที่เกิดขึ้นแล้วในปีงบประมาณ และระดับคุณภาพของรายงานที่ส่งถึงสำนักงานเขตแล้ว",
        empty="ยังไม่มีสถานศึกษาที่เปิดสอน",
    )


def _numbers(columns):
    return [(column.key, column) for column in columns if column.kind == "number"]


def findings(rows):
    """What was found at the visits of the year, school by school, of `schools.SchoolYear`."""
    return Table(
        key="findings_list",
        title="ทะเบียนสิ่งที่พบจากการนิเทศ",
        short="สิ่งที่พบ",
        columns=[
            _text("school", "โรงเรียน", lambda pair: pair[0].school.name, 30),
            Column("day", "วันที่", lambda pair: pair[1].visit.held_on, 16, kind="date"),
            _text("kind", "ประเภท", lambda pair: str(pair[1].get_kind_display()), 18),
            _text("category", "เรื่อง", lambda pair: pair[1].category.name, 24),
            _text("severity", "ความเร่งด่วน", lambda pair: str(pair[1].get_severity_display()), 16),
            _text("text", "สิ่งที่พบ", lambda pair: pair[1].text, 64),
        ],
        rows=[(row, finding) for row in rows for finding in row.findings],
        empty="ยังไม่มีสิ่งที่พบจากการนิเทศที่รายงานแล้ว",
    )


# ---------------------------------------------------------------- external results


def external(results):
    """The results that count, school by school."""
    papers = results.papers.select_related("assessment__school", "level")
    rows = list(papers.order_by("assessment__school__name_sort", "assessment__level", "pk"))
    certified = {True: "รับรอง", False: "ไม่รับรอง", None: "ไม่ระบุ"}
    return Table(
        key="external_schools",
        title="ผลการประเมินภายนอกรายสถานศึกษา",
        short="ภายนอกรายโรงเรียน",
        columns=[
            _text("school", "โรงเรียน", lambda row: row.assessment.school.name, 36),
            _text("education", "ระดับการศึกษา", lambda row: str(row.assessment.get_level_display()), 18),
            _text("level", "ระดับคุณภาพ", lambda row: row.level and row.level.name, 18),
            _text("certified", "ผลการรับรอง", lambda row: certified[row.is_certified], 14),
            Column("dated", "วันที่ของรายงาน", lambda row: row.dated, 18, kind="date"),
        ],
        rows=rows,
        empty="ยังไม่มีผลการประเมินภายนอกฉบับสมบูรณ์ในรอบนี้",
    )


# ---------------------------------------------------------------- own standards


def own_standards(contents):
    """Of what `book.own_reports` gives."""
    indicators = [(content, row) for content in contents for row in content["indicators"]]
    parts = [part for place, (content, row) in enumerate(indicators, 1) for part in _own_parts(content, row, place)]
    return [_own_levels(indicators), *parts]


def _own_parts(content, row, place):
    """Items and evidence of one indicator, as its own workbook has them; the columns that say which one it is are left
    out."""
    _levels, items, _projects, evidence = report_sheets(content | {"indicators": [row]})
    for sheet in (items, evidence):
        title = f"{sheet.name}: {row['issue']}"
        yield Table(f"own_{place}_{sheet.name}", title, f"{place} {sheet.name}", sheet.columns[2:], list(sheet.rows))


def own_details(contents, heading):
    """The sheets of what is too long for a table: the projects of each item with their four headings."""
    for place, content in enumerate(contents, 1):
        _levels, _items, projects, _evidence = report_sheets(content)
        yield replace(projects, name=f"7 ({place}) {projects.name}", heading=[*heading, *projects.heading])


def _own_levels(rows):
    return Table(
        key="own_levels",
        title="ระดับคุณภาพตามตัวบ่งชี้ของสำนักงานเขต",
        short="มาตรฐานสำนักงาน",
        columns=[
            _text("framework", "มาตรฐาน", lambda pair: pair[0]["framework"], 30),
            _text("issue", "ประเด็น", lambda pair: pair[1]["issue"], 30),
            _text("name", "ตัวบ่งชี้", lambda pair: pair[1]["name"], 44),
            _text("level", "ระดับคุณภาพ", lambda pair: _level(pair[1]["level"]), 16),
            _text("state", "สถานะรายงาน", lambda pair: STATES[pair[0]["state"]], 16),
        ],
        rows=rows,
        empty="ยังไม่มีรายงานตามมาตรฐานสำนักงานเขตของปีงบประมาณนี้",
    )


def _level(value):
    return NO_LEVEL if value is None else f"ระดับ {value}"


# ---------------------------------------------------------------- practices, honours


def published_practices(year):
    """Of the academic year that ends in the fiscal year, published by the office."""
    rows = Practice.objects.published().in_year(year.own_academic).filter(school__district=year.district)
    return list(rows.select_related("school__network").order_by("school__name_sort", "title", "pk"))


def practices(rows):
    return Table(
        key="practices",
        title="วิธีปฏิบัติที่เป็นเลิศ นวัตกรรม และงานวิจัยที่เผยแพร่",
        short="ผลงานที่เผยแพร่",
        columns=[
            _text("school", "โรงเรียน", lambda row: row.school.name, 30),
            _text("kind", "ประเภท", lambda row: str(row.get_kind_display()), 18),
            _text("title", "ชื่อผลงาน", lambda row: row.title, 56),
        ],
        rows=rows,
        empty="ยังไม่มีผลงานที่สำนักงานเขตเผยแพร่ของปีการศึกษานี้",
    )


def honours(year):
    rows = Honour.objects.filter(district=year.district, given_on__range=(year.first_day, year.last_day))
    return Table(
        key="honours",
        title="เกียรติยศและรางวัลที่ได้รับในปีงบประมาณ",
        short="เกียรติยศ",
        columns=[
            _text("recipient", "ผู้ได้รับ", lambda row: row.recipient, 32),
            _text("title", "รางวัล", lambda row: row.title, 44),
            _text("by", "ผู้มอบ", lambda row: row.given_by, 28),
            Column("day", "วันที่", lambda row: row.given_on, 16, kind="date"),
        ],
        rows=list(rows.order_by("given_on", "pk")),
        empty="ไม่มีรายการเกียรติยศในปีงบประมาณนี้",
    )
