from decimal import Decimal

import pytest

from supervision.models import score_of
from tests.factories.supervision import VisitFactory, rate, small_instrument

pytestmark = pytest.mark.django_db


def scored(values):
    visit = VisitFactory(instrument=small_instrument())
    rate(visit, values)
    return score_of(visit)


def test_score_leaves_not_applicable_and_unanswered_out_of_the_mean():
    whole = scored([5, "na", None]).whole
    assert (whole.total, whole.count, whole.mean, whole.not_applicable, whole.unanswered) == (
        5,
        1,
        Decimal("5.00"),
        1,
        1,
    )


def test_score_is_the_mean_of_all_rated_items_not_of_sections():
    score = scored([2, 2, 5])
    assert [part.score.mean for part in score.sections] == [Decimal("2.00"), Decimal("5.00")]
    assert (score.whole.total, score.whole.count, score.whole.mean) == (9, 3, Decimal("3.00"))


def test_score_counts_what_was_answered_over_items_of_all_kinds():
    score = scored([2, None, 5])
    assert (score.answered, score.asked) == (2, sum(len(part.rows) for part in score.sections))


def test_score_of_nothing_rated_is_no_number():
    whole = scored(["na", "na", "na"]).whole
    assert (whole.mean, whole.level) == (None, None)


@pytest.mark.parametrize(
    ("values", "mean", "word"),
    [
        ([5, 4, None], "4.50", "ระดับ 5"),
        ([4, 4, 5], "4.33", "ระดับ 4"),
        ([1, 1, 2], "1.33", "ระดับ 1"),
        ([2, 1, None], "1.50", "ระดับ 2"),
    ],
)
def test_score_reaches_the_level_at_its_edge(values, mean, word):
    whole = scored(values).whole
    assert (str(whole.mean), whole.level.word) == (mean, word)


def test_score_of_a_visit_without_an_instrument_is_none():
    assert score_of(VisitFactory()) is None


def test_score_makes_as_many_queries_for_three_sections_as_for_two(django_assert_num_queries):
    visit = VisitFactory(instrument=small_instrument())
    rate(visit, [3, 3, 3])
    with django_assert_num_queries(4):
        score_of(visit)
    section = visit.instrument.sections.create(position=3, title="ด้าน 3")
    section.items.create(position=1, number="3.1", text="รายการ")
    with django_assert_num_queries(4):
        score_of(visit)
