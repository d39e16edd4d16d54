"""What `manage.py verify` says of batches and plans that somebody changed by hand."""

import pytest

from tests.core.verify_kit import all_told, expected
from tests.factories.batch import gathered, sent, small_desk
from tests.factories.plan import plan_of

pytestmark = pytest.mark.django_db

TABLE = [
    (
        "supervision.batches",
        "UPDATE supervision_batch SET letter_number = 'ศธ 1/1'",
        "Batch {batch}: it was changed after it was sent.",
    ),
    (
        "supervision.batches",
        "UPDATE supervision_batch SET number = 2",
        "Cycle {cycle}: a batch before number 2 is missing.",
    ),
    (
        "supervision.own_work",
        "UPDATE supervision_supervisionplan SET proposed_by_id = {by}, proposed_at = created_at, "
        "approved_by_id = {by}, approved_at = created_at",
        "SupervisionPlan {plan} was approved by whom it was proposed by.",
    ),
]


@pytest.fixture
def world():
    desk = small_desk()
    batch = sent(gathered(desk), desk.manager)
    return {"batch": batch.pk, "cycle": desk.cycle.pk, "by": desk.manager.pk, "plan": plan_of().pk}


def test_each_row_that_was_changed_by_hand_is_told(world):
    assert all_told(world, TABLE) == expected(world, TABLE)
