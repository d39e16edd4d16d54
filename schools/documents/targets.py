"""A school's announcement of its target levels (ประกาศค่าเป้าหมาย), in the official form of an announcement."""

from django.utils import translation

from qa_portal.core.documents import render_pdf
from schools.documents.sar import LEVEL_NAMES
from schools.models import TargetSheetState
from schools.reports.targets import aims_of, own_standards_of


def document_context(sheet):
    """For schools/documents/targets.html. Before the day of the announcement the school is as it is today."""
    school = sheet.school
    facts = school.as_at(sheet.announced_on) if sheet.announced_on else None
    return {
        "sheet": sheet,
        "school_name": (facts or school).full_name,
        "level_name": LEVEL_NAMES[sheet.level],
        "aims": aims_of(sheet),
        "own_standards": own_standards_of(sheet),
        "is_draft": sheet.state == TargetSheetState.DRAFT,
    }


def document_name(sheet):
    return f"targets-{sheet.academic_year}-{sheet.school.moe_code}-{sheet.level}"


def render_targets(sheet):
    """The announcement as PDF bytes."""
    with translation.override("th"):
        context, title = document_context(sheet), str(sheet)
    return render_pdf("schools/documents/targets.html", context, title=title, author=context["school_name"])
