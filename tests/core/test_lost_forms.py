"""A form that cannot be taken: the page says so in Thai and gives back what was typed."""

import pytest
from django.test import Client

from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

TYPED = {"csrfmiddlewaretoken": "x" * 32, "rationale": "เหตุผลที่ <b>พิมพ์</b> ไว้ยาว", "password": "ลับมาก ลับ", "uid": "a1b2"}


def test_csrf_failure_is_a_thai_page_with_the_typed_text():
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", TYPED)
    assert (page.status_code, page.headers["Content-Language"], page.context["typed"]) == (
        403,
        "th",
        [TYPED["rationale"]],
    )
    assert "เหตุผลที่ &lt;b&gt;พิมพ์&lt;/b&gt; ไว้ยาว" in page.content.decode()


def test_csrf_failure_repeats_nothing_that_another_site_sends():
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", TYPED, headers={"origin": "https://evil.example"})
    assert (page.status_code, page.context["typed"]) == (403, [])


def test_form_sent_after_signing_out_gives_the_typed_text_back(client):
    page = client.post("/projects/add/", TYPED)
    assert (page.status_code, page.context["typed"]) == (403, [TYPED["rationale"]])
    assert 'href="/accounts/login/?next=/projects/add/"' in page.content.decode()


def test_form_sent_after_signing_out_with_nothing_typed_asks_to_sign_in(client):
    assert client.post("/notices/read/", {}).url == "/accounts/login/?next=/notices/read/"


def test_form_that_is_too_large_is_refused_with_a_thai_page(client, sign_in):
    page = sign_in(UserFactory()).post("/language/", {"next": "x" * 3_000_000})
    assert (page.status_code, page.headers["Content-Language"]) == (413, "th")


def test_unknown_host_is_refused_with_a_page(client):
    page = client.get("/accounts/login/", headers={"host": "evil.example"})
    assert (page.status_code, page.templates[0].name) == (400, "400.html")
