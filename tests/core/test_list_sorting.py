"""Every list sorts by every column that says it can, also by the sums that it adds to its rows."""

import pytest
from django.urls import resolve

from qa_portal.core.pages import ListPage
from tests.access.table import TABLE
from tests.access.world import World
from tests.test_access import address_for, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.on_each]

ROWS_ONLY = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


def lists(rows):
    """{name: address} of the pages that are a ListPage."""
    found = {name: address_for(name, rows) for name in addresses() if name in TABLE}
    pages = {name: getattr(resolve(address).func, "view_class", object) for name, address in found.items()}
    return {name: found[name] for name, page in pages.items() if issubclass(page, ListPage)}


def sorts_of(client, address):
    response = client.get(address)
    columns = response.context["columns"] if response.status_code == 200 else []
    return [column.key for column in columns if column.order]


def test_every_list_sorts_by_each_of_its_columns(world, sign_in):
    client = sign_in(world.people["group_head"])
    client.raise_request_exception = False
    asked = [f"{address}?sort={key}" for address in lists(world.own).values() for key in sorts_of(client, address)]
    broken = [address for address in asked if client.get(address, headers=ROWS_ONLY).status_code != 200]
    assert (broken, len(asked) > 100) == ([], True)
