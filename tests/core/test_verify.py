"""`manage.py verify` is silent about a sound portal, and tells each thing that is wrong in a sentence."""

import io
import json
import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from projects.models import Baseline, BudgetLine, Expense, Project, TransferRow
from projects.services import spending
from qa_portal.core import files, shelf
from qa_portal.core.models import StoredFile, TransitionRecord
from qa_portal.core.verifying import CHECKS, verify
from schools.models import School
from schools.services.registry import record_year_figures
from supervision.models import FieldFile, FieldRecord, FieldRevision, Instrument, Visit
from tests.core.test_files import pdf, upload
from tests.core.verify_kit import told
from tests.factories.core import person
from tests.factories.field import Phone, photo_part, picture
from tests.factories.projects import LineFactory, project_in
from tests.factories.supervision import VisitFactory, reported_visit

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=30)


@pytest.fixture
def paper(settings, tmp_path):
    """A file that belongs to something."""
    settings.MEDIA_ROOT = tmp_path
    project = project_in("running", transfers_allowed=True)
    clerk = person("finance_staff", project.district)
    stored = files.store(upload(pdf()), district=project.district, by=clerk)
    line = project.lines.get()
    expense = spending.record_expense(project, line=line, amount=Decimal(800), receipt=stored, by=clerk)
    spending.reverse_expense(expense, by=clerk, note="ซ้ำ")
    return stored


@pytest.fixture
def world(paper, sign_in):
    """One of each thing that is proved."""
    project = Project.objects.get()
    clerk = paper.stored_by
    line, other = project.lines.get(), LineFactory(project=project)
    promise = spending.record_commitment(project, line=line, amount=Decimal(500), by=clerk)
    spending.record_expense(project, commitment=promise, amount=Decimal(500), by=clerk)
    spending.propose_transfer(project, [(line, Decimal(-10)), (other, Decimal(10))], reason="ถัวจ่าย", by=clerk)
    reported_visit()
    visit = VisitFactory(instrument=Instrument.objects.get(pk=1))
    record_year_figures(visit.school, academic_year=2569, grades={"p1": (10, 12, 1)}, by=visit.lead)
    _send_from_the_field(visit, sign_in)


def _send_from_the_field(visit, sign_in):
    phone, photo, key = Phone(visit, visit.lead, sign_in(visit.lead)), picture(), "11111111-2222-4333-8444-555555555555"
    phone.write(visit__notes="ดี", **{f"photo__{key}": photo_part(photo)}).send()
    phone.put(key, photo)


BREAKS = {
    "core.owners": lambda: (
        StoredFile.objects.create(content="x", name="x", sha256="", size=1, **_stored())
        and StoredFile.objects.filter(content="x").update(stored_at=LONG_AGO)
    ),
    "core.steps": lambda: TransitionRecord.objects.filter(target="running").delete(),
    "core.histories": lambda: Project.objects.update(name="อื่น"),
    "projects.reversals": lambda: Expense.objects.filter(amount__lt=0).update(amount=-1),
    "projects.places": lambda: Expense.objects.filter(commitment=None).update(line=LineFactory()),
    "projects.commitments": lambda: Expense.objects.filter(amount=500).update(amount=501),
    "projects.transfers": lambda: TransferRow.objects.filter(amount=10).update(amount=11),
    "projects.formulas": lambda: BudgetLine.objects.filter(computed=2800).update(computed=2801),
    "projects.baselines": lambda: Baseline.objects.update(amount=1),
    "schools.pupils": lambda: School.objects.filter(pupil_count=22).update(pupil_count=23),
    "supervision.reports": lambda: Visit.objects.filter(state="reported").update(report_text="อื่น"),
    "supervision.receipts": lambda: FieldRevision.objects.update(content={}),
    "supervision.revisions": lambda: FieldRecord.objects.update(revision=2),
    "supervision.receipt_numbers": lambda: FieldRevision.objects.update(receipt="R-2570-999999"),
    "supervision.field_files": lambda: FieldFile.objects.update(sha256="0" * 64),
}


def _stored():
    other = StoredFile.objects.first()
    return {"district": other.district, "stored_by": other.stored_by}


def test_verify_tells_what_is_wrong_and_nothing_else(world):
    assert [sentence for _check, sentence in verify()] == []
    silent = []
    for key, spoil in BREAKS.items():
        with transaction.atomic():
            spoil()
            told = {item.key for item, _sentence in verify([key])}
            silent += [] if told == {key} else [key]
            transaction.set_rollback(True)
    assert silent == []


def test_verify_tells_of_each_content_that_is_gone_or_changed(paper):
    lost, changed = Path(paper.picture.path), Path(paper.content.path)
    lost.unlink()
    changed.write_bytes(changed.read_bytes()[:-1])
    assert {item.key: sentence for item, sentence in verify()} == {
        "core.contents": f"File {paper.pk}: its content {paper.content.name} is not what was stored "
        f"({paper.size - 1} bytes, {paper.size} were stored).",
        "core.pictures": f"File {paper.pk}: the picture of its first page, {paper.picture.name}, is not in the "
        "storage.",
    }


def old_stray(name="9000/ab/" + "ab" * 32):
    """A content that no row names, put there long ago."""
    path = Path(StoredFile._meta.get_field("content").storage.path(name))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    return path


def test_stray_content_is_told_and_swept_but_what_a_row_names_stays(paper):
    stray = old_stray()
    for path in (Path(paper.content.path), Path(paper.picture.path)):
        os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    assert [item.key for item, _sentence in verify()] == ["core.strays"]
    assert (shelf.sweep(), stray.exists(), Path(paper.content.path).exists()) == (1, False, True)
    assert list(verify()) == []


def test_content_that_somebody_puts_back_in_the_same_moment_stays(paper):
    stray = old_stray()
    storage, name = paper.content.storage, "9000/ab/" + "ab" * 32
    assert (shelf.put(storage, name, None), shelf.sweep(), stray.exists()) == (name, 0, True)


def test_file_that_belongs_to_nothing_is_thrown_away_after_a_week(paper):
    left = files.store(upload(pdf(password="")), district=paper.district, by=paper.stored_by)
    assert files.clear() == (0, 0)
    StoredFile.objects.update(stored_at=LONG_AGO)
    assert files.clear() == (1, 0)
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [paper.pk]
    assert not StoredFile.objects.filter(pk=left.pk).exists()


CHAINS = [
    (
        "DELETE FROM projects_historicalproject WHERE id = {pk} AND history_id < (SELECT MAX(history_id) FROM "
        "projects_historicalproject WHERE id = {pk})",
        "projects.Project {pk}: it was saved {saved} times, its history tells of 1.",
    ),
    (
        "UPDATE projects_historicalproject SET history_date = '2020-01-01 00:00:00+00:00' WHERE history_id = (SELECT "
        "MAX(history_id) FROM projects_historicalproject WHERE id = {pk})",
        "projects.Project {pk}: an entry of its history is older than the one before it.",
    ),
    (
        "UPDATE projects_historicalproject SET id = 4000 WHERE id = {pk} AND history_id = (SELECT MAX(history_id) FROM "
        "projects_historicalproject WHERE id = {pk})",
        "projects.Project 4000: it has a history, but is gone, and no entry tells of that.",
    ),
]


def test_chain_of_a_history_that_was_cut_bent_or_left_is_told(paper):
    project = Project.objects.get()
    for sql, sentence in CHAINS:
        assert told("core.history_chains", sql.format(pk=project.pk))[-1:] == [
            sentence.format(pk=project.pk, saved=project.version)
        ]


def test_command_says_what_it_looked_at(paper):
    call_command("verify", "core.steps", stdout=(out := io.StringIO()))
    steps = TransitionRecord.objects.count()
    assert out.getvalue().splitlines()[0] == f"core.steps: {steps} rows, nothing wrong"


def test_command_ends_with_one_and_speaks_json(paper):
    Project.objects.update(name="อื่น")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", "core.histories", json=True, stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (ended.value.code, lines[0]["check"], lines[1]["wrong"]) == (1, "core.histories", 1)
    assert lines[1]["looked_at"].keys() == {"core.histories"}
    with pytest.raises(CommandError, match=r"There is no check core\.nothing"):
        call_command("verify", "core.nothing")


@pytest.mark.same_on_both
def test_every_check_says_what_holds():
    assert [key for key, item in CHECKS.items() if not item.holds] == []
