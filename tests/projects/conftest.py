from copy import deepcopy
from datetime import date

import pytest
from django.db import transaction

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
def loaded_world(django_db_setup, django_db_blocker):
    """Loading takes seconds: once for all tests of a file, and taken back behind them."""
    with django_db_blocker.unblock(), transaction.atomic():
        district = DistrictFactory()
        people = {name: person(role, district, username=name) for name, role in ROLES.items()}
        world = World(today=date(2026, 11, 21), district=district, people=people)
        projects.load(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(loaded_world, db):
    """The demo's projects in a district of their own. Each test rolls back to them and has objects of its own; the
    other tests of its file see these rows too."""
    return deepcopy(loaded_world)
