"""The visit report as an official document."""

from django.utils.timezone import localdate

from qa_portal.core.documents import charts, render_docx, render_pdf
from qa_portal.core.documents.pictures import picture
from qa_portal.core.letterhead import pictures_of
from supervision.models import score_of
from supervision.reports.visit import findings_of, rechecks_of

TITLE = "รายงานผลการนิเทศ ติดตาม ตรวจสอบ และประเมินผล"


def visit_report_pdf(visit):
    """The report (A4-04) as PDF: a draft while it is not sent, later with the hash of its text."""
    return _rendered(render_pdf, visit)


def visit_report_docx(visit):
    """The same as a Word file: to be worked on; what was sent is the PDF."""
    return _rendered(render_docx, visit)


def _rendered(render, visit):
    return render(
        "supervision/documents/visit_report.html",
        visit_report_context(visit),
        title=f"{TITLE} {visit.code}",
        author=visit.school.district.name,
        files=_files(visit),
    )


def visit_report_context(visit):
    score = score_of(visit)
    photos = list(visit.photos.select_related("file"))
    signed = visit.sign_offs.select_related("drawing")
    return {
        "visit": visit,
        "district": visit.school.district,
        "school": visit.school_then,
        "score": score,
        "chart": _chart(score),
        "rechecks": list(rechecks_of(visit)),
        "findings": list(findings_of(visit)),
        "actions": list(visit.actions.select_related("visit", "owner").order_by("number")),
        "photos": [{"key": f"photo{photo.pk}", "caption": photo.caption} for photo in photos],
        "sign_offs": [{"row": row, "key": _drawing_key(row), "day": localdate(row.signed_at)} for row in signed],
        "state": "" if visit.is_sent else "ร่าง",
        "reported_on": visit.reported_at and localdate(visit.reported_at),
        "acknowledged_on": visit.acknowledged_at and localdate(visit.acknowledged_at),
    }


def _chart(score):
    if score is None or not score.whole.count:
        return ""
    rated = [part for part in score.sections if part.score.items]
    return charts.bar_chart(
        [(str(part.section), part.score.mean) for part in rated], title="ค่าเฉลี่ยรายด้าน", unit="คะแนน"
    )


def _files(visit):
    """What the template shows by key: the office's pictures, photos, drawn signatures, as (bytes, media type)."""
    photos = {f"photo{photo.pk}": picture(photo.file) for photo in visit.photos.select_related("file")}
    drawn = visit.sign_offs.exclude(drawing=None).select_related("drawing")
    return pictures_of(visit.school.district) | photos | {_drawing_key(row): picture(row.drawing) for row in drawn}


def _drawing_key(row):
    return f"signature{row.pk}" if row.drawing_id else ""
