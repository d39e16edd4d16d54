from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Approval, Decision, ProposedVersion, WorkGroup
from projects.services import approvals, seats
from qa_portal.core import workflow
from qa_portal.core.models import Acting, Notice
from tests.factories.chain import THROUGH, Office, walk
from tests.factories.core import person
from tests.factories.projects import complete_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def act_for(absent, deputy, *, since=0, until=0):
    today = timezone.localdate()
    return Acting.objects.create(
        person=absent, deputy=deputy, since=today + timedelta(days=since), until=today + timedelta(days=until)
    )


def shown(project):
    return [
        (approval.desk.holder, approval.round, approval.decision)
        for approval in approvals.approvals_of(project).order_by("round", "step", "pk")
    ]


# ---------------------------------------------------------------- the way


def test_chain_asks_step_by_step(office):
    project = office.proposed()
    waiting = []
    for name in THROUGH:
        waiting.append([approval.desk.holder for approval in approvals.waiting_on(project)])
        project = walk(project, name)
    assert waiting == [["group_head"], ["plan_staff", "finance_staff"], ["finance_staff"], ["deputy"], ["director"]]
    assert (project.state, project.approved_by, project.approved_amount) == (
        "approved",
        office.people["director"],
        2_800,
    )


def test_chain_approval_freezes_the_baseline_once(office):
    project = walk(office.proposed(), *THROUGH)
    assert list(project.baselines.values_list("number", "amount", "made_by")) == [
        (0, 2_800, office.people["director"].pk)
    ]


def test_chain_desk_is_due_after_its_days(office):
    approval = approvals.waiting_on(office.proposed()).get()
    assert approval.due_on == timezone.localdate() + timedelta(days=3)


def test_chain_keeps_who_decided_with_the_note(office):
    project = office.proposed()
    head = office.people["group_head"]
    workflow.perform(project, "endorse", by=head, note=" เห็นชอบ ")
    first = approvals.approvals_of(project).first()
    assert (first.decided_by, first.on_behalf_of, first.note) == (head, None, "เห็นชอบ")


def test_chain_tells_those_whose_desk_it_reaches(office):
    project = office.proposed()
    walk(project, "endorse", "endorse")
    texts = [(notice.recipient, notice.text) for notice in Notice.objects.order_by("pk")]
    came = f"โครงการ “{project}” มาถึงโต๊ะพิจารณาของท่านแล้ว"
    assert texts[0] == (office.people["group_head"], f"{project.owner} เสนอโครงการ “{project}” เพื่อขออนุมัติ")
    assert set(texts[1:]) == {(office.people["plan_staff"], came), (office.people["finance_staff"], came)}


def test_chain_desk_pressed_twice_says_where_it_is_now(office):
    project = office.proposed()
    head = office.people["group_head"]
    workflow.perform(project, "endorse", by=head)
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "endorse", by=head)
    assert str(refused.value) == "ขณะนี้เรื่องไม่ได้อยู่ที่โต๊ะของท่าน แต่อยู่ที่: โต๊ะ plan_staff 2, โต๊ะ finance_staff 2"


def test_chain_last_desk_cannot_be_reached_before_its_turn(office):
    project = office.proposed()
    for name in ("approve", "endorse", "return"):
        with pytest.raises(workflow.Refused):
            workflow.perform(project, name, by=office.people["director"], note="x")
    assert shown(project) == [("group_head", 1, "waiting")]


def test_chain_last_desk_approves_and_does_not_endorse(office):
    project = walk(office.proposed(), *THROUGH[:-1])
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "endorse", by=office.people["director"])
    assert str(refused.value) == "โต๊ะของท่านเป็นโต๊ะสุดท้าย โปรดอนุมัติหรือส่งกลับแก้ไข"


def test_chain_total_that_differs_from_funding_stops_at_the_last_desk(office):
    project = complete_project(district=office.district)
    row = project.funding.get()
    row.amount_text = "9,999"
    row.save()
    project = walk(workflow.perform(project, "submit", by=project.owner), *THROUGH[:-1])
    with pytest.raises(workflow.Refused) as refused:
        walk(project, "approve")
    assert len(refused.value.missing) == 1
    assert shown(project)[-1] == ("director", 1, "waiting")


@pytest.mark.parametrize("passed", range(5))
def test_chain_returns_from_every_desk_and_drops_the_others(office, passed):
    project = walk(office.proposed(), *THROUGH[:passed])
    project = walk(project, "return")
    assert project.state == "returned"
    assert approvals.waiting_on(project).count() == 0
    assert approvals.approvals_of(project).filter(decision=Decision.RETURNED).count() == 1
    assert approvals.approvals_of(project).filter(decision=Decision.DROPPED).count() == (1 if passed == 1 else 0)


def test_chain_begins_a_new_round_when_proposed_again(office):
    project = walk(office.proposed(), "endorse", "return", "submit")
    assert shown(project) == [
        ("group_head", 1, "passed"),
        ("plan_staff", 1, "returned"),
        ("finance_staff", 1, "dropped"),
        ("group_head", 2, "waiting"),
    ]
    assert list(ProposedVersion.objects.values_list("project", "round")) == [(project.pk, 1), (project.pk, 2)]


def test_chain_taken_back_leaves_no_desk_waiting(office):
    project = walk(office.proposed(), "endorse", "withdraw")
    assert (project.state, approvals.waiting_on(project).count()) == ("draft", 0)


def test_chain_desk_opened_after_the_step_is_not_asked(office):
    project = walk(office.proposed(), "endorse")
    office.desk("finance_staff", 1, title="โต๊ะใหม่")
    assert [approval.desk.holder for approval in approvals.waiting_on(walk(project, "endorse", "endorse"))] == [
        "deputy"
    ]


def test_chain_desk_moved_to_a_later_step_is_not_asked_twice(office):
    project = walk(office.proposed(), "endorse")
    plan = office.desks["plan_staff"]
    plan.step = 3
    plan.save()
    assert [approval.desk.holder for approval in approvals.waiting_on(walk(project, "endorse", "endorse"))] == [
        "deputy"
    ]


# ---------------------------------------------------------------- who sits where


def test_group_head_desk_belongs_to_the_heads_of_the_projects_groups(office):
    other = person("supervisor", office.district)
    project = complete_project(district=office.district)
    WorkGroup.objects.filter(projects=project).update(head=other)
    project = workflow.perform(project, "submit", by=project.owner)
    assert seats.deciders(office.desks["group_head"], project) == {other: None}
    assert seats.seat_of(project, office.people["group_head"]) is None
    assert workflow.perform(project, "endorse", by=other).state == "submitted"


def test_named_people_decide_at_their_desk(office):
    chair = person("committee_member", office.district)
    desk = office.desk("people", 1, title="คณะกรรมการ")
    desk.people.add(chair)
    project = office.proposed()
    assert seats.deciders(desk, project) == {chair: None}
    workflow.perform(project, "endorse", by=chair)
    assert [approval.desk.holder for approval in approvals.waiting_on(project)] == ["group_head"]


def test_acting_person_decides_under_both_names(office):
    head, supervisor = office.people["group_head"], person("supervisor", office.district)
    act_for(head, supervisor)
    project = office.proposed()
    workflow.perform(project, "endorse", by=supervisor)
    first = approvals.approvals_of(project).first()
    assert (first.decided_by, first.on_behalf_of) == (supervisor, head)


@pytest.mark.parametrize(("since", "until", "may"), [(-3, -1, False), (-3, 0, True), (0, 3, True), (1, 3, False)])
def test_acting_holds_for_its_days_only(office, since, until, may):
    head, supervisor = office.people["group_head"], person("supervisor", office.district)
    act_for(head, supervisor, since=since, until=until)
    assert (seats.seat_of(office.proposed(), supervisor) is not None) == may


def test_acting_person_without_the_verb_of_the_last_desk_does_not_approve(office):
    supervisor = person("supervisor", office.district)
    act_for(office.people["director"], supervisor)
    project = walk(office.proposed(), *THROUGH[:-1])
    assert seats.seat_of(project, supervisor) is None


def test_deputy_who_acts_for_the_director_approves(office):
    deputy = office.people["deputy"]
    act_for(office.people["director"], deputy)
    project = walk(office.proposed(), *THROUGH[:-1])
    project = workflow.perform(project, "approve", by=deputy)
    last = approvals.approvals_of(project).last()
    assert (project.state, last.decided_by, last.on_behalf_of) == ("approved", deputy, office.people["director"])


def test_own_desk_comes_before_that_of_an_absent_person(office):
    plan, finance = office.people["plan_staff"], office.people["finance_staff"]
    act_for(plan, finance)
    project = walk(office.proposed(), "endorse")
    workflow.perform(project, "endorse", by=finance)
    workflow.perform(project, "endorse", by=finance)
    rows = approvals.approvals_of(project).filter(step=2).order_by("pk")
    assert [(row.decided_by, row.on_behalf_of) for row in rows] == [(finance, plan), (finance, None)]


def test_two_answers_agree_who_may_decide(office):
    """From the desk to the people and from the person to the desks is one rule."""
    everybody = [*office.people.values(), person("supervisor", office.district), person("committee_member")]
    act_for(everybody[0], everybody[5])
    act_for(everybody[4], everybody[3], since=-1)
    act_for(everybody[2], everybody[6])
    office.desk("people", 3, title="คณะกรรมการ").people.set([everybody[1], everybody[6]])
    office.proposed(owner=everybody[0])
    walk(office.proposed(), "endorse")
    walk(office.proposed(owner=everybody[1]), "endorse", "endorse")
    walk(office.proposed(), *THROUGH[:-1])
    waiting = list(Approval.objects.waiting().order_by("pk"))
    by_desk = {
        (approval.pk, person, absent.pk if absent else 0)
        for approval in waiting
        for person, absent in seats.deciders(approval.desk, approval.subject).items()
    }
    by_person = {(row.pk, user, row.acting_for) for user in everybody for row in seats.waiting_for(user)}
    assert by_desk == by_person
    assert len(waiting) == 5


# ---------------------------------------------------------------- nobody judges their own work


def test_author_is_passed_over_where_the_desk_is_only_theirs(office):
    head = office.people["group_head"]
    project = office.proposed(owner=head)
    assert shown(project) == [
        ("group_head", 1, "dropped"),
        ("plan_staff", 1, "waiting"),
        ("finance_staff", 1, "waiting"),
    ]
    assert approvals.approvals_of(project).first().note == "ข้ามโต๊ะนี้ เพราะผู้พิจารณาเป็นผู้เขียนโครงการเอง"


def test_authors_desk_goes_to_its_other_holders(office):
    head, other = office.people["group_head"], person("group_head", office.district)
    project = office.proposed(owner=head)
    assert seats.deciders(office.desks["group_head"], project) == {other: None}
    assert seats.seat_of(project, head) is None


def test_authors_desk_goes_to_who_acts_for_them(office):
    head, supervisor = office.people["group_head"], person("supervisor", office.district)
    act_for(head, supervisor)
    project = office.proposed(owner=head)
    assert seats.deciders(office.desks["group_head"], project) == {supervisor: head}


def test_director_who_wrote_it_needs_somebody_who_acts(office):
    director, deputy = office.people["director"], office.people["deputy"]
    project = complete_project(
        district=office.district, owner=person("supervisor", office.district), created_by=director
    )
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "submit", by=project.owner)
    assert [missing.sentence for missing in refused.value.missing] == [
        f"ที่โต๊ะสุดท้าย “โต๊ะ director 4” มีเพียง {director} ซึ่งเป็นเจ้าของโครงการเอง "
        "โปรดให้ผู้ดูแลระบบของสำนักงานบันทึกผู้รักษาราชการแทน (ระบบหลังบ้าน การรักษาราชการแทน)"
    ]
    act_for(director, deputy)
    project = workflow.perform(project, "submit", by=project.owner)
    project = walk(project, *THROUGH)
    assert (project.approved_by, approvals.approvals_of(project).last().on_behalf_of) == (deputy, director)


def test_desk_without_anybody_is_said_before_it_is_proposed(office):
    office.people["finance_staff"].groups.clear()
    project = complete_project(district=office.district)
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "submit", by=project.owner)
    assert [missing.sentence for missing in refused.value.missing] == [
        "ที่โต๊ะ “โต๊ะ finance_staff 2” ยังไม่มีผู้พิจารณา โปรดให้ผู้ดูแลระบบของสำนักงานกำหนดผู้พิจารณา (ระบบหลังบ้าน โต๊ะพิจารณา)"
    ]


def test_last_desk_needs_somebody_who_may_approve():
    office = Office(roles=("group_head",))
    project = complete_project(district=office.district)
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "submit", by=project.owner)
    assert len(refused.value.missing) == 1


def test_desks_out_of_use_are_not_asked(office):
    for role in ("group_head", "plan_staff"):
        office.desks[role].is_active = False
        office.desks[role].save()
    assert shown(office.proposed()) == [("finance_staff", 1, "waiting")]


def test_office_without_desks_decides_as_one():
    office = Office(roles=())
    project = office.proposed()
    assert shown(project) == []
    steps = {step.transition.name for step in workflow.steps(project, office.people["deputy"]) if step.is_offered}
    assert steps == {"approve", "return"}
    assert workflow.perform(project, "approve", by=office.people["deputy"]).state == "approved"


def test_office_without_desks_is_not_decided_by_its_officers():
    office = Office(roles=())
    project = office.proposed()
    for name in ("endorse", "return"):
        with pytest.raises(workflow.Refused) as refused:
            workflow.perform(project, name, by=office.people["plan_staff"], note="x")
        assert str(refused.value) == "ผู้อำนวยการหรือรองผู้อำนวยการเป็นผู้พิจารณา"
