import pytest
from django.db import models
from django.db.migrations import operations

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
