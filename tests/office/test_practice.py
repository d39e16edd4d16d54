"""Practice mode (F55): a world of its own, said on every page and sheet, that sends nothing; the real portal has none
of it."""

import json
import socket
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse

from qa_portal.core import practice, schedule
from qa_portal.core.documents.pdf import html_for_pdf
from qa_portal.office.services import practice as world
from tests.core.test_settings import SECRET, manage
from tests.factories.core import UserFactory, person

TASK = "qa_portal.office.tasks.renew_practice"
BANGKOK = ZoneInfo("Asia/Bangkok")


def in_practice(code, folder, **environment):
    """What code prints in a process of the practice portal, as JSON."""
    environment = {"PRACTICE": "1", "PRACTICE_DIR": str(folder), "SECRET_KEY": SECRET} | environment
    result = manage("shell", "-v", "0", "-c", code, **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


# ---------------------------------------------------------------- the settings


def test_practice_never_looks_at_the_real_database_files_or_mail(tmp_path):
    code = """
import json
from django.conf import settings
names = ["MEDIA_ROOT", "SECRET_KEY", "EMAIL_BACKEND", "EMAIL_HOST", "LINE_TOKEN", "SESSION_COOKIE_NAME"]
print(json.dumps([str(settings.DATABASES["default"]["NAME"]), *(str(getattr(settings, name)) for name in names)]))
"""
    real = {
        "DATABASE_URL": "postgres://user:password@real.example.org/portal",
        "MEDIA_ROOT": "/srv/real/files",
        "EMAIL_URL": "smtp://user:password@mail.example.org:25",
        "LINE_TOKEN": "of-the-real-channel",
    }
    assert in_practice(code, tmp_path, **real) == [
        str(tmp_path / "world" / "portal.sqlite3"),
        str(tmp_path / "world" / "files"),
        f"practice {SECRET}",
        "django.core.mail.backends.dummy.EmailBackend",
        "",
        "",
        "practice_session",
    ]


def test_practice_is_off_unless_it_is_asked_for():
    assert settings.PRACTICE is False
    assert settings.SESSION_COOKIE_NAME == "sessionid"
    assert TASK not in schedule.DAILY


def test_practice_world_is_renewed_every_night(tmp_path):
    code = f"import json\nfrom qa_portal.core import schedule\nprint(json.dumps(str(schedule.DAILY.get('{TASK}'))))"
    assert in_practice(code, tmp_path) == "00:30:00"


# ---------------------------------------------------------------- nothing leaves

SENDING = """
import json, socket
from http.client import HTTPConnection
from smtplib import SMTP
from types import SimpleNamespace
from urllib.request import urlopen
from django.core.mail import EmailMessage, get_connection, send_mail
from qa_portal.core.integrations import posting
from qa_portal.core.integrations.guard import Target
port = %d
def said(act):
    try:
        return str(act())
    except Exception as refused:
        return type(getattr(refused, "reason", refused)).__name__
own_way = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port, timeout=5)
posting.guard.examine = lambda url: Target("http", "127.0.0.1", port, "/", "127.0.0.1")
hook = SimpleNamespace(url="http://127.0.0.1", secret="x")
event = SimpleNamespace(body={}, kind="x", key="x")
print(json.dumps({
    "mail": said(lambda: send_mail("x", "x", None, ["a@example.org"])),
    "mail past the settings": said(EmailMessage("x", "x", "b@example.org", ["a@example.org"], connection=own_way).send),
    "smtp": said(lambda: SMTP("127.0.0.1", port, timeout=5)),
    "webhook": said(lambda: posting.post(hook, event).error),
    "http": said(lambda: HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")),
    "urlopen, as for LINE": said(lambda: urlopen(f"http://127.0.0.1:{port}/", timeout=5)),
    "name": said(lambda: socket.getaddrinfo("api.line.me", 443)),
    "packet": said(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port))),
}))
"""


def test_practice_sends_nothing_whatever_code_tries(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.settimeout(0.2)
        said = in_practice(SENDING % outside.getsockname()[1], tmp_path)
        with pytest.raises(TimeoutError):
            outside.accept()
    assert said == {
        "mail": "1",  # taken, and thrown away
        "mail past the settings": "StaysIn",
        "smtp": "StaysIn",
        "webhook": "ไม่มีคำตอบ: StaysIn",
        "http": "StaysIn",
        "urlopen, as for LINE": "StaysIn",
        "name": "StaysIn",
        "packet": "StaysIn",
    }


# ---------------------------------------------------------------- pages and documents


def banners(response):
    return response.content.decode().count('class="practice-banner"')


@pytest.mark.django_db
def test_banner_stands_once_on_every_kind_of_page(client):
    user = person("supervisor")
    with override_settings(PRACTICE=True):
        outside = [client.get(path) for path in ("/accounts/login/", "/field/", "/public/", "/no-such-page/")]
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        inside = [client.get(path) for path in ("/notices/", "/search/", "/no-such-page/", "/back-office/login/")]
    assert [banners(response) for response in outside[:3]] == [1, 1, 1]
    assert [banners(response) for response in inside[:3]] == [1, 1, 1]


@pytest.mark.django_db
def test_banner_is_not_put_into_what_is_no_page(client):
    with override_settings(PRACTICE=True):
        assert banners(client.get("/healthz")) == 0
    assert practice._with_banner(b"<p>a fragment</p>") == b"<p>a fragment</p>"


@pytest.mark.django_db
def test_real_portal_has_no_banner_no_picker_and_no_mark(client):
    assert [banners(client.get(path)) for path in ("/accounts/login/", "/field/", "/public/")] == [0, 0, 0]
    assert client.get(reverse("office:practice")).status_code == 404
    assert (
        client.post(reverse("office:practice"), {"person": UserFactory(username="director").username}).status_code
        == 404
    )
    assert "ระบบฝึก" not in html_for_pdf("documents/base.html", {}, title="x")


@override_settings(PRACTICE=True)
def test_documents_carry_the_mark_of_practice():
    assert html_for_pdf("documents/base.html", {}, title="x").count("ระบบฝึก") == 1


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2026, 11, 21, 23, 15, tzinfo=BANGKOK), "1 ชั่วโมง 15 นาที"),
        (datetime(2026, 11, 22, 0, 30, tzinfo=BANGKOK), "24 ชั่วโมง 0 นาที"),
    ],
)
def test_banner_says_how_long_the_world_still_stands(now, left):
    with time_machine.travel(now, tick=False):
        assert f"เหลืออีก {left}" in practice._banner()


# ---------------------------------------------------------------- signing in


@pytest.mark.django_db
@override_settings(PRACTICE=True)
def test_in_practice_one_picks_whom_to_be(client):
    director = person("director", username="director")
    page = client.get(reverse("office:practice"))
    assert [user for _label, user in page.context["people"]] == [director]
    answer = client.post(reverse("office:practice"), {"person": "director"})
    assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(director.pk))


@pytest.mark.django_db
@override_settings(PRACTICE=True)
@pytest.mark.parametrize("username", ["somebody", "nobody", ""])
def test_in_practice_nobody_else_can_be_picked(client, username):
    person("director", username="somebody")
    assert client.post(reverse("office:practice"), {"person": username}).status_code == 404
    assert "_auth_user_id" not in client.session


# ---------------------------------------------------------------- beginning anew


def test_real_portal_cannot_be_renewed():
    with pytest.raises(CommandError, match="PRACTICE=1"):
        call_command("renew_practice")


def test_new_world_takes_the_place_of_the_old_while_it_is_in_use(tmp_path):
    for name, text in (("next", "new"), ("world", "tried out")):
        (tmp_path / name / "files").mkdir(parents=True)
        (tmp_path / name / "files" / f"{name}.txt").write_text(text)
        with closing(sqlite3.connect(tmp_path / name / "portal.sqlite3")) as rows:
            rows.executescript("PRAGMA journal_mode=WAL; CREATE TABLE words (word TEXT);")
            rows.execute("INSERT INTO words VALUES (?)", [text])
            rows.commit()
    with closing(sqlite3.connect(tmp_path / "world" / "portal.sqlite3")) as used:
        assert used.execute("SELECT word FROM words").fetchall() == [("tried out",)]
        world._put_in_place(tmp_path / "next", tmp_path / "world")
        assert used.execute("SELECT word FROM words").fetchall() == [("new",)]
    assert sorted(path.name for path in (tmp_path / "world" / "files").iterdir()) == ["next.txt"]


def test_one_command_runs_it():
    script = Path(settings.BASE_DIR) / "script" / "practice"
    assert script.stat().st_mode & 0o111
    assert "export PRACTICE=1" in script.read_text()
