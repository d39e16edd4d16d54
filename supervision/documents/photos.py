"""The register of visit photos on paper. A photo to which not all who can be seen agreed is never printed: its
place says so (B10)."""

from qa_portal.core.documents import render_pdf
from qa_portal.core.documents.pictures import picture

TEMPLATE = "supervision/documents/photos.html"
TITLE = "ทะเบียนภาพการนิเทศ"
MOST = 300
"""Photos in one paper; a longer register is narrowed first, or comes as a sheet."""


def render_photos(photos, *, office):
    """PDF bytes of VisitPhoto rows with `visit__school` and `file`, in their order."""
    rows = list(photos[: MOST + 1])
    shown = {f"photo{row.pk}": row.file for row in rows[:MOST] if row.may_be_shown}
    context = {
        "title": TITLE,
        "office": office,
        "rows": [(row, f"photo{row.pk}" if row.may_be_shown else "") for row in rows[:MOST]],
        "is_cut": len(rows) > MOST,
        "most": MOST,
    }
    files = {key: picture(file) for key, file in shown.items()}
    return render_pdf(TEMPLATE, context, title=TITLE, author=office, thai_digits=True, files=files)
