"""The office's own words for notices and mails."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy, override

from qa_portal.core.models import Notice, NoticeWording
from qa_portal.core.notices import mails, outbox
from qa_portal.core.notices.catalogue import Entry, sentences
from qa_portal.core.notices.wording import check, key_of, places_of, sample
from qa_portal.core.services import notify
from schools.services.reminders import REMINDER
from tests.factories.core import UserFactory, person

pytestmark = pytest.mark.django_db

KEY = key_of(REMINDER)
ADDRESS = f"/notices/wording/{KEY}/"
FACTS = {"row": "SAR 1", "due": "30 เม.ย."}


def tell(user):
    return notify([user], REMINDER, FACTS, "/")[0].text


def test_office_speaks_in_its_own_words_and_no_other_office_does(sign_in):
    keeper, stranger = person("district_admin"), UserFactory()
    before = tell(stranger)
    assert sign_in(keeper).post(ADDRESS, {"words": "ขอให้ส่ง %(row)s ภายใน %(due)s"}).status_code == 302
    reader = UserFactory(district=keeper.district)
    assert tell(reader) == "ขอให้ส่ง SAR 1 ภายใน 30 เม.ย."
    assert tell(stranger) == before


def test_who_reads_english_gets_the_portals_words():
    user = UserFactory(language="en")
    NoticeWording.objects.create(district=user.district, key=KEY, words="%(row)s %(due)s")
    assert tell(user) == "SAR 1 has not reached the office yet. It is due on 30 เม.ย.."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ส่ง %(row)s", "ยังขาดค่าต่อไปนี้: %(due)s"),
        ("%(row)s %(due)s %(name)s", "ไม่มีค่าต่อไปนี้: %(name)s"),
        ("%(row)s %(due)s 100%", "โปรดพิมพ์เครื่องหมายร้อยละสองตัวทุกครั้ง"),
        ("%(row)s %(due)s %(due)d", "โปรดพิมพ์เครื่องหมายร้อยละสองตัวทุกครั้ง"),
    ],
)
def test_words_into_which_the_values_do_not_fit_are_refused(sign_in, words, sentence):
    response = sign_in(person("district_admin")).post(ADDRESS, {"words": words})
    assert (response.status_code, response.context["form"].errors["words"]) == (422, [sentence])
    assert NoticeWording.objects.count() == 0


def test_per_cent_sign_that_is_written_twice_is_said_once():
    words = "%(row)s %(due)s 100%%"
    check(words, REMINDER)
    assert sample(words, REMINDER).endswith("30 เมษายน 2570 100%")


def test_preview_shows_made_up_values_and_saves_nothing(sign_in):
    response = sign_in(person("district_admin")).post(ADDRESS, {"words": "%(due)s: %(row)s", "look": "1"})
    text = "30 เมษายน 2570: รายงานการประเมินตนเอง โรงเรียนตัวอย่าง ปีการศึกษา 2569"
    assert (response.status_code, response.context["preview"]) == (200, text)
    assert NoticeWording.objects.count() == 0


def test_reset_brings_the_portals_words_back_and_the_history_keeps_the_others(sign_in):
    keeper = person("district_admin")
    client, before = sign_in(keeper), tell(keeper)
    client.post(ADDRESS, {"words": "%(row)s %(due)s"})
    client.post(f"{ADDRESS}reset/")
    assert tell(keeper) == before
    row = NoticeWording.objects.get()
    assert [version.words for version in row.history.order_by("history_id")] == ["%(row)s %(due)s", ""]
    assert len(client.get(ADDRESS).context["entries"]) == 2


def test_save_of_a_form_that_is_older_than_the_row_is_refused(sign_in):
    keeper = person("district_admin")
    NoticeWording.objects.create(district=keeper.district, key=KEY, words="%(row)s %(due)s")
    typed = {"words": "%(due)s %(row)s", "opened_version": "0"}
    assert sign_in(keeper).post(ADDRESS, typed).status_code == 422
    assert NoticeWording.objects.get().words == "%(row)s %(due)s"


def test_subject_and_closing_of_mails_are_worded_too(mailoutbox, time_machine):
    time_machine.move_to("2026-11-21 12:00:00+07:00", tick=False)
    user = UserFactory()
    for text, words in ((mails.ONE, "สพป. แจ้ง: %(text)s"), (mails.CLOSING, "ตั้งค่าได้ที่")):
        NoticeWording.objects.create(district=user.district, key=key_of(text), words=words)
    tell(user)
    outbox.send_due()
    assert mailoutbox[0].subject == f"สพป. แจ้ง: {Notice.objects.get().text}"
    assert mailoutbox[0].body.rstrip().splitlines()[-1] == "ตั้งค่าได้ที่ http://localhost:8000/notices/settings/"


def test_list_finds_the_words_and_puts_the_changed_ones_first(sign_in):
    keeper = person("district_admin")
    client = sign_in(keeper)
    whole = client.get("/notices/wording/").context["entries"]
    assert len(whole) == len(sentences())
    NoticeWording.objects.create(district=keeper.district, key=KEY, words="คำที่ไม่มีที่อื่น %(row)s %(due)s")
    assert client.get("/notices/wording/").context["entries"][0].key == KEY
    assert [entry.key for entry in client.get("/notices/wording/?q=คำที่ไม่มีที่อื่น").context["entries"]] == [KEY]


def test_list_asks_the_database_as_often_however_much_was_changed(sign_in, django_assert_num_queries):
    keeper = person("district_admin")
    client = sign_in(keeper)
    for key in list(sentences())[:2]:
        NoticeWording.objects.create(district=keeper.district, key=key, words="")
        with django_assert_num_queries(3):
            client.get("/notices/wording/")


def test_every_sentence_of_the_portal_takes_its_own_words():
    """In Thai as in English the same values stand, and the samples fit."""
    for key, text in sentences().items():
        entry = Entry(key, text)
        check(entry.shipped, text)
        assert "%(" not in entry.shown


def test_sentence_that_nobody_knows_is_not_found(sign_in):
    client = sign_in(person("district_admin"))
    assert client.get("/notices/wording/nothing/").status_code == 404
    assert client.post(f"/notices/wording/{KEY}/reset/").status_code == 404


def test_only_who_keeps_the_office_words_it(sign_in):
    statuses = [sign_in(person("director")).get(url).status_code for url in (ADDRESS, reverse("core:wording_list"))]
    assert statuses == [403, 403]


def test_key_is_the_same_in_every_language():
    text = gettext_lazy("%(row)s was returned: %(note)s")
    with override("en"):
        english = key_of(text)
    assert (key_of(text), places_of(text)) == (english, {"row", "note"})


def test_check_says_nothing_of_words_that_fit():
    with pytest.raises(ValidationError):
        check("", REMINDER)
    assert check("%(row)s %(due)s", REMINDER) is None
