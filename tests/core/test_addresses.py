"""What an address names, and what it cannot name."""

import pytest

from qa_portal.core.addresses import key_in, keys_in, year_in
from qa_portal.core.roles import ROLES, Verb, Viewer, office_can

LONGEST = "9" * 18


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("๑๒", 12),
        (LONGEST, int(LONGEST)),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("x", None),
        ("²", None),
        ("9" * 19, None),
    ],
)
def test_key_is_what_a_database_could_hold(text, key):
    assert key_in(text) == key


def test_keys_are_read_from_ticks_and_from_lists():
    assert keys_in(["1", "2,3", "", "x,4", "9" * 19]) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("text", "year"),
    [("2569", 2569), ("๒๕๖๙", 2569), ("2700", 2700), ("2400", None), ("2701", None), ("569", None), ("", None)],
)
def test_year_is_of_the_buddhist_era(text, year):
    assert year_in(text) == year


@pytest.mark.parametrize(("slug", "may"), [("director", True), ("national_viewer", False), ("school_head", False)])
def test_office_can_what_its_own_people_may(slug, may):
    role = ROLES[slug]
    viewer = Viewer(scope=role.scope, verbs=role.verbs | {Verb.WRITE_LETTERS}, district_id=1, pk=1)
    assert office_can(viewer, Verb.WRITE_LETTERS) is may
