"""The history of one school's supervision, as PDF and as a Word file."""

from django.utils.timezone import localdate

from qa_portal.core.documents import charts, render_docx, render_pdf
from qa_portal.core.thai import format_date

TEMPLATE = "supervision/documents/school_history.html"
TITLE = "ประวัติการนิเทศของสถานศึกษา"


def render_history(history):
    """PDF bytes."""
    return render_pdf(TEMPLATE, _context(history), **_options(history))


def render_history_docx(history):
    return render_docx(TEMPLATE, _context(history), **_options(history))


def history_name(school):
    return f"{TITLE}-{school.name}"


def _options(history):
    return {"title": f"{TITLE} {history.school.full_name}", "author": history.school.district.name}


def _context(history):
    school = history.school
    return {
        "history": history,
        "school": school,
        "name": school.full_name,
        "district": school.district,
        "chart": _chart(history),
        "today": localdate(),
    }


def _chart(history):
    if len(history.scored) < 2:
        return ""
    rows = [(format_date(visit.held_on), visit.score.mean) for visit in history.scored[-10:]]
    return charts.bar_chart(rows, title="คะแนนเฉลี่ยของการนิเทศแต่ละครั้ง", unit="คะแนน")
