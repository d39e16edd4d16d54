"""Memos, letters and the letterhead: the register, what is kept of the day, who signs, the papers (B9)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from qa_portal.core.desk import desk_of
from qa_portal.core.letterhead import signature_of, signed_by
from qa_portal.core.models import ActsFor, Letterhead, OfficeSignatory
from qa_portal.core.workflow import Refused, perform
from qa_portal.office.documents.letter import render_letter, render_letter_docx
from qa_portal.office.models import Letter
from qa_portal.office.workflow.letter import issue
from tests.core.document_kit import poppler_text
from tests.factories.core import DistrictFactory, person
from tests.factories.letters import DAY, a_picture, issued, memo, signatory
from tests.factories.sar import TINY_PDF, Desk
from tests.factories.schools import SchoolFactory
from tests.factories.teams import order_of

pytestmark = pytest.mark.django_db
LIST = "office:letter_list"


@pytest.fixture
def district():
    return DistrictFactory(director_name="นายตัวอย่าง เดิม", director_position="ผู้อำนวยการเดิม", address="ถนนตัวอย่าง")


@pytest.fixture
def writer(client, district):
    user = person("supervisor", district)
    client.force_login(user)
    return user


# ---------------------------------------------------------------- the register


def test_register_counts_on_by_year_and_office(writer):
    numbers = [issued(writer).number, issued(writer, kind="external", closing="ขอแสดงความนับถือ").number]
    numbers += [issued(writer, dated=date(2027, 1, 4)).number, issued(person("supervisor", DistrictFactory())).number]
    assert numbers == [1, 2, 1, 1]


def test_register_gives_no_number_twice(writer):
    first = issued(writer, number=7)
    with pytest.raises(Refused):
        issued(writer, number=7)
    perform(first, "cancel", by=writer, note="พิมพ์ผิด")
    with pytest.raises(Refused):
        issued(writer, number=7)
    row = memo(writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=row.pk).update(year=2569, number=7, dated=DAY)
    assert Letter.objects.exclude(number=None).count() == 1


def test_number_of_a_letter_that_answers_a_report_is_taken(writer, district):
    sar = Desk(school=SchoolFactory(district=district)).sar
    type(sar).objects.filter(pk=sar.pk).update(letter_number="ศธ ๐๔๑๒๓/๙", letter_dated=DAY)
    Letterhead.objects.create(district=district, prefix="ศธ 04123")
    with pytest.raises(Refused):
        issued(writer, number=9)
    assert issued(writer, number=10).number_text == "ศธ 04123/10"


def test_letter_is_issued_from_its_page(client, writer, district):
    row = memo(writer)
    address = reverse("office:letter_transition", args=[row.pk, "issue"])
    assert client.get(address).context["form"].fields["number"].initial == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert client.post(address, {"number": 5, "dated": tomorrow.isoformat()}).status_code == 422
    client.post(address, {"number": 5, "dated": "20/11/2569"})
    row.refresh_from_db()
    assert (row.state, row.year, row.number, row.dated, row.issued_by) == ("issued", 2569, 5, DAY, writer)
    assert client.get(reverse("office:letter_edit", args=[row.pk])).status_code == 404


def test_memo_without_text_is_not_issued(writer):
    with pytest.raises(Refused) as refused:
        issue(memo(writer, body=""), number=1, dated=DAY, by=writer)
    assert [item.sentence for item in refused.value.missing] == ["ยังไม่มีเนื้อความ"]


def test_signed_copy_is_kept_once_issued(client, writer):
    draft, out = memo(writer), issued(writer)
    assert client.get(reverse("office:letter_copy", args=[draft.pk])).status_code == 404
    paper = SimpleUploadedFile("ลงนาม.pdf", TINY_PDF, content_type="application/pdf")
    client.post(reverse("office:letter_copy", args=[out.pk]), {"paper": paper})
    sent = client.get(reverse("office:letter_file", args=[out.pk]))
    assert b"".join(sent.streaming_content) == TINY_PDF


def test_desk_lays_drafts_and_missing_copies_before_their_writer(writer, district):
    issued(writer, subject="รอสำเนา"), memo(writer, subject="ร่างของฉัน")
    memo(person("plan_staff", district), subject="ร่างของเพื่อน")
    tasks = [task.about for task in desk_of(writer, timezone.localdate()).now["later"]]
    assert sorted(tasks) == ["1 รอสำเนา", "ร่างของฉัน"]


def test_memo_begins_with_what_it_is_about(client, writer, district):
    sar = Desk(school=SchoolFactory(district=district, name="บ้านค้างส่ง")).sar
    order, away = order_of(district, subject="แต่งตั้งคณะทำงาน"), order_of(DistrictFactory(), subject="ที่อื่น")
    new = reverse("office:letter_add", args=["memo"])
    begun = [client.get(new, asked).context["form"].instance for asked in ({"order": order.pk}, {"order": away.pk})]
    assert [row.subject for row in begun] == ["คำสั่ง แต่งตั้งคณะทำงาน", ""]
    body = client.get(new, {"cycle": sar.cycle_id}).context["form"].instance.body.splitlines()
    school = "โรงเรียนบ้านค้างส่ง"
    assert body[1:3] == [f"1. {school} ระดับการศึกษาขั้นพื้นฐาน", f"2. {school} ระดับปฐมวัย"]
    assert (len(body), body[-1]) == (4, "จึงเรียนมาเพื่อโปรดพิจารณา")


# ---------------------------------------------------------------- the list


def test_list_searches_and_makes_a_sheet(client, writer):
    issued(writer, subject="แจ้งกำหนดการนิเทศ")
    memo(writer, subject="อย่างอื่น")
    response = client.get(reverse(LIST), {"format": "xlsx", "search": "กำหนด การ"})
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[-3][0:2] == ("แจ้งกำหนดการนิเทศ", "1")
    assert sum(row[0] in ("แจ้งกำหนดการนิเทศ", "อย่างอื่น") for row in rows) == 1


def test_list_of_the_desk_has_its_rows(client, writer, district):
    mine = [issued(writer), memo(writer)]
    other = issued(person("plan_staff", district))
    for asked, rows in (({"mine": "true"}, mine), ({"mine": "false"}, [other]), ({"copy": "true"}, [])):
        assert sorted(row.pk for row in client.get(reverse(LIST), asked).context["object_list"]) == [
            row.pk for row in rows
        ]


def test_list_asks_as_often_for_three_as_for_one(client, writer, django_assert_num_queries):
    issued(writer)
    client.get(reverse(LIST))
    with django_assert_num_queries(4):
        client.get(reverse(LIST))
    issued(writer), memo(writer)
    with django_assert_num_queries(4):
        client.get(reverse(LIST))


# ---------------------------------------------------------------- who signs


def test_signature_is_that_of_the_day(district):
    assert signature_of(district) == ("นายตัวอย่าง เดิม", ("ผู้อำนวยการเดิม",))
    signatory(district, name="ก", since=date(2020, 1, 1))
    signatory(district, name="ข", since=date(2026, 6, 1), until=date(2026, 6, 30))
    names = [signature_of(district, date(2026, month, 15))[0] for month in (5, 6, 7)]
    assert (names, signature_of(district, date(2019, 1, 1))[0]) == (["ก", "ข", "ก"], "นายตัวอย่าง เดิม")


def test_acting_signatory_names_both_positions(district):
    signatory(district, position="รองผู้อำนวยการ", acts=ActsFor.ORDERED, acts_as="ผู้อำนวยการ")
    assert signed_by(district)["signatory_position"] == "รองผู้อำนวยการ ปฏิบัติราชการแทน ผู้อำนวยการ"
    with pytest.raises(IntegrityError), transaction.atomic():
        signatory(district, acts=ActsFor.ABSENT)


# ---------------------------------------------------------------- the papers


@pytest.mark.parametrize(("kind", "words"), [("memo", "บันทึกข้อความ"), ("external", "ขอแสดงความนับถือ")])
def test_issued_letter_prints_as_it_went_out(writer, district, kind, words):
    row = issued(writer, kind=kind, closing="ขอแสดงความนับถือ", enclosures="หนึ่ง\nสอง")
    before = poppler_text(render_letter(row))
    signatory(district, name="คนใหม่")
    Letterhead.objects.create(district=district, prefix="ใหม่", address="ที่ใหม่")
    row = Letter.objects.get(pk=row.pk)
    assert poppler_text(render_letter(row)) == before
    told = "".join(before.split())
    assert all("".join(part.split()) in told for part in (words, "๒.สอง", "นายตัวอย่างเดิม", "๒๐พฤศจิกายน๒๕๖๙"))
    assert "คนใหม่" in poppler_text(render_letter(memo(writer)))


def test_word_file_says_what_the_pdf_says(writer):
    row = issued(writer, body="ย่อหน้าแรก\nย่อหน้าที่สอง")
    lines = [line.text for line in Document(BytesIO(render_letter_docx(row))).paragraphs]
    assert [line for line in lines if line.startswith("ย่อหน้า")] == ["ย่อหน้าแรก", "ย่อหน้าที่สอง"]


# ---------------------------------------------------------------- settings


def test_letterhead_keeps_a_picture_and_takes_it_away(client, district):
    client.force_login(person("district_admin", district))
    address = reverse("office:letterhead")
    assert client.get(reverse("office:letterhead_picture")).status_code == 404
    picture = SimpleUploadedFile("ครุฑ.png", a_picture(), content_type="image/png")
    client.post(address, {"prefix": "ศธ 04123", "picture": picture})
    kept = Letterhead.objects.get()
    assert (kept.prefix, kept.emblem.media_type, kept.history.count()) == ("ศธ 04123", "image/png", 2)
    client.post(address, {"prefix": "ศธ 04123", "no_picture": "on", "opened_version": kept.version})
    assert Letterhead.objects.get().emblem is None


def test_letterhead_takes_no_paper_for_a_picture(client, district):
    client.force_login(person("district_admin", district))
    picture = SimpleUploadedFile("ครุฑ.png", TINY_PDF, content_type="image/png")
    response = client.post(reverse("office:letterhead"), {"picture": picture})
    assert (list(response.context["form"].errors), Letterhead.objects.filter(emblem=None).count()) == (["picture"], 1)


def test_signatory_who_acts_needs_the_position(client, district):
    client.force_login(person("district_admin", district))
    typed = {"name": "ก", "position": "รองผู้อำนวยการ", "acts": "ordered", "is_usual": "on"}
    response = client.post(reverse("office:signatory_add"), typed)
    assert list(response.context["form"].errors) == ["acts_as"]
    client.post(reverse("office:signatory_add"), typed | {"acts_as": "ผู้อำนวยการ"})
    assert OfficeSignatory.objects.get().lines == ("รองผู้อำนวยการ ปฏิบัติราชการแทน", "ผู้อำนวยการ")
