"""The readiness form with its answers, as a paper (แบบประเมินความพร้อม, A6-01 no. 5)."""

from django.utils import timezone, translation

from qa_portal.core.documents import render_pdf
from schools.documents.sar import LEVEL_NAMES
from supervision.services.readiness import readiness_of


def document_context(assessment):
    """For supervision/documents/readiness.html."""
    readiness = readiness_of(assessment)
    return {
        "assessment": assessment,
        "readiness": readiness,
        "school_name": assessment.school.full_name,
        "level_name": LEVEL_NAMES[assessment.level],
        "asked_on": assessment.readied_on or timezone.localdate(),
        "is_declared": bool(assessment.readied_on),
    }


def document_name(assessment):
    return f"readiness-{assessment.round.number}-{assessment.school.moe_code}-{assessment.level}-{assessment.attempt}"


def render_readiness(assessment):
    """The form as PDF bytes."""
    with translation.override("th"):
        context = document_context(assessment)
        title = context["readiness"].form.name if context["readiness"].form else "แบบประเมินความพร้อม"
    author = assessment.school.district.name
    return render_pdf("supervision/documents/readiness.html", context, title=title, author=author)
