"""Who guesses gets nowhere, and nobody is locked out by another (issue of one office behind one address included)."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.core import UserFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]
LOGIN = "/accounts/login/"
PASSWORD = "a-long-Thai-word-2569"


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def user():
    return with_password(UserFactory(username="Somchai"))


def attempt(client, password=PASSWORD, username="Somchai", **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


# ---------------------------------------------------------------- one address, many people


def test_office_behind_one_address_signs_in_within_one_minute(user):
    """Thirty-five people at half past eight; some mistype."""
    people = [with_password(UserFactory(username=f"teacher{number}")) for number in range(35)]
    for number, colleague in enumerate(people):
        if number % 5 == 0:
            assert attempt(Client(), "wrong", colleague.username).status_code == 200
        assert attempt(Client(), username=colleague.username).url == "/"


@override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"})
def test_too_many_attempts_of_one_address_are_answered_in_thai(client):
    pages = [attempt(client, "wrong", f"nobody{number}") for number in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "<h1>มีความพยายามมากเกินไปในเวลาเดียวกัน</h1>" in pages[-1].content.decode()
    assert pages[-1].headers["Content-Language"] == "th"


@pytest.mark.parametrize(
    ("proxies", "told", "counted"),
    [
        (0, "198.51.100.7", "127.0.0.1"),  # nobody in front: what a visitor writes himself is not believed
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),  # the visitor's own invention stands before the proxy's word
        (2, "10.9.9.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "no address", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_of_a_visitor_is_what_our_own_proxies_say(proxies, told, counted, client, user):
    with override_settings(PROXIES=proxies):
        attempt(client, "wrong", HTTP_X_FORWARDED_FOR=told)
    assert AccessFailureLog.objects.get().ip_address == counted


# ---------------------------------------------------------------- guessing


@override_settings(GUESSES_AN_HOUR=6)
def test_many_addresses_cannot_guess_on_and_do_not_lock_the_owner_out(client, user):
    """A hundred an hour and account, from however many addresses; where the owner was before stays open."""
    attempt(client, REMOTE_ADDR="203.0.113.1")
    client.logout()
    for number in range(6):
        attempt(Client(), "wrong", REMOTE_ADDR=f"198.51.100.{number}")
    stranger = attempt(Client(), REMOTE_ADDR="198.51.100.99")
    assert (stranger.status_code, "_auth_user_id" in stranger.client.session) == (200, False)
    assert "มีการใส่รหัสผ่านผิดหลายครั้งเกินไปสำหรับบัญชีนี้" in stranger.content.decode()
    assert attempt(client, REMOTE_ADDR="203.0.113.1").url == "/"


def test_failure_and_success_are_on_record_without_the_password(client, user):
    attempt(client, "wrong-secret-1")
    attempt(client)
    failure, success = AccessFailureLog.objects.get(), AccessLog.objects.get()
    assert (failure.username, success.username, failure.ip_address) == ("somchai", "Somchai", "127.0.0.1")
    assert "wrong-secret-1" not in str(vars(failure)) + str(vars(success))


class CountingHasher(MD5PasswordHasher):
    algorithm = "counting"
    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("username", ["Somchai", "nobody", "somchai@example.org", "nobody@example.org"])
def test_wrong_password_costs_the_same_for_known_and_unknown_names(username, client):
    with override_settings(PASSWORD_HASHERS=["tests.security.test_signing_in.CountingHasher"]):
        with_password(UserFactory(username="Somchai", email="somchai@example.org"))
        CountingHasher.count = 0
        attempt(client, "wrong", username)
    assert CountingHasher.count == 1


def test_code_of_the_second_factor_cannot_be_guessed_on(client, user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    page = attempt(client)
    pages = [client.post(page.url, {"code": f"{number:06}"}) for number in range(11)]
    errors = [page.context["form"].errors["code"].as_data()[0].code for page in pages]
    assert errors == ["incorrect_code"] * 10 + ["too_many_login_attempts"]


def test_code_of_the_second_factor_is_good_once(client, user):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(yield_hotp_counters_from_time())))
    assert client.post(attempt(client).url, {"code": code}).url == "/"
    second = Client()
    second.post(attempt(second).url, {"code": code})
    assert "_auth_user_id" not in second.session


# ---------------------------------------------------------------- sessions and passwords


def test_sign_in_changes_the_key_of_the_session(client, user):
    """A key that somebody planted before the sign-in opens nothing after it."""
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    attempt(client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/notices/").status_code == 302


def test_sign_out_ends_the_session_on_the_server(client, user):
    attempt(client)
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/notices/").status_code == 302


def test_new_password_ends_the_sessions_elsewhere_and_asks_for_the_old_one(client, user):
    here, elsewhere = client, Client()
    for browser in (here, elsewhere):
        attempt(browser)
    address, new = reverse("account_change_password"), "another-Long-word-77"
    refused = here.post(address, {"oldpassword": "wrong", "password1": new, "password2": new})
    assert list(refused.context["form"].errors) == ["oldpassword"]
    here.post(address, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (here.get("/notices/").status_code, elsewhere.get("/notices/").status_code) == (200, 302)


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("elevenchars", False),
        ("ดอกไม้สีม่วงบาน", True),
        ("three word song", True),
        ("🌧 ฝนตกที่ชายเขา", True),
        ("x" * 64 + "ก้านกล้วย", True),
        ("ก" * 129, False),
        ("password1234", False),
        ("135792468013", False),
    ],
)
def test_password_is_long_and_not_common_and_may_have_any_letter(password, is_good, settings):
    validators = get_password_validators(settings.AUTH_PASSWORD_VALIDATORS)
    try:
        validate_password(password, UserFactory.build(), validators)
    except ValidationError:
        assert not is_good
    else:
        assert is_good


def test_cookies_of_production_belong_to_the_host_alone():
    """Read in a process of its own, as the portal reads them where HTTPS is on."""
    import json
    import os
    import subprocess
    import sys

    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from qa_portal import settings as s; print(json.dumps([s.SESSION_COOKIE_NAME,"
            " s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
            " s.SECURE_HSTS_SECONDS > 15724799, s.BACK_OFFICE_SECOND_FACTOR, s.DEBUG]))",
        ],
        env={**os.environ, "SECRET_KEY": "x", "HTTPS": "on", "DEBUG": "off"},
        capture_output=True,
        check=True,
    ).stdout
    assert json.loads(said) == ["__Host-sessionid", "__Host-csrftoken", True, True, True, True, True, False]


def test_cookie_of_a_session_is_for_this_site_and_no_script(client, user):
    attempt(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")


@pytest.mark.parametrize("name", ["account_login", "account_change_password"])
def test_pages_that_ask_for_a_password_offer_to_show_it(name, sign_in, client, user):
    page = (client if name == "account_login" else sign_in(user)).get(reverse(name)).text
    assert (page.count('id="show-password"'), page.count("js/show_password.js")) == (1, 1)


def test_page_for_a_new_password_shows_how_strong_it_is(sign_in, user):
    """What it says of which is asked in tests/browser/test_account.py."""
    page = sign_in(user).get(reverse("account_change_password")).text
    assert (page.count('id="password-strength"'), page.count("js/password_strength.js")) == (1, 1)


# ---------------------------------------------------------------- the back office


@override_settings(BACK_OFFICE_SECOND_FACTOR=True)
def test_back_office_asks_for_the_second_factor(sign_in):
    admin = person("district_admin")
    client = sign_in(admin)
    assert client.get("/back-office/").url == reverse("mfa_activate_totp")
    TOTP.activate(admin, "JBSWY3DPEHPK3PXP")
    assert client.get("/back-office/").status_code == 200
