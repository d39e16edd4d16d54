from datetime import date, timedelta

import pytest

from qa_portal.core.thai import academic_year
from qa_portal.office.demo import cycle as demo
from schools.models import SarReminder
from schools.services.cadence import next_round
from schools.services.mapping import matches_between, unmatched
from tests.factories.sar import Desk

from .test_seed_demo import TODAY, load

pytestmark = pytest.mark.django_db


def test_demo_has_standards_for_the_next_year_that_continue_those_of_today():
    desk = Desk(level="basic")
    older = desk.cycle.basic_framework
    newer = demo.prepare_standards(desk.district, older, TODAY, by=desk.manager)
    left, fresh = unmatched(older, newer, matches_between(older, newer))
    assert (left, [row.name for row in fresh]) == ([], [demo.NEW_ITEM])
    assert newer.in_force_from == academic_year(TODAY) + 1


def test_demo_cycle_has_reminded_those_who_owe_and_will_again():
    desk = Desk(level="basic")
    today = date.today()  # noqa: DTZ011  the factory's window lies around it
    demo.remind_by_itself(desk.cycle, today, by=desk.manager)
    sent = SarReminder.objects.filter(sar=desk.sar, sent_by=None).get()
    assert sent.sent_at.date() <= today - timedelta(days=demo.LAST_ROUND_AGO - 1)
    assert next_round(desk.cycle).day == today + timedelta(days=demo.REMINDS_EVERY - demo.LAST_ROUND_AGO)


def test_demo_schools_aim_at_levels_in_the_year_that_runs():
    world = load()
    demo.aim(world)
    year = academic_year(TODAY)
    chosen = (1, *demo.UNANNOUNCED, *demo.WITHOUT)
    sheets = {n: world.schools[n - 1].target_sheets.filter(academic_year=year) for n in chosen}
    stands = {n: set(rows.values_list("state", flat=True)) for n, rows in sheets.items()}
    unannounced, nothing = {n: {"draft"} for n in demo.UNANNOUNCED}, {n: set() for n in demo.WITHOUT}
    assert stands == {1: {"announced"}} | unannounced | nothing
