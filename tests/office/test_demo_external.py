"""The demo's external results: every kind of difference and every state is there, and a second run adds nothing."""

import pytest
from django.utils import timezone

from qa_portal.core.models import Notice, StoredFile, TransitionRecord
from qa_portal.office.demo import external, external_results, people, schools, visits
from qa_portal.office.demo.world import World
from supervision.models import Correspondence, Recommendation, ResultPaper
from supervision.reports.results import read_results

pytestmark = pytest.mark.django_db
PARTS = (people, schools, visits, external, external_results)


@pytest.fixture
def world():
    world = World(today=timezone.localdate())
    schools.load_district(world)
    for part in PARTS:
        part.load(world)
    return world


def test_demo_shows_every_difference_and_state_and_a_second_run_adds_nothing(world):
    found = [read_results(paper.assessment) for paper in ResultPaper.objects.filter(kind="final")]
    assert [len(results.differences) for results in found if results.differences] == [1]
    assert any(results.changes for results in found)
    assert set(Recommendation.objects.values_list("state", flat=True)) == {"open", "under_way", "closed"}
    assert (Recommendation.objects.to_close().count(), Recommendation.objects.overdue().count()) == (1, 1)
    assert (Correspondence.objects.waiting().count(), Correspondence.objects.overdue().count()) == (1, 1)
    models = (ResultPaper, Recommendation, Correspondence, StoredFile, TransitionRecord, Notice)
    before = [model.objects.count() for model in models]
    external_results.load(world)
    assert [model.objects.count() for model in models] == before
