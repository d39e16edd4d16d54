"""Memos, letters and who signs them."""

from datetime import date
from io import BytesIO

from PIL import Image

from qa_portal.core.models import OfficeSignatory
from qa_portal.office.models import Letter, LetterKind
from qa_portal.office.services.letters import next_letter_number
from qa_portal.office.workflow.letter import issue

DAY = date(2026, 11, 20)


def a_picture(size=(60, 60)):
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG")
    return out.getvalue()


def signatory(district, **facts):
    facts = {"name": "นางสมมุติ ลงนาม", "position": "ผู้อำนวยการสำนักงานสมมุติ", "is_usual": True} | facts
    return OfficeSignatory.objects.create(district=district, **facts)


def memo(by, **facts):
    facts = {"kind": LetterKind.MEMO, "subject": "รายงานผล", "addressee": "ผู้อำนวยการ", "body": "เรียนมาเพื่อทราบ"} | facts
    return Letter.objects.create(district=by.district, written_by=by, **facts)


def issued(by, number=None, dated=DAY, **facts):
    number = number or next_letter_number(by.district, dated.year + 543)
    return issue(memo(by, **facts), number=number, dated=dated, by=by)
