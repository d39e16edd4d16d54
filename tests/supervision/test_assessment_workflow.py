"""The stages of an external assessment: their order, their days, cancelling, and assessing again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from qa_portal.core.models import Notice, TransitionRecord
from qa_portal.core.workflow import OutOfScope, Refused, perform, steps
from supervision.models import AssessmentRound, AssessmentState, ExternalAssessment, ReadinessAnswer, ReadinessForm
from supervision.reports.assessment import next_of, stages_of
from supervision.services.assessments import assess_again, record_notices, take_step
from supervision.services.readiness import readiness_of, save_answers
from tests.factories.core import DistrictFactory, person
from tests.factories.external import assessment_of, day, recommendation_of, result_of, scored_round
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import agreed_action, done_visit

pytestmark = pytest.mark.django_db


def final(school, keeper, *, certified):
    """An assessment whose final report has come."""
    assessment = take_step(assessment_of(school, noticed_on=day(60)), "finalise", finalised_on=day(5), by=keeper)
    result_of(assessment, overall=4, is_certified=certified)
    return assessment


def notice(school, keeper, in_round, **facts):
    return record_notices([school], in_round=in_round, levels=["basic"], by=keeper, noticed_on=day(1), **facts)


# ---------------------------------------------------------------- stages


def test_assessment_goes_through_its_stages_each_with_its_day(assessment, keeper):
    assessment = take_step(assessment, "send", sent_on=day(40), by=keeper)
    assessment = take_step(assessment, "visit", visit_from=day(30), visit_until=day(28), by=keeper)
    assessment = take_step(assessment, "hear", heard_on=day(28), by=keeper)
    assessment = take_step(assessment, "draft", drafted_on=day(10), by=keeper)
    assessment = take_step(assessment, "finalise", finalised_on=day(2), note="ครบ", by=keeper)
    found = ExternalAssessment.objects.get(pk=assessment.pk)
    days = (found.sent_on, found.visit_from, found.visit_until, found.heard_on, found.drafted_on, found.finalised_on)
    assert (found.state, days) == ("final", (day(40), day(30), day(28), day(28), day(10), day(2)))
    names = TransitionRecord.objects.order_by("pk").values_list("transition", flat=True)
    assert list(names) == ["send", "visit", "hear", "draft", "finalise"]


def test_assessment_may_go_past_stages_that_the_office_never_heard_of(assessment, keeper):
    assessment = take_step(assessment, "draft", drafted_on=day(10), by=keeper)
    standings = [row.standing for row in stages_of(assessment)]
    assert standings == ["done", "skipped", "skipped", "skipped", "skipped", "now", "coming"]


def test_assessment_never_goes_back_to_an_earlier_stage(assessment, keeper):
    assessment = take_step(assessment, "draft", drafted_on=day(10), by=keeper)
    with pytest.raises(Refused):
        take_step(assessment, "send", sent_on=day(40), by=keeper)
    assert [step.transition.name for step in steps(assessment, keeper)] == ["finalise", "cancel"]


def test_stage_without_its_day_is_refused(assessment, keeper):
    with pytest.raises(Refused) as refused:
        perform(assessment, "send", by=keeper)
    assert str(refused.value) == "โปรดระบุวันที่"


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("send", {"sent_on": day(61)}),
        ("visit", {"visit_from": day(28), "visit_until": day(30)}),
        ("finalise", {"finalised_on": day(70)}),
    ],
)
def test_days_in_the_wrong_order_are_refused_with_a_sentence(assessment, keeper, step, facts):
    with pytest.raises(Refused) as refused, transaction.atomic():
        take_step(assessment, step, by=keeper, **facts)
    assert str(refused.value).endswith("โปรดตรวจสอบลำดับวันที่")
    assessment.refresh_from_db()
    assert (assessment.state, assessment.sent_on, assessment.visit_until) == ("notified", None, None)


def test_oral_report_may_come_before_the_visit_ends(assessment, keeper):
    assessment = take_step(assessment, "visit", visit_from=day(30), visit_until=day(28), by=keeper)
    assert take_step(assessment, "hear", heard_on=day(29), by=keeper).state == "heard"


def test_school_and_other_office_cannot_move_a_stage(assessment):
    with pytest.raises(PermissionDenied):
        take_step(assessment, "send", sent_on=day(1), by=school_person("school_head", assessment.school))
    with pytest.raises(OutOfScope):
        take_step(assessment, "send", sent_on=day(1), by=person("supervisor"))


def test_each_stage_is_told_to_the_people_of_the_school(assessment, keeper):
    head, _board = (school_person(role, assessment.school) for role in ("school_head", "school_board"))
    take_step(assessment, "send", sent_on=day(1), by=keeper)
    assert list(Notice.objects.values_list("recipient", "url")) == [(head.pk, assessment.get_absolute_url())]


def test_cancelled_assessment_keeps_its_reason_and_leaves_room_for_a_new_notice(assessment, keeper):
    with pytest.raises(Refused):
        take_step(assessment, "cancel", by=keeper)
    take_step(assessment, "cancel", note="สมศ. เลื่อน", by=keeper)
    made = notice(assessment.school, keeper, assessment.round).made
    assert [(row.attempt, row.state) for row in made] == [(1, "notified")]


def test_final_report_entered_by_mistake_is_taken_back_with_a_reason(school, keeper):
    assessment = take_step(final(school, keeper, certified=False), "reopen", note="เป็นฉบับร่าง", by=keeper)
    assert (assessment.state, assessment.finalised_on) == ("draft", None)


# ---------------------------------------------------------------- notices


def test_notice_begins_one_assessment_for_each_level_that_is_taught(keeper, school):
    no_children = SchoolFactory(district=school.district, has_early_childhood=False)
    in_round = AssessmentRound.objects.get(number=4)
    levels = ["early_childhood", "basic"]
    outcome = record_notices([school, no_children], in_round=in_round, levels=levels, by=keeper, noticed_on=day(0))
    assert [(row.school, row.level) for row in outcome.made] == [
        (school, "early_childhood"),
        (school, "basic"),
        (no_children, "basic"),
    ]
    assert [(row[0], str(row[2])) for row in outcome.left] == [(no_children, "สถานศึกษาไม่ได้เปิดสอนระดับนี้")]


def test_notice_sent_twice_is_one_assessment(keeper, school):
    in_round = scored_round()
    first, second = notice(school, keeper, in_round), notice(school, keeper, in_round)
    assert (len(first.made), len(second.made), ExternalAssessment.objects.count()) == (1, 0, 1)
    assert [row[2] for row in second.left] == ["มีการประเมินที่กำลังดำเนินการอยู่แล้ว"]


def test_two_assessments_of_one_school_and_level_never_run_in_a_round(assessment):
    with pytest.raises(IntegrityError), transaction.atomic():
        assessment_of(assessment.school, assessment.round, attempt=2)


def test_school_that_was_assessed_in_the_round_gets_no_second_notice(school, keeper):
    done = final(school, keeper, certified=True)
    assert notice(school, keeper, done.round).made == []


# ---------------------------------------------------------------- assessing again


def test_assessment_without_certificate_is_done_again_with_its_plan(school, keeper):
    first = final(school, keeper, certified=False)
    recommendation_of(first)
    again = assess_again(first, by=keeper, noticed_on=day(1))
    assert (again.attempt, again.is_again, again.state, list(again.others)) == (2, True, "notified", [first])
    with pytest.raises(Refused):
        assess_again(first, by=keeper, noticed_on=day(1))


@pytest.mark.parametrize("certified", [True, None])
def test_assessment_that_is_certified_or_says_nothing_is_not_done_again(school, keeper, certified):
    with pytest.raises(Refused):
        assess_again(final(school, keeper, certified=certified), by=keeper, noticed_on=day(1))


def test_running_assessment_is_not_done_again(assessment, keeper):
    with pytest.raises(Refused):
        assess_again(assessment, by=keeper, noticed_on=day(1))


def test_final_report_is_not_taken_back_once_a_reassessment_began(school, keeper):
    first = final(school, keeper, certified=False)
    assess_again(first, by=keeper, noticed_on=day(1))
    with pytest.raises(Refused):
        take_step(first, "reopen", note="x", by=keeper)


# ---------------------------------------------------------------- what comes next, and late


def test_documents_that_were_due_yesterday_are_late_until_they_are_sent(school, keeper):
    late = assessment_of(school, noticed_on=day(9), documents_due_on=day(1))
    on_time = assessment_of(SchoolFactory(), late.round, noticed_on=day(9), documents_due_on=day(0))
    assert (next_of(late)["is_late"], next_of(on_time)["is_late"]) == (True, False)
    assert list(ExternalAssessment.objects.late()) == [late]
    take_step(late, "send", sent_on=day(0), by=keeper)
    assert list(ExternalAssessment.objects.late()) == []


# ---------------------------------------------------------------- readiness


def answer_all(assessment, by, is_met=True):
    save_answers(assessment, {row.item: (is_met, "") for row in readiness_of(assessment).by_hand}, by=by)


def ready_form(district):
    """A form of the office's own that only people answer."""
    form = ReadinessForm.objects.create(district=district, edition=1, name="แบบของเขต")
    form.items.create(position=1, text="มีแผน")
    form.items.create(position=2, text="มีอินเทอร์เน็ต", is_needed=False)
    return form


def test_readiness_says_what_the_portal_knows_with_its_page(assessment):
    rows = {row.item.proof: row for row in readiness_of(assessment).rows if not row.is_by_hand}
    assert {proof: row.is_met for proof, row in rows.items()} == {
        "sar_accepted": False,
        "board_minutes": False,
        "sar_file": False,
        "targets": False,
        "figures": False,
        "promises": True,
    }
    assert all(row.url for row in rows.values())


def test_only_the_schools_own_promises_speak_against_it(assessment):
    def known():
        (row,) = [row for row in readiness_of(assessment).rows if row.item.proof == "promises"]
        return row.is_met, row.url

    page = f"{reverse('supervision:action_list')}?standing=overdue&owed_by=school&q={assessment.school.moe_code}"
    agreed_action(done_visit(school=assessment.school), owed_by="office", due_on=day(9))
    assert known() == (True, page)
    agreed_action(done_visit(school=assessment.school), owed_by="school", due_on=day(9))
    assert known() == (False, page)


def test_school_answers_first_and_counts_only_when_the_office_confirmed(assessment, keeper):
    ready_form(assessment.school.district)
    teacher = school_person("school_teacher", assessment.school)
    answer_all(assessment, teacher)
    readiness = readiness_of(assessment)
    assert (readiness.is_ready, sum(row.is_to_confirm for row in readiness.rows)) == (False, 2)
    answer_all(assessment, keeper)
    answer = ReadinessAnswer.objects.first()
    assert (readiness_of(assessment).is_ready, answer.answered_by, answer.confirmed_by) == (True, teacher, keeper)


def test_school_cannot_change_what_the_office_confirmed(assessment, keeper):
    ready_form(assessment.school.district)
    answer_all(assessment, keeper)
    answer_all(assessment, school_person("school_head", assessment.school), is_met=False)
    assert set(ReadinessAnswer.objects.values_list("is_met", "answered_by")) == {(True, keeper.pk)}


def test_school_that_is_not_ready_is_not_declared_ready(assessment, keeper):
    ready_form(assessment.school.district)
    with pytest.raises(Refused) as refused:
        take_step(assessment, "declare_ready", readied_on=day(1), by=keeper)
    assert [item.sentence for item in refused.value.missing] == ["มีแผน"]


def test_declaring_ready_keeps_what_the_portal_knew_that_day(assessment, keeper):
    form = ready_form(assessment.school.district)
    form.items.create(position=3, text="ไม่มีเรื่องค้าง", proof="promises")
    answer_all(assessment, keeper)
    assessment = take_step(assessment, "declare_ready", readied_on=day(1), by=keeper)
    kept = ReadinessAnswer.objects.get(item__proof="promises")
    assert (assessment.state, kept.is_met, kept.confirmed_by) == (AssessmentState.READY, True, keeper)
    ReadinessAnswer.objects.filter(pk=kept.pk).update(is_met=False)
    assert [row.is_met for row in readiness_of(assessment).rows] == [True, True, False]


def test_assessment_keeps_the_edition_of_the_form_that_it_was_asked_by(assessment, keeper):
    form = ready_form(assessment.school.district)
    answer_all(assessment, keeper)
    newer = type(form).objects.create(district=form.district, edition=2, name="แบบใหม่")
    newer.items.create(position=1, text="ข้อใหม่")
    assert readiness_of(assessment).form == form
    other = assessment_of(SchoolFactory(district=form.district), assessment.round)
    assert readiness_of(other).form == newer


def test_readiness_form_of_another_office_is_not_asked(assessment):
    ready_form(DistrictFactory())
    assert readiness_of(assessment).form.district is None


def test_assessment_that_went_past_the_check_says_so_and_keeps_the_answers_given(assessment, keeper):
    form = ready_form(assessment.school.district)
    form.items.create(position=3, text="ไม่มีเรื่องค้าง", proof="promises")
    answer_all(assessment, keeper)
    readiness = readiness_of(take_step(assessment, "send", sent_on=day(1), by=keeper))
    assert (readiness.is_passed, [row.is_met for row in readiness.rows]) == (True, [True, True, None])
