"""One school on one page of A4."""

from qa_portal.core.documents import render_pdf
from qa_portal.office.reports.school_sheet import LONGEST

TITLE = "ข้อมูลสถานศึกษา"


def render_sheet(sheet, today):
    """PDF bytes."""
    school = sheet.school
    context = {"sheet": sheet, "school": school, "district": school.district, "today": today, "longest": LONGEST}
    title = f"{TITLE} {school.full_name}"
    return render_pdf("office/documents/school_sheet.html", context, title=title, author=school.district.name)


def sheet_name(school):
    return f"{TITLE}-{school.name}"
