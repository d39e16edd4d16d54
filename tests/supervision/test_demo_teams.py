"""The demo's committee, meetings, order and round of visits by teams: there once, and in Thai as an office has them."""

import pytest
from django.utils import timezone

from qa_portal.office.demo import people, schools, teams
from qa_portal.office.demo.world import World
from supervision.models import Acknowledgement, Committee, Meeting, Order, Tour
from supervision.reports.duties import Matrix
from supervision.reports.tours import coverage_of, travel_of

pytestmark = pytest.mark.django_db


def test_demo_has_teams_meetings_and_an_order_once():
    world = World(today=timezone.localdate())
    schools.load_district(world)
    people.load(world)
    schools.load(world)
    for _twice in range(2):
        teams.load(world)
    assert Committee.objects.get().members.count() == 8
    assert set(Meeting.objects.values_list("number", "kind", "state")) in (
        {(1, "regular", "confirmed"), (2, "mobile", "planned")},
        {(1, "regular", "confirmed"), (1, "mobile", "planned")},  # the one to come is in another year
    )
    order = Order.objects.get(number__startswith="101/")
    assert (order.state, order.duties.count()) == ("signed", 8)
    matrix = Matrix(world.people["grouphead"], world.today)
    gaps = {topic.name for topic in matrix.gaps if topic.network is None}
    assert gaps == {"กลุ่มสาระการเรียนรู้สุขศึกษาและพลศึกษา", "ศูนย์พัฒนากลุ่มสาระการเรียนรู้สุขศึกษาและพลศึกษา"}
    assert {topic.group for topic in matrix.gaps if topic.network} == {"งานสหวิทยาเขต"}
    assert [row.shared for row in matrix.held].count(2) == 2
    assert Acknowledgement.objects.exclude(plan_filed_at=None).count() == 1
    tour = Tour.objects.get()
    teams_there = list(tour.teams.with_route())
    assert (len(coverage_of(tour, teams_there).wanted), coverage_of(tour, teams_there).missing) == (22, [])
    assert travel_of(tour, teams_there).amount == 16_000
