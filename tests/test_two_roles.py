"""A school head who also sits on the committee: what they may do for their school, they may not do for others."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from qa_portal.core.workflow import perform
from supervision.models import Visit
from tests.factories.core import person
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import done_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    user = school_person("school_head", SchoolFactory())
    user.groups.add(Group.objects.get_or_create(name="committee_member")[0])
    return user


def other_of(head):
    return SchoolFactory(district=head.district)


def test_committee_head_does_not_acknowledge_the_visit_of_another_school(sign_in, head):
    school = other_of(head)
    lead = person("supervisor", school.district)
    visit = perform(done_visit(school=school, lead=lead), "report", by=lead)
    sign_in(head).post(
        reverse("supervision:visit_acknowledge", args=[visit.pk]), {"note": "รับทราบ", "answer": "รับทราบ"}
    )
    assert Visit.objects.get().state == "reported"


@pytest.mark.parametrize("name", ["school_contacts", "school_figures"])
def test_committee_head_writes_no_facts_of_another_school(sign_in, head, name):
    year = [2568] if name == "school_figures" else []
    mine = head.memberships.get().school
    statuses = [
        sign_in(head).get(reverse(f"schools:{name}", args=[school.pk, *year])).status_code
        for school in (mine, other_of(head))
    ]
    assert statuses == [200, 404]


def test_committee_head_is_offered_no_edit_of_another_school(sign_in, head):
    mine = head.memberships.get().school
    offered = [sign_in(head).get(school.get_absolute_url()).context["may_tend"] for school in (mine, other_of(head))]
    assert offered == [True, False]
