"""A document of the library that schools read, and one for everybody; a draft of a process of the manual;
a rule of the checklist with its item of a year; a memo being written and one that is issued, and the letterhead."""

from qa_portal.core import files
from qa_portal.core.models import Letterhead
from qa_portal.office.models import ChecklistItem, Letter, Reader
from qa_portal.office.services.checklist import make_year
from tests.factories.letters import a_picture, issued, memo, signatory
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
        **letters_of(by),
    }


def letters_of(by):
    emblem = files.keep(a_picture(), "ตรา.png", files.PNG, district=by.district, by=by)
    Letterhead.objects.create(district=by.district, emblem=emblem)
    letter = issued(by)
    Letter.objects.filter(pk=letter.pk).update(stored=emblem)
    return {"LETTER": letter.pk, "DRAFT_LETTER": memo(by).pk, "SIGNATORY": signatory(by.district).pk}
