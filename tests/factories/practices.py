"""Good practices in each state, reached by their workflow."""

from qa_portal.core.workflow import perform
from schools.models import Membership, Practice, Standard
from schools.services.practices import add_file

from .core import person
from .sar import pdf
from .schools import school_person

WORDS = {
    "title": "อ่านออกเขียนได้ด้วยนิทานท้องถิ่น",
    "authors": "นางสาวตัวอย่าง สมมุติ ครู",
    "why": "ผู้เรียนชั้น ป.1 อ่านไม่คล่อง",
    "how": "ครูและผู้ปกครองแต่งนิทานร่วมกัน",
    "results": "ผู้เรียนอ่านคล่องร้อยละ 85",
}


def writer_of(school):
    """A person of the school who may write, made where there is none."""
    row = Membership.objects.filter(school=school, user__groups__name="school_teacher").first()
    return row.user if row else school_person("school_teacher", school)


def draft_practice(school, *, by=None, **facts):
    """A draft from which nothing is missing."""
    facts = {"academic_year": 2568, "kind": "practice"} | WORDS | facts
    row = Practice(school=school, **facts)
    row.save(by=by or writer_of(school))
    row.standards.add(Standard.objects.get(framework__code="BASIC-2561", number=1))
    return row


def with_file(practice, *, by=None, upload=None, caption="รายงานฉบับเต็ม", is_public=False):
    by = by or writer_of(practice.school)
    return add_file(practice, upload or pdf("paper.pdf"), caption=caption, is_public=is_public, by=by)


def sent_practice(school, *, by=None, **facts):
    by = by or writer_of(school)
    return perform(draft_practice(school, by=by, **facts), "send", by=by)


def published_practice(school, *, by=None, publisher=None, **facts):
    sent = sent_practice(school, by=by, **facts)
    return perform(sent, "publish", by=publisher or person("supervisor", school.district))
