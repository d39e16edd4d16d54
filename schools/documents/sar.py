"""The report as a document, PDF and Word, made from what was typed (B4)."""

from django.utils import translation

from qa_portal.core.documents import render_docx, render_pdf
from schools.models import EducationLevel
from schools.reports.registry import levels_text
from schools.reports.sar import answers, beside, own_answers
from schools.reports.sar_data import school_data

LEVEL_NAMES = {EducationLevel.EARLY_CHILDHOOD: "ระดับปฐมวัย", EducationLevel.BASIC: "ระดับการศึกษาขั้นพื้นฐาน"}


def place_of(school):
    """Tambon, amphoe and province in official Thai, those that are known."""
    parts = (("ตำบล", school.tambon), ("อำเภอ", school.amphoe), ("จังหวัด", school.province))
    return " ".join(f"{word}{name}" for word, name in parts if name)


def document_context(sar):
    """For schools/documents/sar.html. The school is shown as it was when its cycle opened (F02)."""
    school = sar.school
    facts = school.as_at(sar.cycle.opens_on)
    approval = sar.approval
    report = beside(sar)
    return {
        "sar": sar,
        "level_name": LEVEL_NAMES[sar.level],
        "school": school,
        "school_name": (facts or school).full_name,
        "place": place_of(school),
        "district": school.district,
        **school_data(sar),
        "answers": answers(sar, report),
        "own_answers": own_answers(sar, report),
        "targets": report.targets,
        "evidence": report.evidence.all,
        "appendix": report.evidence.appendix,
        "approval": approval,
        "levels": levels_text(school),
        "is_draft": approval is None or approval.approved_at is None,
    }


TEMPLATE = "schools/documents/sar.html"


def render_sar(sar):
    """The report as PDF bytes."""
    return _rendered(render_pdf, sar)


def render_sar_docx(sar):
    """The same report for Word."""
    return _rendered(render_docx, sar)


def _rendered(render, sar):
    with translation.override("th"):
        context = document_context(sar)
        title = str(sar)
    return render(TEMPLATE, context, title=title, author=context["school_name"])
