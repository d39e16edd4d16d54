"""Lists: rows of one's own, the same number of queries for one row and for three, and the figures of coverage."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from qa_portal.core.roles import Scope
from qa_portal.core.thai import fiscal_year
from qa_portal.core.workflow import perform
from schools.timeline import debts_of
from supervision.models import AgreedAction, CoverageRule, Visit
from supervision.reports import Coverage, coverage, coverage_by_network
from supervision.timeline import visits_of
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    VisitFactory,
    agreed_action,
    done_visit,
    reported_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person("supervisor")


def school_of(lead, **kwargs):
    return SchoolFactory(district=lead.district, network=NetworkFactory(district=lead.district), **kwargs)


PAGES = [("visit_list", 5), ("action_list", 5), ("coverage_list", 9)]


@pytest.mark.parametrize(("name", "queries"), PAGES)
def test_list_makes_as_many_queries_for_three_rows_as_for_one(name, queries, sign_in, lead, django_assert_num_queries):
    client, address = sign_in(lead), reverse(f"supervision:{name}")
    agreed_action(done_visit(school=school_of(lead), lead=lead))
    client.get(address)  # what is read once in a process
    with django_assert_num_queries(queries):
        assert len(client.get(address).context["object_list"]) == 1
    for _row in range(2):
        agreed_action(done_visit(school=school_of(lead), lead=lead))
    with django_assert_num_queries(queries):
        assert len(client.get(address).context["object_list"]) == 3


def test_visit_page_makes_as_many_queries_for_three_findings_as_for_one(sign_in, lead, django_assert_num_queries):
    visit = done_visit(school=school_of(lead), lead=lead)
    AgreedActionFactory(visit=visit, finding=visit.findings.get())
    client = sign_in(lead)
    client.get(visit.get_absolute_url())
    with django_assert_num_queries(31):
        client.get(visit.get_absolute_url())
    for _row in range(2):
        AgreedActionFactory(visit=visit, finding=FindingFactory(visit=visit))
    with django_assert_num_queries(31):
        client.get(visit.get_absolute_url())


def shown(client, name, **query):
    return list(client.get(reverse(f"supervision:{name}"), query).context["object_list"])


def test_visit_list_filters(sign_in, lead):
    client = sign_in(lead)
    today = timezone.localdate()
    late = VisitFactory(school=school_of(lead), lead=lead, planned_on=today - timedelta(days=1))
    reported = reported_visit(school=school_of(lead, name="บ้านน้ำคำ"))
    assert shown(client, "visit_list", state="late") == [late]
    assert shown(client, "visit_list", state="counted") == [reported]
    assert shown(client, "visit_list", state="unanswered") == [reported]
    assert shown(client, "visit_list", supervisor=lead.pk) == [late]
    assert shown(client, "visit_list", q="บ้านนํ้าคํา") == [reported]
    assert shown(client, "visit_list", q=late.code) == [late]
    assert shown(client, "visit_list", network=reported.school.network.pk) == [reported]
    assert shown(client, "visit_list", year=fiscal_year(today), state="planned") == [late]


def test_action_list_filters_by_standing(sign_in, lead):
    client, today = sign_in(lead), timezone.localdate()
    late = agreed_action(done_visit(school=school_of(lead), lead=lead), due_on=today - timedelta(days=1))
    open_one = agreed_action(done_visit(school=school_of(lead), lead=lead))
    assert shown(client, "action_list", standing="overdue") == [late]
    assert shown(client, "action_list", standing="open") == [late, open_one]
    assert shown(client, "action_list", standing="closed") == []


def test_action_list_shows_what_is_not_closed_first_unless_asked_otherwise(sign_in, lead):
    visit = done_visit(school=school_of(lead), lead=lead)
    days = [timezone.localdate() + timedelta(days=days) for days in (1, 2, 3)]
    closed, late, early = (AgreedActionFactory(visit=visit, due_on=day) for day in (days[0], days[2], days[1]))
    AgreedAction.objects.filter(pk=closed.pk).update(state="closed", closed_at=timezone.now(), closed_by=lead)
    perform(visit, "report", by=lead)
    client = sign_in(lead)
    assert shown(client, "action_list") == [early, late, closed]
    assert shown(client, "action_list", sort="due") == [closed, early, late]


def test_visit_sheet_holds_the_rows_of_the_page(sign_in, lead):
    visit = VisitFactory(school=school_of(lead), lead=lead, planned_on=date(2026, 11, 21))
    response = sign_in(lead).get(reverse("supervision:visit_list"), {"format": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    school = visit.school
    head, tail = [school.name, "21 พ.ย. 2569", "นิเทศระบบประกันคุณภาพภายใน"], [str(lead), school.network.name]
    assert rows[2] == [*head, *tail, visit.code, "วางแผนแล้ว"]


# ---------------------------------------------------------------- coverage


def test_coverage_counts_visits_made_to_open_schools_by_network(lead):
    network = NetworkFactory(district=lead.district, name="เครือข่าย ก")
    visited, planned, alone = (
        SchoolFactory(district=lead.district, network=place) for place in (network, network, None)
    )
    SchoolFactory(district=lead.district, network=network, closed_on=date(2020, 1, 1))
    done_visit(school=visited, lead=lead)
    VisitFactory(school=planned, lead=lead)
    done_visit(school=alone, lead=lead)
    SchoolFactory()
    year = fiscal_year(timezone.localdate())
    assert set(coverage_by_network(lead, year)) == {
        Coverage(network.pk, "เครือข่าย ก", schools=2, covered=1),
        Coverage(None, "", schools=1, covered=1),
    }
    assert (coverage(lead, year).percent, coverage(lead, year - 1).covered) == (66, 0)


def test_coverage_follows_the_districts_own_rule(lead):
    school = school_of(lead)
    visit = done_visit(school=school, lead=lead)
    Visit.objects.filter(pk=visit.pk).update(fiscal_year=2567)
    assert coverage(lead, 2568).covered == 0
    CoverageRule.objects.create(district=lead.district, visits=1, years=3)
    assert [coverage(lead, year).covered for year in (2566, 2567, 2569, 2570)] == [0, 1, 1, 0]


def test_coverage_makes_two_queries(lead, django_assert_num_queries):
    for _row in range(3):
        done_visit(school=school_of(lead), lead=lead)
    assert lead.scope is Scope.DISTRICT  # the roles are read once
    with django_assert_num_queries(2):
        coverage_by_network(lead, 2570)


# ---------------------------------------------------------------- the school's page and desk


def test_timeline_shows_the_school_what_it_may_see(lead):
    school = school_of(lead)
    VisitFactory(school=school, lead=lead)
    reported = reported_visit(school=school, lead=lead)
    head = school_person("school_head", school)
    assert [entry.url for entry in visits_of(school, head)] == [reported.get_absolute_url()]
    assert len(list(visits_of(school, lead))) == 2


def test_desk_says_what_the_school_owes(lead):
    action = agreed_action(done_visit(school=school_of(lead), lead=lead))
    agreed_action(done_visit(school=school_of(lead), lead=lead))
    head = school_person("school_head", action.visit.school)
    owed = [(debt.url, debt.due) for debt in debts_of(action.visit.school, head)]
    assert owed == [(action.get_absolute_url(), action.due_on), (action.visit.get_absolute_url(), None)]
    assert debts_of(action.visit.school, lead) == []
