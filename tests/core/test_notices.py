"""Notices: in whose language, over which channel, when, and what happens when the mail server or an address fails."""

import re
import socket
from datetime import time, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.models import Schedule

from qa_portal.core.desk import desk_of
from qa_portal.core.models import Notice, NoticeChoice, NoticeDelivery, NoticeProfile
from qa_portal.core.notices import outbox
from qa_portal.core.notices.kinds import KINDS, kind_of
from qa_portal.core.notices.mails import stop_key
from qa_portal.core.notices.paces import after_quiet, is_quiet
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from tests.factories.core import UserFactory, person

pytestmark = pytest.mark.django_db

NOON = "2026-11-21 12:00:00+07:00"  # a Saturday
NIGHT = "2026-11-21 22:00:00+07:00"
ACT = must_act("โรงเรียนส่ง SAR แล้ว")


class Keep:
    """Keeps the mails that an SMTP server took; addresses in `refused` are turned away."""

    def __init__(self, refused=()):
        self.messages, self.refused = [], set(refused)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    controller = Controller(Keep(["gone@example.org"]), hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    controller.start()
    yield controller.handler
    controller.stop()


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


def to_whom(smtp):
    return [envelope.rcpt_tos for envelope in smtp.messages]


def due():
    return [f"{timezone.localtime(row.due_at):%a %H:%M}" for row in NoticeDelivery.objects.order_by("pk")]


# ---------------------------------------------------------------- telling


def test_notice_is_in_the_language_of_its_reader(noon, django_capture_on_commit_callbacks):
    thai, english = UserFactory(language="th"), UserFactory(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        notify([thai, english, thai], "Done: %(step)s.", {"step": "x"}, "/notices/")
    assert Notice.objects.get(recipient=english).text == "Done: x."
    assert Notice.objects.filter(recipient=thai).count() == 1


def test_mail_leaves_only_when_the_transaction_holds(noon):
    user = UserFactory()
    with transaction.atomic():
        notify([user], ACT, {}, "/")
        transaction.set_rollback(True)
    assert (Notice.objects.count(), len(mail.outbox)) == (0, 0)


@pytest.mark.parametrize(
    ("name", "arguments", "area"),
    [
        ("schools:sar_detail", [1], "sar"), ("schools:practice_detail", [1], "practices"),
        ("projects:project_detail", [1], "projects"), ("supervision:visit_detail", [1], "supervision"),
        ("supervision:assessment_detail", [1], "external"), ("core:job_detail", [1], "account"),
    ],
)  # fmt: skip
def test_kind_is_the_area_of_the_page_and_whether_an_act_is_asked(name, arguments, area):
    url = reverse(name, args=arguments)
    assert (kind_of(ACT, url), kind_of("text", f"{url}?x=1#steps")) == (f"{area}.act", f"{area}.info")


def test_kind_of_a_page_that_is_not_there_is_a_matter_of_the_account():
    assert kind_of("text", "/nowhere/") == "account.info"


def test_what_asks_for_an_act_leaves_at_once_and_the_rest_with_the_digest(noon, django_capture_on_commit_callbacks):
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        notify([user], ACT, {}, "/")
        notify([user], "For information", {}, "/")
    assert ([message.to for message in mail.outbox], due()) == ([[user.email]], ["Sat 12:00", "Sun 07:00"])


def test_no_mail_for_those_who_do_not_want_it(noon, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify([UserFactory(wants_mail=False)], ACT, {}, "/")
    assert (Notice.objects.count(), NoticeDelivery.objects.count(), len(mail.outbox)) == (1, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_telling_asks_as_much_for_three_people_as_for_one(noon, django_assert_num_queries, count):
    people = [UserFactory() for _ in range(count)]
    with django_assert_num_queries(5):
        notify(people, ACT, {}, "/")


# ---------------------------------------------------------------- quiet hours and digests


def test_at_night_nothing_leaves_until_the_quiet_hours_end(time_machine, django_capture_on_commit_callbacks):
    time_machine.move_to(NIGHT, tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        notify([UserFactory()], ACT, {}, "/")
    wake = Schedule.objects.get(name__startswith="notices")
    assert (len(mail.outbox), due(), wake.next_run) == (0, ["Sun 06:00"], NoticeDelivery.objects.get().due_at)
    time_machine.move_to("2026-11-22 06:00:00+07:00", tick=False)
    assert (outbox.send_due(), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize(
    ("clock", "start", "end", "quiet"),
    [
        ("20:00", "20:00", "06:00", True), ("05:59", "20:00", "06:00", True), ("06:00", "20:00", "06:00", False),
        ("12:30", "12:00", "13:00", True), ("13:00", "12:00", "13:00", False), ("00:00", "07:00", "07:00", False),
    ],
)  # fmt: skip
def test_quiet_hours_may_go_over_midnight(clock, start, end, quiet):
    assert is_quiet(*map(time.fromisoformat, (clock, start, end))) is quiet


def test_quiet_hours_end_on_the_clock_of_the_office():
    profile = NoticeProfile(quiet_from=time(20), quiet_until=time(6))
    for evening in ("2026-11-21T20:30:00+07:00", "2026-11-22T01:00:00+07:00"):
        assert after_quiet(timezone.datetime.fromisoformat(evening), profile).isoformat() == "2026-11-22T06:00:00+07:00"


def test_digest_is_one_mail_by_kind_without_what_was_read_and_goes_once(smtp, noon):
    user = UserFactory(email="kru@example.org", language="en")
    notify([user], "First of the account", {}, "/")
    notify([user], "Of a school", {}, reverse("schools:sar_list"))
    (seen,) = notify([user], "Seen already", {}, "/")
    Notice.objects.filter(pk=seen.pk).update(read_at=timezone.now())
    noon.move_to("2026-11-22 07:00:00+07:00", tick=False)
    assert [outbox.send_due(), outbox.send_due()] == [1, 0]
    (envelope,) = smtp.messages
    text = body_of(envelope)
    assert re.findall(r"^- (.*)$", text, re.MULTILINE) == ["Of a school", "First of the account"]
    assert Notice.objects.filter(mailed_at=None).get() == seen


def body_of(envelope):
    import email
    from email import policy

    return email.message_from_bytes(envelope.content, policy=policy.default).get_content().replace("\r\n", "\n")


def test_weekly_digest_waits_for_monday(noon):
    user = UserFactory()
    NoticeChoice.objects.create(user=user, kind="account.info", channel="mail", pace="weekly")
    notify([user], "text", {}, "/")
    assert due() == ["Mon 07:00"]


# ---------------------------------------------------------------- sending, and what can fail


def test_mail_goes_out_over_smtp_in_thai(smtp, noon):
    user = UserFactory(email="kru@example.org")
    notify([user], ACT, {}, "/schools/1/")
    outbox.send_due()
    (envelope,) = smtp.messages
    assert envelope.rcpt_tos == ["kru@example.org"]
    assert b'charset="utf-8"' in envelope.content
    assert "http://localhost:8000/schools/1/" in body_of(envelope)
    assert Notice.objects.get().mailed_at is not None


def test_one_bad_address_does_not_stop_the_rest_and_nobody_gets_it_twice(smtp, noon):
    gone, good = UserFactory(email="gone@example.org"), UserFactory(email="kru@example.org")
    notify([good, gone], ACT, {}, "/")
    assert [outbox.send_due(), outbox.send_due()] == [1, 0]
    assert to_whom(smtp) == [["kru@example.org"]]


def test_address_is_marked_after_three_refusals_and_both_who_can_mend_it_are_told(smtp, noon):
    keeper = person("district_admin")
    user = UserFactory(email="gone@example.org", district=keeper.district)
    for day in range(3):
        notify([user], ACT, {}, "/")
        noon.move_to(timezone.now() + timedelta(days=1, minutes=day), tick=False)
        outbox.send_due()
    profile = NoticeProfile.objects.get(user=user)
    assert profile.refused_mail == "gone@example.org"
    urls = {notice.recipient: notice.url for notice in Notice.objects.exclude(url="/")}
    assert urls == {user: "/notices/settings/", keeper: reverse("admin:core_user_change", args=[user.pk])}
    waiting = NoticeDelivery.objects.filter(notice__recipient=user).count()
    notify([user], ACT, {}, "/")
    assert NoticeDelivery.objects.filter(notice__recipient=user).count() == waiting
    user.email = "new@example.org"
    user.save()
    smtp.messages.clear()
    notify([user], ACT, {}, "/")
    outbox.send_due()
    assert ["new@example.org"] in to_whom(smtp)


def test_marked_address_waits_at_the_administrators_desk_and_in_the_back_office(sign_in):
    keeper = person("district_admin")
    refused, mended, elsewhere = (
        UserFactory(district=keeper.district),
        UserFactory(district=keeper.district),
        UserFactory(),
    )
    for user in (refused, elsewhere):
        NoticeProfile.objects.create(user=user, refused_mail=user.email)
    NoticeProfile.objects.create(user=mended, refused_mail="old@example.org")
    desk = desk_of(keeper, timezone.localdate())
    own = [task for task in desk.now["later"] if task.about == str(refused)]
    assert [task.url for task in own] == [reverse("admin:core_user_change", args=[refused.pk])]
    listed = sign_in(keeper).get(reverse("admin:core_user_changelist"), {"mail": "refused"}).context["cl"].queryset
    assert list(listed) == [refused]


def test_mail_server_that_does_not_answer_costs_no_notice(smtp, settings, noon):
    people = [UserFactory(), UserFactory()]
    notify(people, ACT, {}, "/")
    port = settings.EMAIL_PORT
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    assert outbox.send_due() == 0
    settings.EMAIL_PORT = port
    noon.move_to(timezone.now() + timedelta(minutes=11), tick=False)
    assert (outbox.send_due(), sorted(to_whom(smtp))) == (2, sorted([user.email] for user in people))
    assert not NoticeProfile.objects.exclude(refusals=0).exists()


def test_run_that_was_killed_is_taken_up_when_its_turn_is_over(smtp, noon):
    user = UserFactory(email="kru@example.org")
    notify([user], ACT, {}, "/")
    NoticeDelivery.objects.update(busy_until=timezone.now() + outbox.TURN)
    assert outbox.send_due() == 0
    noon.move_to(timezone.now() + outbox.TURN + timedelta(seconds=1), tick=False)
    assert (outbox.send_due(), to_whom(smtp)) == (1, [["kru@example.org"]])


class SecondRun(EmailBackend):
    """While a mail is sent, another worker looks for what is due."""

    found = None

    def send_messages(self, messages):
        SecondRun.found = outbox.send_due() if SecondRun.found is None else SecondRun.found
        return super().send_messages(messages)


def test_two_workers_send_a_message_once(noon, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.core.test_notices.SecondRun"
    notify([UserFactory()], ACT, {}, "/")
    assert (outbox.send_due(), SecondRun.found, len(mailoutbox)) == (1, 0, 1)


def test_refusals_count_only_in_a_row(smtp, noon):
    user = UserFactory(email="gone@example.org")
    for refused in ({"gone@example.org"}, {"gone@example.org"}, set(), {"gone@example.org"}):
        smtp.refused = refused
        notify([user], ACT, {}, "/")
        outbox.send_due()
        NoticeDelivery.objects.waiting().delete()
    profile = NoticeProfile.objects.get()
    assert (profile.refusals, profile.refused_mail) == (1, "")


def test_message_keeps_its_number_when_it_is_tried_again(smtp, noon):
    user = UserFactory(email="gone@example.org")
    notify([user], ACT, {}, "/")
    outbox.send_due()
    first = NoticeDelivery.objects.get().message
    smtp.refused.clear()
    notify([user], ACT, {}, "/")
    noon.move_to(timezone.now() + timedelta(minutes=11), tick=False)
    assert outbox.send_due() == 2
    assert sum(f"<{first}@localhost>".encode() in envelope.content for envelope in smtp.messages) == 1


def test_old_deliveries_go_and_the_notices_stay(noon):
    notify([UserFactory()], ACT, {}, "/")
    outbox.send_due()
    noon.move_to(timezone.now() + timedelta(days=91), tick=False)
    notify([UserFactory()], ACT, {}, "/")
    assert (outbox.clear(), NoticeDelivery.objects.count(), Notice.objects.count()) == (1, 1, 2)


# ---------------------------------------------------------------- the link that stops a kind


def test_link_of_a_mail_stops_its_kind_without_signing_in(smtp, noon, client):
    user = UserFactory(email="kru@example.org")
    notify([user], ACT, {}, "/")
    outbox.send_due()
    [address] = set(re.findall(r"http://localhost:8000(/notices/stop/\S+)", body_of(smtp.messages[0])))
    header = re.search(rb"List-Unsubscribe-Post: (.*)\r\n", smtp.messages[0].content)[1]
    assert header == b"List-Unsubscribe=One-Click"
    notify([user], ACT, {}, "/")
    assert client.get(address).context["is_stopped"] is False
    assert NoticeChoice.objects.count() == 0
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert list(NoticeChoice.objects.values_list("user", "kind", "channel", "pace")) == [
        (user.pk, "account.act", "mail", "off")
    ]
    assert NoticeDelivery.objects.waiting().count() == 0
    notify([user], ACT, {}, "/")
    assert NoticeDelivery.objects.waiting().count() == 0


@pytest.mark.parametrize("change", [lambda key: key + "x", lambda key: "x", lambda key: key[:-3]])
def test_link_that_the_portal_did_not_sign_is_not_found(client, change):
    key = change(stop_key(UserFactory(), ["sar.act"]))
    assert client.post(reverse("core:notice_stop", args=[key])).status_code == 404


# ---------------------------------------------------------------- pages


def typed(form, **changes):
    fields = {name: form[name].value() for name in form.fields if name != "wants_mail"}
    return fields | {"wants_mail": "on", "quiet_from": "20:00", "quiet_until": "06:00"} | changes


def test_settings_are_kept_and_the_kinds_are_those_that_can_reach_the_person(sign_in):
    user = person("school_teacher")
    client = sign_in(user)
    form = client.get("/notices/settings/").context["form"]
    assert {kind.area for kind, _fields in form.rows} == {"sar", "supervision", "external", "practices", "account"}
    changes = {"mail-sar.info": "weekly", "quiet_from": "19:30"}
    assert client.post("/notices/settings/", typed(form, **changes)).status_code == 302
    form = client.get("/notices/settings/").context["form"]
    assert (form["mail-sar.info"].value(), f"{form['quiet_from'].value():%H:%M}") == ("weekly", "19:30")
    assert form["mail-sar.act"].value() == "instant"


def test_settings_without_mail(sign_in):
    user = person("director")
    client = sign_in(user)
    fields = typed(client.get("/notices/settings/").context["form"])
    del fields["wants_mail"]
    client.post("/notices/settings/", fields)
    user.refresh_from_db()
    assert user.wants_mail is False


def test_settings_that_are_not_right_are_refused_with_what_was_typed(sign_in):
    client = sign_in(person("director"))
    fields = typed(client.get("/notices/settings/").context["form"], quiet_from="25:00")
    response = client.post("/notices/settings/", fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["quiet_from"])


def test_every_kind_fits_its_column():
    assert max(len(key) for key in KINDS) <= 40


def test_opening_a_notice_marks_it_read_and_leads_to_its_page(sign_in):
    user = UserFactory()
    (notice,) = notify([user], "text", {}, "/accounts/login/")
    assert sign_in(user).get(f"/notices/{notice.pk}/").url == "/accounts/login/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_another_persons_notice_is_not_found(sign_in):
    (notice,) = notify([UserFactory()], "text", {}, "/")
    assert sign_in(UserFactory()).get(f"/notices/{notice.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_notice_list_costs_the_same_for_one_and_three(sign_in, django_assert_num_queries, count):
    user = UserFactory()
    for _ in range(count):
        notify([user], "text", {}, "/")
    client = sign_in(user)
    with django_assert_num_queries(4):
        client.get("/notices/")
