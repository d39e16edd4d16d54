import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations import operations

from qa_portal.core.management.commands import check_upgrade
from qa_portal.core.observe import upgrade


@pytest.mark.parametrize(
    ("step", "breaks"),
    [
        (operations.RemoveField("visit", "note"), True),
        (operations.RenameField("visit", "note", "words"), True),
        (operations.DeleteModel("visit"), True),
        (operations.AddField("visit", "note", models.TextField(default="")), True),
        (operations.AddField("visit", "note", models.TextField(db_default="")), False),
        (operations.AddField("visit", "note", models.TextField(null=True)), False),
        (operations.AddIndex("visit", models.Index(fields=["note"], name="visit_note")), False),
    ],
)
def test_running_version_survives_what_is_added_and_not_what_is_taken(step, breaks):
    assert upgrade._breaks(step) is breaks


@pytest.mark.django_db
def test_nothing_to_apply_breaks_nothing():
    assert upgrade.breaking() == []


def test_command_tells_its_answer_from_a_fault_by_its_status(monkeypatch):
    """deploy/install offers a pause for this answer alone, not for code that cannot be read."""
    monkeypatch.setattr(check_upgrade, "breaking", lambda: [("schools 0017_takes", "Remove field phone from school")])
    with pytest.raises(CommandError, match="Remove field phone") as told:
        call_command("check_upgrade", skip_checks=True)
    assert told.value.returncode == 3
