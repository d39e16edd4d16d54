"""Rows of the manual and the document library."""

from qa_portal.office.models import ChecklistRule, LibraryDocument, PaperKind, Reader, WorkProcess
from qa_portal.office.services.manual import begin_version


def document(district=None, **facts):
    facts = {"kind": PaperKind.ANNOUNCEMENT, "title": "ประกาศสมมุติ", "reader": Reader.SCHOOLS} | facts
    return LibraryDocument.objects.create(district=district, **facts)


def shipped(code="iqa-promotion"):
    return WorkProcess.objects.get(district=None, code=code)


def draft_of(district, code="external"):
    """An office's draft of a shipped process."""
    return begin_version(shipped(code), district)


def check_rule(district, **facts):
    facts = {"task": "จัดทำรายงานสังเคราะห์ SAR", "month": 11, "day": 30} | facts
    return ChecklistRule.objects.create(district=district, **facts)
