import socket

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import transaction

from qa_portal.core.models import Notice
from qa_portal.core.services import notify
from qa_portal.core.tasks import mail_notices
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


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


def test_notice_is_in_the_language_of_its_reader(django_capture_on_commit_callbacks):
    thai, english = UserFactory(language="th"), UserFactory(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        notify([thai, english, thai], "Done: %(step)s.", {"step": "x"}, "/notices/")
    assert Notice.objects.get(recipient=english).text == "Done: x."
    assert Notice.objects.filter(recipient=thai).count() == 1


def test_mail_leaves_only_when_the_transaction_holds():
    user = UserFactory()
    with transaction.atomic():
        notify([user], "text", {}, "/")
        transaction.set_rollback(True)
    assert (Notice.objects.count(), len(mail.outbox)) == (0, 0)


def test_mail_goes_out_over_smtp_in_thai(smtp):
    user = UserFactory(email="kru@example.org")
    notices = notify([user], "โรงเรียนส่ง SAR แล้ว", {}, "/schools/1/")
    mail_notices([notice.pk for notice in notices])
    (envelope,) = smtp.messages
    assert envelope.rcpt_tos == ["kru@example.org"]
    assert b'charset="utf-8"' in envelope.content
    assert Notice.objects.get().mailed_at is not None


def test_one_bad_address_does_not_stop_the_rest_and_nobody_gets_it_twice(smtp):
    good, gone = UserFactory(email="kru@example.org"), UserFactory(email="gone@example.org")
    pks = [notice.pk for notice in notify([good, gone], "text", {}, "/")]
    for _ in range(2):
        with pytest.raises(RuntimeError, match="1 notices were not mailed"):
            mail_notices(pks)
    assert [envelope.rcpt_tos for envelope in smtp.messages] == [["kru@example.org"]]


def test_no_mail_for_those_who_do_not_want_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify([UserFactory(wants_mail=False)], "text", {}, "/")
    assert (Notice.objects.count(), len(mail.outbox)) == (1, 0)


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
