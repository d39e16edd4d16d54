"""The manual on paper: a process with its eight sections, or all that hold at an office as one book (A4-05)."""

from qa_portal.core.columns import Column
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.spreadsheets import Sheet
from qa_portal.office.documents.flow_chart import flow_charts
from qa_portal.office.models import WorkProcess

TEMPLATE = "office/documents/work_process.html"
PARTS = ("steps__no_target", "forms", "references__document")


def manual_of(district):
    """The versions that hold at an office, in the order of the manual."""
    return list(WorkProcess.objects.in_force_for(district).prefetch_related(*PARTS).order_by("position", "code"))


def manual_name(district):
    return f"คู่มือการปฏิบัติงาน {district.short_name}"


def process_name(process):
    return f"คู่มือการปฏิบัติงาน {process.name} ฉบับที่ {process.edition}"


def manual_pdf(processes, *, name, office, thai_digits=True):
    return render_pdf(TEMPLATE, _context(processes, name, office, thai_digits), **_options(name, office, thai_digits))


def manual_docx(processes, *, name, office, thai_digits=True):
    return render_docx(TEMPLATE, _context(processes, name, office, thai_digits), **_options(name, office, thai_digits))


def _options(name, office, thai_digits):
    return {"title": name, "author": office, "thai_digits": thai_digits}


def _context(processes, name, office, thai_digits):
    parts = [
        {
            "process": process,
            "charts": flow_charts(process.steps.all(), title=f"แผนผัง {process.name}", thai_digits=thai_digits),
            "has_people": any(step.who or step.within_days or step.paper for step in process.steps.all()),
        }
        for process in processes
    ]
    return {"parts": parts, "name": name, "office": office, "is_draft": any(row.is_draft for row in processes)}


def step_sheets(processes):
    """The steps of each process on a sheet of its own."""
    return [
        Sheet(f"{number}. {process.name}"[:31], STEP_COLUMNS, list(process.steps.all()), [process_name(process)])
        for number, process in enumerate(processes, 1)
    ]


STEP_COLUMNS = [
    Column("number", "ขั้นที่", lambda row: row.number, 10),
    Column("text", "ขั้นตอนการปฏิบัติงาน", lambda row: row.text, 80),
    Column("who", "ผู้รับผิดชอบ", lambda row: row.who, 30),
    Column("within_days", "ภายใน (วัน)", lambda row: row.within_days, 12, kind="number"),
    Column("paper", "แบบที่ใช้", lambda row: row.paper, 30),
    Column("no_target", "ถ้าไม่ผ่าน กลับไปขั้นที่", lambda row: row.no_target.number if row.no_target else "", 20),
]
