"""Webhooks: what is told, in which order, what happens when the other side fails, and where none may lead."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_q.models import Schedule

from qa_portal.core.integrations import deliveries, events, guard
from qa_portal.core.integrations.events import KINDS, STEPS
from qa_portal.core.models import Notice, WebhookDelivery, WebhookEvent, WebhookSubscription
from qa_portal.core.workflow import MACHINES, Refused, perform
from supervision.services.replies import answer_finding
from tests.api.hook_server import hook_server
from tests.factories.core import person
from tests.factories.integrations import delivery_to, webhook_of
from tests.factories.sar import Desk
from tests.factories.schools import school_person
from tests.factories.supervision import FindingFactory, reported_visit

pytestmark = pytest.mark.django_db

START = "2026-11-21 10:00:00+07:00"


@pytest.fixture
def server(settings):
    settings.WEBHOOK_PLAIN_LOOPBACK, settings.WEBHOOK_SECONDS = True, 1
    with hook_server() as running:
        yield running


def deliver(*rows):
    """As the queue does, once each."""
    for row in rows:
        deliveries.tell(row.pk)


def told(server):
    return [json.loads(body)["id"] for _path, _headers, body in server.seen]


# ---------------------------------------------------------------- what is told


def test_step_of_a_workflow_is_told_in_its_transaction(server, django_capture_on_commit_callbacks):
    desk = Desk()
    director = person("director", desk.school.district)
    webhook_of(director, server.url, ["sar.submitted"])
    webhook_of(director, server.url, ["sar.accepted"])
    webhook_of(person("director"), server.url, ["sar.submitted"])
    with django_capture_on_commit_callbacks(execute=True):
        sar = desk.reach("submitted").sar
    body = json.loads(server.seen[0][2])
    event = WebhookEvent.objects.get()
    assert (told(server), body["id"]) == ([str(event.key)], str(event.key))
    assert (body["event"], body["office"]) == ("sar.submitted", desk.school.district.code)
    assert body["data"] == {
        "sar": sar.pk,
        "school_code": desk.school.moe_code,
        "academic_year": sar.academic_year,
        "level": sar.level,
        "state": "submitted",
        "url": f"http://localhost:8000{sar.get_absolute_url()}",
    }


def test_nothing_is_written_for_what_nobody_wants():
    Desk().reach("submitted")
    assert WebhookEvent.objects.count() == 0


def test_step_that_is_refused_tells_nothing():
    desk = Desk()
    webhook_of(person("director", desk.school.district), kinds=["sar.submitted", "sar.accepted", "sar.returned"])
    sar = desk.reach("submitted").sar
    before = WebhookEvent.objects.count()
    with pytest.raises(Refused):
        perform(sar, "return", by=person("group_head", desk.school.district), note="")
    assert WebhookEvent.objects.count() == before


def test_every_announced_step_is_a_step_of_its_machine():
    unknown = [(model, step) for model, step in STEPS if step not in MACHINES[model].by_name]
    assert unknown == []
    assert {found.kind for found in STEPS.values()} <= set(KINDS)
    assert {"sar.submitted", "sar.accepted", "sar.returned", "visit.reported", "project.approved"} <= set(KINDS)


def test_delivery_is_signed(server):
    webhook = webhook_of(person("director"), server.url)
    row = delivery_to(webhook)
    deliver(webhook)
    path, headers, body = server.seen[0]
    stamp = headers["X-QA-Portal-Timestamp"]
    expected = hmac.new(webhook.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-QA-Portal-Signature"] == f"sha256={expected}"
    assert (path, headers["X-QA-Portal-Event-Id"]) == ("/hook?x=1", str(row.event.key))
    assert abs(int(stamp) - timezone.now().timestamp()) < 60
    row.refresh_from_db()
    assert (row.delivered_at is None, row.tries, row.attempts[0]["status"]) == (False, 1, 200)


# ---------------------------------------------------------------- failing and coming back


def test_failing_server_is_tried_again_later_and_later_until_it_works(server, time_machine):
    """It fails, does not answer, drips, breaks off and leads elsewhere; then it works, and is told once."""
    time_machine.move_to(START)
    webhook = webhook_of(person("director"), server.url)
    row = delivery_to(webhook)
    server.answers = [500, "slow", "drip", "cut", ("to", server.url)]
    waits = []
    for _try in range(6):
        deliver(webhook)
        row.refresh_from_db()
        waits.append(round((row.next_try_at - timezone.now()) / timedelta(minutes=1)))
        time_machine.move_to(row.next_try_at + timedelta(seconds=1))
    assert waits[:5] == [1, 5, 30, 120, 360]
    assert [item["status"] for item in row.attempts] == [500, None, None, None, 302, 200]
    errors = [item["error"] for item in row.attempts]
    slow = "ไม่มีคำตอบภายใน 1 วินาที"
    assert errors == ["คำตอบคือ 500", slow, slow, "ไม่มีคำตอบ: RemoteDisconnected", "คำตอบคือ 302", ""]
    assert (len(server.seen), len(set(told(server))), row.delivered_at is None) == (6, 1, False)
    deliver(webhook)
    assert len(server.seen) == 6


def test_before_its_time_nothing_is_tried_and_the_queue_is_asked_to_wake(server):
    webhook = webhook_of(person("director"), server.url)
    row = delivery_to(webhook)
    server.answers = [500]
    deliver(webhook, webhook)
    row.refresh_from_db()
    wake = Schedule.objects.get(name=f"webhook {webhook.pk}")
    assert (len(server.seen), wake.next_run, wake.args) == (1, row.next_try_at, f"({webhook.pk},)")


def test_events_arrive_in_their_order_while_the_first_fails(server, time_machine):
    time_machine.move_to(START)
    webhook = webhook_of(person("director"), server.url)
    keys = [str(delivery_to(webhook).event.key) for _event in range(3)]
    server.answers = [503]
    deliver(webhook)
    assert told(server) == keys[:1]
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    deliver(webhook)
    assert told(server) == [keys[0], *keys]


def test_after_the_last_try_it_is_given_up_and_the_next_goes_on(server, time_machine):
    time_machine.move_to(START)
    director = person("director")
    webhook = webhook_of(director, server.url)
    dead, after = delivery_to(webhook), delivery_to(webhook)
    server.answers = [500] * (len(deliveries.DELAYS) + 1)
    for _try in range(len(deliveries.DELAYS) + 1):
        deliver(webhook)
        time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    dead.refresh_from_db()
    after.refresh_from_db()
    assert (dead.dead_at is None, after.delivered_at is None, len(server.seen)) == (False, False, 9)
    notice = Notice.objects.get(recipient=director)
    assert notice.url == webhook.get_absolute_url()


def test_paused_webhook_is_told_when_it_is_used_again(server, sign_in):
    director = person("director")
    webhook = webhook_of(director, server.url)
    delivery_to(webhook)
    client = sign_in(director)
    client.post(reverse("core:webhook_switch", args=[webhook.pk]))
    deliver(webhook)
    assert server.seen == []
    client.post(reverse("core:webhook_switch", args=[webhook.pk]))
    assert len(server.seen) == 1


def test_only_one_worker_tells_a_webhook_at_a_time(server):
    webhook = webhook_of(person("director"), server.url)
    delivery_to(webhook)
    WebhookSubscription.objects.update(busy_until=timezone.now() + timedelta(minutes=1))
    deliver(webhook)
    assert server.seen == []
    WebhookSubscription.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    deliver(webhook)
    assert len(server.seen) == 1


def test_replay_sends_the_same_event_once_more(server, sign_in):
    director = person("director")
    webhook = webhook_of(director, server.url)
    row = delivery_to(webhook)
    client = sign_in(director)
    address = reverse("core:delivery_replay", args=[row.pk])
    client.post(address)
    assert server.seen == []  # it still waits: nothing to send again
    deliver(webhook)
    client.post(address)
    assert told(server) == [str(row.event.key)] * 2
    row.refresh_from_db()
    assert (len(row.attempts), row.tries) == (2, 1)


def test_daily_round_finds_what_nobody_woke(server):
    webhook = webhook_of(person("director"), server.url)
    delivery_to(webhook)
    assert deliveries.waiting_webhooks() == [webhook.pk]
    deliver(webhook)
    assert deliveries.waiting_webhooks() == []


def test_old_deliveries_go(time_machine):
    time_machine.move_to(START)
    webhook = webhook_of(person("director"))
    old, waiting = delivery_to(webhook), delivery_to(webhook)
    WebhookDelivery.objects.filter(pk=old.pk).update(delivered_at=timezone.now())
    time_machine.move_to(timezone.now() + timedelta(days=91))
    deliveries.clear()
    assert list(WebhookDelivery.objects.all()) == [waiting]
    assert list(WebhookEvent.objects.all()) == [waiting.event]


# ---------------------------------------------------------------- where it may lead


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/", "ftp://93.184.216.34/", "https://", "https://user:word@93.184.216.34/",
        "https://127.0.0.1/", "https://10.1.2.3/", "https://192.168.1.1/", "https://172.16.0.1/", "https://169.254.169.254/",
        "https://100.64.0.1/", "https://0.0.0.0/", "https://[::1]/", "https://[fe80::1]/", "https://[fc00::1]/",
        "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://224.0.0.1/",
        "https://0x7f.1/", "https://2130706433/", "https://localhost/", "https://93.184.216.34:99999/", "https://a b/",
        "javascript:alert(1)", "http://127.0.0.1/",
    ],
)  # fmt: skip
def test_address_inside_is_refused(url, settings):
    settings.WEBHOOK_PLAIN_LOOPBACK = False
    with pytest.raises(guard.Unsafe):
        guard.examine(url)


def test_address_outside_is_taken_at_its_number():
    target = guard.examine("https://93.184.216.34:8443/a?b=1")
    assert (target.ip, target.port, target.path) == ("93.184.216.34", 8443, "/a?b=1")


def test_machine_of_the_own_network_only_where_the_settings_name_it(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["10.1.2.3"]
    assert guard.examine("https://10.1.2.3/").ip == "10.1.2.3"
    with pytest.raises(guard.Unsafe):
        guard.examine("https://10.1.2.4/")


def test_address_is_looked_at_again_before_each_delivery(settings):
    """What a name stands for may have changed since it was typed."""
    settings.WEBHOOK_PLAIN_LOOPBACK = False
    webhook = webhook_of(person("director"), "https://10.0.0.5/")
    row = delivery_to(webhook)
    deliver(webhook)
    row.refresh_from_db()
    assert row.last_attempt["error"] == "ที่อยู่นี้นำไปยังเครื่องที่ไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ"


# ---------------------------------------------------------------- pages


def test_form_refuses_an_address_inside(sign_in, settings):
    settings.WEBHOOK_PLAIN_LOOPBACK = False
    response = sign_in(person("director")).post(
        reverse("core:webhook_add"), {"name": "x", "url": "https://10.0.0.1/", "kinds": ["sar.submitted"]}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["url"]
    assert WebhookSubscription.objects.count() == 0


def test_new_webhook_shows_its_secret_and_a_new_secret_takes_its_place(sign_in, server):
    director = person("director")
    client = sign_in(director)
    client.post(reverse("core:webhook_add"), {"name": "x", "url": server.url, "kinds": ["sar.submitted"]})
    webhook = WebhookSubscription.objects.get(district=director.district)
    page = client.get(webhook.get_absolute_url()).content.decode()
    assert page.count(webhook.secret) == 1
    client.post(reverse("core:webhook_secret", args=[webhook.pk]))
    new = WebhookSubscription.objects.get().secret
    assert new != webhook.secret


def test_log_asks_as_much_for_three_deliveries_as_for_one(sign_in, django_assert_num_queries):
    director = person("director")
    webhook = webhook_of(director)
    client = sign_in(director)
    for _delivery in range(2):
        delivery_to(webhook)
        with django_assert_num_queries(5):
            client.get(webhook.get_absolute_url())


def test_test_event_goes_to_one_webhook_alone(sign_in, server, django_capture_on_commit_callbacks):
    director = person("director")
    webhook = webhook_of(director, server.url)
    webhook_of(director, server.url, [events.TEST])
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(director).post(reverse("core:webhook_test", args=[webhook.pk]))
    assert [row.subscription for row in WebhookDelivery.objects.all()] == [webhook]
    assert len(server.seen) == 1


def test_answer_to_a_finding_is_told(django_capture_on_commit_callbacks, server):
    finding = FindingFactory(visit=reported_visit())
    head = school_person("school_head", finding.visit.school)
    webhook_of(person("director", finding.visit.school.district), server.url, ["finding.answered"])
    with django_capture_on_commit_callbacks(execute=True):
        answer_finding(finding, verdict="agree", by=head)
    body = json.loads(server.seen[0][2])
    assert (body["event"], body["data"]["code"], body["data"]["verdict"]) == ("finding.answered", finding.code, "agree")
    assert str(head) not in json.dumps(body, ensure_ascii=False)
