"""What every answer carries, whatever it is an answer to; and where none of them ever leads."""

from email.message import Message
from urllib.parse import quote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from qa_portal.core import files
from qa_portal.core.pages import pdf_response, serve_file, workbook_response
from tests.access.table import TABLE
from tests.access.world import World
from tests.factories.core import UserFactory
from tests.factories.supervision import photo_upload
from tests.test_access import address_for

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]
CSP = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:;"
    " object-src 'none'"
)


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
    return client


def read(response):
    """All of it; an open file is closed, as the server does."""
    content = b"".join(response)
    if file := getattr(response, "file_to_stream", None):
        file.close()
    return content


# ---------------------------------------------------------------- headers

KINDS = {
    "page": "/notices/",
    "sheet": "/schools/?format=xlsx",
    "back office": "/back-office/",
    "account": "/accounts/password/change/",
    "redirect": "/",
    "not found": "/nowhere/",
    "forbidden": "/personal-data/",
    "json": "/uploads/",
    "api": "/api/v1/schools",
    "open data": "/public/data/levels.csv",
    "sign-in": "/accounts/login/",
    "broken": "/broken/",
    "static": "/static/js/upload.js",
}


def policy(header):
    return {part.strip() for part in header.split(";")}


@pytest.mark.parametrize("kind", KINDS)
@override_settings(ROOT_URLCONF="tests.security.broken_urls")
def test_every_kind_of_answer_carries_the_headers(kind, world):
    response = signed_in(world.people["director"]).get(KINDS[kind])
    headers = response.headers
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    wanted |= {"Cross-Origin-Opener-Policy": "same-origin"}
    if kind != "static":
        wanted["X-Frame-Options"] = "DENY"
        assert policy(headers["Content-Security-Policy"]) == policy(CSP)
    assert {name: headers.get(name) for name in wanted} == wanted
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(headers)
    if headers["Content-Type"].startswith("text/"):
        assert "charset=" in headers["Content-Type"]
    read(response)


def test_page_of_who_is_signed_in_is_kept_by_no_browser(world):
    for address in ("/notices/", "/back-office/", "/nowhere/", "/schools/?format=xlsx", "/"):
        assert signed_in(world.people["director"]).get(address).headers["Cache-Control"] in (
            "private, no-store",
            "max-age=0, no-cache, no-store, must-revalidate, private",
        )


@override_settings(ROOT_URLCONF="tests.security.broken_urls")
def test_error_says_nothing_of_the_inside(world):
    page = signed_in(world.people["director"]).get("/broken/")
    assert page.status_code == 500
    said = page.content.decode()
    assert [word for word in ("secret of the house", "Traceback", "RuntimeError", "Django") if word in said] == []


@pytest.mark.parametrize("address", ["/.git/config", "/static/../manage.py", "/static/", "/media/x", "/var/secret_key"])
def test_nothing_of_the_disk_is_served(address, client):
    response = client.get(address)
    assert response.status_code in (302, 404)


# ---------------------------------------------------------------- posts of other sites

# Answered by a signature, a token or the address itself, never by a session.
WITHOUT_TOKEN = {"core:line_webhook", "core:notice_stop", "api_not_found"}


def test_no_post_is_taken_without_the_token_of_a_page(world):
    """Another site can make a browser post, but cannot read the token. Each address of the portal, as who may."""
    taken = {}
    for name in TABLE:
        user = world.people[min(TABLE[name][1], default="director")]
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        with transaction.atomic():
            status = client.post(address_for(name, world.own), {"name": "x"}).status_code
            transaction.set_rollback(True)
        if status not in (403, 405):
            taken[name] = status
    through = {name for name in taken if not name.startswith("api:")}
    assert through == WITHOUT_TOKEN
    assert {status for name, status in taken.items() if name.startswith("api:")} <= {401}


def test_session_opens_nothing_of_the_api(world):
    """So that no cookie is worth anything there, and no token of a page is needed."""
    assert signed_in(world.people["director"]).get("/api/v1/schools").status_code == 401


# ---------------------------------------------------------------- addresses of others

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "/%0d%0aLocation:https://evil.example",
    "https:evil.example",
    "http://testserver@evil.example/",
]


def leads_away(address):
    parts = urlsplit(address.replace("\\", "/"))
    return bool(parts.netloc and parts.netloc != "testserver") or parts.scheme not in ("", "http")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_answer_leads_to_another_site(target, world):
    somebody = UserFactory(username="somebody")
    somebody.set_password("a-long-Thai-word-2569")
    somebody.save()
    typed = {"login": "somebody", "password": "a-long-Thai-word-2569", "next": target}
    client = signed_in(world.people["director"])
    path = quote(target)
    answers = [
        Client().post("/accounts/login/", typed),
        Client().post(f"/accounts/login/?next={path}", typed),
        client.get(f"/accounts/login/?next={path}"),
        client.post(reverse("core:choose_language"), {"language": "en", "next": target}),
        client.post(reverse("core:unsaved_forget"), {"path": target}),
        client.get(reverse("core:saved_view_add"), {"path": target, "query": "q=1"}),
        client.post("/schools/bulk/", {"query": target, "action": "x"}),
        client.post("/accounts/logout/", {"next": target}),
    ]
    assert [answer.url for answer in answers if answer.status_code in (301, 302) and leads_away(answer.url)] == []
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


@override_settings(ALLOWED_HOSTS=["portal.example.org"])
def test_forged_host_gets_no_mail_with_its_name(client):
    user = UserFactory()
    assert client.post("/accounts/password/reset/", {"email": user.email}, HTTP_HOST="evil.example").status_code == 400


# ---------------------------------------------------------------- names in headers

NAMES = [
    'a"\r\nSet-Cookie: x=1\r\n.pdf',
    "../../../etc/passwd",
    "ชื่อ\u202efdp.exe",
    "a\x00b;filename=evil.html",
    "x" * 400,
]


@pytest.mark.parametrize("name", NAMES)
def test_name_of_a_file_is_one_header_and_no_path(name, world):
    by = world.people["director"]
    upload = photo_upload()
    upload.name = name
    stored = files.store(SimpleUploadedFile("x.jpg", upload.read(), "image/jpeg"), district=by.district, by=by)
    stored.name = files.safe_name(name)
    answers = [serve_file(stored), workbook_response([], name), pdf_response(b"%PDF-", name)]
    for answer in answers:
        header = answer.headers["Content-Disposition"]
        assert not {"\r", "\n", "\x00"} & set(header)
        parts = Message()
        parts["Content-Disposition"] = header
        assert [key for key, _ in parts.get_params(header="Content-Disposition")][1:] == ["filename"]
        read(answer)
    assert "Set-Cookie" not in answers[0].headers
    assert not {"/", "\\", "\x00"} & set(stored.name)
    assert stored.content.name.split("/")[-1] == stored.sha256


def test_page_in_a_file_is_never_run(world):
    """A file is what its content is, whatever it calls itself; what looks like a page is not taken at all."""
    by = world.people["director"]
    html = SimpleUploadedFile("photo.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg")
    with pytest.raises(files.ValidationError):
        files.store(html, district=by.district, by=by)
    both = photo_upload().read() + b"<script>alert(1)</script>"
    stored = files.store(SimpleUploadedFile("x.html", both, "text/html"), district=by.district, by=by)
    with stored.content.open("rb") as content:
        assert b"<script>" not in content.read()
    answer = serve_file(stored, inline=True)
    assert (answer.headers["Content-Type"], stored.name) == ("image/jpeg", "x.html.jpg")
    read(answer)
