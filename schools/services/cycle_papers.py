"""The forms and guides that schools download from their cycle."""

from django.db import transaction

from qa_portal.core import files
from schools.models import CyclePaper


@transaction.atomic
def add_paper(cycle, upload, *, title, by):
    stored = files.store(upload, district=cycle.district, by=by)
    paper = CyclePaper(cycle=cycle, title=title, stored=stored)
    paper.save(by=by)
    return paper


@transaction.atomic
def remove_paper(paper, *, by):
    """The schools see it no more; the file itself is kept, as the history names it."""
    paper.delete(by=by)
