"""The PDF of a report, made from what was typed."""

from django.utils import translation

from qa_portal.core.documents import render_pdf
from schools.models import EducationLevel
from schools.reports.registry import levels_text, pupil_table
from schools.reports.sar import answers

LEVEL_NAMES = {EducationLevel.EARLY_CHILDHOOD: "ระดับปฐมวัย", EducationLevel.BASIC: "ระดับการศึกษาขั้นพื้นฐาน"}


def full_name(name):
    """The registry's name with the word for school in front, as documents write it."""
    return name if name.startswith("โรงเรียน") else f"โรงเรียน{name}"


def place_of(school):
    """Tambon, amphoe and province in official Thai, those that are known."""
    parts = (("ตำบล", school.tambon), ("อำเภอ", school.amphoe), ("จังหวัด", school.province))
    return " ".join(f"{word}{name}" for word, name in parts if name)


def document_context(sar):
    """For schools/documents/sar.html. The school is shown as it was when its cycle opened (F02)."""
    school = sar.school
    facts = school.as_at(sar.cycle.opens_on)
    approval = sar.approval
    figures = school.figures.filter(academic_year=sar.academic_year).first()
    return {
        "sar": sar,
        "level_name": LEVEL_NAMES[sar.level],
        "school": school,
        "school_name": full_name(facts.name if facts else school.name),
        "place": place_of(school),
        "district": school.district,
        "figures": figures,
        "pupils": pupil_table(figures) if figures else None,
        "answers": answers(sar),
        "approval": approval,
        "levels": levels_text(school),
        "is_draft": approval is None or approval.approved_at is None,
    }


def document_name(sar):
    return f"SAR-{sar.academic_year}-{sar.school.moe_code}-{sar.level}"


def render_sar(sar):
    """The report as PDF bytes."""
    with translation.override("th"):
        context = document_context(sar)
        title = str(sar)
    return render_pdf("schools/documents/sar.html", context, title=title, author=context["school_name"])
