"""The letter that goes with a batch: an official external letter (หนังสือภายนอก, B9) with what is enclosed."""

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.letterhead import head_of, pictures_of
from schools.documents.sar import LEVEL_NAMES
from supervision.reports.batch import issues_of, ready_reports

TEMPLATE = "supervision/documents/covering_letter.html"
TITLE = "หนังสือนำส่งรายงานการประเมินตนเองของสถานศึกษา"


def letter_context(batch):
    """What the letter says of the batch as it is now."""
    levels = [sar.level for sar in ready_reports(batch).only("level")]
    counts = [(name, levels.count(level)) for level, name in LEVEL_NAMES.items() if level in levels]
    return {
        "batch": batch,
        "head": head_of(batch.district, batch.letter_dated),
        "year": batch.cycle.academic_year,
        "total": len(levels),
        "counts": counts,
        "points": issues_of(batch).count(),
    }


def render_letter(batch, *, thai_digits=True):
    """PDF bytes."""
    return render_pdf(TEMPLATE, letter_context(batch), **_options(batch, thai_digits))


def render_letter_docx(batch, *, thai_digits=True):
    return render_docx(TEMPLATE, letter_context(batch), **_options(batch, thai_digits))


def _options(batch, thai_digits):
    office = batch.district
    return {"title": TITLE, "author": office.name, "thai_digits": thai_digits, "files": pictures_of(office)}


def letter_name(batch):
    return f"หนังสือนำส่ง-SAR-{batch.cycle.academic_year}-ชุดที่-{batch.number}"
