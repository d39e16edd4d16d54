"""K18, K20 and K21: what the rules ask for, what is done, and the rows behind each figure."""

from datetime import date

import pytest
from django.urls import reverse

from qa_portal.office.reports.duties import duties, semester_of
from qa_portal.office.reports.period import OfficeYear
from supervision.models import Committee, Semesters
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory
from tests.factories.supervision import VisitFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def lead():
    return person("supervisor")


@pytest.fixture
def year(lead):
    return OfficeYear(lead.district, 2569, TODAY)


def visited(lead, day, **more):
    school = more.pop("school", None) or SchoolFactory(
        district=lead.district, network=NetworkFactory(district=lead.district)
    )
    return VisitFactory(school=school, lead=lead, planned_on=day, visited_on=day, state="done", **more)


def counted(year):
    return [[line.figures[key].value for key in ("due", "done", "missing")] for line in duties(year).rows]


def area_committee(lead, *people):
    committee = Committee.objects.create(district=lead.district, kind="area", name="กรรมการเขต", since=date(2020, 1, 1))
    for position, user in enumerate(people, 1):
        committee.members.create(position_in_list=position, user=user)
    return committee


def test_schools_assessed_in_the_year_and_checked_in_three(lead, year):
    visited(lead, date(2026, 6, 5), purpose="assessment")
    visited(lead, date(2023, 12, 1))  # fiscal year 2567: the first of the three
    visited(lead, date(2023, 6, 1))  # 2566: too long ago
    visited(lead, date(2026, 10, 5))  # 2570: not yet
    assert counted(year)[:2] == [[4, 1, 3], [4, 2, 2]]


def test_semesters_of_a_fiscal_year():
    assert [semester_of(Semesters(), 2569, number) for number in (1, 2)] == [
        (date(2025, 11, 1), date(2026, 4, 1)),
        (date(2026, 5, 16), date(2026, 10, 11)),
    ]


def test_members_of_the_area_committee_visit_once_a_semester(lead, year):
    member, other = person("committee_member", lead.district), person("director", lead.district)
    area_committee(lead, member, other)
    Committee.objects.create(district=lead.district, kind="help", name="x", since=date(2020, 1, 1)).members.create(
        position_in_list=1, user=lead
    )
    for day in (date(2025, 12, 1), date(2025, 12, 2)):
        visited(lead, day, purpose="board").members.create(user=member)
    visited(lead, date(2026, 6, 1), purpose="iqa").members.create(user=member)  # no visit of the committee
    assert counted(year)[2:] == [[2, 1, 1], [2, 0, 2]]


def test_member_whose_term_is_over_owes_no_visit(lead, year):
    committee = area_committee(lead, person("director", lead.district))
    committee.members.update(until=date(2026, 4, 1))
    assert counted(year)[2:] == [[1, 0, 1], [0, 0, 0]]


def test_each_figure_opens_its_rows(lead, year, sign_in):
    member = person("committee_member", lead.district)
    area_committee(lead, member, lead)
    visited(lead, date(2025, 12, 1), purpose="board").members.create(user=member)
    visited(lead, date(2026, 6, 5), purpose="assessment")
    client = sign_in(member)
    for figure in duties(year).figures:
        page = client.get(figure.url).context
        assert (figure.url, page["filter"].is_valid(), page["page_obj"].paginator.count) == (
            figure.url,
            True,
            figure.value,
        )


def test_member_rows_make_as_many_queries_for_three_as_for_one(lead, sign_in, django_assert_num_queries):
    committee, page = area_committee(lead, lead), reverse("office:board_rows", args=[lead.district_id])
    client = sign_in(lead)
    client.get(page)
    for position in (2, 3, 4):
        with django_assert_num_queries(4):
            client.get(page)
        committee.members.create(position_in_list=position, name="สมมุติ")
