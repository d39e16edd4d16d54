"""The history of a row in words."""

from types import SimpleNamespace

import pytest

from qa_portal.core.history import _shown

PLAIN = SimpleNamespace(choices=None, is_relation=False)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        ({}, "–"),
        (0, "0"),
        (True, "ใช่"),
        (False, "ไม่ใช่"),
        ({"office": "สพป.", "unit": "", "hours": [1, 2]}, "สพป. · 1 · 2"),
    ],
)
def test_history_shows_values_without_words_of_the_machine(value, said):
    assert _shown(PLAIN, None, value) == said
