"""Notices over LINE, against a stand-in that speaks its HTTP contract on this machine."""

import base64
import hashlib
import hmac
import json
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import UUID

import pytest
from django.utils import timezone

from qa_portal.core.models import Notice, NoticeDelivery, NoticeProfile
from qa_portal.core.notices import outbox
from qa_portal.core.notices.line import new_code
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from tests.factories.core import UserFactory, person

pytestmark = pytest.mark.django_db

NOON = "2026-11-21 12:00:00+07:00"
ACT = must_act("โรงเรียนส่ง SAR แล้ว")
LIMIT = json.dumps({"message": "You have reached your monthly limit."})


class Line(ThreadingHTTPServer):
    """Takes pushes as LINE does: no token 401, no receiver 400, a key that it knows 409; else the next of `answers`
    ((status, text) or "cut", which takes the message and does not say so), then 200."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), LineHandler)
        self.answers, self.taken, self.asked = [], {}, 0

    def handle_error(self, request, client_address):
        """A connection that is cut is part of the test."""


class LineHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked += 1
        key = self.headers["X-Line-Retry-Key"]
        status, text = self._judge(body, key)
        if status in (200, "cut"):
            self.server.taken[str(UUID(key))] = body
        if status == "cut":
            self.connection.close()
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def _judge(self, body, key):
        if self.path != "/v2/bot/message/push" or self.headers["Authorization"] != "Bearer token":
            return 401, "{}"
        if not body["to"].startswith("U") or not 0 < len(body["messages"][0]["text"]) <= 5000:
            return 400, json.dumps({"message": "The request body has 1 error(s)"})
        if key in self.server.taken:
            return 409, json.dumps({"message": "The retry key is already accepted"})
        return self.server.answers.pop(0) if self.server.answers else (200, "{}")

    def log_message(self, *args):
        """Nothing on the screen."""


@contextmanager
def running(server):
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def line(settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    settings.LINE_TOKEN, settings.LINE_SECRET = "token", "secret"
    with running(Line()) as server:
        settings.LINE_API = f"http://127.0.0.1:{server.server_port}"
        yield server


def linked(line_id="U1", **kwargs):
    user = UserFactory(wants_mail=False, **kwargs)
    NoticeProfile.objects.create(user=user, line_id=line_id)
    return user


def pass_time(time_machine, **kwargs):
    time_machine.move_to(timezone.now() + timedelta(**kwargs), tick=False)


# ---------------------------------------------------------------- pushing


def test_notice_goes_to_line_with_its_link(line):
    notify([linked()], ACT, {}, "/schools/1/")
    assert outbox.send_due() == 1
    text = "โรงเรียนส่ง SAR แล้ว\nhttp://localhost:8000/schools/1/"
    assert list(line.taken.values()) == [{"to": "U1", "messages": [{"type": "text", "text": text}]}]
    assert [UUID(key) for key in line.taken] == [NoticeDelivery.objects.get().message]


def test_without_the_setting_nothing_goes_to_line(line, settings):
    settings.LINE_TOKEN = ""
    notify([linked()], ACT, {}, "/")
    assert (NoticeDelivery.objects.count(), outbox.send_due(), line.asked) == (0, 0, 0)


def test_line_brings_what_asks_for_an_act_and_no_more_by_itself(line):
    notify([linked()], "For information", {}, "/")
    assert NoticeDelivery.objects.count() == 0


def test_many_notices_are_one_message_that_fits(line):
    user = linked()
    for _notice in range(14):
        notify([user], must_act("ก" * 900), {}, "/")
    assert outbox.send_due() == 1
    [body] = line.taken.values()
    assert body["messages"][0]["text"].endswith("อีก 4 รายการในระบบ:\nhttp://localhost:8000/notices/")


def test_message_that_was_taken_without_an_answer_is_not_sent_twice(line, time_machine):
    """The connection breaks after LINE took it: the second try carries the same key and is told 409."""
    notify([linked()], ACT, {}, "/")
    line.answers = [("cut", "")]
    assert outbox.send_due() == 0
    pass_time(time_machine, minutes=11)
    assert (outbox.send_due(), len(line.taken), line.asked) == (1, 1, 2)


def test_monthly_limit_stops_line_until_the_next_month_and_tells_the_administrators(line, time_machine):
    keeper = person("district_admin", wants_mail=False)
    people = [linked(f"U{number}", district=keeper.district) for number in range(3)]
    notify(people, ACT, {}, "/")
    line.answers = [(429, LIMIT)]
    assert (outbox.send_due(), line.asked) == (0, 1)
    assert [notice.url for notice in Notice.objects.filter(recipient=keeper)] == ["/notices/settings/"]
    assert NoticeDelivery.objects.waiting().count() == 0
    time_machine.move_to("2026-12-01 12:00:00+07:00", tick=False)
    notify(people, ACT, {}, "/")
    assert (outbox.send_due(), line.asked) == (3, 4)


def test_too_many_requests_at_once_only_wait(line, time_machine):
    notify([linked()], ACT, {}, "/")
    line.answers = [(429, json.dumps({"message": "The API rate limit has been exceeded."}))]
    assert outbox.send_due() == 0
    pass_time(time_machine, minutes=11)
    assert outbox.send_due() == 1


def test_wrong_token_stops_the_channel_and_loses_nothing(line, settings, time_machine):
    notify([linked("U1"), linked("U2")], ACT, {}, "/")
    settings.LINE_TOKEN = "old"
    assert (outbox.send_due(), line.asked) == (0, 1)
    settings.LINE_TOKEN = "token"
    pass_time(time_machine, minutes=11)
    assert outbox.send_due() == 2


def test_receiver_whom_line_does_not_know_is_given_up(line):
    notify([linked("X"), linked("U2")], ACT, {}, "/")
    assert outbox.send_due() == 1
    assert NoticeDelivery.objects.exclude(given_up_at=None).get().error.startswith("LINE answered 400")


def test_line_that_fails_does_not_stop_the_mail(line, mailoutbox):
    user = linked()
    user.wants_mail = True
    user.save()
    notify([user], ACT, {}, "/")
    line.answers = [(500, "")]
    assert (outbox.send_due(), len(mailoutbox)) == (1, 1)


# ---------------------------------------------------------------- linking


def call(client, body, secret="secret"):
    content = json.dumps(body).encode()
    digest = hmac.new(secret.encode(), content, hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    headers = {"X-Line-Signature": signature}
    return client.post("/line/webhook/", content, content_type="application/json", headers=headers).status_code


def typed_to_line(code, sender="U7"):
    return {"events": [{"type": "message", "source": {"userId": sender}, "message": {"type": "text", "text": code}}]}


def code_of(client):
    return client.post("/notices/settings/line/").context["code"]


def test_code_that_is_typed_to_line_links_its_person_once(line, sign_in):
    user = person("school_head")
    client = sign_in(user)
    code = code_of(client)
    kept = NoticeProfile.objects.get(user=user).line_code
    assert (code in client.get("/notices/settings/").text, kept == code, len(code)) == (False, False, 8)
    assert [call(client, typed_to_line(f" {code.lower()} ")), call(client, typed_to_line(code, "U8"))] == [200, 200]
    profile = NoticeProfile.objects.get(user=user)
    assert (profile.line_id, profile.line_code) == ("U7", None)


def test_code_is_dead_after_a_quarter_of_an_hour(line, sign_in, time_machine):
    user = person("school_head")
    client = sign_in(user)
    code = code_of(client)
    pass_time(time_machine, minutes=16)
    assert (call(client, typed_to_line(code)), NoticeProfile.objects.get().line_id) == (200, None)


def test_line_that_is_linked_to_another_goes_over_to_who_typed_last(line, sign_in):
    former, user = linked("U7"), person("school_head")
    client = sign_in(user)
    call(client, typed_to_line(code_of(client)))
    assert {row.user: row.line_id for row in NoticeProfile.objects.all()} == {former: None, user: "U7"}


@pytest.mark.parametrize("secret", ["", "another"])
def test_call_that_line_did_not_sign_is_refused(line, client, secret):
    user = UserFactory()
    assert (call(client, typed_to_line(new_code(user)), secret), NoticeProfile.objects.get().line_id) == (403, None)


def test_signature_that_is_not_even_ascii_is_refused(line, client):
    headers = {"X-Line-Signature": "ลายเซ็น"}
    assert client.post("/line/webhook/", b"{}", content_type="application/json", headers=headers).status_code == 403


@pytest.mark.parametrize("body", [[], {"events": None}, {"events": ["x", {}, {"type": "message"}]}, 1,
                                  {"events": [{"type": "message", "source": "x", "message": 1}]}])  # fmt: skip
def test_call_that_says_nothing_is_taken(line, client, body):
    assert call(client, body) == 200


def test_who_blocks_the_account_or_unlinks_gets_nothing_more(line, sign_in):
    user, other = linked("U7"), linked("U8")
    call(sign_in(other), {"events": [{"type": "unfollow", "source": {"userId": "U7"}}]})
    sign_in(other).post("/notices/settings/line/unlink/")
    assert list(NoticeProfile.objects.values_list("line_id", flat=True)) == [None, None]
    notify([user, other], ACT, {}, "/")
    assert NoticeDelivery.objects.count() == 0


def test_without_the_setting_there_is_no_page_of_line(sign_in):
    client = sign_in(person("director"))
    addresses = ["/line/webhook/", "/notices/settings/line/", "/notices/settings/line/unlink/"]
    assert [client.post(address).status_code for address in addresses] == [404, 404, 404]
    assert client.get("/notices/settings/").context["has_line"] is False
