from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from qa_portal.core import files
from schools.models import (
    SarFile,
)


@transaction.atomic
def attach_pdf(sar, upload, *, by):
    """Keep an upload as the report's next PDF version. The report is locked by the caller."""
    stored = files.store(upload, district=sar.school.district, by=by, allowed={files.PDF})
    last = sar.latest_file
    return SarFile.objects.create(sar=sar, stored=stored, number=last.number + 1 if last else 1)


def attach_made_pdf(sar, content, name, *, by):
    """Keep a PDF that the portal made from what was typed as the next version."""
    return attach_pdf(sar, SimpleUploadedFile(name, content, files.PDF), by=by)


def send_latest_file(sar):
    """Mark the PDF that goes to the office with this submission."""
    latest = sar.latest_file
    latest.sent_at = timezone.now()
    latest.save()
