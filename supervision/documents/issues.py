"""The points that the assessors are asked to look at, as the office's table (A6-05)."""

from qa_portal.core.documents import render_pdf

TEMPLATE = "supervision/documents/issues.html"
TITLE = "ประเด็นที่ต้องการให้ประเมินและติดตาม"


def render_issues(issues, district, *, year=None, thai_digits=True):
    """PDF bytes; `issues` in the order of the table, with their school and standard, of an academic year (B.E.) or of
    several. `district` may be None, for those of the whole country."""
    years = [year] if year else sorted({issue.academic_year for issue in issues})
    rows = [(issue, issue.school.full_name) for issue in issues]
    context = {"rows": rows, "years": years, "district": district}
    return render_pdf(TEMPLATE, context, title=TITLE, author=district.name if district else "", thai_digits=thai_digits)
