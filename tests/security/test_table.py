"""docs/security.md says nothing of tests that are not there, and leaves no requirement of the level out."""

import re
from pathlib import Path

from django.conf import settings

ROWS = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$", re.MULTILINE)
# The active requirements of ASVS 4.0.3, level 2: section → how many from 1 on, or which.
LEVEL_2 = {
    "1.1": 7, "1.2": 4, "1.4": (1, 4, 5), "1.5": 4, "1.6": 4, "1.7": 2, "1.8": 2, "1.9": 2, "1.10": 1, "1.11": 2,
    "1.12": (2,), "1.14": 6, "2.1": 12, "2.2": 3, "2.3": 3, "2.4": 6, "2.5": 7, "2.6": 3, "2.7": 6, "2.8": 6, "2.9": 3,
    "2.10": 4, "3.1": 1, "3.2": 4, "3.3": 4, "3.4": 5, "3.5": 3, "3.7": 1, "4.1": (1, 2, 3, 5), "4.2": 2, "4.3": 3,
    "5.1": 5, "5.2": 8, "5.3": 10, "5.4": 3, "5.5": 4, "6.1": 3, "6.2": 6, "6.3": 2, "6.4": 2, "7.1": 4, "7.2": 2,
    "7.3": (1, 3, 4), "7.4": 3, "8.1": 4, "8.2": 3, "8.3": 8, "9.1": 3, "9.2": 4, "10.2": 2, "10.3": 3, "11.1": 8,
    "12.1": 3, "12.2": 1, "12.3": 6, "12.4": 2, "12.5": 2, "12.6": 1, "13.1": (1, 3, 4, 5), "13.2": (1, 2, 3, 5, 6),
    "13.3": 2, "13.4": 2, "14.1": 4, "14.2": 6, "14.3": (2, 3), "14.4": 7, "14.5": 4,
}  # fmt: skip


def table():
    return ROWS.findall((Path(settings.BASE_DIR) / "docs/security.md").read_text())


def test_table_has_every_requirement_once():
    wanted = [
        f"{section}.{number}"
        for section, numbers in LEVEL_2.items()
        for number in (range(1, numbers + 1) if isinstance(numbers, int) else numbers)
    ]
    assert [number for number, _how, _test in table()] == wanted


def test_table_names_only_tests_that_exist():
    tests = Path(settings.BASE_DIR) / "tests"
    known = {
        name for path in tests.rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    named = {name for _number, _how, test in table() for name in re.findall(r"`(test_\w+)`", test)}
    assert sorted(named - known) == []


def test_each_row_has_a_test_or_says_why_not():
    silent = [number for number, _how, test in table() if not re.match(r"`test_|not |by |–$|see ", test)]
    assert silent == []


def test_page_says_how_many_are_not_held():
    rows = table()
    missing = sum(test.startswith("not held") for _number, _how, test in rows)
    said = f"Of {len(rows)} requirements {missing} are not held, or not wholly"
    assert (Path(settings.BASE_DIR) / "docs/security.md").read_text().count(said) == 1


def test_policy_of_keys_names_each_key_of_the_settings():
    read = Path(settings.BASE_DIR, "qa_portal/settings.py").read_text()
    keys = set(re.findall(r'(?:env\.\w+|required)\(\s*"(\w*(?:KEY|SECRET|TOKEN)\w*)"', read))
    policy = (
        Path(settings.BASE_DIR, "docs/operations.md").read_text().partition("## Keys, from")[2].partition("\n## ")[0]
    )
    assert len(keys) == 11
    assert {key for key in keys if f"`{key}`" not in policy} == set()
