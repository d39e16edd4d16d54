"""From an uploaded Word file to a draft: the reading waits until a person makes a project of it or throws it away."""

from django.db import transaction

from projects.models import Project, ProposalReading
from projects.services import snapshot
from projects.word import read_file
from qa_portal.core import files


def read_upload(upload):
    """The Reading of an upload. Raises projects.word.Unreadable, and keeps nothing."""
    upload.seek(0)
    return read_file(upload.read(), upload.name)


@transaction.atomic
def keep_reading(upload, reading, *, by):
    stored = files.store(upload, district=by.district, by=by, allowed={files.DOCX, files.DOC})
    return ProposalReading.objects.create(district=by.district, file=stored, reading=reading.as_data(), created_by=by)


@transaction.atomic
def make_draft(row, review, *, by):
    """The draft project of a reading: made once, however often it is asked for."""
    row = ProposalReading.objects.select_for_update().get(pk=row.pk)  # joined rows would be those of before the lock
    if row.project_id is None:
        basics = review.basics
        project = Project(district=by.district, created_by=by, owner=basics["owner"], fiscal_year=basics["fiscal_year"])
        row.project = snapshot.fill(project, review.content())
        row.save()
    return row.project


@transaction.atomic
def throw_away(row):
    """The reading and its file. A reading that has become a draft stays with it; one that is gone already is gone."""
    row = ProposalReading.objects.select_for_update().filter(pk=row.pk).first()
    if row and row.project_id is None:
        row.delete()
        files.throw_away(row.file)
