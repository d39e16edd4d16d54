"""The visit report as PDF: its text as a reader gets it back, its hash, the school as it was, and its picture."""

import io
from datetime import date

import pypdfium2
import pytest

from qa_portal.core.workflow import perform
from schools.services import registry
from supervision.reports import visit_report_docx, visit_report_pdf
from supervision.services.photos import add_photo
from supervision.services.visits import acknowledge_visit
from tests.core import docx_kit
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import person
from tests.factories.schools import school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    VisitFactory,
    photo_upload,
    rate,
    small_instrument,
)

pytestmark = pytest.mark.django_db


def full_visit():
    lead = person("supervisor", first_name="นางสาวน้ำผึ้ง", last_name="กำแพงแก้ว")
    visit = VisitFactory(lead=lead, school__district=lead.district, school__name="บ้านน้ำคำ", planned_on=date(2026, 6, 5))
    visit.visited_on, visit.instrument = date(2026, 6, 5), small_instrument()
    visit.impressions, visit.problems = "ครูตั้งใจทำงานร่วมกับชุมชน", "-"
    visit.save()
    rate(visit, [5, "na", 4])
    finding = FindingFactory(visit=visit, text="ยังไม่มีเครื่องมือประเมินที่ครอบคลุม")
    AgreedActionFactory(visit=visit, finding=finding, what="จัดทำเครื่องมือให้ครบ", due_on=date(2026, 7, 20))
    add_photo(visit, upload=photo_upload(colour="red"), caption="ประชุมครูที่ห้องสมุด", has_consent=True, by=lead)
    visit.answers.model.objects.bulk_create(
        visit.answers.model(visit=visit, item=item, text="ดี", is_yes=True if item.kind == "yes_no" else None)
        for item in visit.instrument.sections.get(position=2).items.exclude(kind="rated")
    )
    return visit


def text_of(visit):
    """Without its spaces: where a line ends is the layout's matter."""
    return squeezed(poppler_text(visit_report_pdf(visit)))


def test_report_says_what_was_seen_and_agreed():
    visit = full_visit()
    text = text_of(visit)
    expected = [
        "รายงานผลการนิเทศ ติดตาม ตรวจสอบ และประเมินผล",
        "วันศุกร์ที่ 5 มิถุนายน พ.ศ. 2569",
        "ปีงบประมาณ 2569 ปีการศึกษา 2569",
        "นางสาวน้ำผึ้ง กำแพงแก้ว",
        "รวมทุกด้าน 9 2 4.50 ระดับ 5",
        "ครูตั้งใจทำงานร่วมกับชุมชน",
        f"{visit.code}-01 จุดที่ควรพัฒนา (ระบบประกันคุณภาพภายใน)",
        "ยังไม่มีเครื่องมือประเมินที่ครอบคลุม",
        "20 ก.ค. 2569",
        "ภาพที่ 1 ประชุมครูที่ห้องสมุด",
    ]
    assert [sentence for sentence in expected if squeezed(sentence) not in text] == []
    assert "SHA-256" not in text


def test_report_draft_says_so_and_the_sent_one_carries_its_hash_and_the_answer():
    visit = full_visit()
    assert [page.count("ร่าง") for page in poppler_text(visit_report_pdf(visit)).split("\f")[:-1]] == [1, 1]
    for step in ("finish", "report"):
        visit = perform(visit, step, by=visit.lead)
    sent = text_of(visit)
    assert (sent.count("ร่าง"), sent.count(visit.report_sha256)) == (0, 1)
    assert squeezed("สถานศึกษายังไม่ได้ตอบ") in sent
    head = school_person("school_head", visit.school)
    visit = acknowledge_visit(visit, answer="จะดำเนินการให้แล้วเสร็จ", replies={}, by=head)
    assert squeezed("จะดำเนินการให้แล้วเสร็จ") in text_of(visit)


def test_report_names_the_school_as_it_was_on_the_day():
    visit = full_visit()
    by = person("group_head", visit.school.district)
    registry.rename_school(visit.school, name="บ้านน้ำคำวิทยา", since=date(2026, 9, 1), reason="ประกาศเปลี่ยนชื่อ", by=by)
    visit.school.refresh_from_db()
    text = text_of(visit)
    assert (visit.school.name, "บ้านน้ำคำวิทยา" in text, "บ้านน้ำคำ" in text) == ("บ้านน้ำคำวิทยา", False, True)


def test_report_shows_its_photo_and_chart():
    document = pypdfium2.PdfDocument(io.BytesIO(visit_report_pdf(full_visit())))
    colours = {pixel for page in document for pixel in page.render(scale=0.5).to_pil().get_flattened_data()}
    document.close()
    assert any(red > 230 and green < 40 and blue < 40 for red, green, blue in colours)
    assert (31, 95, 153) in colours


def test_word_file_says_what_the_pdf_says():
    visit = full_visit()
    said = squeezed(docx_kit.text_of(visit_report_docx(visit)))
    for words in ("รายงานผลการนิเทศ ติดตาม ตรวจสอบ และประเมินผล", "ครูตั้งใจทำงานร่วมกับชุมชน", "ยังไม่มีเครื่องมือประเมินที่ครอบคลุม",
                  "จัดทำเครื่องมือให้ครบ", "ประชุมครูที่ห้องสมุด"):  # fmt: skip
        assert (words, said.count(squeezed(words))) == (words, 1)
