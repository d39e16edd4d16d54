"""Two readers answer one report in the same moment: threads against the real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from qa_portal.core.models import TransitionRecord
from schools.models import Sar, SarReader, Submission
from schools.services.readers import assign_reader
from tests.factories.sar import Desk
from tests.test_two_at_once import taken_of

pytestmark = pytest.mark.django_db(transaction=True)


def together(*posts):
    """The statuses of (user, address, data), sent in the same moment."""
    start = Barrier(len(posts))

    def post(each):
        user, address, data = each
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        start.wait()
        try:
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(post, posts))


def test_report_is_accepted_or_returned_never_both():
    desk = Desk().reach("submitted")
    accept, give_back = (reverse("schools:sar_transition", args=[desk.sar.pk, name]) for name in ("accept", "return"))
    statuses = together(
        (desk.reader, accept, {"seen": "submitted"}),
        (desk.manager, give_back, {"seen": "submitted", "note": "แก้ไข"}),
    )
    answers = TransitionRecord.objects.of(desk.sar).filter(transition__in=("accept", "return"))
    row, sending = Sar.objects.get(pk=desk.sar.pk), Submission.objects.get(sar=desk.sar)
    assert (statuses, answers.count()) == ([302, 302], 1)
    assert sending.is_accepted is (row.state == "accepted")


def test_reader_named_twice_at_once_reads_once():
    desk = Desk().reach("submitted")

    def name():
        assign_reader(desk.sar, desk.reader, due_on=None, by=desk.manager)

    assert (taken_of(name, name), SarReader.objects.count()) == (1, 1)
