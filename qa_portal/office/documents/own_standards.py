"""The table of S004: five columns, the ticks of the levels, the four headings, the evidence (A9-01, A9-02). Made of
`reports.own_standards.content_of`, so that a version that was kept is printed as it was."""

from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from qa_portal.core.columns import Column
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.spreadsheets import Sheet

TEMPLATE = "office/documents/own_standards.html"
LINES, PIECES = 6, 3  # of the narrative, and of the evidence, in one row: a row that stays whole leaves no large gap


@dataclass(frozen=True)
class Row:
    """One row of an item's table. Its last three columns read on from row to row as one tall cell each."""

    level: dict | None
    title: str = ""  # of the project whose words begin here
    heading: str = ""
    lines: list = field(default_factory=list)
    evidence: list = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False


def report_name(content):
    return f"รายงานมาตรฐานสำนักงานเขต ปีงบประมาณ {content['fiscal_year']} {content['office_short']}"


def report_pdf(content, *, thai_digits=True):
    return render_pdf(TEMPLATE, _context(content), **_options(content, thai_digits))


def report_docx(content, *, thai_digits=True):
    return render_docx(TEMPLATE, _context(content) | {"is_word": True}, **_options(content, thai_digits))


def _options(content, thai_digits):
    return {"title": report_name(content), "author": content["office"], "thai_digits": thai_digits}


def _context(content):
    tables = [
        {"indicator": indicator, "item": item, "rows": rows_of(indicator, item)}
        for indicator in content["indicators"]
        for item in indicator["items"]
    ]
    return {"content": content, "tables": tables, "signatures": list(_signatures(content))}


def _signatures(content):
    """Where those who proposed and approved the report sign; who has not yet has no place."""
    for step, role in (("proposed", "ผู้เสนอรายงาน"), ("approved", "ผู้อนุมัติรายงาน")):
        if person := content[f"{step}_by"]:
            yield person | {"role": role, "date": date.fromisoformat(content[f"{step}_on"])}


def rows_of(indicator, item):
    """The levels from 1 to 4 down the first two columns, the narrative and the evidence beside them and below."""
    blocks = [block for project in item["projects"] for block in _blocks(project)]
    pieces = [item["evidence"][start : start + PIECES] for start in range(0, len(item["evidence"]), PIECES)]
    beside = list(zip_longest(indicator["levels"], blocks, pieces))
    last = len(beside) - 1
    return [
        Row(level, *(block or ("", "", [])), few or [], is_first=number == 0, is_last=number == last)
        for number, (level, block, few) in enumerate(beside)
    ]


def _blocks(project):
    """(title, heading, lines): the four headings, numbered anew for each project (A9-05), in rows that are not too
    tall."""
    title = project["title"]
    for number, (label, lines) in enumerate(project["headings"], 1):
        heading = f"{number}. {label}"
        for start in range(0, max(len(lines), 1), LINES):
            yield title, heading, lines[start : start + LINES]
            title = heading = ""


# ---------------------------------------------------------------- the workbook


def report_sheets(content):
    about = [content["office"], f"{content['framework']} ปีงบประมาณ {content['fiscal_year']}"]
    return [
        Sheet("ระดับคุณภาพ", LEVEL_COLUMNS, content["indicators"], about),
        Sheet("รายข้อ", ITEM_COLUMNS, list(_items(content)), about),
        Sheet("โครงการและผลการดำเนินงาน", PROJECT_COLUMNS, list(_projects(content)), about),
        Sheet("หลักฐาน", EVIDENCE_COLUMNS, list(_evidence(content)), about),
    ]


def _items(content):
    for indicator in content["indicators"]:
        for item in indicator["items"]:
            yield item | {"indicator": indicator["name"], "issue": indicator["issue"]}


def _projects(content):
    for item in _items(content):
        for project in item["projects"]:
            texts = {f"heading{n}": "\n".join(lines) for n, (_label, lines) in enumerate(project["headings"], 1)}
            yield item | {"title": project["title"]} | texts


def _evidence(content):
    for item in _items(content):
        for piece in item["evidence"]:
            yield item | {"piece": piece}


def _cell(key, header, width, kind="text"):
    return Column(key, header, lambda row: row[key], width, kind=kind)


def _done(item):
    return {None: "", True: "ดำเนินการแล้ว", False: "ยังไม่ได้ดำเนินการ"}[item["is_done"]]


WHERE = [_cell("issue", "ประเด็น", 40), _cell("indicator", "ตัวบ่งชี้", 40), _cell("position", "ข้อที่", 8, "number")]
LEVEL_COLUMNS = [
    _cell("issue", "ประเด็น", 40),
    _cell("name", "ตัวบ่งชี้", 40),
    _cell("level", "ระดับคุณภาพ", 14, "number"),
    _cell("suggested", "ระดับที่ระบบเสนอ", 16, "number"),
    _cell("why", "เหตุผลของระบบ", 40),
    _cell("reason", "เหตุผลที่กำหนดต่างจากที่เสนอ", 40),
]
ITEM_COLUMNS = [
    *WHERE,
    _cell("name", "รายการ", 50),
    Column("is_done", "การดำเนินงาน", _done, 20),
    Column(
        "ticks",
        "เกณฑ์",
        lambda item: "\n".join(f"{'☑' if tick['is_on'] else '☐'} {tick['name']}" for tick in item["ticks"]),
        40,
    ),
    _cell("clarity", "ความชัดเจนของหลักฐาน", 26),
]
PROJECT_COLUMNS = [
    *WHERE,
    _cell("title", "แผนงาน/โครงการ", 40),
    _cell("heading1", "ปัจจัย/วิธีการ", 60),
    _cell("heading2", "ปัญหา/อุปสรรค/ข้อจำกัด", 50),
    _cell("heading3", "จุดที่ควรพัฒนา", 50),
    _cell("heading4", "แนวทางการพัฒนา", 50),
]
EVIDENCE_COLUMNS = [*WHERE, _cell("piece", "เอกสาร/หลักฐานอ้างอิง", 80)]
