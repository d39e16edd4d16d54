"""An office as it stood on a past day: each figure is the rows that it opens, and nothing later is counted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from qa_portal.core.models import TransitionRecord
from supervision.models import Visit

from .office_world import TODAY, OfficeWorld
from .test_figures import answer, wrong_figures

__all__ = ["answer"]
pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def world():
    """Visits of 15 to 18 November, reported late on the 18th; SARs sent on the 6th and the 16th, one of them accepted,
    given back and accepted again; a promise closed just after midnight of the 19th."""
    world = OfficeWorld()
    Visit.objects.exclude(reported_at=None).update(reported_at=datetime(2026, 11, 18, 23, 30, tzinfo=BANGKOK))
    accepted = world.cycle.sars.filter(state="accepted").first()
    for day, target in ((10, "accepted"), (12, "returned"), (19, "accepted")):
        _step(world, accepted, target, datetime(2026, 11, day, 9, tzinfo=BANGKOK))
    action = world.visits[3].actions.get(state="closed")
    _step(world, action, "closed", datetime(2026, 11, 19, 0, 30, tzinfo=BANGKOK))
    return world


def _step(world, row, target, moment):
    record = TransitionRecord.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        transition=target,
        target=target,
        done_by=world.director,
    )
    TransitionRecord.objects.filter(pk=record.pk).update(done_at=moment)


def page_of(client, world, **asked):
    response = client.get(reverse("office:dashboard_as_at", args=[world.district.pk]), asked)
    assert response.context["form"].errors == {}
    return response.context["page"]


@pytest.mark.parametrize(
    ("day", "values"),
    [
        (date(2026, 9, 30), [8, 0, 0, 0, 0, 0, 0, 0, 0]),
        (date(2026, 11, 5), [8, 0, 0, 0, 0, 0, 0, 0, 6001]),
        (date(2026, 11, 11), [8, 0, 0, 0, 4, 1, 0, 0, 6001]),
        (date(2026, 11, 17), [8, 3, 3, 0, 6, 0, 0, 0, 6001]),
        (date(2026, 11, 18), [8, 4, 4, 3, 6, 0, 12, 0, 6001]),
        (TODAY, [8, 4, 4, 3, 6, 1, 12, 1, 6001]),
    ],
)
def test_figures_of_a_day_are_the_rows_they_open(sign_in, answer, world, day, values):
    page = page_of(sign_in(world.director), world, day=day.isoformat())
    assert wrong_figures(answer, world.director, page.figures) == []
    assert [figure.value for figure in page.figures] == values


def test_day_to_come_is_refused_and_today_shown(sign_in, world):
    address = reverse("office:dashboard_as_at", args=[world.district.pk])
    response = sign_in(world.director).get(address, {"day": "22/11/2569"})
    assert list(response.context["form"].errors) == ["day"]
    assert response.context["page"].year.today == TODAY


def test_narrowed_figures_of_a_day_are_the_rows_they_open(sign_in, answer, world):
    page = page_of(sign_in(world.director), world, day="2026-11-18", network=world.networks[0].pk)
    assert wrong_figures(answer, world.director, page.figures) == []
    assert page.figures[0].value == 3
