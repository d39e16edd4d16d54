"""What a careless or an ill-willed visitor sends: it is answered with a page or a sentence, never with an error 500."""

import pytest
from django.db import transaction
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django_filters import FilterSet

from tests.access_world import World
from tests.test_access import BY_POST, TABLE, address_for

pytestmark = pytest.mark.django_db

HUGE = 10**30
VALUES = ["abc", "-1", str(HUGE), "-", "\x00", "%s %(x)s {0} {{7*7}}", "'\"><script>", "๒๕๖๙", "ก" * 3000, "1e400", "NaN"]
PAGES = ["abc", "999999", "0", "-1", str(HUGE), "last", "\x00", ""]
SORTS = ["nothing", "-", "--name", "pk;drop", "\x00", "name__password", "ก"]
READ_ONLY = [name for name in TABLE if name not in BY_POST]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def a_person(world, name):
    """Someone of the table who gets in."""
    return world.people[min(TABLE[name][1])]


def enter(client, user):
    client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
    client.raise_request_exception = False
    return client


def status_of(client, address, **headers):
    response = client.get(address, headers=headers)
    if response.streaming:
        list(response)
    return response.status_code


def parameters(address):
    """The names that the page's filter knows, and those that every page may meet."""
    view = resolve(address).func
    filterset = getattr(getattr(view, "view_class", None), "filterset_class", FilterSet)
    return [*filterset.base_filters, "year", "academic_year", "next", "digits", "school"]


def queries(address):
    yield from ({"page": value} for value in PAGES)
    yield from ({"sort": value} for value in SORTS)
    for name in dict.fromkeys(parameters(address)):
        for value in VALUES:
            yield {name: value}
            yield {name: value, "format": "xlsx"}


@pytest.mark.parametrize("name", READ_ONLY)
def test_hostile_query_never_breaks_a_page(name, world, client):
    address = address_for(name, world.own)
    enter(client, a_person(world, name))
    broken = [query for query in queries(address) if status_of(client, f"{address}?{urlencode(query)}") >= 500]
    assert broken == []
