"""Every state × every step × every role of a visit and of an agreed action: who may, and what stands in the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from qa_portal.core.roles import ROLES, Scope
from qa_portal.core.workflow import MACHINES, OutOfScope, Refused, perform
from supervision.models import AgreedAction, OwedBy, Visit, VisitMember, VisitState
from supervision.services.visits import acknowledge_visit, cancel_visit, postpone_visit, replan_visit
from tests.factories.core import person
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    VisitFactory,
    agreed_action,
    close_with_photo,
    done_visit,
    rate,
    reported_visit,
    small_instrument,
)

pytestmark = pytest.mark.django_db

# step → (states it starts from, where it leads, roles that may take it as the lead of the team or the school's own)
VISIT_STEPS = {
    "finish": ({"planned"}, "done", {"supervisor", "group_head"}),
    "report": ({"done"}, "reported", {"supervisor", "group_head"}),
    "acknowledge": ({"reported"}, "acknowledged", {"school_head"}),
    "postpone": ({"planned"}, "postponed", {"supervisor", "group_head"}),
    "replan": ({"postponed"}, "planned", {"supervisor", "group_head"}),
    "cancel": ({"planned", "postponed"}, "cancelled", {"supervisor", "group_head"}),
}
TOMORROW = timedelta(days=1)


def test_visit_steps_are_those_of_the_table():
    machine = {
        item.name: (set(item.sources), item.target, {slug for slug, role in ROLES.items() if item.verb in role.verbs})
        for item in MACHINES[Visit].transitions
    }
    assert machine == VISIT_STEPS


def test_action_steps_are_those_of_the_table():
    machine = {
        item.name: (set(item.sources), item.target, {slug for slug, role in ROLES.items() if item.verb in role.verbs})
        for item in MACHINES[AgreedAction].transitions
    }
    office = {"director", "deputy", "group_head", "supervisor"}
    answerers = office | {"plan_staff", "finance_staff", "school_head", "school_teacher"}
    assert machine == {
        "finish": ({"open"}, "done", answerers),
        "close": ({"open", "done"}, "closed", office),
        "reopen": ({"done", "closed"}, "open", office),
    }


def visit_in(state, lead):
    """A visit of the lead's district that lacks nothing for its next step."""
    school = SchoolFactory(district=lead.district)
    visit = VisitFactory(school=school, lead=lead, visited_on=timezone.localdate(), cancel_reason="other")
    FindingFactory(visit=visit)
    if state == "postponed":
        return postpone_visit(visit, reason="flood", by=lead)
    for step in {"done": ["finish"], "reported": ["finish", "report"]}.get(state, []):
        visit = perform(visit, step, by=lead)
    if state == "acknowledged":
        return acknowledge_visit(reported_visit(school=school, lead=lead), answer="ทราบ", replies={}, by=head(school))
    return cancel_visit(visit, reason="flood", by=lead) if state == "cancelled" else visit


def head(school):
    return school_person("school_head", school)


def act(visit, step, by):
    today = timezone.localdate()
    if step == "postpone":
        return postpone_visit(visit, reason="flood", by=by)
    if step == "replan":
        return replan_visit(visit, new_date=today + TOMORROW, by=by)
    if step == "cancel":
        return cancel_visit(visit, reason="flood", by=by)
    return perform(visit, step, by=by, note="ทราบ")


@pytest.mark.parametrize("state", VisitState.values)
@pytest.mark.parametrize("step", VISIT_STEPS)
def test_visit_step_is_possible_only_from_its_states(state, step):
    lead = person("supervisor")
    visit = visit_in(state, lead)
    sources, target, roles = VISIT_STEPS[step]
    by = head(visit.school) if roles == {"school_head"} else lead
    if state in sources:
        assert act(visit, step, by).state == target
    elif step == "acknowledge" and state != "acknowledged":
        with pytest.raises(OutOfScope):  # a school does not see a draft
            act(visit, step, by)
    else:
        with pytest.raises(Refused):
            act(visit, step, by)
        assert Visit.objects.get(pk=visit.pk).state == state


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("step", VISIT_STEPS)
def test_visit_step_is_refused_without_its_verb(step, role):
    sources, target, roles = VISIT_STEPS[step]
    visit = visit_in(min(sources), person("supervisor"))
    is_school = ROLES[role].scope is Scope.SCHOOL
    by = school_person(role, visit.school) if is_school else person(role, visit.school.district)
    if role not in roles:
        with pytest.raises(PermissionDenied):
            act(visit, step, by)
    elif role == "supervisor":
        with pytest.raises(Refused):  # not of the team
            act(visit, step, by)
    else:
        assert act(visit, step, by).state == target


def test_visit_report_is_the_leads_and_not_a_members():
    visit = done_visit()
    member = person("supervisor", visit.school.district)
    VisitMember.objects.create(visit=visit, user=member)
    with pytest.raises(Refused, match="หัวหน้าคณะ"):
        perform(visit, "report", by=member)


def test_visit_of_another_district_is_out_of_scope():
    visit = done_visit()
    with pytest.raises(OutOfScope):
        perform(visit, "report", by=person("group_head"))


def missing(visit, step):
    return [item.sentence for item in MACHINES[Visit].by_name[step].missing(visit)]


def test_visit_finish_needs_a_day_that_has_come():
    visit = VisitFactory()
    assert missing(visit, "finish") == ["ยังไม่ระบุวันที่ออกนิเทศ"]
    visit.visited_on = timezone.localdate() + TOMORROW
    assert missing(visit, "finish") == ["วันที่ออกนิเทศยังมาไม่ถึง"]
    visit.visited_on = timezone.localdate()
    assert missing(visit, "finish") == []


def test_visit_report_needs_every_item_answered_and_a_finding():
    visit = VisitFactory(visited_on=timezone.localdate(), instrument=small_instrument())
    rate(visit, [3, "na", 4])
    assert missing(visit, "report") == ["ด้านที่ 2 ตอบแล้ว 1 จาก 3 ข้อ", "ยังไม่มีข้อค้นพบ (อย่างน้อย 1 ข้อ)"]


def test_visit_postponed_keeps_each_day_and_its_reason():
    today, lead = timezone.localdate(), person("supervisor")
    visit = VisitFactory(school=SchoolFactory(district=lead.district), lead=lead)
    code = visit.code
    visit = postpone_visit(visit, reason="flood", new_date=today + TOMORROW, by=lead)
    visit = postpone_visit(visit, reason="exams", note="สอบ", by=lead)
    rows = list(visit.postponements.values_list("was_on", "moved_to", "reason", "note"))
    assert rows == [(today, today + TOMORROW, "flood", ""), (today + TOMORROW, None, "exams", "สอบ")]
    assert (visit.state, visit.code) == ("postponed", code)


def test_visit_cancel_without_a_reason_is_refused():
    visit = VisitFactory()
    with pytest.raises(Refused, match="โปรดเลือกเหตุผล"):
        perform(visit, "cancel", by=visit.lead)


def test_visit_report_tells_the_schools_people():
    visit = done_visit()
    reader, board = school_person("school_head", visit.school), school_person("school_board", visit.school)
    perform(visit, "report", by=visit.lead)
    assert [notice.url for notice in reader.notices.all()] == [visit.get_absolute_url()]
    assert not board.notices.exists()


def test_visit_answer_tells_the_team():
    visit = reported_visit()
    acknowledge_visit(visit, answer="จะดำเนินการ", replies={}, by=head(visit.school))
    (notice,) = visit.lead.notices.all()
    assert notice.text == f"โรงเรียนตอบรายงานการนิเทศ {visit} แล้ว: จะดำเนินการ"


# ---------------------------------------------------------------- agreed actions


def test_action_of_a_draft_cannot_move():
    action = AgreedActionFactory(visit=done_visit())
    with pytest.raises(Refused, match="ยังไม่ได้ส่งรายงาน"):
        perform(action, "close", by=action.visit.lead, note="เห็นแล้ว")


def test_action_is_said_to_be_done_by_the_side_that_owes_it():
    action = agreed_action()
    with pytest.raises(Refused, match="ฝ่ายที่รับผิดชอบ"):
        perform(action, "finish", by=action.visit.lead, note="เสร็จ")
    teacher = school_person("school_teacher", action.visit.school)
    done = perform(action, "finish", by=teacher, note="เสร็จ")
    assert (done.state, done.done_by) == ("done", teacher)


def test_action_of_the_office_is_not_closed_by_its_owner():
    visit = done_visit()
    action = agreed_action(visit, owed_by=OwedBy.OFFICE, owner=visit.lead)
    perform(action, "finish", by=visit.lead, note="ทำแล้ว")
    with pytest.raises(Refused):
        perform(action, "close", by=visit.lead, note="เห็นแล้ว")
    closed = close_with_photo(action, by=person("director", visit.school.district))
    assert closed.state == "closed"


def test_action_of_the_office_is_not_closed_by_who_said_that_it_is_done():
    visit = done_visit()
    action = agreed_action(visit, owed_by=OwedBy.OFFICE, owner=visit.lead)
    colleague = person("supervisor", visit.school.district)
    action = perform(action, "finish", by=colleague, note="ทำแล้ว")
    with pytest.raises(Refused, match="งานของตนเอง"):
        close_with_photo(action, by=colleague)


def test_action_closing_needs_a_word():
    action = agreed_action()
    with pytest.raises(Refused):
        perform(action, "close", by=action.visit.lead)


def test_action_opened_again_loses_its_stamps_and_keeps_its_history():
    action = agreed_action()
    lead = action.visit.lead
    close_with_photo(action, by=lead)
    again = perform(action, "reopen", by=lead, note="ยังขาด")
    assert (again.state, again.closed_at, again.closed_by) == ("open", None, None)
    assert [row.closed_by_id for row in again.history.order_by("history_id")][-2:] == [lead.pk, None]


def test_action_is_overdue_only_after_its_day():
    today = timezone.localdate()
    on_the_day = agreed_action(due_on=today)
    late = agreed_action(due_on=today - TOMORROW)
    assert list(AgreedAction.objects.overdue(today)) == [late]
    assert (on_the_day.is_overdue, late.is_overdue) == (False, True)


def test_action_of_a_draft_is_neither_open_nor_overdue():
    AgreedActionFactory(visit=done_visit(), due_on=timezone.localdate() - TOMORROW)
    assert not AgreedAction.objects.open().exists()
    assert not AgreedAction.objects.overdue().exists()
