"""A document of the library that schools read, and one for everybody."""

from qa_portal.core import files
from qa_portal.office.models import Reader
from tests.factories.manual import document
from tests.factories.sar import TINY_PDF


def manual_of(by):
    stored = files.keep(TINY_PDF, "ประกาศ.pdf", files.PDF, district=by.district, by=by)
    return {
        "DOCUMENT": document(by.district, stored=stored).pk,
        "PUBLIC_DOCUMENT": document(by.district, stored=stored, reader=Reader.PUBLIC).pk,
    }
