"""The office's letterhead and who signs, a memo that went out and a letter being written. All of it is invented."""

from datetime import timedelta

from qa_portal.core.models import ActsFor, Letterhead, OfficeSignatory
from qa_portal.office.models import LetterKind
from qa_portal.office.services.letters import begun, next_letter_number
from qa_portal.office.workflow.letter import issue

PREFIX = "ศธ 04999"
ADDRESS = "ถนนตัวอย่าง อำเภอเมืองตัวอย่าง\nจังหวัดเมืองตัวอย่าง 99000"
CONTACT = "โทร. 0 0000 9901 ต่อ 14\nโทรสาร 0 0000 9902"
MEMO = {
    "subject": "รายงานผลการติดตามการจัดทำรายงานการประเมินตนเองของสถานศึกษา",
    "body": "ตามที่กลุ่มนิเทศฯ ได้ติดตามการจัดทำรายงานการประเมินตนเองของสถานศึกษาในสังกัด บัดนี้ ดำเนินการเรียบร้อยแล้ว\n"
    "จึงเรียนมาเพื่อโปรดทราบ",
}
LETTER = {
    "subject": "ขอความอนุเคราะห์วิทยากร",
    "addressee": "คณบดีคณะครุศาสตร์ มหาวิทยาลัยตัวอย่าง",
    "body": "ด้วยสำนักงานจะจัดประชุมเชิงปฏิบัติการด้านการประกันคุณภาพภายในสถานศึกษา จึงขอความอนุเคราะห์วิทยากร 1 ท่าน",
}


def load(world):
    """A district that has a letterhead stays untouched."""
    district = world.district
    if Letterhead.objects.filter(district=district).exists():
        return
    Letterhead.objects.create(district=district, prefix=PREFIX, address=ADDRESS, contact=CONTACT)
    director = {"name": district.director_name, "position": district.director_position}
    OfficeSignatory.objects.create(district=district, is_usual=True, **director)
    deputy = {"name": str(world.people["deputy"]), "position": "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"}
    acts = {"acts": ActsFor.ABSENT, "acts_as": district.director_position[:80]}
    OfficeSignatory.objects.create(district=district, **deputy, **acts)
    _letters(district, world)


def _letters(district, world):
    by, dated = world.people["grouphead"], world.today - timedelta(days=5)
    memo = begun(district, LetterKind.MEMO, by=by, **MEMO)
    letter = begun(district, LetterKind.EXTERNAL, by=by, **LETTER)
    for row in (memo, letter):
        row.save(by=by)
    issue(memo, number=next_letter_number(district, dated.year + 543), dated=dated, by=by)
