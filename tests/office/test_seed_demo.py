from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from qa_portal.core.models import District, User
from qa_portal.core.roles import ROLES
from qa_portal.core.tables import read_table
from qa_portal.core.thai import academic_year
from qa_portal.office.demo import people
from qa_portal.office.demo import schools as demo_schools
from qa_portal.office.demo.world import World
from schools.models import School, SchoolSize
from tests.factories.core import DistrictFactory

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "shared" / "data" / "schools_obec_2022.csv"
TODAY = date(2026, 11, 21)


def load(day=TODAY):
    world = World(today=day)
    demo_schools.load_district(world)
    people.load(world)
    demo_schools.load(world)
    return world


def row_counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models(include_auto_created=True)}


def test_demo_refuses_a_database_with_real_districts():
    DistrictFactory()
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert User.objects.count() == 0


@pytest.mark.same_on_both
def test_demo_loads_whole_and_a_second_run_changes_nothing(capsys):
    call_command("seed_demo")
    before = row_counts()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(ROLES)
    call_command("seed_demo")
    assert row_counts() == before
    assert District.objects.get().code == "9901"


def test_demo_people_have_the_roles_and_schools_of_their_names():
    world = load()
    assert {slug for user in world.people.values() for slug in user.roles} == set(ROLES)
    assert world.people["teacher24"].memberships.get().school == world.schools[23]
    assert world.people["director"].check_password(people.PASSWORD)


def test_demo_schools_cover_every_size_a_new_name_a_merger_and_a_closing():
    world = load()
    assert len(world.schools) == 24
    assert {school.size for school in world.schools} == set(SchoolSize)
    assert list(School.objects.exclude(successor=None)) == [world.schools[22]]
    assert [school.is_open for school in world.schools[22:]] == [False, False]
    assert list(School.objects.without_supervisor()) == [world.schools[17]]
    renamed = world.schools[7]
    assert renamed.facts.count() == 2
    years = set(renamed.figures.values_list("academic_year", flat=True))
    assert years == {academic_year(TODAY) - ago for ago in range(3)}


@pytest.mark.parametrize("day", [date(2026, 5, 16), date(2026, 10, 1), date(2027, 4, 30), date(2028, 2, 29)])
def test_demo_is_alive_on_any_day_of_the_year(day):
    assert len(load(day).schools) == 24


@pytest.mark.skipif(not DATA.exists(), reason="the OBEC list is not beside the project")
def test_no_demo_school_bears_the_name_of_a_real_one():
    table = read_table(DATA.read_bytes(), "text/csv")
    real = {cells[table.headers.index("name_th")] for number, cells in table.rows}
    assert {plan.name for plan in demo_schools.PLANS} & real == set()
    assert demo_schools.RENAMED_FROM not in real
