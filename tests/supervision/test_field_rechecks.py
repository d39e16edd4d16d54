"""A second look at what was open, with its photo, as a phone sends it (F35)."""

import uuid

import pytest

from supervision.services.field_parts import held_parts
from tests.factories.field import Phone, photo_part, picture
from tests.factories.supervision import VisitFactory, reported_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return VisitFactory()


@pytest.fixture
def phone(visit, sign_in):
    return Phone(visit, visit.lead, sign_in(visit.lead))


@pytest.fixture
def finding(visit):
    return reported_visit(school=visit.school, lead=visit.lead).findings.get()


def photographed(phone, finding, **parts):
    """A record with a photo of a second look at the finding, its file sent too; its key, and what the portal says."""
    uid = uuid.uuid4()
    photo = photo_part(picture()) | {"recheck": f"finding:{finding.uid}"}
    answer = phone.write(**{f"photo__{uid}": photo}, **parts).send()
    phone.put(uid, picture())
    return uid, answer.json()


def test_photo_of_a_second_look_arrives_at_it_and_is_held_as_it_was_sent(phone, visit, finding):
    look = {f"recheck__finding:{finding.uid}": {"verdict": "not_fixed", "note": "เหมือนเดิม"}}
    uid, _answer = photographed(phone, finding, **look)
    assert list(visit.photos.values_list("uid", "recheck__finding", "recheck__verdict")) == [
        (uid, finding.pk, "not_fixed")
    ]
    part = f"photo:{uid}"
    assert held_parts(visit)[part] == phone.content["parts"][part]


def test_photo_of_a_second_look_without_a_word_of_what_was_seen_waits(phone, visit, finding):
    uid, _answer = photographed(phone, finding)
    record = visit.field_records.get()
    assert (record.problems, visit.photos.count()) == ({f"photo:{uid}": ["โปรดระบุผลการติดตาม"]}, 0)


def test_photo_of_a_second_look_at_what_another_school_owes_waits(phone, visit):
    strange = reported_visit().findings.get()
    uid, _answer = photographed(phone, strange)
    assert (list(visit.field_records.get().problems), visit.photos.count()) == ([f"photo:{uid}"], 0)
