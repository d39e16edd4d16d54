"""The proposal as a document: the words and columns of the three forms (A1)."""

from django.utils import timezone, translation

from projects.models import FundingSource, ProjectLayout, SignatoryRole, StrategyKind
from projects.reports.proposal import proposal, stated_or
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.letterhead import has_letterhead, pictures_of, signed_by

TEMPLATE = "projects/documents/proposal.html"


def proposal_pdf(project, *, thai_digits=False):
    """The proposal in the form of its layout, as PDF bytes."""
    return render_pdf(TEMPLATE, proposal_context(project), **_options(project, thai_digits=thai_digits))


def proposal_docx(project, *, thai_digits=False):
    """The same proposal for Word."""
    return render_docx(TEMPLATE, proposal_context(project), **_options(project, thai_digits=thai_digits))


def _options(project, *, thai_digits):
    district = project.district
    about = {"title": f"โครงการ{project.name}", "author": district.name, "thai_digits": thai_digits}
    return about | {"files": pictures_of(district)}


def proposal_context(project):
    """What a printed proposal says, whatever it is printed as."""
    with translation.override("th"):
        context = proposal(project)
    return context | _printed(project, context)


# Column keys and headings of the activity table in each form (A1-16).
ACTIVITY_COLUMNS = {
    ProjectLayout.CLASSIC: (
        ("title", "กิจกรรม/วิธีดำเนินการ"),
        ("period", "ระยะเวลา/สถานที่"),
        ("responsible", "ผู้รับผิดชอบ"),
        ("target", "กลุ่มเป้าหมาย"),
    ),
    ProjectLayout.FULL: (
        ("number", "ที่"),
        ("title", "กิจกรรม"),
        ("period", "ระยะเวลาดำเนินงาน"),
        ("responsible", "ผู้รับผิดชอบ"),
        ("note", "หมายเหตุ"),
    ),
    ProjectLayout.ACTIVITY: (
        ("number", "ที่"),
        ("title", "กิจกรรม/วิธีดำเนินการ"),
        ("period", "ระยะเวลา"),
        ("target", "กลุ่มเป้าหมาย"),
        ("responsible", "ผู้รับผิดชอบ"),
    ),
}
TARGET_HEADINGS = {
    ProjectLayout.CLASSIC: ("ก. เชิงปริมาณ", "ข. เชิงคุณภาพ"),
    ProjectLayout.FULL: ("3.1 เชิงปริมาณ", "3.2 เชิงคุณภาพ"),
    ProjectLayout.ACTIVITY: ("3.1 เชิงปริมาณ", "3.2 เชิงคุณภาพ"),
}
SOURCE_WORDS = {
    FundingSource.PLAN: "ตามแผนปฏิบัติการ",
    FundingSource.OBEC: " สพฐ.",
    FundingSource.OTHER: "อื่น",
}
STRATEGY_WORDS = {
    StrategyKind.POLICY: "สนองนโยบาย {office}",
    StrategyKind.STANDARD: "สนองมาตรฐานสำนักงาน",
    StrategyKind.OBEC_STRATEGY: "สนองยุทธศาสตร์ สพฐ.",
    StrategyKind.OFFICE_STRATEGY: "สนองกลยุทธ์ {office}",
    StrategyKind.OBEC_FOCUS: "สอดคล้องจุดเน้น สพฐ.",
    StrategyKind.OFFICE_FOCUS: "สอดคล้องจุดเน้น {office}",
}


def _printed(project, context):
    """What only the document needs: the words and columns of its form, and who signs."""
    columns = [{"key": key, "heading": heading} for key, heading in ACTIVITY_COLUMNS[project.layout]]
    lists = [rows for _kind, rows in context["targets_by_kind"]]
    return {
        "answers": [
            (STRATEGY_WORDS[link.kind].format(office=project.district.short_name), link.written)
            for link in context["links"]
        ],
        "parts": [part for part in context["parts"] if part.key != "funding" or _prints_funding(part, context)],
        "activity_columns": columns,
        "shows_number": columns[0]["key"] == "number",
        "target_lists": list(zip(TARGET_HEADINGS[project.layout], lists, strict=True)),
        "funding_rows": list(_funding_rows(context["budget"].funding)),
        "money_columns": 1 + len(context["cross"].categories),
        "has_letterhead": has_letterhead(project.district),
        "signatures": _signatures(project, context["signatories"]),
    }


def _prints_funding(part, context):
    """A form without a place for the sources shows them only where there is more than the office's plan."""
    others = [row for row in context["budget"].funding if row.source != FundingSource.PLAN]
    return part.number or any(row.amount_text or row.other_text for row in others)


def _funding_rows(funding):
    """Each source of the form with its tick, whether or not anything is written at it; then further rows."""
    for source, words in SOURCE_WORDS.items():
        rows = [row for row in funding if row.source == source]
        if not rows:
            yield {"on": False, "label": words, "shown": None, "quarter": None}
        for row in rows:
            label = f"{words} ({row.other_text})" if row.other_text else words
            shown = stated_or(row.amount_text, None)
            yield {"on": row.amount is not None, "label": label, "shown": shown, "quarter": row.quarter}


SIGNATURE_WORDS = {
    SignatoryRole.PROPOSER: "ผู้เสนอโครงการ",
    SignatoryRole.ENDORSER: "ผู้เห็นชอบโครงการ",
    SignatoryRole.APPROVER: "ผู้อนุมัติโครงการ",
}


def _signatures(project, signatories):
    """The people who sign; without any, the owner proposes, and who signs for the office approves."""
    if signatories:
        return [{"role": SIGNATURE_WORDS[row.role], "name": row.name, "position": row.position} for row in signatories]
    owner, approved = project.owner, project.approved_at
    signed = signed_by(project.district, timezone.localdate(approved) if approved else None)
    return [
        {"role": SIGNATURE_WORDS[SignatoryRole.PROPOSER], "name": str(owner), "position": owner.position},
        {
            "role": SIGNATURE_WORDS[SignatoryRole.APPROVER],
            "name": signed["signatory"],
            "position": signed["signatory_position"],
        },
    ]
