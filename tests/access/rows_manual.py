"""A document of the library that schools read, and one for everybody; a draft of a process of the manual."""

from qa_portal.core import files
from qa_portal.office.models import Reader
from tests.factories.manual import document, draft_of
from tests.factories.sar import TINY_PDF


def manual_of(by):
    stored = files.keep(TINY_PDF, "ประกาศ.pdf", files.PDF, district=by.district, by=by)
    process = draft_of(by.district)
    return {
        "DOCUMENT": document(by.district, stored=stored).pk,
        "PUBLIC_DOCUMENT": document(by.district, stored=stored, reader=Reader.PUBLIC).pk,
        "PROCESS": process.pk,
        "PROCESS_STEP": process.steps.first().pk,
    }
