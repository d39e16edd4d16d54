"""Links by which a school without an account does one thing once: who makes them, what they open, and all that they
refuse (F37)."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import TransitionRecord
from qa_portal.core.roles import ROLES
from qa_portal.core.workflow import perform
from supervision.models import AgreedAction, AnswerLink, Visit
from supervision.services.answer_links import ACTION, SIGNER, link_token, link_url, make_link, revoke_link
from tests.factories.core import person
from tests.factories.schools import school_person
from tests.factories.supervision import AgreedActionFactory, agreed_action, done_visit, photo_upload, reported_visit

pytestmark = pytest.mark.django_db

NAME = "นางสาวสมมุติ ตัวอย่าง ครูผู้รับผิดชอบ"


def address(link):
    return reverse("answer:answer", args=[link_token(link)])


def visit_link(days=14, visit=None):
    visit = visit or reported_visit()
    return make_link(visit, sent_to="ผู้อำนวยการ", days=days, by=visit.lead)


def action_link(**kwargs):
    action = agreed_action(**kwargs)
    return make_link(action, sent_to="ครู", days=14, by=action.visit.lead)


def sentence(link, client=None):
    response = (client or Client()).get(address(link))
    return response.status_code, response.context["sentence"]


# ---------------------------------------------------------------- answering


def test_report_is_answered_by_a_link_without_signing_in():
    link = visit_link()
    finding = link.visit.findings.get()
    sent = {"name": NAME, "note": "จะดำเนินการ", f"verdict_{finding.pk}": "agree", f"plan_{finding.pk}": "ปรับแผน"}
    response = Client().post(address(link), sent)
    assert response.url == reverse("answer:thanks", args=[link_token(link)])
    visit = Visit.objects.get(pk=link.visit_id)
    assert (visit.state, visit.school_answer, visit.answered_by) == ("acknowledged", "จะดำเนินการ", NAME)
    assert (finding.reply.verdict, finding.reply.plan) == ("agree", "ปรับแผน")
    (notice,) = visit.lead.notices.all()
    assert notice.text == f"โรงเรียนตอบรายงานการนิเทศ {visit} แล้ว: จะดำเนินการ"


def test_promise_is_said_to_be_done_with_a_file_by_a_link():
    link = action_link()
    client = Client()
    client.post(address(link), {"name": NAME, "note": "จัดทำแล้ว", "evidence": photo_upload()})
    action = AgreedAction.objects.get(pk=link.action_id)
    assert (action.state, action.evidence.count()) == ("done", 1)
    link.refresh_from_db()
    assert (link.used_name, link.is_usable) == (NAME, False)
    assert client.get(reverse("answer:thanks", args=[link_token(link)])).status_code == 200


def test_who_acted_is_the_holder_of_the_link_who_can_never_sign_in():
    link = action_link()
    Client().post(address(link), {"name": NAME, "note": "จัดทำแล้ว"})
    holder = TransitionRecord.objects.of(link.action).get().done_by
    assert (holder.is_active, holder.has_usable_password(), list(holder.groups.all())) == (False, False, [])
    assert not holder.memberships.exists()
    again = action_link(visit=done_visit(school=link.action.visit.school))
    Client().post(address(again), {"name": NAME, "note": "จัดทำแล้ว"})
    assert get_user_model().objects.filter(username__startswith="link-").count() == 1


def test_notice_names_the_person_who_typed_it():
    link = action_link()
    Client().post(address(link), {"name": NAME, "note": "จัดทำแล้ว"})
    assert NAME in link.action.visit.lead.notices.get().text


def test_answer_without_name_or_words_is_refused_and_uses_nothing_up():
    link = action_link()
    response = Client().post(address(link), {"name": "", "note": ""})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["name", "note"])
    link.refresh_from_db()
    assert link.is_usable


def test_file_of_a_wrong_kind_is_refused():
    link = action_link()
    upload = photo_upload("ภาพ.jpg")
    upload.file.seek(0)
    upload.file.write(b"MZ this is a program")
    upload.seek(0)
    response = Client().post(address(link), {"name": NAME, "note": "เสร็จ", "evidence": upload})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["evidence"])


def test_ticket_of_somebody_elses_upload_is_refused():
    link = action_link()
    response = Client().post(address(link), {"name": NAME, "note": "เสร็จ", "evidence_ticket": "x"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["evidence"])


def test_each_opening_is_counted_and_a_head_request_is_none():
    link = action_link()
    client = Client()
    for _time in range(3):
        client.get(address(link))
    client.head(address(link))
    link.refresh_from_db()
    assert (link.opened_count, link.last_opened_at is not None) == (3, True)


# ---------------------------------------------------------------- refusing


def test_expired_link_is_gone():
    link = visit_link()
    AnswerLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert sentence(link) == (410, "ลิงก์นี้หมดอายุแล้ว โปรดขอลิงก์ใหม่จากสำนักงานเขตพื้นที่การศึกษา")


def test_link_that_was_taken_back_is_gone():
    link = visit_link()
    revoke_link(link)
    assert sentence(link) == (410, "สำนักงานเขตพื้นที่การศึกษาเพิกถอนลิงก์นี้แล้ว")


def test_link_works_once():
    link = action_link()
    client, sent = Client(), {"name": NAME, "note": "จัดทำแล้ว"}
    client.post(address(link), sent)
    assert client.post(address(link), sent).status_code == 410
    assert sentence(link) == (410, "ลิงก์นี้ใช้ไปแล้ว ใช้ได้เพียงครั้งเดียว ขอบคุณสำหรับคำตอบ")
    assert TransitionRecord.objects.of(link.action).count() == 1


def test_link_to_what_was_answered_otherwise_is_gone():
    link = visit_link()
    perform(link.visit, "acknowledge", by=school_person("school_head", link.visit.school), note="ทราบ")
    assert sentence(link)[0] == 410


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t + "x", lambda t: "x"])
def test_address_that_was_tampered_with_is_none_of_the_portals(spoil):
    token = spoil(link_token(visit_link()))
    assert Client().get(reverse("answer:answer", args=[token])).status_code == 404


def test_link_for_one_purpose_serves_no_other():
    link = visit_link()
    forged = SIGNER.sign(ACTION + link.key.hex)
    assert Client().get(reverse("answer:answer", args=[forged])).status_code == 404


def test_key_alone_opens_nothing():
    link = visit_link()
    assert Client().get(reverse("answer:answer", args=[f"v{link.key.hex}"])).status_code == 404


def test_thanks_page_says_nothing_before_the_link_was_used():
    assert Client().get(reverse("answer:thanks", args=[link_token(visit_link())])).status_code == 404


def test_pages_of_a_link_are_told_to_nobody():
    response = Client().get(address(visit_link()))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_link_shows_nothing_of_other_visits():
    link = visit_link()
    other = agreed_action(done_visit(school=link.visit.school), what="เรื่องอื่นที่ไม่เกี่ยว")
    assert other.what not in Client().get(address(link)).content.decode()


# ---------------------------------------------------------------- the team


def links_of(visit):
    return reverse("supervision:link_list", args=[visit.pk])


def test_team_makes_a_link_for_the_report_or_one_promise(sign_in):
    visit = done_visit()
    action = AgreedActionFactory(visit=visit)
    AgreedActionFactory(visit=visit, owed_by="office")
    visit = perform(visit, "report", by=visit.lead)
    client = sign_in(visit.lead)
    choices = [key for key, _label in client.get(links_of(visit)).context["form"].fields["about"].choices]
    assert choices == ["report", str(action.pk)]
    client.post(links_of(visit), {"about": str(action.pk), "sent_to": "ครู", "days": 7})
    link = AnswerLink.objects.get()
    assert (link.action, link.visit, link.made_by) == (action, None, visit.lead)
    page = client.get(reverse("supervision:link_detail", args=[visit.pk, link.pk])).content.decode()
    assert link_url(link) in page
    assert '<svg class="qr"' in page


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"group_head"}))
def test_only_the_team_and_the_head_of_the_group_see_the_links(sign_in, role):
    link = visit_link()
    user = (
        school_person(role, link.visit.school)
        if role.startswith("school")
        else person(role, link.visit.school.district)
    )
    pages = [links_of(link.visit), reverse("supervision:link_detail", args=[link.visit_id, link.pk])]
    assert {sign_in(user).get(page).status_code for page in pages} <= {403, 404}


def test_link_of_another_visit_is_not_found(sign_in):
    link, other = visit_link(), reported_visit()
    page = reverse("supervision:link_detail", args=[other.pk, link.pk])
    assert sign_in(other.lead).get(page).status_code == 404


def test_taking_back_twice_keeps_the_first_time(sign_in):
    link = visit_link()
    client = sign_in(link.visit.lead)
    revoke = reverse("supervision:link_revoke", args=[link.visit_id, link.pk])
    client.post(revoke)
    first = AnswerLink.objects.get().revoked_at
    client.post(revoke)
    assert AnswerLink.objects.get().revoked_at == first


def test_list_makes_as_many_queries_for_three_links_as_for_one(sign_in, django_assert_num_queries):
    link = visit_link()
    client = sign_in(link.visit.lead)
    client.get(links_of(link.visit))
    with django_assert_num_queries(6):
        client.get(links_of(link.visit))
    for _row in range(2):
        visit_link(visit=link.visit)
    with django_assert_num_queries(6):
        client.get(links_of(link.visit))
