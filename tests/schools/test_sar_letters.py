"""The acknowledgement letter: the office's number and date, one or many, and the school's own."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from qa_portal.core.workflow import Refused
from schools.documents.acknowledgement import render_letters
from schools.models import Sar
from schools.services.acknowledging import number_after, number_letters
from schools.services.remarks import Place, write_remark
from tests.core.document_kit import poppler_text
from tests.core.docx_kit import text_of
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
TYPED = {"letter_number": "ศธ 04999/12", "letter_dated": "20/11/2569"}


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


def issued(desk):
    number_letters([desk.sar], number="ศธ 04999/12", dated=date(2026, 11, 20), is_running=False, by=desk.reader)
    return Sar.objects.select_related("school__district", "cycle").get(pk=desk.sar.pk)


@pytest.mark.parametrize(
    ("number", "following"),
    [("ศธ 04999/12", "ศธ 04999/13"), ("ศธ ๐๔๙๙๙/๙๙", "ศธ ๐๔๙๙๙/๑๐๐"), ("ศธ 04999/ว 009", "ศธ 04999/ว 010")],
)
def test_running_number_counts_on(number, following):
    assert number_after(number) == following


def test_number_without_digits_cannot_run():
    with pytest.raises(Refused):
        number_after("ที่ ศธ")


def test_letter_is_issued_by_the_office_and_downloaded_by_the_school(sign_in):
    desk = Desk().reach("accepted")
    early = sign_in(desk.head).get(url("sar_letter_pdf", desk.sar.pk), follow=True)
    assert said(early) == ["เขตพื้นที่ยังไม่ได้ออกหนังสือตอบรับ"]
    version = Sar.objects.get(pk=desk.sar.pk).version
    sign_in(desk.reader).post(url("sar_letter", desk.sar.pk), TYPED | {"opened_version": version})
    row = Sar.objects.get(pk=desk.sar.pk)
    assert (row.letter_number, row.letter_dated) == ("ศธ 04999/12", date(2026, 11, 20))
    response = sign_in(desk.head).get(url("sar_letter_pdf", desk.sar.pk))
    assert len(pikepdf.open(BytesIO(response.content)).pages) == 1


def test_school_cannot_type_the_letter(sign_in):
    desk = Desk().reach("accepted")
    assert sign_in(desk.head).post(url("sar_letter", desk.sar.pk), TYPED).status_code == 403
    assert Sar.objects.get(pk=desk.sar.pk).letter_number == ""


def test_letter_of_another_school_is_not_found(sign_in):
    desk = Desk().reach("accepted")
    issued(desk)
    neighbour = sign_in(school_person("school_head", SchoolFactory(district=desk.district)))
    pages = [url(name, desk.sar.pk) for name in ("sar_letter", "sar_letter_pdf", "sar_letter_docx")]
    assert [neighbour.get(page).status_code for page in pages] == [404, 404, 404]


def test_letter_that_is_not_accepted_any_more_is_not_given(sign_in):
    desk = Desk().reach("accepted")
    issued(desk)
    desk.do("return", desk.reader, "แก้ไข")
    response = sign_in(desk.head).get(url("sar_letter_pdf", desk.sar.pk))
    assert response.url == desk.sar.get_absolute_url()


def test_letter_says_number_date_addressee_and_the_advice():
    desk = Desk().reach("submitted")
    write_remark(desk.sar, Place("summary"), text="ควรเผยแพร่ผลงานผู้เรียน", is_request=False, by=desk.reader)
    desk.do("accept", desk.reader)
    text = poppler_text(render_letters([issued(desk)]))
    wanted = ["ศธ ๐๔๙๙๙/๑๒", "๒๐ พฤศจิกายน ๒๕๖๙", "เรื่อง", "เรียน", "ควรเผยแพร่ผลงานผู้เรียน", desk.district.director_name]
    assert [words for words in wanted if words not in text] == []


def test_letter_in_word_says_the_same(sign_in):
    desk = Desk().reach("accepted")
    issued(desk)
    response = sign_in(desk.head).get(url("sar_letter_docx", desk.sar.pk))
    text = text_of(response.content)
    assert [words for words in ("๒๐ พฤศจิกายน ๒๕๖๙", "เรื่อง", "เรียน", "ขอแสดงความนับถือ") if words not in text] == []


def test_letters_are_numbered_one_after_the_other_and_once(sign_in):
    first = Desk().reach("accepted")
    second = Desk(school=SchoolFactory(district=first.district), academic_year=2567).reach("accepted")
    facts = {"number": "ศธ 04999/9", "dated": date(2026, 11, 20), "is_running": True, "by": first.reader}
    sars = [first.sar, second.sar]
    assert (number_letters(sars, **facts), number_letters(sars, **facts)) == (2, 0)
    rows = Sar.objects.filter(pk__in=[row.pk for row in sars]).order_by("pk").values_list("letter_number", flat=True)
    assert list(rows) == ["ศธ 04999/9", "ศธ 04999/10"]


def test_letters_of_a_cycle_are_issued_on_one_page(sign_in):
    desk = Desk().reach("accepted")
    typed = {"number": "ศธ 04999/ว 7", "dated": "20/11/2569", "sars": [desk.sar.pk]}
    done = sign_in(desk.reader).post(url("sar_letters"), typed, follow=True)
    assert (said(done), done.context["waiting"], done.context["issued"]) == (["ออกหนังสือแล้ว 1 ฉบับ"], 0, 1)


def test_letters_without_a_number_make_no_file(sign_in):
    desk = Desk().reach("accepted")
    response = sign_in(desk.reader).post(url("sar_letters_make"), follow=True)
    assert said(response) == ["รายงานที่เลือกยังไม่มีฉบับใดออกหนังสือตอบรับ"]
