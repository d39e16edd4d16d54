"""The help list: who is a candidate and why, the plan and its machine, reviews and their days, what a school sees."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from qa_portal.core.roles import ROLES
from qa_portal.core.workflow import MACHINES, Refused, perform
from supervision.documents.support_plan import render_support_plan
from supervision.models import SupportPlan
from supervision.reports.help_list import candidate, candidates
from supervision.timeline import support_of
from tests.factories.claims import say
from tests.factories.core import person
from tests.factories.external import assessment_of, result_of
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.support import support_plan

pytestmark = pytest.mark.django_db

TEAM = {"group_head", "supervisor"}
STEPS = {
    "start": ({"planned"}, "running"),
    "reach": ({"running"}, "reached"),
    "pause": ({"running"}, "paused"),
    "resume": ({"paused"}, "running"),
    "stop": ({"planned", "running", "paused"}, "stopped"),
}


@pytest.fixture
def lead():
    return person("supervisor")


def colleague(lead):
    return person("group_head", lead.district)


def review(plan, day=None, **kwargs):
    facts = {"progress": "on_track", "text": "ครูเริ่มใช้เครื่องมือ", "written_by": plan.lead}
    return plan.reviews.create(held_on=day or timezone.localdate(), **facts | kwargs)


# ---------------------------------------------------------------- the machine


def test_steps_are_those_of_the_table():
    machine = MACHINES[SupportPlan].transitions
    assert {item.name: (set(item.sources), item.target) for item in machine} == STEPS
    verbs = {item.verb for item in machine}
    assert {slug for slug, role in ROLES.items() if verbs <= role.verbs} == TEAM


@pytest.mark.parametrize("state", ["planned", "running", "paused", "reached", "stopped"])
@pytest.mark.parametrize("step", STEPS)
def test_step_is_possible_only_from_its_states(lead, state, step):
    plan = support_plan(lead=lead, state=state)
    review(plan)
    sources, target = STEPS[step]
    if state in sources:
        assert perform(plan, step, by=colleague(lead), note="เหตุผล").state == target
    else:
        with pytest.raises(Refused):
            perform(plan, step, by=colleague(lead), note="เหตุผล")


@pytest.mark.parametrize("step", ["pause", "stop", "reach"])
def test_step_without_a_reason_is_refused(lead, step):
    plan = support_plan(lead=lead, state="running")
    review(plan)
    with pytest.raises(Refused):
        perform(plan, step, by=colleague(lead))


def test_goal_is_not_said_to_be_reached_by_who_leads_nor_without_a_review(lead):
    plan = support_plan(lead=lead, state="running")
    with pytest.raises(Refused):
        perform(plan, "reach", by=colleague(lead), note="ครบ")
    review(plan)
    with pytest.raises(Refused):
        perform(plan, "reach", by=lead, note="ครบ")
    assert perform(plan, "reach", by=colleague(lead), note="ครบ").state == "reached"


def test_school_takes_no_step(lead):
    plan = support_plan(lead=lead, state="running")
    with pytest.raises(PermissionDenied):
        perform(plan, "stop", by=school_person("school_head", plan.school), note="ไม่ต้องการ")


def test_school_is_told_when_it_begins_and_sees_it_from_then_on(sign_in, lead):
    plan = support_plan(lead=lead)
    head = school_person("school_head", plan.school)
    client = sign_in(head)
    assert client.get(plan.get_absolute_url()).status_code == 404
    assert list(support_of(plan.school, head)) == []
    perform(plan, "start", by=lead)
    assert client.get(plan.get_absolute_url()).context["plan"] == plan
    assert [entry.url for entry in support_of(plan.school, head)] == [plan.get_absolute_url()]
    assert head.notices.count() == 1


# ---------------------------------------------------------------- reviews


def test_reviews_are_due_every_so_many_weeks(sign_in, lead):
    today = timezone.localdate()
    plan = perform(support_plan(lead=lead, review_every=2, begins_on=today - timedelta(days=30)), "start", by=lead)
    assert plan.next_review_on == today + timedelta(days=14)
    address = reverse("supervision:support_review_add", args=[plan.pk])
    day = today - timedelta(days=1)
    said = f"{day.day}/{day.month}/{day.year + 543}"
    sent = {"held_on": said, "progress": "behind", "text": "ยังไม่เริ่ม", "next_steps": "นัดประชุม"}
    client = sign_in(lead)
    assert client.post(address, sent).url == plan.get_absolute_url()
    plan.refresh_from_db()
    assert (plan.next_review_on, plan.reviews.get().written_by) == (day + timedelta(days=14), lead)
    response = client.post(address, sent)  # the same day again
    assert (response.status_code, plan.reviews.count()) == (422, 1)


def test_overdue_reviews_are_listed(sign_in, lead):
    late, fresh = support_plan(lead=lead, state="running"), support_plan(lead=lead, state="running")
    paused = support_plan(lead=lead, state="paused")
    yesterday = timezone.localdate() - timedelta(days=1)
    SupportPlan.objects.filter(pk__in=[late.pk, paused.pk]).update(next_review_on=yesterday)
    SupportPlan.objects.filter(pk=fresh.pk).update(next_review_on=timezone.localdate())
    response = sign_in(lead).get(reverse("supervision:support_list"), {"standing": "review_overdue"})
    assert list(response.context["object_list"]) == [late]
    late.refresh_from_db()
    assert late.is_review_overdue


# ---------------------------------------------------------------- pages


def facts(plan, **kwargs):
    today = timezone.localdate()
    days = {"begins_on": f"{today.day}/{today.month}/{today.year + 543}"}
    days["ends_on"] = (
        f"{today.day}/{today.month}/{today.year + 544}" if (today.month, today.day) != (2, 29) else "1/3/2600"
    )
    words = {"reason": "chosen", "reason_text": "ขอรับการช่วยเหลือ", "objectives": "ครบ", "review_every": 4}
    return words | days | kwargs


def test_plan_is_made_once_a_school(sign_in, lead):
    school = SchoolFactory(district=lead.district)
    client, address = sign_in(lead), reverse("supervision:support_create")
    for _time in range(2):
        client.post(address, facts(None, school=school.pk, lead=lead.pk))
    assert SupportPlan.objects.filter(school=school).count() == 1


def test_form_of_a_plan_that_was_changed_meanwhile_keeps_both(sign_in, lead):
    plan = support_plan(lead=lead)
    opened = plan.version
    plan.objectives = "ของคนอื่น"
    plan.save()
    sent = facts(plan, lead=lead.pk, objectives="ของฉัน", opened_version=opened)
    response = sign_in(lead).post(reverse("supervision:support_edit", args=[plan.pk]), sent)
    plan.refresh_from_db()
    assert (response.status_code, plan.objectives) == (422, "ของคนอื่น")
    assert response.context["form"]["objectives"].value() == "ของฉัน"


def test_plan_that_ended_is_not_edited(sign_in, lead):
    plan = support_plan(lead=lead, state="stopped")
    assert sign_in(lead).get(reverse("supervision:support_edit", args=[plan.pk])).status_code == 404


def test_list_makes_as_many_queries_for_three_rows_as_for_one(sign_in, lead, django_assert_num_queries):
    client, address = sign_in(lead), reverse("supervision:support_list")
    support_plan(lead=lead)
    client.get(address)
    with django_assert_num_queries(6):
        assert len(client.get(address).context["object_list"]) == 1
    support_plan(lead=lead), support_plan(lead=lead)
    with django_assert_num_queries(6):
        assert len(client.get(address).context["object_list"]) == 3


def test_paper_says_the_plan_and_its_reviews(lead):
    plan = support_plan(lead=lead, state="running")
    review(plan, text="ครูสามคนเริ่มใช้เครื่องมือ")
    document = pypdfium2.PdfDocument(io.BytesIO(render_support_plan(plan)))
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    for said in ("แผนช่วยเหลือสถานศึกษา", "มีเครื่องมือประเมินครบทุกมาตรฐาน", "ครูสามคนเริ่มใช้เครื่องมือ", "ติดตามทุก4สัปดาห์"):
        assert said in text
    assert len(document) == 1


# ---------------------------------------------------------------- candidates


def test_uncertified_school_is_a_candidate_until_it_has_a_plan(lead):
    school = SchoolFactory(district=lead.district, has_primary=True)
    assessment = assessment_of(school, state="final", finalised_on=timezone.localdate())
    result_of(assessment, is_certified=False)
    (row,) = candidates(lead)
    assert (row.school, row.reason) == (school, "uncertified")
    assert row.text == f"ไม่ได้รับการรับรองใน{assessment.round} ({assessment.get_level_display()})"
    plan = support_plan(lead=lead, school=school)
    assert candidates(lead) == []
    perform(plan, "stop", by=lead, note="ย้ายไปแผนอื่น")
    assert [row.school for row in candidates(lead)] == [school]
    assert candidates(person("supervisor")) == []


def test_school_below_standard_by_its_newest_report_is_a_candidate(lead):
    school, good = (SchoolFactory(district=lead.district, has_primary=True) for _number in range(2))
    say(school, {1: 2, 2: 3}, year=2568)
    say(school, {1: 1}, year=2567)
    say(good, {1: 3, 2: 5}, year=2568)
    say(SchoolFactory(district=lead.district), {1: 1}, year=2568, state="drafting")
    (row,) = candidates(lead)
    assert (row.school, row.reason) == (school, "below")
    assert row.text == "SAR ปีการศึกษา 2568 (การศึกษาขั้นพื้นฐาน): มาตรฐานที่ 1 อยู่ในระดับ 2 ปานกลาง"


def test_candidates_make_as_many_queries_for_three_schools_as_for_one(lead, django_assert_max_num_queries):
    say(SchoolFactory(district=lead.district), {1: 1})
    candidates(lead)
    with django_assert_max_num_queries(12) as few:
        assert len(candidates(lead)) == 1
    for _row in range(2):
        say(SchoolFactory(district=lead.district), {1: 1})
    with django_assert_max_num_queries(len(few)):
        assert len(candidates(lead)) == 3


def test_school_without_reasons_is_no_candidate(lead):
    school = SchoolFactory(district=lead.district)
    assert (candidates(lead), candidate(lead, school).reasons) == ([], [])


def test_page_and_sheet_of_candidates(sign_in, lead):
    client, address = sign_in(lead), reverse("supervision:support_candidates")
    assert client.get(address).context["candidates"] == []
    rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(address, {"format": "xlsx"}).content))
    assert [cell for row in rows.get_sheet_by_index(0).to_python() for cell in row].count("โรงเรียน") == 1
