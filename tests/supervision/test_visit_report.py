"""The visit report as PDF: its text as a reader gets it back, its hash, the school as it was, and its picture."""

import io
import zipfile
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from django.urls import reverse

from qa_portal.core import files, lost
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
    signature_under,
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


# ---------------------------------------------------------------- signatures of the field


def signed_visit():
    visit = full_visit()
    stored = files.store(photo_upload(colour="green"), district=visit.school.district, by=visit.lead)
    signature_under(visit, stored, signed_at=datetime(2026, 6, 5, 9, 0, tzinfo=UTC))
    signature_under(visit, side="office", name="นายดินแดง ลองระบบ", position="", text_sha256="b" * 64)
    return visit


def test_report_shows_who_signed_and_what_was_signed():
    text = text_of(signed_visit())
    said = ["การลงนามเมื่อสิ้นสุดการนิเทศ", "(นางสมมุติ ตัวอย่าง)", "5 มิถุนายน 2569", "a" * 64, "(นายดินแดง ลองระบบ)", "b" * 64]
    assert [sentence for sentence in said if squeezed(sentence) not in text] == []


def test_report_that_nobody_signed_in_the_field_has_no_place_for_it():
    assert squeezed("การลงนามเมื่อสิ้นสุดการนิเทศ") not in text_of(full_visit())


def test_drawn_signature_is_in_pdf_and_word():
    visit = signed_visit()
    assert (is_green_in(visit_report_pdf(visit)), is_green_in(visit_report_pdf(full_visit()))) == (True, False)
    with zipfile.ZipFile(io.BytesIO(visit_report_docx(visit))) as word:
        media = [word.read(name) for name in word.namelist() if name.startswith("word/media/")]
    assert lost.content_of(visit.sign_offs.exclude(drawing=None).get().drawing) in media


def is_green_in(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    colours = {pixel for page in document for pixel in page.render(scale=0.5).to_pil().get_flattened_data()}
    document.close()
    return any(red < 40 and green > 110 and blue < 40 for red, green, blue in colours)


def test_seal_of_a_report_covers_its_signatures():
    visit = signed_visit()
    for step in ("finish", "report"):
        visit = perform(visit, step, by=visit.lead)
    drawing = visit.sign_offs.exclude(drawing=None).get().drawing.sha256
    said = f"ลงนาม school นางสมมุติ ตัวอย่าง ผู้อำนวยการ 2026-06-05T09:00:00+00:00 {'a' * 64} {drawing}"
    assert said in visit.report_text.splitlines()


def test_pages_of_the_visit_show_its_signatures(sign_in):
    visit = signed_visit()
    visit = perform(visit, "finish", by=visit.lead)
    client = sign_in(visit.lead)
    drawn = visit.sign_offs.exclude(drawing=None).get()
    address = reverse("supervision:visit_signature", args=[visit.pk, drawn.pk])
    for page in ("visit_detail", "visit_check"):
        said = client.get(reverse(f"supervision:{page}", args=[visit.pk])).content.decode()
        assert (said.count(address), said.count("นางสมมุติ ตัวอย่าง"), said.count("นายดินแดง ลองระบบ")) == (1, 2, 1)
    answer = client.get(address)
    assert (answer["Content-Type"], b"".join(answer)) == ("image/jpeg", lost.content_of(drawn.drawing))
