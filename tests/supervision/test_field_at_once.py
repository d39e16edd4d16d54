"""The same record ten times in the same moment, against the real database."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from supervision.models import FieldConflict, FieldFile, FieldRecord, FieldRevision, Finding, Visit, VisitPhoto
from tests.factories.core import person
from tests.factories.field import Phone, photo_part, picture
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import VisitFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 10


def all_at_once(user, act):
    """What AT_ONCE clients of one user get, each doing `act` in the same moment."""
    start = Barrier(AT_ONCE)

    def one(_number):
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        start.wait()
        try:
            return act(client)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def posting(phone):
    body = json.dumps(phone.body())
    return lambda client: client.post(phone.address, body, content_type="application/json")


def counts():
    return [model.objects.count() for model in (Visit, FieldRecord, FieldRevision, FieldConflict)]


def test_record_sent_ten_times_at_once_is_one_record():
    visit = VisitFactory()
    phone = Phone(visit, visit.lead, None).write(visit__notes="ครั้งเดียว")
    answers = all_at_once(visit.lead, posting(phone))
    assert {(answer.status_code, answer.json()["receipt"]) for answer in answers} == {
        (200, FieldRevision.objects.get().receipt)
    }
    assert counts() == [1, 1, 1, 0]


def test_unplanned_visit_sent_ten_times_at_once_is_one_visit():
    lead = person("supervisor")
    school = SchoolFactory(district=lead.district)
    today = timezone.localdate().isoformat()
    made = {"school": school.moe_code, "visited_on": today, "instrument": "", "purpose": "iqa"}
    phone = Phone(None, lead, None, unplanned=made).write(visit__notes="แวะเยี่ยม")
    assert {answer.status_code for answer in all_at_once(lead, posting(phone))} == {200}
    assert counts() == [1, 1, 1, 0]
    assert Finding.objects.count() == 0


def test_photo_sent_ten_times_at_once_is_one_photo():
    visit = VisitFactory()
    content, uid = picture(), "8f14e45f-ceea-467f-ab9c-1c1b1b1b1b1b"
    phone = Phone(visit, visit.lead, Client()).write(**{f"photo__{uid}": photo_part(content)})
    phone.client.force_login(visit.lead, backend="qa_portal.core.sign_in.SignInBackend")
    phone.send()

    def put(client):
        return Phone(visit, visit.lead, client).put(uid, content).status_code

    statuses = set(all_at_once(visit.lead, put))
    assert statuses <= {200, 409}
    assert 200 in statuses
    assert (FieldFile.objects.count(), VisitPhoto.objects.count()) == (1, 1)
