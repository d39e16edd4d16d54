"""docs/trust.md names no command, module, test or page that is not there."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/trust.md").read_text()
ROWS = re.findall(r"^\| (?!promise|---)(.+?) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
BENCHES = {"load": "bench.load.__main__", "growth": "bench.growth", "explain": "bench.explain"}


def is_there(command):
    program, *rest = command.split()
    if program == "manage.py":
        return rest[0] in get_commands()
    if program == "pytest":
        return all((ROOT / name).exists() for name in rest if name.startswith("tests/"))
    if program == "bench/run" and rest:
        return find_spec(BENCHES[rest[0]]) is not None
    return (ROOT / program).is_file()


def commands():
    named = {name for row in ROWS for cell in row[1:3] for name in re.findall(r"`([^`]+)`", cell)}
    return sorted(name for name in named if "=" not in name)


@pytest.mark.parametrize("command", commands())
def test_command_of_a_promise_is_there(command):
    assert is_there(command)


def test_each_promise_has_a_command():
    assert len(ROWS) == PAGE.count("\n| ") - 1
    assert [promise for promise, command, _when, _said in ROWS if "`" not in command] == []


def heading(text):
    """The anchor that a page of the repository gives a heading."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def test_link_of_a_promise_leads_to_a_heading():
    lost = []
    for page, anchor in re.findall(r"\]\(([\w./]+\.md)(?:#([\w-]+))?\)", PAGE):
        path = ROOT / "docs" / page
        anchors = {heading(line) for line in re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)}
        if anchor and anchor not in anchors:
            lost.append(f"{page}#{anchor}")
    assert lost == []
