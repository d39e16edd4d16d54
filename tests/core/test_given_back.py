"""What was typed into a form that could not be taken is given back, whatever stood in its way; a lost file is told."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from qa_portal.core import files
from qa_portal.core.views import server_error
from qa_portal.office.models import LetterKind
from qa_portal.office.services.letters import begun
from supervision.models import Visit
from tests.factories.core import person
from tests.factories.supervision import done_visit

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

WORDS = "พิมพ์ไว้ยาว <b>หลายบรรทัด</b>"


def kept_letter():
    writer = person("supervisor")
    letter = begun(writer.district, LetterKind.MEMO, by=writer, subject="เรื่อง")
    letter.save()
    return letter, writer


def test_letter_that_was_cancelled_meanwhile_gives_the_text_back(sign_in):
    letter, writer = kept_letter()
    client = sign_in(writer)
    client.post(reverse("office:letter_transition", args=[letter.pk, "cancel"]), {"note": "ไม่ใช้แล้ว"})
    page = client.post(reverse("office:letter_edit", args=[letter.pk]), {"body": WORDS, "opened_version": 1})
    assert (page.status_code, page.context["typed"]) == (404, [WORDS])
    assert "พิมพ์ไว้ยาว &lt;b&gt;หลายบรรทัด&lt;/b&gt;" in page.content.decode()


def test_letter_of_a_writer_whose_role_was_taken_away_gives_the_text_back(sign_in):
    letter, writer = kept_letter()
    client = sign_in(writer)
    writer.groups.set(Group.objects.filter(name="committee_member"))
    page = client.post(reverse("office:letter_edit", args=[letter.pk]), {"body": WORDS})
    assert (page.status_code, page.context["typed"]) == (403, [WORDS])


def test_record_of_a_visit_whose_report_went_meanwhile_gives_the_text_back_once(sign_in):
    visit = done_visit()
    Visit.objects.filter(pk=visit.pk).update(state="reported")
    client = sign_in(visit.lead)
    page = client.post(reverse("supervision:visit_words", args=[visit.pk]), {"summary": WORDS}, follow=True)
    assert page.redirect_chain == [(visit.get_absolute_url(), 302)]
    shown = [text.content.decode().count("พิมพ์ไว้ยาว &lt;b&gt;") for text in (page, client.get(visit.get_absolute_url()))]
    assert shown == [1, 0]


def test_step_that_was_taken_meanwhile_gives_its_note_back(sign_in):
    visit = done_visit()
    Visit.objects.filter(pk=visit.pk).update(state="planned")
    client = sign_in(visit.lead)
    client.post(reverse("supervision:visit_transition", args=[visit.pk, "report"]), {"note": WORDS})
    assert client.session["refused_typing"] == [WORDS]


def test_fault_gives_the_text_back(rf):
    request = rf.post("/", {"body": WORDS, "password": "ลับ มาก"})
    request.POST  # noqa: B018  read before the fault
    page = server_error(request)
    assert (page.status_code, page.content.decode().count("<pre")) == (500, 1)


def test_form_that_is_too_large_for_an_address_that_is_not_there_is_not_read(sign_in):
    assert sign_in(person("director")).post("/nowhere/", {"x": "ก " * 3_000_000}).status_code == 404


def test_file_that_the_storage_has_lost_is_a_sentence(sign_in, caplog):
    letter, writer = kept_letter()
    letter.stored = files.keep(b"%PDF-1.4", "หนังสือ.pdf", files.PDF, district=letter.district, by=writer)
    letter.save()
    Path(letter.stored.content.path).unlink()
    page = sign_in(writer).get(reverse("office:letter_file", args=[letter.pk]))
    assert (page.status_code, page.context["reason"].split(" ")[0]) == (404, "ไม่พบไฟล์")
    assert [record.levelname for record in caplog.records if record.name == "qa_portal.core.lost"] == ["ERROR"]
