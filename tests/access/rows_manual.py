"""A document of the library that schools read, and one for everybody; a draft of a process of the manual;
a rule of the checklist with its item of a year."""

from qa_portal.core import files
from qa_portal.office.models import ChecklistItem, Reader
from qa_portal.office.services.checklist import make_year
from tests.factories.manual import check_rule, document, draft_of
from tests.factories.sar import TINY_PDF


def manual_of(by):
    stored = files.keep(TINY_PDF, "ประกาศ.pdf", files.PDF, district=by.district, by=by)
    process = draft_of(by.district)
    rule = check_rule(by.district, owner=by)
    make_year(by.district, 2570)
    return {
        "CHECK_RULE": rule.pk,
        "CHECK_ITEM": ChecklistItem.objects.get(rule=rule).pk,
        "DOCUMENT": document(by.district, stored=stored).pk,
        "PUBLIC_DOCUMENT": document(by.district, stored=stored, reader=Reader.PUBLIC).pk,
        "PROCESS": process.pk,
        "PROCESS_STEP": process.steps.first().pk,
    }
