"""Keeping figures while somebody writes: what is kept is true or marked, however the two fall together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from qa_portal.core.summaries import Summary
from schools.models import School
from tests.factories.schools import SchoolFactory

from .office_world import FISCAL, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def schools(districts, fiscal, day):
    return {pk: {"schools": School.objects.filter(district=pk).count()} for pk in districts}


COUNTED = Summary("probe", schools)


@pytest.fixture
def office():
    return SchoolFactory().district


def read(office, summary=COUNTED):
    return summary.of(office.pk, FISCAL, TODAY)["schools"]


def beside(act):
    """What the act gives, done by somebody else over a connection of their own."""

    def do():
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def interrupted(office, *acts):
    """Reads the figures; between computing and keeping them somebody else acts."""

    def compute(districts, fiscal, day):
        figures = schools(districts, fiscal, day)
        for act in acts:
            beside(act)
        return figures

    return read(office, Summary("probe", compute))


def test_change_while_figures_are_computed_marks_them(office):
    assert (interrupted(office, lambda: SchoolFactory(district=office)), read(office)) == (1, 2)


def test_who_computed_before_a_change_keeps_nothing_after_it(office):
    """The second reader has taken the mark away: the first must not put the old figures in place of the new."""
    acts = (lambda: SchoolFactory(district=office), lambda: read(office))
    assert (interrupted(office, *acts), read(office)) == (1, 2)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets nobody keep while somebody writes")
def test_change_that_is_committed_after_the_reading_is_seen(office):
    with transaction.atomic():
        SchoolFactory(district=office)
        before = beside(lambda: read(office))
    assert (before, read(office)) == (1, 2)
