import pytest
from django.core.exceptions import PermissionDenied

from projects.models import BudgetLine, Project, ProjectState
from projects.workflow import PROJECT
from qa_portal.core import workflow
from qa_portal.core.models import Notice, TransitionRecord
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import ProjectFactory, complete_project, project_in

pytestmark = pytest.mark.django_db

# state -> {transition: state after it}; whatever is not here is refused with a sentence.
TABLE = {
    "draft": {"submit": "submitted"},
    "submitted": {"withdraw": "draft", "approve": "approved", "return": "returned"},
    "returned": {"submit": "submitted", "withdraw": "draft"},
    "approved": {"start": "running"},
    "running": {},
    "reported": {"return_report": "running", "close": "closed"},
    "closed": {"reopen": "running"},
}
OWNERS = {"submit", "withdraw", "start", "report"}


def act(project, name):
    by = project.owner if name in OWNERS else person("director", project.district)
    return workflow.perform(project, name, by=by, note="เหตุผล")


@pytest.mark.parametrize("state", ProjectState.values)
@pytest.mark.parametrize("name", [item.name for item in PROJECT.transitions])
def test_project_transition_table(state, name):
    project = project_in(state)
    target = TABLE[state].get(name)
    if target:
        assert act(project, name).state == target
    else:
        with pytest.raises(workflow.Refused):
            act(project, name)
        assert Project.objects.get(pk=project.pk).state == state


def test_project_stamps_who_took_each_step():
    project = project_in("running")
    director = TransitionRecord.objects.of(project).get(transition="approve").done_by
    assert (project.submitted_by, project.approved_by, project.started_by) == (project.owner, director, project.owner)


def test_project_approval_keeps_the_approved_amount():
    assert project_in("approved").approved_amount == 2_800


def test_project_half_filled_is_saved_but_not_proposed():
    project = ProjectFactory()
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "submit", by=project.owner)
    base = f"/projects/{project.pk}/edit/"
    assert [(missing.sentence, missing.url) for missing in refused.value.missing] == [
        ("ยังไม่ระบุกลุ่ม/หน่วยที่รับผิดชอบ", f"{base}basics/"),
        ("ยังไม่ระบุระยะเวลาดำเนินการ", f"{base}basics/"),
        ("ยังไม่ระบุว่าเป็นโครงการใหม่หรือต่อเนื่อง", f"{base}basics/"),
        ("ยังไม่ระบุว่าสนองนโยบายหรือกลยุทธ์ใด", f"{base}policy/"),
        ("ยังไม่มีหลักการและเหตุผล", f"{base}rationale/"),
        ("ยังไม่มีวัตถุประสงค์", f"{base}rationale/"),
        ("ยังไม่มีเป้าหมาย", f"{base}targets/"),
        ("ยังไม่มีกิจกรรม", f"{base}activities/"),
        ("ยังไม่มีรายการงบประมาณ", f"{base}budget/"),
        ("ยังไม่ระบุแหล่งงบประมาณ", f"{base}funding/"),
        ("ยังไม่มีการวิเคราะห์ความเสี่ยง", f"{base}risks/"),
        ("ยังไม่มีตัวชี้วัดความสำเร็จ", f"{base}evaluation/"),
        ("ยังไม่มีผลที่คาดว่าจะได้รับ", f"{base}results/"),
    ]


def test_project_is_proposed_by_its_people_only():
    project = complete_project()
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "submit", by=person("supervisor", project.district))
    assert str(refused.value) == "เฉพาะผู้รับผิดชอบโครงการเท่านั้นที่ทำขั้นตอนนี้ได้"


@pytest.mark.parametrize("field", ["owner", "created_by"])
def test_project_is_never_approved_by_its_own_people(field):
    director = person("director")
    project = project_in("submitted", district=director.district)
    setattr(project, field, director)
    project.save()
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "approve", by=director)
    assert str(refused.value) == "ไม่สามารถพิจารณางานของตนเองได้ ต้องให้ผู้อื่นเป็นผู้ดำเนินการขั้นนี้"
    assert Project.objects.get(pk=project.pk).state == "submitted"


def test_project_return_needs_a_reason():
    project = project_in("submitted")
    with pytest.raises(workflow.Refused):
        workflow.perform(project, "return", by=person("director", project.district), note=" ")
    assert Project.objects.get(pk=project.pk).state == "submitted"


def test_project_without_funding_amount_is_not_approved():
    project = project_in("submitted")
    for row in project.funding.all():
        row.amount_text = "-"
        row.save()
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "approve", by=person("director", project.district))
    assert [missing.sentence for missing in refused.value.missing] == ["ยังไม่ระบุจำนวนเงินของแหล่งงบประมาณ"]


def test_project_with_a_wrong_line_but_right_total_is_approved():
    project = complete_project()
    line = BudgetLine.objects.get(project=project)
    line.stated_text = "3,000"
    line.save()
    workflow.perform(project, "submit", by=project.owner)
    approved = workflow.perform(project, "approve", by=person("director", project.district))
    assert approved.approved_amount == 2_800


def test_project_of_another_district_is_out_of_scope():
    project = project_in("submitted")
    with pytest.raises(workflow.OutOfScope):
        workflow.perform(project, "approve", by=person("director", DistrictFactory()))


def test_project_step_without_the_verb_is_forbidden():
    project = project_in("submitted")
    with pytest.raises(PermissionDenied):
        workflow.perform(project, "approve", by=project.owner)


def test_project_steps_tell_those_who_wait():
    project = complete_project()
    director = person("director", project.district)
    workflow.perform(project, "submit", by=project.owner)
    workflow.perform(project, "return", by=director, note="แก้ชื่อกิจกรรม")
    assert [(notice.recipient, notice.text) for notice in Notice.objects.order_by("pk")] == [
        (director, f"{project.owner} เสนอโครงการ “{project}” เพื่อขออนุมัติ"),
        (project.owner, f"โครงการ “{project}” ถูกส่งกลับแก้ไข: แก้ชื่อกิจกรรม"),
    ]
