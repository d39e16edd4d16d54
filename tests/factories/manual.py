"""Rows of the manual and the document library."""

from qa_portal.office.models import LibraryDocument, PaperKind, Reader


def document(district=None, **facts):
    facts = {"kind": PaperKind.ANNOUNCEMENT, "title": "ประกาศสมมุติ", "reader": Reader.SCHOOLS} | facts
    return LibraryDocument.objects.create(district=district, **facts)
