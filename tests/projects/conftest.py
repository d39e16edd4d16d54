from copy import deepcopy
from datetime import date

import pytest

from qa_portal.office.demo import projects
from qa_portal.office.demo.world import World
from tests.factories.core import DistrictFactory, person

ROLES = {
    "director": "director",
    "deputy": "deputy",
    "grouphead": "group_head",
    "plan": "plan_staff",
    "finance": "finance_staff",
    **{f"supervisor{n}": "supervisor" for n in range(1, 6)},
}


@pytest.fixture(scope="module")
def loaded_world(module_rows):
    district = DistrictFactory()
    people = {name: person(role, district, username=name) for name, role in ROLES.items()}
    world = World(today=date(2026, 11, 21), district=district, people=people)
    projects.load(world)
    return world


@pytest.fixture
def world(loaded_world, db):
    """The demo's projects in a district of their own, loaded once for all tests of a file: loading takes seconds. Each
    test has objects of its own; the other tests of the file see these rows too."""
    return deepcopy(loaded_world)
