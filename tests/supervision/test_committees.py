"""Committees (A5-03): members with and without an account, terms, and the sheet."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from supervision.models import Committee, CommitteeMember
from tests.factories.core import DistrictFactory, person
from tests.factories.teams import committee_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return person("group_head")


def address(name, *args):
    return reverse(f"supervision:{name}", args=args)


def typed(*people, initial=0, **basics):
    """The form of a committee with rows of members."""
    data = {"kind": "monitoring", "name": "ก.ต.ป.น.", "since": "1/10/2568", "until": "", "duties": ""} | basics
    data |= {"person-TOTAL_FORMS": len(people), "person-INITIAL_FORMS": initial}
    for number, row in enumerate(people):
        data |= {f"person-{number}-{name}": value for name, value in ({"role": "member"} | row).items()}
    return data


def test_committee_is_made_with_people_of_the_portal_and_others(sign_in, head):
    supervisor = person("supervisor", head.district)
    people = [{"user": supervisor.pk, "role": "chair"}, {"name": "นายสมมุติ ใจดี", "position": "ผู้แทนครู"}, {}]
    response = sign_in(head).post(address("committee_create"), typed(*people))
    committee = Committee.objects.get()
    assert response.url == committee.get_absolute_url()
    rows = committee.members.values_list("position_in_list", "role", "user", "name")
    assert list(rows) == [(1, "chair", supervisor.pk, ""), (2, "member", None, "นายสมมุติ ใจดี")]


def test_role_of_a_member_is_changed(sign_in, head):
    committee = committee_of(head.district, "นายหนึ่ง")
    member = committee.members.get()
    row = {"id": member.pk, "name": "นายหนึ่ง", "role": "chair", "position_in_list": 1}
    sign_in(head).post(address("committee_edit", committee.pk), typed(row, initial=1))
    member.refresh_from_db()
    assert member.role == "chair"


def test_nobody_sits_twice(sign_in, head):
    people = [{"name": "นายหนึ่ง"}, {"name": "นายหนึ่ง"}]
    response = sign_in(head).post(address("committee_create"), typed(*people))
    assert response.status_code == 422
    assert Committee.objects.count() == 0


def test_stale_page_of_a_committee_is_refused(sign_in, head):
    committee = committee_of(head.district)
    client = sign_in(head)
    assert (
        client.post(
            address("committee_edit", committee.pk), typed(opened_version=committee.version, name="ก")
        ).status_code
        == 302
    )
    again = client.post(address("committee_edit", committee.pk), typed(opened_version=committee.version, name="ข"))
    assert again.status_code == 422
    committee.refresh_from_db()
    assert committee.name == "ก"


def test_term_is_told_and_filtered(sign_in, head):
    today = timezone.localdate()
    now, over = (
        committee_of(head.district),
        committee_of(head.district, since=date(2020, 1, 1), until=today - timedelta(days=1)),
    )
    client = sign_in(head)
    shown = {
        term: list(client.get(address("committee_list"), {"term": term}).context["object_list"])
        for term in ("current", "ended")
    }
    assert shown == {"current": [now], "ended": [over]}
    assert [row.standing[1] for row in (now, over)] == ["success", "secondary"]


def test_sheet_has_the_members(sign_in, head):
    committee = committee_of(head.district, "นายหนึ่ง", until=date(2030, 9, 30))
    content = sign_in(head).get(address("committee_xlsx", committee.pk)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[2] == [1.0, "นายหนึ่ง", "", "ประธานกรรมการ", "1 ต.ค. 2568", "30 ก.ย. 2573"]


@pytest.mark.parametrize(("name", "queries"), [("committee_list", 4), ("committee_detail", 8)])
def test_pages_make_as_many_queries_for_three_rows_as_for_one(name, queries, sign_in, head, django_assert_num_queries):
    client = sign_in(head)
    committee = committee_of(head.district, "นายหนึ่ง")
    where = address(name, *([committee.pk] if name == "committee_detail" else []))
    client.get(where)
    with django_assert_num_queries(queries):
        client.get(where)
    for number in (2, 3):
        committee_of(head.district)
        user = person("supervisor", head.district)
        CommitteeMember.objects.create(committee=committee, user=user, position_in_list=number)
    with django_assert_num_queries(queries):
        client.get(where)


def test_another_office_sees_no_committee(sign_in, head):
    assert sign_in(head).get(committee_of(DistrictFactory()).get_absolute_url()).status_code == 404
