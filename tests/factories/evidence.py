"""Pieces of evidence of a school's year."""

from django.core.files.uploadedfile import SimpleUploadedFile

from qa_portal.core import files
from schools.models import Evidence, EvidenceUse
from schools.services.evidence import add_own

from .sar import TINY_PDF


def piece_of(school, *, by, academic_year=2568, title="คำสั่งแต่งตั้งคณะทำงาน", **facts):
    """An uploaded PDF, or with `url` an address."""
    piece = Evidence(school=school, academic_year=academic_year, title=title, **facts)
    upload = None if piece.url else SimpleUploadedFile("order.pdf", TINY_PDF, files.PDF)
    return add_own(piece, upload, by=by)


def shown_in(sar, piece, **place):
    return EvidenceUse.objects.create(evidence=piece, sar=sar, **place)
