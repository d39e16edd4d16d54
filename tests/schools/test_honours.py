"""The list of honours, the certificates, the announcement, and what everybody may see of them."""

from datetime import date

import pytest
from django.urls import reverse

from qa_portal.core import jobs
from qa_portal.core.models import District, Job, JobState
from schools.documents.award_announcement import render_announcement, render_announcement_docx
from schools.documents.certificate import certificates, qr_picture
from schools.models import Honour
from schools.timeline import timeline_of
from tests.core.document_kit import pdfium_text, poppler_text, squeezed
from tests.core.docx_kit import text_of
from tests.factories.awards import Contest
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


def honour_at(school, **facts):
    facts = {"recipient": "นางตัวอย่าง สมมุติ", "title": "ครูดีเด่น", "given_by": "มูลนิธิสมมุติ"} | facts
    facts = {"given_on": date(2026, 5, 1), "academic_year": 2568, "district": school.district} | facts
    return Honour.objects.create(school=school, **facts)


# ---------------------------------------------------------------- certificates


def test_certificate_reads_back_as_it_was_written(settings):
    settings.SITE_URL = "https://qa.example.org"
    contest = Contest(entries=1, judges=1).announced()
    (honour,) = contest.honours
    text = squeezed(poppler_text(certificates([honour])))
    address = f"https://qa.example.org/public/{contest.district.code}/honours/check/2569/1/"
    for words in (
        "เลขที่ ๑/๒๕๖๙",
        "ให้ไว้เพื่อแสดงว่า",
        "ได้รับรางวัล IQA AWARD ระดับเหรียญทอง ปีการศึกษา ๒๕๖๘",
        "จากผลงาน “อ่านออกเขียนได้ด้วยนิทานท้องถิ่น”",
        "ให้ไว้ ณ วันที่ ๑ กันยายน พ.ศ. ๒๕๖๙",
        "(นายตัวอย่าง ผู้อำนวยการ)",
        address,
    ):
        assert text.count(squeezed(words)) == 1, words


def test_certificate_signature_is_that_of_the_day_it_was_given():
    contest = Contest(entries=1, judges=1).announced()
    contest.district.director_name = "นางคนใหม่ มาแทน"
    contest.district.save()
    text = pdfium_text(certificates(contest.honours))
    assert ("คนใหม่" in text, "นายตัวอย่าง ผู้อำนวยการ" in text) == (False, True)


def test_certificates_with_the_longest_words_stay_one_sheet_each():
    contest = Contest(entries=2, judges=1).announced()
    for honour in contest.honours:
        honour.recipient, honour.title, honour.reason = "<b>ก</b> " * 33, "ข " * 150, "{{ค}} " * 83
        honour.save()
    content = certificates(contest.honours)
    assert (poppler_text(content).count("\f"), poppler_text(content).count("<b>ก</b>")) == (2, 66)


def test_qr_code_is_a_square_of_dark_squares():
    drawing = str(qr_picture("https://qa.example.org/public/9001/honours/check/2569/1/"))
    assert drawing.startswith('<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33">')
    assert (drawing.count("<path"), "M0 0h1v1h-1z" in drawing) == (1, True)


def test_all_certificates_are_made_by_the_queue_in_the_order_of_their_numbers(client):
    contest = Contest(entries=3, judges=1).announced()
    client.force_login(contest.manager)
    response = client.post(url("award_certificates", contest.award.pk))
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result.pages) == (JobState.DONE, 3)
    with job.result.content.open("rb") as made:
        text = poppler_text(made.read())
    assert [number for number in ("เลขที่ ๑/๒๕๖๙", "เลขที่ ๒/๒๕๖๙", "เลขที่ ๓/๒๕๖๙") if number in text] == [
        "เลขที่ ๑/๒๕๖๙",
        "เลขที่ ๒/๒๕๖๙",
        "เลขที่ ๓/๒๕๖๙",
    ]


def test_no_certificates_before_the_result(client):
    contest = Contest(entries=1)
    client.force_login(contest.manager)
    response = client.post(url("award_certificates", contest.award.pk), follow=True)
    assert (said(response), Job.objects.count()) == (["รางวัลนี้ยังไม่มีเกียรติบัตร"], 0)


def test_certificate_is_for_its_own_school(client):
    contest = Contest(entries=2, judges=1).published()
    mine, theirs = contest.honours
    client.force_login(school_person("school_head", contest.schools[0]))
    statuses = [client.get(url("honour_certificate", honour.pk)).status_code for honour in (mine, theirs)]
    assert statuses == [200, 404]
    assert client.get(url("honour_detail", theirs.pk)).context["may_print"] is False


# ---------------------------------------------------------------- the announcement


def test_announcement_says_the_same_in_pdf_and_word():
    contest = Contest(entries=3, judges=1).announced((60, 40), (50, 40), (45, 35))
    pdf, word = (
        squeezed(poppler_text(render_announcement(contest.award))),
        squeezed(text_of(render_announcement_docx(contest.award))),
    )
    for words in (
        f"ประกาศ{contest.district.name}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        "ที่ ๑๒/๒๕๖๙",
        "เรื่อง ผลการคัดเลือกผลงานเพื่อรับรางวัล IQA AWARD",
        "จำนวน ๓ ผลงาน ดังต่อไปนี้",
        "ระดับเหรียญทอง จำนวน ๒ ผลงาน",
        "ระดับเหรียญเงิน จำนวน ๑ ผลงาน",
        "ประกาศ ณ วันที่ ๑ กันยายน พ.ศ. ๒๕๖๙",
        "(นายตัวอย่าง ผู้อำนวยการ)",
    ):
        assert (pdf.count(squeezed(words)), word.count(squeezed(words))) == (1, 1), words


def test_award_whose_name_says_so_is_not_called_an_award_twice():
    contest = Contest(entries=1, judges=1, name="รางวัลนวัตกรรม").announced()
    for paper in (render_announcement(contest.award), certificates(contest.honours)):
        text = squeezed(poppler_text(paper))
        assert ("รางวัลนวัตกรรม" in text, squeezed("รางวัล รางวัล") in text) == (True, False)


def test_announcement_is_a_draft_before_the_result():
    contest = Contest(entries=1, judges=1).judged((1, 1))
    text = squeezed(poppler_text(render_announcement(contest.award)))
    assert (text.count("ร่าง"), text.count(squeezed("ไม่มีผลงานใดได้คะแนนถึงเกณฑ์ที่กำหนด"))) == (1, 1)


# ---------------------------------------------------------------- the list


def typed(**changes):
    data = {"recipient": "นางตัวอย่าง", "title": "ครูดีเด่น", "reason": "", "school": "", "academic_year": "2568"}
    return data | {"given_by": "มูลนิธิสมมุติ", "given_on": "1/5/2569"} | changes


def test_honour_is_entered_by_hand_and_shown(client):
    keeper = person("supervisor")
    client.force_login(keeper)
    response = client.post(url("honour_add"), typed())
    honour = Honour.objects.get()
    assert (response.status_code, honour.number, honour.is_public) == (302, "", False)
    show = url("honour_show", honour.pk)
    assert client.get(show).status_code == 200
    client.post(show, {"show": "yes"})
    honour.refresh_from_db()
    assert honour.is_public is True
    response = client.get(url("honour_edit", honour.pk), follow=True)
    assert said(response)[-1:] == ["รายการนี้เผยแพร่อยู่ โปรดนำออกจากหน้าสาธารณะก่อนแก้ไข"]
    client.post(show)
    honour.refresh_from_db()
    assert honour.is_public is False


@pytest.mark.parametrize("wrong", [{"given_on": "1/1/2599"}, {"academic_year": "2026"}, {"recipient": ""}])
def test_honour_refuses_what_cannot_be(client, wrong):
    client.force_login(person("supervisor"))
    assert (client.post(url("honour_add"), typed(**wrong)).status_code, Honour.objects.count()) == (422, 0)


def test_honour_of_another_office_has_no_school_here(client):
    client.force_login(person("supervisor"))
    response = client.post(url("honour_add"), typed(school=str(SchoolFactory().pk)))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["school"])


def test_words_of_our_honour_change_and_its_day_does_not(client):
    contest = Contest(entries=1, judges=1).announced()
    (honour,) = contest.honours
    client.force_login(contest.manager)
    data = typed(recipient="โรงเรียนที่แก้ชื่อแล้ว", opened_version=str(honour.version), given_by="อื่น")
    assert client.post(url("honour_edit", honour.pk), data).status_code == 302
    honour.refresh_from_db()
    kept = (honour.recipient, honour.given_by, honour.given_on, honour.number)
    assert kept == ("โรงเรียนที่แก้ชื่อแล้ว", contest.district.name, date(2026, 9, 1), "1/2569")


def own_honour(client, **changes):
    """One of the office itself, typed by a keeper who is signed in."""
    keeper = person("supervisor")
    District.objects.filter(pk=keeper.district_id).update(director_name="นายตัวอย่าง ผู้ลงนาม")
    client.force_login(keeper)
    client.post(url("honour_add"), typed(given_by=keeper.district.name, **changes))
    return Honour.objects.get()


def test_honour_of_the_office_gets_its_certificate(client):
    honour = own_honour(client)
    assert client.get(honour.get_absolute_url()).content.decode().count(url("honour_number", honour.pk)) == 1
    assert client.get(url("honour_number", honour.pk)).context["honour"] == honour
    client.post(url("honour_number", honour.pk))
    honour.refresh_from_db()
    assert (honour.number, honour.signatory) == ("1/2569", "นายตัวอย่าง ผู้ลงนาม")
    text = squeezed(poppler_text(client.get(url("honour_certificate", honour.pk)).content))
    assert (text.count("ครูดีเด่น"), text.count("๑/๒๕๖๙")) == (1, 1)
    again = client.post(url("honour_number", honour.pk), follow=True)
    assert said(again)[-1:] == ["มีเกียรติบัตรแล้ว เลขที่ 1/2569"]
    data = typed(given_by="อื่น", given_on="2/5/2569", opened_version=str(honour.version))
    client.post(url("honour_edit", honour.pk), data)
    honour.refresh_from_db()
    assert (honour.given_by, honour.given_on) == (honour.district.name, date(2026, 5, 1))


def test_honour_of_another_body_gets_no_certificate(client):
    client.force_login(person("supervisor"))
    client.post(url("honour_add"), typed())
    honour = Honour.objects.get()
    page = client.post(url("honour_number", honour.pk), follow=True)
    assert said(page)[-1:] == [f"ออกเกียรติบัตรได้เฉพาะรางวัลที่{honour.district.name}เป็นผู้มอบ"]
    assert Honour.objects.get().number == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_honour_list_asks_as_often_for_three(client, rows, django_assert_num_queries):
    school = SchoolFactory()
    client.force_login(person("supervisor", school.district))
    for _row in range(rows):
        honour_at(school)
    with django_assert_num_queries(6):
        assert len(client.get(url("honour_list")).context["object_list"]) == rows


def test_honour_list_filters(client):
    contest = Contest(entries=1, judges=1).published()
    other = honour_at(contest.schools[0], academic_year=2567)
    client.force_login(contest.manager)
    (ours,) = contest.honours
    found = {
        query: list(client.get(f"{url('honour_list')}?{query}").context["object_list"])
        for query in ("origin=ours", "origin=others", "is_public=yes", "academic_year=2567", "q=1/2569", "q=มูลนิธิ")
    }
    assert found == {
        "origin=ours": [ours],
        "origin=others": [other],
        "is_public=yes": [ours],
        "academic_year=2567": [other],
        "q=1/2569": [ours],
        "q=มูลนิธิ": [],
    }


def test_school_sees_its_own_honours_and_the_public_ones(client):
    school = SchoolFactory()
    neighbour = SchoolFactory(district=school.district)
    mine, hidden = honour_at(school), honour_at(neighbour)
    shown = honour_at(neighbour, is_public=True)
    head = school_person("school_head", school)
    client.force_login(head)
    assert set(client.get(url("honour_list")).context["object_list"]) == {mine, shown}
    assert client.get(url("honour_detail", hidden.pk)).status_code == 404
    assert [(row.title, row.kind) for row in timeline_of(school, head)] == [("ครูดีเด่น", "รางวัลหรือเกียรติที่ได้รับ")]


# ---------------------------------------------------------------- for everybody


def public(name, *args):
    return reverse(f"public:{name}", args=args)


def test_public_list_shows_the_public_honours_of_the_office(client):
    school = SchoolFactory()
    shown = honour_at(school, is_public=True)
    honour_at(school, title="ยังไม่เผยแพร่")
    honour_at(SchoolFactory(), is_public=True)
    address = public("honours", school.district.code)
    assert list(client.get(address).context["page_obj"]) == [shown]
    assert list(client.get(f"{address}?year=2567").context["page_obj"]) == []
    assert list(client.get(f"{address}?q=ดีเด่น&year=x").context["page_obj"]) == [shown]


def test_certificate_is_checked_once_it_is_public(client):
    contest = Contest(entries=1, judges=1).announced()
    address = public("honour_check", contest.district.code, 2569, 1)
    assert client.get(address).status_code == 404
    contest.step("publish")
    response = client.get(address)
    assert (response.status_code, response.context["honour"]) == (200, contest.honours[0])
    other = public("honour_check", DistrictFactory().code, 2569, 1)
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("typed", ["12/2569", " ที่ ๑๒/๒๕๖๙ ", "เลขที่ 12 / 2569"])
def test_number_is_found_as_it_is_typed(client, typed):
    code = DistrictFactory().code
    response = client.get(public("honour_search", code), {"number": typed})
    assert response.url == public("honour_check", code, 2569, 12)


@pytest.mark.parametrize("typed", ["x", "12", "1/25690", "<script>", "9" * 80 + "/2569"])
def test_what_is_no_number_is_said_so(client, typed):
    response = client.get(public("honour_search", DistrictFactory().code), {"number": typed})
    assert (response.status_code, response.context["typed"]) == (200, typed[:50])
