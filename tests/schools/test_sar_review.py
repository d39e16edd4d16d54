"""A reader's remarks and checklist, the school's answers, and the office's answer with all of them."""

import pytest
from django.urls import reverse

from qa_portal.core.workflow import Refused, perform
from schools.models import ChecklistAnswer, ChecklistQuestion, Membership, Sar, SarRemark
from schools.services.remarks import Place, place_named, settle_remark, write_remark
from schools.services.writing import save_ratings
from tests.factories.core import person
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


def remark(desk, text="เพิ่มหลักฐาน", *, is_request=True, place=None, by=None):
    place = place or Place("summary")
    return write_remark(desk.sar, place, text=text, is_request=is_request, by=by or desk.reader)


def send_again(desk):
    desk.do("to_board", desk.teacher)
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    return desk.do("submit", desk.head)


def item_of(desk):
    return desk.sar.ratings.select_related("indicator").first().indicator


# ---------------------------------------------------------------- reading


def test_reader_of_a_second_sending_sees_only_what_changed(sign_in):
    desk = Desk().reach("returned")
    rating = desk.sar.ratings.first()
    section = desk.sar.sections.get(standard=rating.indicator.standard_id)
    save_ratings(section, {rating: desk.sar.framework.levels.get(value=5)})
    send_again(desk)
    page = sign_in(desk.reader).get(url("sar_review", desk.sar.pk))
    assert (page.context["show"], page.context["difference"].changed, "answers" in page.context) == (
        "changes",
        1,
        False,
    )
    whole = sign_in(desk.reader).get(url("sar_review", desk.sar.pk), {"show": "all"})
    assert sum(len(answer.items) for answer in whole.context["answers"]) == 14


def test_reader_of_a_second_sending_does_not_overlook_what_was_not_mended(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk)
    desk.do("return", desk.reader, "แก้ไข")
    desk.do("resubmit", desk.head)
    page = sign_in(desk.reader).get(url("sar_review", desk.sar.pk))
    assert [item.remark for item in page.context["elsewhere"]] == [row]


def test_reader_of_a_first_sending_sees_the_whole(sign_in):
    desk = Desk().reach("submitted")
    assert sign_in(desk.reader).get(url("sar_review", desk.sar.pk)).context["show"] == "all"


# ---------------------------------------------------------------- remarks


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_remark_is_written_at_an_item(sign_in, headers):
    desk = Desk().reach("submitted")
    item = item_of(desk)
    address = url("sar_remark_add", desk.sar.pk, f"item-{item.pk}")
    response = sign_in(desk.reader).post(address, {"text": "เพิ่มภาพถ่าย", "is_request": "True"}, headers=headers)
    row = desk.sar.remarks.get()
    assert (row.text, row.indicator, row.standard_id, row.is_request) == ("เพิ่มภาพถ่าย", item, item.standard_id, True)
    assert (row.written_by, row.told_at, row.submission.number) == (desk.reader, None, 1)
    assert response.status_code == (200 if headers else 302)


def test_remark_on_a_page_of_the_pdf(sign_in):
    desk = Desk().reach("submitted")
    typed = {"text": "ภาพไม่ชัด", "is_request": "False", "page": "12"}
    sign_in(desk.reader).post(url("sar_remark_add", desk.sar.pk, "part-appendix"), typed)
    row = desk.sar.remarks.get()
    assert (row.page, row.part, row.is_request, row.place) == (12, "appendix", False, "page-12")


def test_remark_without_words_is_refused_at_the_field(sign_in):
    desk = Desk().reach("submitted")
    response = sign_in(desk.reader).post(url("sar_remark_add", desk.sar.pk, "part-summary"), {"is_request": "True"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])


def test_refused_remark_beside_the_text_takes_the_place_of_its_own_form(sign_in):
    desk = Desk().reach("submitted")
    address = url("sar_remark_add", desk.sar.pk, "part-summary")
    response = sign_in(desk.reader).post(address, {"is_request": "True"}, headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Retarget"]) == (200, "#write-part-summary")


@pytest.mark.parametrize("place", ["item-0", "standard-999999", "part-x", "page-0", "item-99999999999999999999", "x"])
def test_no_such_place_is_not_found(sign_in, place):
    desk = Desk().reach("submitted")
    assert place_named(desk.sar, place) is None
    assert sign_in(desk.reader).get(url("sar_remark_add", desk.sar.pk, place)).status_code == 404


@pytest.mark.parametrize("state", ["accepted", "returned"])
def test_remark_is_told_with_the_answer(state):
    desk = Desk().reach("submitted")
    row = remark(desk)
    assert not SarRemark.objects.visible_to(desk.head).exists()
    desk.do({"accepted": "accept", "returned": "return"}[state], desk.reader, "แก้ไข")
    assert list(SarRemark.objects.visible_to(desk.head)) == [row]


def test_school_never_sees_what_is_not_told_on_any_page(sign_in):
    desk = Desk().reach("submitted")
    remark(desk, "คำที่ยังไม่บอกโรงเรียน")
    for role in (desk.head, desk.teacher, desk.board):
        client = sign_in(role)
        for name in ("sar_detail", "sar_review"):
            assert "คำที่ยังไม่บอกโรงเรียน" not in client.get(url(name, desk.sar.pk)).content.decode()
    assert "คำที่ยังไม่บอกโรงเรียน" in sign_in(desk.reader).get(url("sar_review", desk.sar.pk)).content.decode()


def test_officer_of_the_school_never_sees_what_is_not_told():
    """A district role widens the scope, never the desk: who ever belonged to the school reads like the school."""
    desk = Desk().reach("submitted")
    remark(desk)
    both = person("supervisor", desk.district)
    Membership.objects.create(user=both, school=desk.school)
    assert not SarRemark.objects.visible_to(both).exists()
    with pytest.raises(Refused):
        remark(desk, by=both)


def test_another_schools_remarks_are_not_found(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk)
    desk.do("return", desk.reader, "แก้ไข")
    neighbour = school_person("school_head", SchoolFactory(district=desk.district))
    assert not SarRemark.objects.visible_to(neighbour).exists()
    assert sign_in(neighbour).get(url("sar_remark_reply", row.pk)).status_code == 404
    assert sign_in(neighbour).post(url("sar_remark_reply", row.pk), {"reply": "x"}).status_code == 404


def test_remark_is_changed_and_taken_back_by_its_writer_alone(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk)
    other = person("supervisor", desk.district)
    assert sign_in(other).get(url("sar_remark_edit", row.pk)).status_code == 404
    assert sign_in(other).post(url("sar_remark_withdraw", row.pk)).status_code == 404
    client = sign_in(desk.reader)
    typed = {"text": "เพิ่มตาราง", "is_request": "False", "opened_version": row.version}
    client.post(url("sar_remark_edit", row.pk), typed)
    row.refresh_from_db()
    assert (row.text, row.is_request) == ("เพิ่มตาราง", False)
    client.post(url("sar_remark_withdraw", row.pk))
    assert not SarRemark.objects.exists()


def test_school_answers_and_the_reader_settles(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk, place=place_named(desk.sar, f"item-{item_of(desk).pk}"))
    desk.do("return", desk.reader, "แก้ไข")
    page = sign_in(desk.teacher).get(url("sar_detail", desk.sar.pk))
    (shown,) = page.context["remarks"]
    assert shown.mend_url == f"{url('sar_standard', desk.sar.pk, 1)}#item-{item_of(desk).pk}"
    row.refresh_from_db()
    typed = {"reply": "เพิ่มแล้ว", "opened_version": row.version}
    sign_in(desk.teacher).post(url("sar_remark_reply", row.pk), typed)
    row.refresh_from_db()
    assert (row.reply, row.replied_by) == ("เพิ่มแล้ว", desk.teacher)
    desk.do("resubmit", desk.head)
    late = sign_in(desk.teacher).post(url("sar_remark_reply", row.pk), typed, follow=True)
    assert said(late)[-1:] == ["รายงานไม่ได้อยู่ที่โรงเรียนในขณะนี้ ตอบได้หลังจากเขตส่งคืน"]
    sign_in(desk.reader).post(url("sar_remark_settle", row.pk))
    row.refresh_from_db()
    assert (row.settled_by, row.is_open) == (desk.reader, False)
    with pytest.raises(Refused):
        settle_remark(row, by=desk.reader)


def test_reply_on_an_older_version_shows_both(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk)
    desk.do("return", desk.reader, "แก้ไข")
    row.refresh_from_db()
    opened = row.version
    row.reply = "ครูตอบแล้ว"
    row.save()
    response = sign_in(desk.head).post(url("sar_remark_reply", row.pk), {"reply": "ผอ. ตอบ", "opened_version": opened})
    assert response.status_code == 422
    assert response.context["form"].errors["reply"] == ["ข้อมูลในระบบขณะนี้: ครูตอบแล้ว"]
    assert response.context["form"]["reply"].value() == "ผอ. ตอบ"


def test_reader_asks_again_at_the_same_place(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk)
    desk.do("return", desk.reader, "แก้ไข")
    desk.do("resubmit", desk.head)
    sign_in(desk.reader).post(url("sar_remark_again", row.pk), {"text": "ยังไม่ครบ"})
    row.refresh_from_db()
    again = desk.sar.remarks.latest("pk")
    assert (row.is_open, again.text, again.place, again.submission.number) == (False, "ยังไม่ครบ", row.place, 2)
    assert again.told_at is None


# ---------------------------------------------------------------- the checklist


def answers_for(desk, verdict="yes"):
    return {f"answer_{row.pk}": verdict for row in ChecklistQuestion.objects.all()}


def test_checklist_is_saved_and_shown_again(sign_in):
    desk = Desk().reach("submitted")
    client = sign_in(desk.reader)
    client.post(url("sar_checklist", desk.sar.pk), answers_for(desk) | {"opened_version": "0"})
    assert ChecklistAnswer.objects.filter(submission__sar=desk.sar, answer="yes").count() == 10
    page = client.get(url("sar_checklist", desk.sar.pk))
    assert (page.context["to_check"], page.context["form"].present_version) == (0, 10)


def test_checklist_on_an_older_version_keeps_the_typing_and_shows_both(sign_in):
    desk = Desk().reach("submitted")
    client = sign_in(desk.reader)
    client.post(url("sar_checklist", desk.sar.pk), answers_for(desk) | {"opened_version": "0"})
    response = client.post(url("sar_checklist", desk.sar.pk), answers_for(desk, "no") | {"opened_version": "0"})
    question = ChecklistQuestion.objects.first()
    assert response.status_code == 422
    assert response.context["form"].errors[f"answer_{question.pk}"] == ["ข้อมูลในระบบขณะนี้: ใช่"]
    assert response.context["form"][f"answer_{question.pk}"].value() == "no"
    assert not ChecklistAnswer.objects.filter(answer="no").exists()


def test_checklist_of_the_next_sending_begins_anew(sign_in):
    desk = Desk().reach("submitted")
    client = sign_in(desk.reader)
    client.post(url("sar_checklist", desk.sar.pk), answers_for(desk))
    desk.do("return", desk.reader, "แก้ไข")
    desk.do("resubmit", desk.head)
    assert client.get(url("sar_checklist", desk.sar.pk)).context["to_check"] == 10


# ---------------------------------------------------------------- the answer


def test_accepting_with_open_requests_asks_whether_it_is_meant(sign_in):
    desk = Desk().reach("submitted")
    remark(desk)
    client, address = sign_in(desk.reader), url("sar_transition", desk.sar.pk, "accept")
    asked = client.post(address, {"seen": "submitted"})
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["sure"])
    client.post(address, {"seen": "submitted", "sure": "on"})
    assert Sar.objects.get(pk=desk.sar.pk).state == "accepted"


def test_of_accept_and_return_at_the_same_time_one_wins_with_a_sentence(sign_in):
    """Both readers had the page open; an accepted report may be returned, but not by who did not see it accepted."""
    desk = Desk().reach("submitted")
    perform(desk.sar, "accept", by=desk.manager)
    address = url("sar_transition", desk.sar.pk, "return")
    response = sign_in(desk.reader).post(address, {"seen": "submitted", "note": "แก้ไข"}, follow=True)
    assert said(response) == ["มีผู้ดำเนินการก่อนแล้ว รายงานอยู่ในสถานะ “รับรองแล้ว” สิ่งที่ท่านส่งจึงยังไม่มีผล"]
    assert Sar.objects.get(pk=desk.sar.pk).state == "accepted"


def test_return_says_what_is_told_with_it(sign_in):
    desk = Desk().reach("submitted")
    row = remark(desk)
    page = sign_in(desk.reader).get(url("sar_transition", desk.sar.pk, "return"))
    assert [item.remark for item in page.context["form"].remarks] == [row]


def test_return_needs_a_reason(sign_in):
    desk = Desk().reach("submitted")
    response = sign_in(desk.reader).post(url("sar_transition", desk.sar.pk, "return"), {"seen": "submitted"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["note"])
