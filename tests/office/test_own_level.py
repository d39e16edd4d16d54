"""A9-03: the level that the items of an indicator suggest, for every combination that matters."""

from itertools import product

import pytest
from django.utils.translation import override

from qa_portal.office.checks.own_standards import suggestion
from qa_portal.office.models import Clarity

NONE, UNCLEAR, CLEAR = Clarity.NONE, Clarity.UNCLEAR, Clarity.CLEAR


def rubric(items):
    """The sentences of S004, one by one: what each level asks for, and nothing where none speaks."""
    if len(items) != 5 or not all(is_done for is_done, _clarity in items):
        return None
    clarities = [clarity for _is_done, clarity in items]
    if all(clarity == CLEAR for clarity in clarities):
        return 4
    if any(clarity == CLEAR for clarity in clarities) and "" not in clarities:
        return 3
    if all(clarity == UNCLEAR for clarity in clarities):
        return 2
    return 1 if all(clarity == NONE for clarity in clarities) else None


def test_suggestion_is_the_rubric_for_every_combination_of_five_items():
    every = list(product((True, False), ("", NONE, UNCLEAR, CLEAR)))
    wrong = [items for items in product(every, repeat=5) if suggestion(items).value != rubric(items)]
    assert wrong == []


@pytest.mark.parametrize(
    ("clarities", "level"),
    [
        ([NONE] * 5, 1),
        ([UNCLEAR] * 5, 2),
        ([CLEAR] + [UNCLEAR] * 4, 3),
        ([CLEAR] + [NONE] * 4, 3),
        ([CLEAR] * 4 + [NONE], 3),
        ([CLEAR] * 5, 4),
        ([NONE] * 4 + [UNCLEAR], None),
        ([NONE] + [UNCLEAR] * 4, None),
    ],
)
def test_suggestion_of_items_that_are_all_done(clarities, level):
    said = suggestion([(True, clarity) for clarity in clarities])
    assert (said.value, said.is_complete) == (level, True)


@pytest.mark.parametrize("undone", range(5))
def test_suggestion_is_none_while_one_item_is_not_done(undone):
    said = suggestion([(number != undone, CLEAR) for number in range(5)])
    with override("th"):
        assert (said.value, said.is_complete) == (None, False)


def test_suggestion_is_none_without_items():
    assert suggestion([]).value is None
