"""Rules of the whole house, checked on its own files."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template

ROOT = Path(__file__).parent.parent
OURS = ["qa_portal", "schools", "projects", "supervision"]
PYTHON = [path for name in OURS for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
BANNED_NAMES = {"utils", "helpers", "common", "mixins", "managers", "constants", "signals"}


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_module_has_a_name_that_says_nothing():
    assert [name for path, name in zip(PYTHON, names(PYTHON), strict=True) if path.stem in BANNED_NAMES] == []


def writes_state(node):
    """`x.state = …` or `.update(state=…)`."""
    if isinstance(node, ast.Assign):
        parts = [part for target in node.targets for part in ast.walk(target)]
        return any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts)
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return is_update and any(keyword.arg == "state" for keyword in node.keywords)


def test_state_is_written_by_the_workflow_alone():
    """And by the queue, whose jobs are nobody's step."""
    found = [path for path in PYTHON if any(writes_state(node) for node in ast.walk(ast.parse(path.read_text())))]
    assert sorted(names(found)) == ["qa_portal/core/jobs.py", "qa_portal/core/workflow.py"]


def test_every_message_is_translated():
    catalogue = polib.pofile(str(ROOT / "locale/th/LC_MESSAGES/django.po"))
    waiting = [entry.msgid for entry in catalogue if "fuzzy" in entry.flags or not entry.translated()]
    assert waiting == []


def test_catalogue_holds_every_message_of_the_code(tmp_path):
    """makemessages on a copy finds nothing that the committed catalogue lacks."""
    import shutil
    import subprocess
    import sys

    copy = tmp_path / "portal"
    keep = [*OURS, "templates", "locale", "manage.py"]
    for name in keep:
        source = ROOT / name
        shutil.copytree(source, copy / name) if source.is_dir() else shutil.copy(source, copy)
    shutil.copy(ROOT / "tests/settings.py", copy / "message_settings.py")
    command = [sys.executable, "manage.py", "makemessages", "-l", "th", "--no-location", "--no-obsolete", "--no-wrap"]
    subprocess.run(
        command,
        cwd=copy,
        check=True,
        capture_output=True,
        env={"SECRET_KEY": "x", "PATH": "/usr/bin:/bin", "DEBUG": "1"},
    )
    found = {entry.msgid for entry in polib.pofile(str(copy / "locale/th/LC_MESSAGES/django.po"))}
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/th/LC_MESSAGES/django.po"))}
    assert found - known == set()


@pytest.mark.django_db
def test_no_migration_is_waiting():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_hand():
    paths = [path for name in OURS for path in (ROOT / name).rglob("migrations/0*.py")]
    assert [name for name in names(paths) if "_auto_" in name or name.endswith("_initial.py")] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_compiles_and_keeps_the_content_security_policy(path):
    get_template(str(path.relative_to(ROOT / "templates")))
    text = path.read_text()
    if "documents" not in path.parts:
        assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|https?://(?!www\.w3\.org)", text) == []
    assert re.findall(r"\{#(?:(?!#\}).)*$", text, re.MULTILINE) == []


def test_every_table_is_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text()
    models = [
        model.__name__
        for config in apps.get_app_configs()
        if config.name in {"qa_portal.core", "qa_portal.office", "schools", "projects", "supervision"}
        for model in config.get_models()
        if not model.__name__.startswith("Historical")
    ]
    assert [name for name in models if f"`{name}`" not in glossary] == []


def test_no_word_of_a_machine_in_the_project():
    skipped = {
        ".venv",
        "node_modules",
        "build",
        "var",
        ".git",
        "__pycache__",
        ".hypothesis",
        ".ruff_cache",
        ".schemathesis",
    }
    words = ("/ro" + "ot/", "/wo" + "rk/", "py" + "env")
    texts = [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not skipped & set(path.relative_to(ROOT).parts)
        and path.suffix in {".py", ".md", ".html", ".toml", ".txt", ".js", ".css", ""}
    ]
    found = [path for path in texts if any(word in path.read_text(errors="ignore") for word in words)]
    assert sorted(names(found)) == []
