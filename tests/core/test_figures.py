from decimal import Decimal

import pytest

from qa_portal.core.figures import with_unit


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal("80.00"), "ร้อยละ", "ร้อยละ 80"),
        (Decimal(100), "ร้อยละ", "ร้อยละ 100"),
        (Decimal("95.5"), "%", "95.50%"),
        (Decimal(1054), "คน", "1,054 คน"),
        (Decimal(3), "", "3"),
    ],
)
def test_number_stands_with_its_unit_as_people_say_it(value, unit, words):
    assert with_unit(value, unit) == words
