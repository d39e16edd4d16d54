"""The second factor: sealed in the database, a code good once on all machines, its holder told."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessFailureLog
from django.core.cache import cache
from django.test import Client, override_settings

from qa_portal.core.models import Notice
from qa_portal.core.second_factor import sealing
from qa_portal.core.thai import to_thai
from tests.factories.core import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]
SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a-long-Thai-word-2569"
REUSED = "มีผู้ใส่รหัสยืนยันตัวตนชั้นที่สองของท่านที่ใช้ไปแล้วซ้ำอีกครั้ง"
WRONG = "มีผู้ใส่รหัสยืนยันตัวตนชั้นที่สองของท่านผิดหลายครั้งภายในหนึ่งชั่วโมง"


@pytest.fixture
def user():
    user = UserFactory(username="somchai")
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, SECRET)
    return user


def code_now():
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def sign_in_with(code):
    """Whether it opened."""
    browser = Client()
    asked = browser.post("/accounts/login/", {"login": "somchai", "password": PASSWORD}).url
    browser.post(asked, {"code": code})
    return "_auth_user_id" in browser.session


def first_words(user):
    return [text.split(" ")[0] for text in Notice.objects.filter(recipient=user).values_list("text", flat=True)]


# ---------------------------------------------------------------- in the database


def test_secrets_are_sealed_in_the_database_and_open_by_the_key(user):
    codes = RecoveryCodes.activate(user).generate_codes()
    kept = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert (SECRET in kept, kept.count(sealing.MARK), len(codes)) == (False, 2, 10)
    assert sign_in_with(code_now())


def test_code_may_come_in_thai_digits(user):
    assert sign_in_with(to_thai(code_now()))


def test_first_code_may_come_in_thai_digits(user, client):
    Authenticator.objects.all().delete()
    client.force_login(user)
    page = "/accounts/2fa/totp/activate/"
    asked = client.post(client.get(page).url, {"password": PASSWORD}, follow=True)
    secret = asked.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(page, {"code": to_thai(code)})
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).count() == 1


def test_what_was_kept_openly_is_read_and_sealed_at_night(user):
    Authenticator.objects.update(data={"secret": SECRET})
    assert sign_in_with(code_now())
    assert (sealing.renew(), sealing.renew()) == (1, 0)
    assert sealing.unseal(Authenticator.objects.get().data["secret"]) == SECRET


@override_settings(SECRET_KEY="the next key", SECRET_KEY_FALLBACKS=["the first key"])
def test_new_key_takes_over_from_the_old_one(user):
    with override_settings(SECRET_KEY="the first key", SECRET_KEY_FALLBACKS=[]):
        Authenticator.objects.update(data={"secret": sealing.seal(SECRET)})
    assert sealing.unseal(Authenticator.objects.get().data["secret"]) == SECRET
    assert sealing.renew() == 1
    with override_settings(SECRET_KEY_FALLBACKS=[]):
        assert sealing.unseal(Authenticator.objects.get().data["secret"]) == SECRET


@override_settings(SECRETS_KEY="a key of its own")
def test_key_of_its_own_seals_and_the_secret_key_still_opens(user):
    with override_settings(SECRETS_KEY=""):
        before = sealing.seal(SECRET)
    assert (sealing.unseal(before), sealing.unseal(sealing.seal(SECRET))) == (SECRET, SECRET)


def test_secret_that_no_key_opens_lets_nobody_in(user):
    with override_settings(SECRET_KEY="lost", SECRET_KEY_FALLBACKS=[]):
        Authenticator.objects.update(data={"secret": sealing.seal(SECRET)})
    assert (sign_in_with(code_now()), sealing.renew()) == (False, 0)


# ---------------------------------------------------------------- a code


def test_code_is_good_once_on_all_machines_and_its_holder_is_told_of_the_second_try(user):
    code = code_now()
    assert sign_in_with(code)
    cache.clear()  # another machine
    assert not sign_in_with(code)
    assert not sign_in_with(code)
    assert first_words(user) == [REUSED]
    assert AccessFailureLog.objects.filter(username="somchai").count() == 2


def test_holder_is_told_of_several_wrong_codes_once_an_hour(user):
    told = []
    for _try in range(5):
        sign_in_with("12345x")
        told.append(Notice.objects.filter(recipient=user).count())
    assert (told, first_words(user)) == ([0, 0, 1, 1, 1], [WRONG])


def test_recovery_code_works_once(user):
    code = RecoveryCodes.activate(user).generate_codes()[0]
    assert (sign_in_with(code), sign_in_with(code)) == (True, False)
