import pytest

from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def test_thai_is_the_language_whatever_the_browser_asks(client):
    page = client.get("/accounts/login/", headers={"accept-language": "en-US"})
    assert page.headers["Content-Language"] == "th"
    assert "เข้าสู่ระบบ" in page.content.decode()


def test_english_by_choice_is_kept_for_pages_and_mails(sign_in):
    user = UserFactory()
    client = sign_in(user)
    response = client.post("/language/", {"language": "en", "next": "/notices/"})
    assert response.url == "/notices/"
    assert "<h1>Notices</h1>" in client.get("/notices/").content.decode()
    user.refresh_from_db()
    assert user.language == "en"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "nowhere", "core:home"]
)
def test_language_switch_leads_nowhere_else(client, target):
    assert client.post("/language/", {"language": "en", "next": target}).url == "/"


def test_unknown_language_changes_nothing(client):
    response = client.post("/language/", {"language": "xx", "next": "/"})
    assert not response.cookies
