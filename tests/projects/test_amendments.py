from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from projects.models import Activity, Amendment, BudgetLine, Commitment, Expense, Objective, Project
from projects.services import amending, approvals, ledger, snapshot
from projects.services.versions import changes_of_amendment, compare_versions, versions_of
from projects.workflow import AMENDMENT
from qa_portal.core import workflow
from tests.factories.chain import THROUGH, Office, walk
from tests.factories.core import person
from tests.factories.projects import LineFactory, project_in, told_result

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(module_rows):
    """An office and its project that went through the chain and has started, for all tests of the file."""
    office = Office()
    return office, workflow.perform(walk(office.proposed(), *THROUGH), "start", by=office.people["group_head"])


@pytest.fixture
def own(begun, db):
    """Each test has objects of its own."""
    return deepcopy(begun)


@pytest.fixture
def office(own):
    return own[0]


@pytest.fixture
def project(own):
    return own[1]


@pytest.fixture
def amendment(project):
    return amending.begin_amendment(project, reason="ราคาเปลี่ยน", by=project.owner)


def copy_row(amendment, model, **where):
    return model.objects.get(project=amendment.working_copy, **where)


def price(amendment, formula, amount):
    """Write another price and the funding that goes with it into the working copy."""
    line, funding = copy_row(amendment, BudgetLine), amendment.working_copy.funding.get()
    line.formula, line.stated_text, funding.amount_text = formula, amount, amount
    line.save()
    funding.save()


def approved(amendment):
    return walk(workflow.perform(amendment, "submit", by=amendment.project.owner), *THROUGH)


def spend(project, amount, line=None):
    line = line or project.lines.first()
    return Expense.objects.create(
        project=project, line=line, activity=line.activity, amount=amount, recorded_by=project.owner
    )


def refused(amendment, name, by):
    with pytest.raises(workflow.Refused) as error:
        workflow.perform(amendment, name, by=by, note="x")
    return [missing.sentence for missing in error.value.missing] or str(error.value)


# ---------------------------------------------------------------- beginning


def test_amendment_begins_as_a_copy_of_the_project(project, amendment):
    assert (amendment.number, amendment.state, amendment.working_copy.is_working_copy) == (1, "draft", True)
    assert snapshot.take(amendment.working_copy) == snapshot.take(project)
    assert list(Project.objects.filter(name=project.name)) == [project]


def test_amendment_begun_twice_is_one(project, amendment):
    assert amending.begin_amendment(project, reason="อีกครั้ง", by=project.owner) == amendment
    assert Project.working_copies.count() == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_amendment_needs_an_approved_project(state):
    project = project_in(state)
    with pytest.raises(workflow.Refused):
        amending.begin_amendment(project, reason="x", by=project.owner)


def test_amendment_is_begun_by_those_who_write_the_project(project):
    with pytest.raises(PermissionDenied):
        amending.begin_amendment(project, reason="x", by=person("supervisor", project.district))


def test_amendment_text_is_written_in_the_editor(project, amendment, sign_in):
    address = reverse("projects:project_edit", args=[amendment.working_copy_id, "rationale"])
    client = sign_in(project.owner)
    page = client.get(address)
    objective = copy_row(amendment, Objective)
    typed = {
        "opened_version": page.context["form"].instance.version,
        "rationale": "เหตุผลใหม่",
        "objectives-TOTAL_FORMS": 1,
        "objectives-INITIAL_FORMS": 1,
        "objectives-0-id": objective.pk,
        "objectives-0-text": "วัตถุประสงค์ใหม่",
        "objectives-0-ORDER": 1,
    }
    response = client.post(address, typed)
    assert response.url == f"{amendment.get_absolute_url()}#rationale"
    assert copy_row(amendment, Objective).text == "วัตถุประสงค์ใหม่"
    assert project.objectives.get().text == "ข้อความ"


def test_amendment_text_is_closed_while_it_is_proposed(project, amendment, sign_in):
    workflow.perform(amendment, "submit", by=project.owner)
    address = reverse("projects:project_edit", args=[amendment.working_copy_id, "rationale"])
    assert sign_in(project.owner).get(address).url == amendment.get_absolute_url()


def test_amendment_text_of_others_is_not_found(amendment, sign_in):
    address = reverse("projects:project_edit", args=[amendment.working_copy_id, "rationale"])
    assert sign_in(person("supervisor", amendment.project.district)).get(address).status_code == 404


# ---------------------------------------------------------------- its way

TABLE = {
    "draft": {"submit": "submitted", "abandon": "withdrawn"},
    "submitted": {"withdraw": "draft", "endorse": "submitted", "return": "returned"},
    "returned": {"submit": "submitted", "withdraw": "draft", "abandon": "withdrawn"},
    "approved": {},
    "withdrawn": {},
}
WALKS = {
    "draft": (),
    "submitted": ("submit",),
    "returned": ("submit", "return"),
    "approved": ("submit", *THROUGH),
    "withdrawn": ("abandon",),
}


@pytest.mark.parametrize("state", TABLE)
def test_amendment_transition_table(amendment, office, state):
    amendment = walk(amendment, *WALKS[state])
    outcomes = {}
    for name in AMENDMENT.by_name:
        by = amendment.project.owner if name in {"submit", "withdraw", "abandon"} else office.people["group_head"]
        by = office.people["director"] if name == "approve" else by
        steps = {step.transition.name: step for step in workflow.steps(amendment, by)}
        if name in steps and steps[name].allowed:
            outcomes[name] = AMENDMENT.by_name[name].target
    assert outcomes == TABLE[state]


def test_amendment_passes_the_same_desks(amendment):
    amendment = workflow.perform(amendment, "submit", by=amendment.project.owner)
    assert [approval.desk.holder for approval in approvals.waiting_on(amendment)] == ["group_head"]
    assert approvals.waiting_on(amendment.project).count() == 0


def test_amendment_is_never_approved_by_who_wrote_it(office, project):
    head = office.people["group_head"]
    amendment = amending.begin_amendment(project, reason="x", by=head)
    amendment = workflow.perform(amendment, "submit", by=head)
    assert [(row.desk.holder, row.decision) for row in approvals.approvals_of(amendment).order_by("step", "pk")] == [
        ("group_head", "dropped"),
        ("plan_staff", "waiting"),
        ("finance_staff", "waiting"),
    ]


def test_amendment_given_up_leaves_the_project_and_lets_another_begin(project, amendment):
    price(amendment, "10x100", "1,000")
    workflow.perform(amendment, "abandon", by=project.owner)
    assert project.lines.get().formula == "35 บาท/20 คน/4 มื้อ"
    assert amending.begin_amendment(project, reason="อีกครั้ง", by=project.owner).number == 2


# ---------------------------------------------------------------- taking it over


def test_amendment_changes_rows_in_place(project, amendment):
    line, activity = project.lines.get(), project.activities.get()
    price(amendment, "40 บาท/20 คน/4 มื้อ", "3,200")
    approved(amendment)
    project.refresh_from_db()
    after = project.lines.get()
    assert (after.pk, after.activity_id, after.amount, after.approved_amount) == (line.pk, activity.pk, 3_200, 3_200)
    assert project.approved_amount == 3_200
    assert list(project.baselines.values_list("number", "amount", "amendment")) == [
        (0, 2_800, None),
        (1, 3_200, amendment.pk),
    ]


def test_amendment_adds_and_takes_out_rows(project, amendment):
    copy = amendment.working_copy
    Objective.objects.filter(project=copy).delete()
    Objective.objects.create(project=copy, text="ข้อใหม่", order=1)
    top = copy.activities.get()
    step = Activity.objects.create(project=copy, title="เตรียมการ", parent=top, order=2)
    step.responsible.add(project.owner)
    LineFactory(project=copy, activity=step, formula="10x100", order=9)
    funding = copy.funding.get()
    funding.amount_text = "3,800"
    funding.save()
    approved(amendment)
    assert [row.text for row in project.objectives.all()] == ["ข้อใหม่"]
    added = project.activities.get(title="เตรียมการ")
    assert (added.parent, list(added.responsible.all())) == (project.activities.get(parent=None), [project.owner])
    assert [(line.activity.title, line.approved_amount) for line in project.lines.order_by("order")] == [
        ("ประชุม", 2_800),
        ("เตรียมการ", 1_000),
    ]


def test_amendment_hands_the_project_to_another_owner(project, amendment):
    other = person("supervisor", project.district)
    copy = amendment.working_copy
    copy.owner = other
    copy.save()
    approved(amendment)
    project.refresh_from_db()
    assert project.owner == other


def test_amendment_moves_the_day_of_the_report_with_the_period(project, amendment):
    copy = amendment.working_copy
    copy.period_text = "1 ตุลาคม 2569 – 31 สิงหาคม 2570"
    copy.save()
    approved(amendment)
    project.refresh_from_db()
    assert project.report_due_on == project.period_end + timedelta(days=30)


def test_amendment_total_must_be_its_funding(project, amendment):
    line = copy_row(amendment, BudgetLine)
    line.formula, line.stated_text = "10x100", ""
    line.save()
    amendment = walk(amendment, "submit", *THROUGH[:-1])
    with pytest.raises(workflow.Refused) as error:
        walk(amendment, "approve")
    assert [missing.url for missing in error.value.missing] == [
        reverse("projects:project_edit", args=[amendment.working_copy_id, "funding"])
    ]


def test_amendment_cannot_take_a_line_below_what_is_spent_or_promised(project, amendment):
    line = project.lines.get()
    spend(project, 1_000)
    Commitment.objects.create(project=project, line=line, activity=line.activity, amount=500, recorded_by=project.owner)
    price(amendment, "14x100", "1,400")
    assert refused(amendment, "submit", project.owner) == [
        "ลด “ค่าอาหารกลางวัน” เหลือ 1,400 บาทไม่ได้ เพราะเมื่อคิดการถัวจ่ายแล้ว มีการเบิกจ่ายหรือผูกพันไปแล้ว 1,500 บาท",
        "ลดงบประมาณโครงการเหลือ 1,400 บาทไม่ได้ เพราะเบิกจ่ายหรือผูกพันไปแล้ว 1,500 บาท",
    ]
    price(amendment, "15x100", "1,500")
    approved(amendment)
    assert [line.left for line in ledger.lines_with_money(project.lines.all())] == [0]
    assert ledger.money_of(project).left == 0


def test_amendment_cannot_take_out_a_line_with_expenses(project, amendment):
    spend(project, 100)
    copy_row(amendment, BudgetLine).delete()
    LineFactory(project=amendment.working_copy, formula="28x100")
    assert refused(amendment, "submit", project.owner) == [
        "ลบ “ค่าอาหารกลางวัน 35 บาท/20 คน/4 มื้อ” ไม่ได้ เพราะมีรายการใช้จ่าย (1 รายการ) อ้างถึงอยู่"
    ]


def test_amendment_cannot_take_out_an_activity_with_expenses(project, amendment):
    spend(project, 100)
    copy_row(amendment, Activity).delete()
    Activity.objects.create(project=amendment.working_copy, title="อื่น", order=1)
    (sentence,) = refused(amendment, "submit", project.owner)
    assert sentence == "ลบ “1 ประชุม” ไม่ได้ เพราะมีรายการใช้จ่าย (1 รายการ) อ้างถึงอยู่"


def test_amendment_spending_meanwhile_is_seen_at_the_last_desk(project, amendment):
    price(amendment, "10x100", "1,000")
    amendment = walk(amendment, "submit", *THROUGH[:-1])
    spend(project, 1_500)
    with pytest.raises(workflow.Refused) as error:
        walk(amendment, "approve")
    assert len(error.value.missing) == 2
    project.refresh_from_db()
    assert (project.approved_amount, project.lines.get().amount) == (2_800, 2_800)


def test_amendment_of_a_reported_project_is_refused(project, amendment):
    amendment = walk(amendment, "submit")
    Project.objects.filter(pk=project.pk).update(state="reported")
    amendment = Amendment.objects.get(pk=amendment.pk)
    with pytest.raises(workflow.Refused) as error:
        walk(amendment, "endorse")
    assert str(error.value) == "ยังดำเนินการขั้นนี้ไม่ได้ เพราะสถานะขณะนี้คือ “รายงานผลแล้ว”"


@pytest.mark.parametrize("walked", [(), ("submit",), ("submit", "return")])
def test_result_is_not_sent_while_an_amendment_is_open(project, amendment, walked):
    """Approved after it, the amendment would change what was reported."""
    told_result(project)
    amendment = walk(amendment, *walked)
    with pytest.raises(workflow.Refused) as error:
        workflow.perform(project, "report", by=project.owner)
    sentence = (
        f"การขอปรับครั้งที่ 1 ของโครงการ “{project.name}” ยังไม่ได้รับอนุมัติและยังไม่ได้ยกเลิก "
        "โปรดรอผลการพิจารณาหรือยกเลิกการขอปรับโครงการก่อน"
    )
    assert error.value.missing == [workflow.Missing(sentence, amendment.get_absolute_url())]


@pytest.mark.parametrize("walked", [("abandon",), ("submit", *THROUGH)])
def test_result_is_sent_when_the_amendment_is_decided(project, amendment, walked):
    told_result(project)
    walk(amendment, *walked)
    assert workflow.perform(project, "report", by=project.owner).state == "reported"


def test_books_are_not_closed_over_an_open_amendment(office, project, amendment):
    """One that was open when the report was sent, before that was refused."""
    workflow.perform(project.activities.get(), "finish", by=project.owner)
    Project.objects.filter(pk=project.pk).update(state="reported")
    with pytest.raises(workflow.Refused) as error:
        workflow.perform(project, "close", by=office.people["director"])
    assert [missing.url for missing in error.value.missing] == [amendment.get_absolute_url()]


def test_two_amendments_follow_each_other(project, amendment):
    price(amendment, "40x20x4", "3,200")
    approved(amendment)
    second = amending.begin_amendment(Project.objects.get(pk=project.pk), reason="อีกครั้ง", by=project.owner)
    price(second, "20x20x4", "1,600")
    approved(second)
    project.refresh_from_db()
    assert project.approved_amount == 1_600
    assert list(project.baselines.values_list("number", flat=True)) == [0, 1, 2]


# ---------------------------------------------------------------- pages


def test_amendment_pages_from_begin_to_approval(office, project, sign_in):
    client = sign_in(project.owner)
    begin = reverse("projects:amendment_begin", args=[project.pk])
    assert begin in client.get(project.get_absolute_url()).content.decode()
    assert client.post(begin, {"reason": " "}).status_code == 422
    page = client.post(begin, {"reason": "ราคาเปลี่ยน"}, follow=True)
    amendment = page.context["amendment"]
    assert (amendment.reason, page.context["comparison"].is_empty) == ("ราคาเปลี่ยน", True)
    assert client.get(begin).url == amendment.get_absolute_url()
    price(amendment, "40 บาท/20 คน/4 มื้อ", "3,200")
    sums = client.get(amendment.get_absolute_url()).context["comparison"].sums
    assert [(row.old, row.new, row.difference) for row in sums] == [(2_800, 3_200, "+400")] * 2
    address = [reverse("projects:amendment_transition", args=[amendment.pk, name]) for name in ("submit", *THROUGH)]
    client.post(address[0], {"note": ""})
    for role, where in zip(office.people, address[1:], strict=True):
        desk = approvals.waiting_on(amendment).get(desk__holder=role)
        sign_in(office.people[role]).post(where, {"note": "", "approval": desk.pk})
    page = sign_in(project.owner).get(amendment.get_absolute_url())
    assert page.context["amendment"].state == "approved"
    assert [row.difference for row in page.context["comparison"].sums] == ["+400", "+400"]


def test_amendment_returned_shows_its_remarks_in_the_editor(office, amendment, sign_in):
    amendment = walk(amendment, "submit")
    where = reverse("projects:amendment_transition", args=[amendment.pk, "return"])
    sign_in(office.people["group_head"]).post(where, {"note": "", "section_budget": "แสดงวิธีคิด"})
    editor = reverse("projects:project_edit", args=[amendment.working_copy_id, "budget"])
    page = sign_in(amendment.project.owner).get(editor)
    assert [remark.text for remark in page.context["remarks"]] == ["แสดงวิธีคิด"]


def test_amendment_waits_on_my_desk(office, amendment, sign_in):
    amendment = walk(amendment, "submit")
    page = sign_in(office.people["group_head"]).get(reverse("projects:desk_list"))
    assert [row.subject for row in page.context["approvals"]] == [amendment]


def test_amendment_day_of_approval_is_stamped(amendment):
    assert approved(amendment).approved_at.date() == timezone.now().date()


def test_project_approved_before_versions_were_kept_is_its_first_version(project):
    """Its amendment stands beside what was approved, and its money is what it was."""
    project.baselines.all().delete()
    amendment = amending.begin_amendment(project, reason="ราคาเปลี่ยน", by=project.owner)
    first = project.baselines.get()
    assert (first.number, first.amount, first.made_by) == (0, 2_800, project.approved_by)
    price(amendment, "40 บาท/20 คน/4 มื้อ", "3,200")
    changes = changes_of_amendment(approved(amendment))
    assert changes == compare_versions(project, *versions_of(project)[-3:-1])
