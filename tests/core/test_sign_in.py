import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.urls import reverse

from tests.factories.core import UserFactory, person

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def user():
    user = UserFactory(username="somchai")
    user.set_password("a-long-Thai-word-2569")
    user.save()
    return user


def attempt(client, password, username="somchai", **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def test_every_page_is_closed_without_sign_in(client):
    response = client.get("/notices/")
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/notices/"


def test_sign_in_with_user_name_or_mail(client, user):
    assert attempt(client, "a-long-Thai-word-2569").url == "/"
    client.logout()
    assert attempt(client, "a-long-Thai-word-2569", username=user.email).url == "/"


def test_sign_up_is_closed(client):
    response = client.post(
        "/accounts/signup/", {"username": "x", "email": "x@example.org", "password1": "p" * 12, "password2": "p" * 12}
    )
    assert "account/signup_closed.html" in [template.name for template in response.templates]


def test_fifth_failure_locks_out_and_the_right_password_no_longer_helps(client, user):
    statuses = [attempt(client, "wrong").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert attempt(client, "a-long-Thai-word-2569").status_code == 429


def test_failures_by_name_and_by_mail_count_together(client, user):
    statuses = [
        attempt(client, "wrong", username=name).status_code for name in ["somchai", user.email] * 2 + ["SomChai"]
    ]
    assert statuses[-1] == 429


def test_lock_out_does_not_lock_out_the_owner_elsewhere(client, user):
    for _ in range(6):
        attempt(client, "wrong", REMOTE_ADDR="203.0.113.9")
    assert attempt(client, "a-long-Thai-word-2569", REMOTE_ADDR="203.0.113.7").url == "/"


def test_password_is_set_again_by_mail(client, user):
    client.post("/accounts/password/reset/", {"email": user.email})
    (message,) = mail.outbox
    assert message.to == [user.email]
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", message.body)[1]
    form_page = client.get(path, follow=True)
    client.post(
        form_page.redirect_chain[-1][0], {"password1": "another-Long-word-77", "password2": "another-Long-word-77"}
    )
    assert attempt(client, "another-Long-word-77").url == "/"


def test_password_reset_tells_nothing_about_who_has_an_account(client, user):
    known = client.post("/accounts/password/reset/", {"email": user.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_second_factor_is_asked_when_it_is_on(client, user):
    totp = TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert isinstance(totp.instance, Authenticator)
    response = attempt(client, "a-long-Thai-word-2569")
    assert response.url == reverse("mfa_authenticate")
    assert client.get("/notices/").status_code == 302
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(yield_hotp_counters_from_time())))
    assert client.post(response.url, {"code": code}).url == "/"
    assert client.get("/notices/").status_code == 200


def test_sign_out_needs_a_post(sign_in, user):
    client = sign_in(user)
    client.get("/accounts/logout/")
    assert client.get("/notices/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/notices/").status_code == 302


def test_inactive_person_cannot_sign_in(client, user):
    user.is_active = False
    user.save()
    attempt(client, "a-long-Thai-word-2569")
    assert "_auth_user_id" not in client.session


def test_home_of_a_person_without_a_role_says_whom_to_ask(sign_in):
    page = sign_in(UserFactory()).get("/").content.decode()
    assert "ยังไม่มีบทบาท" in page


def test_home_begins_on_the_page_of_the_role(sign_in):
    assert sign_in(person("director")).get("/").url == reverse("office:desk")
    assert sign_in(person("school_head")).get("/").url == reverse("schools:school_desk")


def test_second_factor_can_be_turned_on_without_a_confirmed_address(client, user):
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    attempt(client, "a-long-Thai-word-2569")
    asked_again = client.get(reverse("mfa_activate_totp"))
    page = client.post(asked_again.url, {"password": "a-long-Thai-word-2569"}, follow=True)
    assert page.templates[0].name == "mfa/totp/activate_form.html"


def test_person_of_two_roles_has_both_on_every_page(sign_in):
    user = UserFactory(roles=["school_head", "committee_member"])
    assert sign_in(user).get("/notices/").context["user"].roles.keys() == {"school_head", "committee_member"}


def test_person_without_a_role_is_signed_in(sign_in):
    assert sign_in(UserFactory()).get("/notices/").context["user"].roles == {}


@pytest.mark.parametrize("path", ["password/reset/key/done/", "password/reset/done/", "signup/", "inactive/"])
def test_pages_about_signing_in_lead_on(client, path):
    text = client.get(f"/accounts/{path}").content.decode()
    assert ('href="/accounts/login/"' in text, 'href="/public/"' in text) == (True, True)


def test_sign_in_page_leads_to_what_everybody_may_see(client):
    text = client.get("/accounts/login/").content.decode()
    assert ('class="btn btn-outline-secondary btn-touch" href="/public/"' in text, "ผลงานเผยแพร่" in text) == (
        True,
        True,
    )
