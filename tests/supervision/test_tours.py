"""Rounds of visits by teams: the plan of S001 (A5-05), what does not fit, and the visits made of a round."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from projects.models import Rate
from qa_portal.core.workflow import Refused
from schools.models import Conflict, School
from supervision.checks.tours import flaws_of
from supervision.models import Tour, TourPerson, TourStop, Visit
from supervision.reports.tours import coverage_of, travel_of
from supervision.services.tours import make_visits, propose_route, save_people, save_route, set_teams
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory
from tests.factories.supervision import VisitFactory, done_visit
from tests.factories.teams import MONDAY, led, tour_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return person("group_head")


def schools_of(district, count, networks=1):
    homes = [NetworkFactory(district=district) for _number in range(networks)]
    return [SchoolFactory(district=district, network=homes[number % networks]) for number in range(count)]


def teams_of(tour):
    return list(tour.teams.with_route())


def flaws(tour):
    teams = teams_of(tour)
    with override("en"):
        return [(flaw.sentence, flaw.stops_round) for flaw in flaws_of(tour, teams, coverage_of(tour, teams).missing)]


def test_plan_of_s001_covers_71_schools_and_costs_36000(head):
    """9 teams × 5 people, 4 days, 7-8 schools a team, each of 71 schools once; 45 × 200 × 4 = 36,000 (S001:189)."""
    tour = tour_of(head.district, schools=schools_of(head.district, 71, networks=9), teams=9, daily_rate=200)
    for team in tour.teams.all():
        led(team, others=4)
    assert propose_route(tour) == 71
    teams = teams_of(tour)
    coverage, travel = coverage_of(tour, teams), travel_of(tour, teams)
    assert (coverage.planned, len(coverage.wanted), coverage.visited) == (71, 71, 0)
    assert sorted(len(team.stops.all()) for team in teams) == [7, 8, 8, 8, 8, 8, 8, 8, 8]
    assert {len(team.days) for team in teams} == {4}
    assert (travel.people, travel.same_days, travel.rate, travel.amount) == (45, 4, 200, 36_000)
    with override("th"):
        assert travel.arithmetic == "45 คน × 200 บาท × 4 วัน = 36,000 บาท"
    assert flaws(tour) == []
    assert make_visits(tour, purpose="iqa", by=head) == 71
    assert Visit.objects.count() == 71
    assert make_visits(tour, purpose="iqa", by=head) == 0
    assert Visit.objects.count() == 71
    visit = TourStop.objects.filter(team=teams[0]).first().visit
    assert (visit.lead, len(visit.others.splitlines())) == (teams[0].lead, 4)


def test_travel_counts_each_teams_own_days(head):
    schools = schools_of(head.district, 3)
    tour = tour_of(head.district, schools=schools, teams=2, daily_rate=200)
    first, second = tour.teams.all()
    led(first, others=2)
    led(second)
    places = [(first, MONDAY), (first, MONDAY + timedelta(days=1)), (second, MONDAY)]
    save_route(tour, dict(zip(schools, places, strict=True)))
    travel = travel_of(tour, teams_of(tour))
    assert [(line.people, line.days, line.amount) for line in travel.lines] == [(3, 2, 1200), (1, 1, 200)]
    assert (travel.same_days, travel.person_days, travel.amount) == (None, 7, 1400)


def test_proposal_keeps_networks_together(head):
    tour = tour_of(head.district, schools=schools_of(head.district, 8, networks=2), teams=2)
    propose_route(tour)
    assert [len({stop.school.network for stop in team.stops.all()}) for team in teams_of(tour)] == [1, 1]


def test_proposal_keeps_what_is_placed(head):
    schools = schools_of(head.district, 8, networks=2)
    tour = tour_of(head.district, schools=schools, teams=2)
    first, second = tour.teams.all()
    save_route(tour, {schools[0]: (second, MONDAY)})
    assert propose_route(tour) == 7
    assert TourStop.objects.get(school=schools[0]).team == second
    assert [stop.team_id for stop in TourStop.objects.exclude(school=schools[0])].count(first.pk) == 4
    assert propose_route(tour) == 0


def test_proposal_sends_nobody_where_an_interest_stands_against_it(head):
    schools = schools_of(head.district, 4)
    tour = tour_of(head.district, schools=schools, teams=2)
    first, second = tour.teams.all()
    lead = led(first)
    led(second)
    Conflict.objects.create(user=lead, school=schools[0], reason="เคยเป็นผู้อำนวยการ", since=date(2020, 1, 1))
    propose_route(tour)
    assert TourStop.objects.get(school=schools[0]).team == second
    assert sorted(team.stops.count() for team in (first, second)) == [2, 2]


def test_flaws_are_said_and_only_wrong_visits_stop_the_round(head):
    schools = schools_of(head.district, 3)
    tour = tour_of(head.district, schools=schools, teams=2, daily_rate=300)
    first, second = tour.teams.all()
    lead = led(first)
    TourPerson.objects.create(team=second, user=lead, role="member")
    Conflict.objects.create(user=lead, school=schools[0], reason="ญาติ", since=date(2020, 1, 1))
    TourStop.objects.create(team=first, school=schools[0], planned_on=date(2026, 12, 19))
    TourStop.objects.create(team=second, school=schools[0], planned_on=MONDAY)
    save_route(tour, {schools[1]: (first, MONDAY)})
    other = VisitFactory(school=schools[2], lead=lead, planned_on=MONDAY)
    Rate.objects.create(
        district=head.district, label="เดินทาง", words="เดินทาง", ceiling=200, since=date(2020, 1, 1)
    )  # fmt: skip
    assert flaws(tour) == [
        ("Team 2 has no leader with an account: nobody could report its visits.", True),
        (f"Team 1, {schools[0].name}: 19 ธ.ค. 2569 is outside the days of the round.", True),
        (f"{schools[0].name} is on the route more than once: Team 1, Team 2.", False),
        (f"{lead} is in more than one team: Team 1, Team 2.", False),
        (f"{lead} is expected at {other.school.name} too on 14 ธ.ค. 2569.", False),
        (f"Team 1: {lead} has a conflict of interest with {schools[0].name}.", False),
        (f"Team 2: {lead} has a conflict of interest with {schools[0].name}.", False),
        (
            "ค่าเบี้ยเลี้ยง ค่าพาหนะเดินทาง: 300 baht is above the office's ceiling of 200 (เดินทาง).",
            False,
        ),
        (f"1 school has no team: {schools[2].name}.", False),
    ]
    with pytest.raises(Refused):
        make_visits(tour, purpose="iqa", by=head)
    assert Visit.objects.count() == 1


def test_school_that_is_closed_on_its_day_is_said_and_makes_no_visit(head):
    closing, open_one = schools_of(head.district, 2)
    School.objects.filter(pk=closing.pk).update(closed_on=MONDAY, closing_reason="รวม")
    tour = tour_of(head.district, schools=[closing, open_one])
    team = tour.teams.get()
    led(team)
    save_route(tour, {closing: (team, MONDAY), open_one: (team, MONDAY)})
    assert flaws(tour) == [(f"Team 1, {closing.name}: the school is closed since 14 ธ.ค. 2569.", True)]
    with pytest.raises(Refused):
        make_visits(tour, purpose="iqa", by=head)


def test_stop_on_a_weekend_is_said(head):
    (school,) = schools_of(head.district, 1)
    tour = tour_of(head.district, schools=[school], ends_on=date(2026, 12, 20))
    team = tour.teams.get()
    led(team)
    save_route(tour, {school: (team, date(2026, 12, 19))})
    assert flaws(tour) == [(f"Team 1, {school.name}: 19 ธ.ค. 2569 is a weekend.", False)]


def test_stop_of_another_round_on_the_same_day_is_said(head):
    schools = schools_of(head.district, 2)
    tour, other = (tour_of(head.district, schools=[school]) for school in schools)
    lead = led(tour.teams.get())
    led(other.teams.get(), lead)
    for row, school in ((tour, schools[0]), (other, schools[1])):
        save_route(row, {school: (row.teams.get(), MONDAY)})
    assert flaws(tour) == [(f"{lead} is expected at {schools[1].name} too on 14 ธ.ค. 2569.", False)]


def test_teams_are_dropped_only_when_empty(head):
    tour = tour_of(head.district, teams=3)
    led(tour.teams.get(number=2))
    with pytest.raises(Refused):
        set_teams(tour, 1)
    set_teams(tour, 2)
    assert [team.number for team in tour.teams.all()] == [1, 2]


def test_lead_changes_hands(head):
    tour = tour_of(head.district)
    team = tour.teams.get()
    old, new = led(team), person("supervisor", head.district)
    save_people(tour, {teams_of(tour)[0]: [(new, "", "", "lead"), (old, "", "", "member")]})
    assert {row.user: row.role for row in team.people.all()} == {new: "lead", old: "member"}


def test_a_stop_with_its_visit_stays_where_it_is(head):
    (school,) = schools_of(head.district, 1)
    tour = tour_of(head.district, schools=[school], teams=2)
    first, second = tour.teams.all()
    led(first)
    save_route(tour, {school: (first, MONDAY)})
    make_visits(tour, purpose="iqa", by=head)
    save_route(tour, {school: (second, MONDAY)})
    save_route(tour, {school: None})
    assert TourStop.objects.get().team == first


def test_visited_schools_are_counted(head):
    schools = schools_of(head.district, 2)
    tour = tour_of(head.district, schools=schools)
    team = tour.teams.get()
    visit = done_visit(school=schools[0])
    TourStop.objects.create(team=team, school=schools[0], planned_on=MONDAY, visit=visit)
    coverage = coverage_of(tour, teams_of(tour))
    assert (coverage.planned, coverage.visited, coverage.missing) == (1, 1, [schools[1]])


# ---------------------------------------------------------------- pages


def address(name, *args):
    return reverse(f"supervision:{name}", args=args)


def test_round_is_made_filled_and_turned_into_visits_by_its_pages(sign_in, head):
    schools = schools_of(head.district, 4)
    leads = [person("supervisor", head.district) for _number in range(2)]
    client = sign_in(head)
    basics = {
        "name": "นิเทศบูรณาการ", "begins_on": "14/12/2569", "ends_on": "15/12/2569", "daily_rate": "200",
        "team_count": "2", "schools": [school.pk for school in schools],
    }  # fmt: skip
    response = client.post(address("tour_create"), basics)
    tour = Tour.objects.get()
    assert response.url == address("tour_people", tour.pk)
    people = {"lead_1": leads[0].pk, "lead_2": leads[1].pk, "typed_1": "นางสาวตัวอย่าง ใจดี, กรรมการ\nนายสมมุติ"}
    assert client.post(address("tour_people", tour.pk), people).status_code == 302
    assert [str(row) for row in tour.teams.first().people.all()] == [str(leads[0]), "นางสาวตัวอย่าง ใจดี", "นายสมมุติ"]
    client.post(address("tour_propose", tour.pk))
    assert TourStop.objects.count() == 4
    page = client.get(address("tour_visits", tour.pk))
    assert page.context["flaws"] == []
    for _twice in range(2):
        client.post(address("tour_visits", tour.pk), {"purpose": "iqa"})
    assert Visit.objects.count() == 4


def test_flaws_are_to_be_read_before_the_visits_are_made(sign_in, head):
    schools = schools_of(head.district, 2)
    tour = tour_of(head.district, schools=schools)
    team = tour.teams.get()
    led(team)
    save_route(tour, {schools[0]: (team, MONDAY)})
    client = sign_in(head)
    assert client.post(address("tour_visits", tour.pk), {"purpose": "iqa"}).status_code == 422
    assert client.post(address("tour_visits", tour.pk), {"purpose": "iqa", "seen": "on"}).status_code == 302
    assert Visit.objects.count() == 1


def test_route_is_moved_and_a_stale_page_is_refused(sign_in, head):
    (school,) = schools_of(head.district, 1)
    tour = tour_of(head.district, schools=[school], teams=2)
    client = sign_in(head)
    opened = client.get(address("tour_route", tour.pk)).context["form"]["opened_version"].value()
    first = {"opened_version": opened, f"team_{school.pk}": "1", f"day_{school.pk}": "2026-12-14"}
    assert client.post(address("tour_route", tour.pk), first).status_code == 302
    assert client.post(address("tour_route", tour.pk), first).status_code == 302  # the same, sent twice
    second = {"opened_version": opened, f"team_{school.pk}": "2", f"day_{school.pk}": "2026-12-15"}
    assert client.post(address("tour_route", tour.pk), second).status_code == 422
    assert TourStop.objects.get().team.number == 1


def test_team_without_day_is_refused(sign_in, head):
    (school,) = schools_of(head.district, 1)
    tour = tour_of(head.district, schools=[school])
    response = sign_in(head).post(address("tour_route", tour.pk), {f"team_{school.pk}": "1", f"day_{school.pk}": ""})
    assert list(response.context["form"].errors) == [f"day_{school.pk}"]


@pytest.mark.parametrize(("name", "queries"), [("tour_list", 5), ("tour_detail", 15)])
def test_pages_make_as_many_queries_for_three_rows_as_for_one(name, queries, sign_in, head, django_assert_num_queries):
    client = sign_in(head)

    def more(count):
        schools = schools_of(head.district, count)
        row = tour_of(head.district, schools=schools, teams=count)
        for team, school in zip(row.teams.all(), schools, strict=True):
            save_route(row, {school: (team, MONDAY)})
            led(team)
        make_visits(row, purpose="iqa", by=head)
        return row

    small, large = more(1), more(3)
    where = [address(name, *([row.pk] if name == "tour_detail" else [])) for row in (small, large)]
    client.get(where[0])
    for page in where:
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200


def test_another_office_sees_nothing_of_a_round(sign_in, head):
    tour = tour_of(DistrictFactory())
    client = sign_in(head)
    assert client.get(address("tour_detail", tour.pk)).status_code == 404
    assert list(client.get(address("tour_list")).context["object_list"]) == []
