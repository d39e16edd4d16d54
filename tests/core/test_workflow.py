import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import NoReverseMatch

from projects.models import Project, ProjectState
from qa_portal.core import workflow
from qa_portal.core.history import entries_of
from qa_portal.core.models import Notice, TransitionRecord
from tests.factories.core import DistrictFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def owner(district):
    return person("supervisor", district)


@pytest.fixture
def director(district):
    return person("director", district)


@pytest.fixture
def project(district, owner):
    """Proposed and waiting for the director."""
    return Project.objects.create(
        district=district, name="โครงการสมมุติ", owner=owner, created_by=owner, state=ProjectState.SUBMITTED
    )


def test_step_moves_state_stamps_records_and_tells(project, director, owner):
    moved = workflow.perform(project, "approve", by=director)
    assert (moved.state, moved.approved_by) == (ProjectState.APPROVED, director)
    record = TransitionRecord.objects.of(project).get()
    assert (record.transition, record.source, record.target, record.done_by) == (
        "approve",
        "submitted",
        "approved",
        director,
    )
    assert Notice.objects.get().recipient == owner
    assert moved.history.latest().history_user == director


def test_step_without_the_verb_is_forbidden(project, district):
    with pytest.raises(PermissionDenied):
        workflow.perform(project, "approve", by=person("supervisor", district))


def test_row_of_another_office_is_out_of_scope(project):
    with pytest.raises(workflow.OutOfScope):
        workflow.perform(project, "approve", by=person("director"))


def test_step_in_the_wrong_state_is_a_sentence(project, director):
    with pytest.raises(workflow.Refused, match="สถานะขณะนี้คือ “เสนอ"):
        workflow.perform(project, "start", by=director)


def test_nobody_judges_their_own_work(district, director):
    own = Project.objects.create(
        district=district, name="ของตนเอง", owner=director, created_by=director, state=ProjectState.SUBMITTED
    )
    with pytest.raises(workflow.Refused, match="ไม่สามารถพิจารณางานของตนเองได้"):
        workflow.perform(own, "approve", by=director)
    own.refresh_from_db()
    assert own.state == ProjectState.SUBMITTED


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_return_without_a_reason_is_impossible(project, director, note):
    with pytest.raises(workflow.Refused, match="กรุณาระบุเหตุผล"):
        workflow.perform(project, "return", by=director, note=note)
    assert TransitionRecord.objects.count() == 0


def test_second_click_finds_the_step_done(project, director):
    workflow.perform(project, "approve", by=director)
    with pytest.raises(workflow.Refused):
        workflow.perform(project, "approve", by=director)
    assert TransitionRecord.objects.count() == 1


def test_steps_on_the_page_say_what_is_missing_before_anybody_tries(district, owner):
    draft = Project.objects.create(district=district, name="ร่าง", owner=owner, created_by=owner)
    (submit,) = workflow.steps(draft, owner)
    assert submit.transition.name == "submit"
    assert not submit.allowed
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(draft, "submit", by=owner)
    assert [item.sentence for item in refused.value.missing] == [item.sentence for item in submit.missing]


def test_history_reads_in_order_with_note_and_old_and_new(project, director):
    project.rationale = "เหตุผลใหม่"
    project.save()
    workflow.perform(project, "return", by=director, note="ขาดตัวชี้วัด")
    newest, change, created = entries_of(project)
    assert (newest.sentence, newest.by, newest.note) == ("ส่งกลับแก้ไข", str(director), "ขาดตัวชี้วัด")
    assert [(item.old, item.new) for item in change.changes] == [("–", "เหตุผลใหม่")]
    assert created.sentence == "สร้างรายการ"


@pytest.mark.parametrize("url", ["<script>alert(1)</script>", "approve", "nothing"])
def test_unknown_step_is_not_found(sign_in, project, director, url):
    address = f"/projects/{project.pk}/{url}/"
    expected = 200 if url == "approve" else 404
    assert sign_in(director).get(address).status_code == expected


@pytest.mark.django_db(transaction=True)
def test_two_directors_at_once_approve_once(project, district):
    people = [person("director", district), person("deputy", district)]
    results = []

    def approve(by):
        try:
            results.append(workflow.perform(project, "approve", by=by).state)
        except workflow.Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["approved", "refused"]
    assert TransitionRecord.objects.count() == 1


def test_every_machine_tells_with_sentences_that_fit():
    """News takes row, by and note; every source and target is a state of the model, and each state has its look."""
    for machine in workflow.MACHINES.values():
        states = set(dict(machine.model._meta.get_field("state").choices))
        assert set(machine.looks) == states
        for item in machine.transitions:
            assert {*item.sources, item.target} <= states
            assert str(item.news) % {"row": "r", "by": "b", "note": "n"} is not None


def test_every_row_with_a_workflow_has_a_page():
    for model in workflow.MACHINES:
        try:
            model(pk=1).get_absolute_url()
        except NoReverseMatch as error:
            pytest.fail(str(error))
