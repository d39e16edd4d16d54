from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from qa_portal.core import files
from schools.models import (
    SarFile,
)


@transaction.atomic
def attach_pdf(sar, upload, *, by):
    """Keep an upload as the report's next PDF version; the newest where it is that very file already, since its form
    was sent twice. The report is locked by the caller, the upload examined before that: it may take its time."""
    stored = files.store(upload, district=sar.school.district, by=by, allowed={files.PDF})
    last = sar.latest_file
    if last and last.stored_id == stored.pk:
        return last
    return SarFile.objects.create(sar=sar, stored=stored, number=last.number + 1 if last else 1)


def made_pdf(content, name):
    """A PDF that the portal made from what was typed, as an examined upload."""
    upload = SimpleUploadedFile(name, content, files.PDF)
    files.examine(upload, {files.PDF})
    return upload


def send_latest_file(sar):
    """Mark the PDF that goes to the office with this submission."""
    latest = sar.latest_file
    latest.sent_at = timezone.now()
    latest.save()
