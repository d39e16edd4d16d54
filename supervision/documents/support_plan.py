"""The support plan of one school as a paper (แผนช่วยเหลือสถานศึกษา, A5-10)."""

from django.utils import timezone, translation

from qa_portal.core.documents import render_pdf

TITLE = "แผนช่วยเหลือสถานศึกษา"


def document_context(plan):
    """For supervision/documents/support_plan.html."""
    return {
        "plan": plan,
        "district": plan.school.district,
        "team": list(plan.team.order_by("first_name", "last_name")),
        "objectives": [line.strip() for line in plan.objectives.splitlines() if line.strip()],
        "reviews": list(plan.reviews.select_related("written_by", "visit").order_by("held_on")),
        "printed_on": timezone.localdate(),
    }


def render_support_plan(plan):
    """The plan as PDF bytes."""
    with translation.override("th"):
        context = document_context(plan)
    title = f"{TITLE} {plan.school.name}"
    return render_pdf("supervision/documents/support_plan.html", context, title=title, author=plan.school.district.name)
