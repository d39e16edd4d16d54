"""A recommendation becomes a goal with parts, and is closed by rule (F36)."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from projects.models import Activity
from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused, perform
from schools.timeline import debts_of
from supervision.improvement_timeline import improvements_of
from supervision.models import AgreedAction, ImprovementPart, Recommendation, Visit
from supervision.services.recommendation_reminders import last_day, remind_recommendations
from supervision.services.recommendations import add_recommendations, propose_closing
from supervision.tasks import propose_closing as propose_closing_task
from tests.factories.core import person
from tests.factories.external import as_typed_day, assessment_of, part_of, planned_goal, recommendation_of, standard_of
from tests.factories.projects import ProjectFactory
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import VisitFactory, agreed_action, done_visit, photo_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return person("group_head")


@pytest.fixture
def assessment(user):
    return assessment_of(SchoolFactory(district=user.district))


def activity_of(district):
    return Activity.objects.create(project=ProjectFactory(district=district), title="อบรมครู", order=1)


def begun(assessment, user, **parts):
    """A goal that is under way with one part."""
    goal = planned_goal(assessment)
    part = part_of(goal, **parts)
    return perform(goal, "plan", by=user), part


def missing(row, name, user):
    with pytest.raises(Refused) as refused:
        perform(row, name, by=user)
    return [str(item.sentence) for item in refused.value.missing]


# ---------------------------------------------------------------- rules


def test_improvement_begins_only_with_goal_owner_day_and_part(user, assessment):
    assert missing(recommendation_of(assessment), "plan", user) == [
        "ยังไม่ได้เขียนเป้าหมายว่าอะไรจะดีขึ้น และดูได้จากอะไร",
        "ยังไม่ได้ระบุผู้ติดตาม",
        "ยังไม่ได้กำหนดวันแล้วเสร็จ",
        "ยังไม่มีรายการดำเนินการ (การนิเทศ ข้อตกลง กิจกรรม หรือการดำเนินการอื่น)",
    ]
    goal, _part = begun(assessment, user)
    assert goal.state == "under_way"


def visit_part(assessment):
    return {"visit": VisitFactory(school=assessment.school)}, lambda: Visit.objects.update(state="acknowledged")


def action_part(assessment):
    visit = VisitFactory(school=assessment.school)
    action = AgreedAction.objects.create(visit=visit, what="ทำคู่มือ", due_on=timezone.localdate())
    return {"action": action}, lambda: AgreedAction.objects.update(state="closed")


def activity_part(assessment):
    activity = activity_of(assessment.school.district)
    return {"activity": activity}, lambda: Activity.objects.update(state="done")


def hand_part(assessment):
    return {}, lambda: ImprovementPart.objects.update(done_on=timezone.localdate())


@pytest.mark.parametrize("kind", [visit_part, action_part, activity_part, hand_part])
def test_goal_closes_when_its_part_is_done_and_not_before(kind, user, assessment):
    facts, finish = kind(assessment)
    goal, _part = begun(assessment, user, **facts)
    assert missing(goal, "close", user) == ["“จัดทำคู่มือ” ยังไม่แล้วเสร็จ"]
    assert list(Recommendation.objects.to_close()) == []
    finish()
    assert list(Recommendation.objects.to_close()) == [goal]
    closed = perform(goal, "close", by=user)
    assert (closed.state, closed.closed_by) == ("closed", user)


def test_visit_that_is_done_but_not_reported_is_not_enough(user, assessment):
    goal, _part = begun(assessment, user, visit=VisitFactory(school=assessment.school))
    Visit.objects.update(state="done")
    assert missing(goal, "close", user) == ["“จัดทำคู่มือ” ยังไม่แล้วเสร็จ"]


def test_part_that_was_called_off_is_said(user, assessment):
    goal, _part = begun(assessment, user, visit=VisitFactory(school=assessment.school))
    Visit.objects.update(state="cancelled", cancel_reason="flood")
    assert missing(goal, "close", user) == ["“จัดทำคู่มือ” ถูกยกเลิกแล้ว โปรดเลือกวิธีอื่น"]


def test_reopening_needs_a_reason_and_clears_the_stamp(user, assessment):
    goal, _part = begun(assessment, user, done_on=timezone.localdate())
    goal = perform(goal, "close", by=user)
    with pytest.raises(Refused):
        perform(goal, "reopen", by=user)
    goal = perform(goal, "reopen", by=user, note="ยังไม่เห็นผล")
    assert (goal.state, goal.closed_at, goal.closed_by) == ("under_way", None, None)


def test_same_recommendation_is_kept_once(user, assessment):
    found = [(None, "ควรนิเทศ"), (standard_of(assessment.round, 1), "ควรนิเทศ"), (None, "ควรนิเทศ")]
    add_recommendations(assessment, found, by=user)
    add_recommendations(assessment, found, by=user)
    assert list(assessment.recommendations.values_list("number", "standard__number")) == [(1, None), (2, 1)]


# ---------------------------------------------------------------- notices


def test_owner_is_asked_once_to_close(user, assessment):
    goal, _part = begun(assessment, user, done_on=timezone.localdate())
    rows = Recommendation.objects.all()
    assert [propose_closing(rows), propose_closing_task()] == [1, 0]
    told = Notice.objects.filter(recipient=goal.owner, url__endswith="#steps-title")
    assert [notice.text for notice in told] == [f"“{goal}” ดำเนินการครบทุกรายการแล้ว โปรดตรวจสอบและปิดเรื่อง"]
    perform(perform(goal, "close", by=user), "reopen", by=user, note="ตรวจอีกครั้ง")
    assert propose_closing(rows) == 1


@pytest.mark.parametrize(("today", "day"), [(2, None), (3, 3), (9, 3), (10, 10), (16, 10), (17, 17), (25, 24)])
def test_reminders_come_a_week_before_on_the_day_and_weekly_after(today, day):
    first = timezone.datetime(2026, 1, 1).date()
    due = first + timedelta(days=9)
    found = last_day(due, first + timedelta(days=today - 1), 7)
    assert found == (first + timedelta(days=day - 1) if day else None)


def test_owner_and_school_are_reminded_once_a_day_of_reminding(user, assessment):
    head = school_person("school_head", assessment.school)
    goal, _part = begun(assessment, user)
    Notice.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert [remind_recommendations(), remind_recommendations()] == [1, 0]
        assert {notice.recipient for notice in Notice.objects.all()} == {head, goal.owner}
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert remind_recommendations() == 1
    perform_all = Recommendation.objects.filter(pk=goal.pk)
    ImprovementPart.objects.update(done_on=timezone.localdate())
    perform(perform_all.get(), "close", by=user)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert remind_recommendations() == 0


# ---------------------------------------------------------------- pages


def words(*texts, initial=()):
    data = {"row-TOTAL_FORMS": len(initial) + len(texts), "row-INITIAL_FORMS": len(initial)}
    for place, row in enumerate(initial):
        data |= {f"row-{place}-id": row.pk, f"row-{place}-text": row.text, f"row-{place}-opened_version": row.version}
    for place, text in enumerate(texts, len(initial)):
        data |= {f"row-{place}-text": text, f"row-{place}-opened_version": 0}
    return data


def test_several_recommendations_are_typed_at_once_and_sent_twice_are_one(sign_in, user, assessment):
    client, address = sign_in(user), reverse("supervision:recommendation_words", args=[assessment.pk])
    data = words("ควรนิเทศ", "", "ควรมีแผน")
    assert [client.post(address, data).status_code for _time in range(2)] == [302, 302]
    assert list(assessment.recommendations.values_list("number", "text")) == [(1, "ควรนิเทศ"), (2, "ควรมีแผน")]
    assert {row.history.first().history_user for row in assessment.recommendations.all()} == {user}


def test_recommendation_is_changed_and_an_untouched_one_taken_out(sign_in, user, assessment):
    rows = [recommendation_of(assessment, text="หนึ่ง"), recommendation_of(assessment, text="สอง")]
    data = words(initial=rows) | {"row-0-text": "หนึ่งใหม่", "row-1-DELETE": "on"}
    sign_in(user).post(reverse("supervision:recommendation_words", args=[assessment.pk]), data)
    assert list(assessment.recommendations.values_list("number", "text")) == [(1, "หนึ่งใหม่")]


def test_recommendation_that_is_followed_up_is_not_taken_out(sign_in, user, assessment):
    goal, _part = begun(assessment, user)
    data = words(initial=[goal]) | {"row-0-DELETE": "on"}
    answer = sign_in(user).post(reverse("supervision:recommendation_words", args=[assessment.pk]), data)
    assert answer.context["form"].non_form_errors() == ["ข้อที่ 1 อยู่ระหว่างติดตาม จึงนำออกไม่ได้"]
    assert (answer.status_code, Recommendation.objects.count()) == (422, 1)


def test_stale_goal_is_refused_and_shows_both(sign_in, user, assessment):
    row = planned_goal(assessment, goal="ของเพื่อน")
    opened = row.version
    row.save()
    data = {"goal": "ของฉัน", "owner": "", "due_on": "", "opened_version": opened}
    answer = sign_in(user).post(reverse("supervision:recommendation_edit", args=[row.pk]), data)
    assert (answer.status_code, answer.context["form"].errors["goal"]) == (422, ["ข้อมูลในระบบขณะนี้: ของเพื่อน"])


def test_closed_goal_is_not_edited(sign_in, user, assessment):
    goal, part = begun(assessment, user, done_on=timezone.localdate())
    perform(goal, "close", by=user)
    client = sign_in(user)
    for name, args in (("recommendation_edit", [goal.pk]), ("part_add", [goal.pk]), ("part_edit", [goal.pk, part.pk])):
        assert client.get(reverse(f"supervision:{name}", args=args)).url == goal.get_absolute_url()


def test_part_takes_the_words_of_its_record_and_sent_twice_is_one(sign_in, user, assessment):
    goal = planned_goal(assessment)
    action = agreed_action(done_visit(school=assessment.school), what="ทำคู่มือ")
    client, address = sign_in(user), reverse("supervision:part_add", args=[goal.pk])
    data = {"what": "", "action": action.pk, "opened_version": 0}
    assert [client.post(address, data).status_code for _time in range(2)] == [302, 302]
    assert [(part.what, part.action) for part in goal.parts.all()] == [("ทำคู่มือ", action)]


def test_part_is_one_record_and_of_the_own_school(sign_in, user, assessment):
    goal = planned_goal(assessment)
    action = agreed_action(done_visit(school=assessment.school))
    own, other = action.visit, VisitFactory()
    client, address = sign_in(user), reverse("supervision:part_add", args=[goal.pk])
    both = client.post(address, {"what": "x", "visit": own.pk, "action": action.pk, "opened_version": 0})
    assert both.context["form"].errors == {
        "action": ["เลือกได้อย่างเดียว คือการนิเทศ ข้อตกลง หรือกิจกรรม หากมีอีกให้เพิ่มเป็นอีกรายการ"]
    }
    foreign = client.post(address, {"what": "x", "visit": other.pk, "opened_version": 0})
    assert (list(foreign.context["form"].errors), goal.parts.count()) == (["visit"], 0)


def test_school_says_with_a_file_that_its_part_is_done(sign_in, user, assessment):
    goal, part = begun(assessment, user)
    client = sign_in(school_person("school_teacher", assessment.school))
    address = reverse("supervision:part_finish", args=[goal.pk, part.pk])
    day = as_typed_day(timezone.localdate())
    without = client.post(address, {"done_on": day, "opened_version": part.version})
    assert list(without.context["form"].errors) == ["proof"]
    answer = client.post(address, {"done_on": day, "opened_version": part.version, "proof": photo_upload()})
    assert answer.status_code == 302
    part.refresh_from_db()
    assert (part.done_on, part.stored.media_type) == (timezone.localdate(), "image/jpeg")
    assert Notice.objects.filter(recipient=goal.owner, url__endswith="#steps-title").count() == 1
    file = client.get(reverse("supervision:part_file", args=[goal.pk, part.pk]))
    assert (file.status_code, b"".join(file.streaming_content)[:2]) == (200, b"\xff\xd8")


def test_part_that_is_a_record_is_not_said_to_be_done(sign_in, user, assessment):
    goal, part = begun(assessment, user, visit=VisitFactory(school=assessment.school))
    address = reverse("supervision:part_finish", args=[goal.pk, part.pk])
    assert sign_in(user).get(address).status_code == 404


def test_part_before_the_beginning_is_not_done(sign_in, user, assessment):
    goal = planned_goal(assessment)
    part = part_of(goal)
    client = sign_in(school_person("school_head", assessment.school))
    answer = client.get(reverse("supervision:part_finish", args=[goal.pk, part.pk]))
    assert answer.url == goal.get_absolute_url()


def test_other_school_sees_nothing_of_it(sign_in, user, assessment):
    goal, part = begun(assessment, user)
    client = sign_in(school_person("school_head", SchoolFactory(district=user.district)))
    pages = [
        ("recommendation_detail", [goal.pk]),
        ("part_finish", [goal.pk, part.pk]),
        ("part_file", [goal.pk, part.pk]),
    ]
    assert [client.get(reverse(f"supervision:{name}", args=args)).status_code for name, args in pages] == [404] * 3
    listed = client.get(reverse("supervision:recommendation_list")).context["object_list"]
    assert list(listed) == []


def test_part_with_a_file_stays(sign_in, user, assessment):
    goal, part = begun(assessment, user)
    client = sign_in(user)
    removed = reverse("supervision:part_remove", args=[goal.pk, part.pk])
    finish = reverse("supervision:part_finish", args=[goal.pk, part.pk])
    client.post(finish, {"done_on": as_typed_day(timezone.localdate()), "opened_version": 1, "proof": photo_upload()})
    client.post(removed)
    assert goal.parts.count() == 1


def test_part_without_a_file_is_taken_out(sign_in, user, assessment):
    goal, part = begun(assessment, user)
    sign_in(user).post(reverse("supervision:part_remove", args=[goal.pk, part.pk]))
    assert goal.parts.count() == 0


def test_detail_shows_the_school_no_planned_visit_and_no_project(sign_in, user, assessment):
    goal, _part = begun(assessment, user, visit=VisitFactory(school=assessment.school))
    part_of(goal, activity=activity_of(user.district))
    urls = []
    for one in (user, school_person("school_head", assessment.school)):
        parts = sign_in(one).get(goal.get_absolute_url()).context["parts"]
        urls.append([bool(line.url) for line in parts])
    assert urls == [[True, True], [False, False]]


def test_school_finds_its_parts_on_its_desk_and_the_closed_ones_in_its_history(user, assessment):
    head = school_person("school_head", assessment.school)
    goal, part = begun(assessment, user, due_on=timezone.localdate())
    part_of(goal, visit=VisitFactory(school=assessment.school))
    first, *_of_readiness = debts_of(assessment.school, head)
    assert (first.label, first.due) == (part.what, part.due_on)
    assert [debts_of(assessment.school, one) for one in (user, person("school_head", user.district))] == [[], []]
    ImprovementPart.objects.update(done_on=timezone.localdate(), visit=None)
    perform(goal, "close", by=user)
    assert [entry.title for entry in improvements_of(assessment.school, head)] == [goal.text]


def test_list_is_asked_by_standing_owner_and_overdue(sign_in, user, assessment):
    past = timezone.localdate() - timedelta(days=1)
    late = planned_goal(assessment, due_on=past)
    ready, _part = begun(assessment, user, done_on=past)
    client, address = sign_in(user), reverse("supervision:recommendation_list")

    def shown(**asked):
        return {row.number for row in client.get(address, asked).context["object_list"]}

    assert shown(standing="overdue") == {late.number}
    assert shown(standing="to_close") == {ready.number}
    assert shown(standing="open") == {late.number}
    assert shown(owner=ready.owner.pk) == {ready.number}
    assert client.get(address, {"format": "xlsx"}).status_code == 200


def test_list_makes_as_many_queries_for_three_rows_as_for_one(sign_in, user, assessment, django_assert_num_queries):
    client, address = sign_in(user), reverse("supervision:recommendation_list")
    begun(assessment, user)
    client.get(address)
    with django_assert_num_queries(9):
        assert len(client.get(address).context["object_list"]) == 1
    begun(assessment, user, visit=VisitFactory(school=assessment.school))
    begun(assessment, user)
    with django_assert_num_queries(9):
        assert len(client.get(address).context["object_list"]) == 3


def test_detail_makes_as_many_queries_for_three_parts_as_for_one(sign_in, user, assessment, django_assert_num_queries):
    goal, _part = begun(assessment, user, visit=VisitFactory(school=assessment.school))
    client = sign_in(user)
    client.get(goal.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(goal.get_absolute_url())
    part_of(goal, activity=activity_of(user.district))
    part_of(goal)
    with django_assert_num_queries(9):
        assert len(client.get(goal.get_absolute_url()).context["parts"]) == 3


def test_typing_is_put_back(sign_in, user, assessment):
    client, address = sign_in(user), reverse("supervision:recommendation_words", args=[assessment.pk])
    fields = [[name, str(value)] for name, value in words("ยังไม่ได้บันทึก").items()]
    client.post(reverse("core:unsaved_keep"), {"path": address, "fields": json.dumps(fields)})
    page = client.get(address)
    assert [form["text"].value() for form in page.context["form"]] == ["ยังไม่ได้บันทึก"]
