"""Who sees which visit: pages, PDFs and photos ask one policy."""

import pytest
from django.urls import reverse

from qa_portal.core.workflow import perform
from supervision.models import AgreedAction, Visit, VisitPhoto
from supervision.services.actions import settle_action
from supervision.services.photos import add_photo
from tests.factories.core import person
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    VisitFactory,
    agreed_action,
    done_visit,
    photo_upload,
    reported_visit,
)

pytestmark = pytest.mark.django_db


def with_photo():
    visit = done_visit()
    add_photo(visit, upload=photo_upload(), caption="ห้องเรียน", has_consent=True, by=visit.lead)
    return visit


def addresses(visit):
    photo = visit.photos.get()
    return [
        reverse("supervision:visit_detail", args=[visit.pk]),
        reverse("supervision:visit_pdf", args=[visit.pk]),
        reverse("supervision:visit_photo", args=[visit.pk, photo.pk]),
    ]


def status(client, address):
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # the file is closed when it is read to its end
    return response.status_code


def statuses(client, visit):
    return [status(client, address) for address in addresses(visit)]


def test_visit_is_seen_by_its_school_only_when_reported(sign_in):
    visit = with_photo()
    client = sign_in(school_person("school_head", visit.school))
    assert statuses(client, visit) == [404, 404, 404]
    perform(visit, "report", by=visit.lead)
    assert statuses(client, visit) == [200, 200, 200]


def test_visit_of_another_school_is_not_found(sign_in):
    visit = with_photo()
    Visit.objects.filter(pk=visit.pk).update(state="acknowledged")
    neighbour = SchoolFactory(district=visit.school.district)
    assert statuses(sign_in(school_person("school_head", neighbour)), visit) == [404, 404, 404]
    assert statuses(sign_in(person("supervisor")), visit) == [404, 404, 404]


def test_photo_is_served_only_with_its_own_visit(sign_in):
    visit, other = with_photo(), done_visit()
    client = sign_in(visit.lead)
    address = reverse("supervision:visit_photo", args=[other.pk, visit.photos.get().pk])
    assert status(client, address) == 404


def test_visit_rows_of_each_role():
    planned, reported = VisitFactory(), reported_visit()
    district = reported.school.district
    own = school_person("school_teacher", reported.school)
    assert list(Visit.objects.visible_to(own)) == [reported]
    assert list(Visit.objects.visible_to(school_person("school_head", planned.school))) == []
    assert list(Visit.objects.visible_to(person("committee_member", district))) == [reported]
    assert set(Visit.objects.visible_to(person("national_viewer"))) == {planned, reported}


def test_visit_is_written_by_its_team_and_the_group_head_until_reported():
    visit = done_visit()
    district = visit.school.district
    people = {role: person(role, district) for role in ("supervisor", "group_head", "director", "district_admin")}
    people["lead"] = visit.lead
    writers = {role for role, user in people.items() if Visit.objects.editable_by(user).exists()}
    assert writers == {"lead", "group_head"}
    Visit.objects.filter(pk=visit.pk).update(state="reported")
    assert not any(Visit.objects.editable_by(user).exists() for user in people.values())


def test_action_and_photo_of_a_draft_are_not_seen_by_the_school():
    visit = with_photo()
    AgreedActionFactory(visit=visit)
    head = school_person("school_head", visit.school)
    assert not AgreedAction.objects.visible_to(head).exists()
    assert not VisitPhoto.objects.visible_to(head).exists()


def test_action_evidence_of_another_school_is_not_found(sign_in):
    action = agreed_action()
    teacher = school_person("school_teacher", action.visit.school)
    settle_action(action, "finish", note="เสร็จ", upload=photo_upload(), by=teacher)
    row = action.evidence.get()
    address = reverse("supervision:action_evidence", args=[action.pk, row.pk])
    assert status(sign_in(teacher), address) == 200
    assert status(sign_in(school_person("school_teacher", SchoolFactory())), address) == 404
