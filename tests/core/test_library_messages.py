"""Both catalogues: ours, and the one that says in Thai what the libraries say to users."""

import re

import polib
import pytest
from django.conf import settings
from django.core import mail
from django.utils.translation import gettext, ngettext, override, pgettext

from tests.factories.core import UserFactory

CATALOGUES = sorted(path for folder in settings.LOCALE_PATHS for path in folder.glob("th/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|(?<!\{)\{\w*\}(?!\})")


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def translations(entry):
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def test_catalogues_are_ours_then_the_libraries():
    assert [path.relative_to(settings.BASE_DIR / "locale").parts[0] for path in CATALOGUES] == [
        "libraries",
        "libraries",
        "th",
    ]
    assert settings.LOCALE_PATHS == [settings.BASE_DIR / "locale", settings.BASE_DIR / "locale" / "libraries"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "-".join([path.parts[-4], path.stem]))
def test_placeholders_survive_the_translation(path):
    """Thai has one form: it stands for the plural, which names every placeholder."""
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    broken = [
        entry.msgid
        for entry in entries
        for text in filter(None, translations(entry))
        if placeholders(text) != placeholders(entry.msgid_plural or entry.msgid)
    ]
    assert broken == []


@pytest.mark.parametrize("path", CATALOGUES[:2], ids=lambda path: path.stem)
def test_library_catalogue_has_no_empty_or_double_entry(path):
    entries = list(polib.pofile(str(path)))
    assert [entry.msgid for entry in entries if "fuzzy" in entry.flags or not entry.translated()] == []
    keys = [(entry.msgctxt, entry.msgid) for entry in entries]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("english", "thai"),
    [
        ("This field is required.", "กรุณากรอกข้อมูลในช่องนี้"),
        ("The username and/or password you specified are not correct.", "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
        ("Confirm Access", "ยืนยันตัวตนอีกครั้ง"),
        ("Two-Factor Authentication", "การยืนยันตัวตนสองขั้นตอน"),
        ("This password is entirely numeric.", "รหัสผ่านเป็นตัวเลขทั้งหมด ต้องมีตัวอักษรด้วย"),
        ("Please correct the error below.", "กรุณาแก้ไขข้อผิดพลาดด้านล่าง"),
    ],
)
def test_sentence_of_a_library_is_thai(english, thai):
    with override("th"):
        assert gettext(english) == thai
    with override("en"):
        assert gettext(english) == english


def test_label_and_plural_of_a_library_are_thai():
    short = "This password is too short. It must contain at least %d character."
    with override("th"):
        assert pgettext("field label", "Login") == "ชื่อผู้ใช้หรืออีเมล"
        assert ngettext(short, short.replace("character.", "characters."), 10) % 10 == (
            "รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย 10 ตัวอักษร"
        )


@pytest.mark.django_db
def test_mail_for_a_new_password_is_thai_and_names_the_portal(client):
    user = UserFactory(username="somchai")
    client.post("/accounts/password/reset/", {"email": user.email})
    (message,) = mail.outbox
    lines = message.body.splitlines()
    assert message.subject == "[ระบบประกันคุณภาพการศึกษา] ลิงก์ตั้งรหัสผ่านใหม่"
    assert lines[0] == "เรียน ผู้ใช้ระบบประกันคุณภาพการศึกษา"
    assert lines[-2:] == ["ระบบประกันคุณภาพการศึกษา", "testserver"]
    assert "ชื่อผู้ใช้ของท่านคือ somchai" in lines


@pytest.mark.django_db
def test_mail_about_a_changed_password_gives_the_date_in_the_buddhist_era(client, time_machine):
    time_machine.move_to("2026-11-21T03:30:00+00:00")
    user = UserFactory(username="somchai")
    user.set_password("a-long-Thai-word-2569")
    user.save()
    client.post("/accounts/login/", {"login": "somchai", "password": "a-long-Thai-word-2569"})
    new = "another-Long-word-77"
    client.post(
        "/accounts/password/change/", {"oldpassword": "a-long-Thai-word-2569", "password1": new, "password2": new}
    )
    (message,) = mail.outbox
    assert "- วันและเวลา: 21 พ.ย. 2569 10:30" in message.body.splitlines()
