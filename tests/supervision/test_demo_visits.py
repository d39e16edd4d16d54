"""The demo's visits: every state, the 13 visits of BE 2555 in their grouping, and nothing new on a second run."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from qa_portal.core.models import StoredFile, TransitionRecord
from qa_portal.office.demo import people, schools, visits
from qa_portal.office.demo.world import World
from supervision.models import AgreedAction, Finding, Visit, VisitState

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(scope="module")
def world(module_rows):
    world = World(today=TODAY)
    schools.load_district(world)
    people.load(world)
    schools.load(world)
    visits.load(world)
    return world


def test_demo_visits_are_in_every_state(world):
    assert set(Visit.objects.values_list("state", flat=True)) == set(VisitState.values)
    assert set(AgreedAction.objects.agreed().values_list("state", flat=True)) == {"open", "done", "closed"}
    assert AgreedAction.objects.overdue(TODAY).exists()


def test_demo_holds_the_visits_of_2555(world):
    days = Counter(Visit.objects.in_fiscal_year(2555).values_list("held_on", flat=True))
    assert days == {date(2012, 5, 24): 3, date(2012, 5, 31): 4, date(2012, 6, 27): 4, date(2012, 6, 28): 2}


def test_demo_visits_loaded_again_change_nothing(world):
    def counts():
        models = (Visit, Visit.history.model, Finding, AgreedAction, TransitionRecord, StoredFile)
        return [model.objects.count() for model in models]

    before = counts()
    visits.load(world)
    assert counts() == before
