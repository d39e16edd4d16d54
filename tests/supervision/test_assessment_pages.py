"""The pages of external assessment: list, board, notices, stages, rounds."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from qa_portal.core.files import SHEETS, store
from qa_portal.core.thai import format_date
from supervision.models import (
    AssessmentRound,
    ExternalAssessment,
    HearingAttendee,
    Observer,
    ScoreBand,
    StandardLink,
)
from supervision.services.assessments import take_step
from tests.factories.core import person
from tests.factories.external import as_typed_day, assessment_of, day, recommendation_of, result_of, scored_round
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def typed(ago):
    return as_typed_day(day(ago))


@pytest.fixture
def office(sign_in, keeper):
    return sign_in(keeper)


# ---------------------------------------------------------------- list, board, page


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("assessment_list", 6), ("assessment_board", 6)])
def test_assessments_are_listed_with_the_same_queries(office, school, django_assert_num_queries, size, name, queries):
    in_round = scored_round(district=school.district)
    for _number in range(size):
        assessment_of(SchoolFactory(district=school.district), in_round)
    with django_assert_num_queries(queries):
        response = office.get(url(name))
    assert len(response.context["object_list"]) == size


@pytest.mark.parametrize("size", [1, 3])
def test_page_of_an_assessment_makes_the_same_queries(office, assessment, django_assert_num_queries, size):
    for number in range(size):
        HearingAttendee.objects.create(assessment=assessment, user=person("deputy", assessment.school.district))
        Observer.objects.create(assessment=assessment, user=person("supervisor", assessment.school.district))
        recommendation_of(assessment, number=number + 1)
    office.get(assessment.get_absolute_url())  # what a process asks once
    with django_assert_num_queries(27):
        response = office.get(assessment.get_absolute_url())
    assert len(response.context["attendees"]) == size


def test_list_is_narrowed_by_stage_result_and_lateness(office, keeper, school):
    late = assessment_of(school, noticed_on=day(9), documents_due_on=day(1))
    done = assessment_of(SchoolFactory(district=school.district), late.round, noticed_on=day(9))
    take_step(done, "finalise", finalised_on=day(1), by=keeper)
    result_of(done, overall=4, is_certified=True)
    of_school = f"round={late.round.pk}&q={school.moe_code}"
    asked = ("state=late", "state=running", "state=final", "certified=yes", "certified=no", of_school)
    found = {query: list(office.get(f"{url('assessment_list')}?{query}").context["object_list"]) for query in asked}
    assert list(found.values()) == [[late], [late], [done], [done], [], [late]]


def test_list_comes_as_a_sheet(office, assessment):
    response = office.get(f"{url('assessment_list')}?format=xlsx")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.content)).active.iter_rows()]
    assert rows[2][:4] == [assessment.school.name, "การศึกษาขั้นพื้นฐาน", "รอบที่ 30", "รับหนังสือแจ้ง"]


def test_board_has_a_column_for_each_stage_with_what_comes_next(office, keeper, assessment):
    take_step(assessment, "send", sent_on=day(40), by=keeper)
    columns = office.get(url("assessment_board")).context["columns"]
    assert [column.count for column in columns] == [0, 0, 1, 0, 0, 0, 0]
    assert str(columns[2].cards[0].next["what"]) == "รอผู้ประเมินเข้าตรวจเยี่ยม"


def test_school_sees_its_own_assessment_without_the_offices_part(sign_in, assessment):
    observer = Observer.objects.create(assessment=assessment, user=person("supervisor", assessment.school.district))
    client = sign_in(school_person("school_head", assessment.school))
    context = client.get(assessment.get_absolute_url()).context
    assert (list(context["observers"]), context["is_keeper"], context["is_office"]) == ([], False, False)
    assert client.get(observer.get_absolute_url()).status_code == 404


def test_assessment_of_another_office_is_not_found(sign_in, assessment):
    client = sign_in(person("group_head"))
    pages = ("assessment_detail", "assessment_edit", "assessment_readiness", "assessment_hearing", "observer_add")
    assert {client.get(url(name, assessment.pk)).status_code for name in pages} == {404}


# ---------------------------------------------------------------- notices


def send_notice(client, in_round, schools, **facts):
    data = {"round": in_round.pk, "levels": ["basic"], "schools": [school.pk for school in schools]}
    return client.post(url("notice_add"), data | {"noticed_on": typed(1)} | facts)


def test_notice_for_many_schools_is_typed_once_with_thai_digits(office, school):
    schools = [school, SchoolFactory(district=school.district)]
    response = send_notice(
        office, AssessmentRound.objects.get(number=4), schools, noticed_on=typed(3).translate(THAI_DIGITS)
    )
    assert (response.status_code, response.url) == (302, url("assessment_board"))
    assert list(ExternalAssessment.objects.values_list("school", "noticed_on").order_by("school")) == [
        (row.pk, day(3)) for row in schools
    ]


def test_notice_sent_twice_says_what_is_there_already(office, school):
    in_round = AssessmentRound.objects.get(number=4)
    first = send_notice(office, in_round, [school])
    assert first.url == ExternalAssessment.objects.get().get_absolute_url()
    assert send_notice(office, in_round, [school]).url == url("assessment_board")
    assert ExternalAssessment.objects.count() == 1


def test_notice_with_days_in_the_wrong_order_keeps_what_was_typed(office, school):
    response = send_notice(office, AssessmentRound.objects.get(number=4), [school], visit_from=typed(30))
    assert response.status_code == 422
    assert [str(error) for error in response.context["form"].non_field_errors()] == [
        f"“วันที่เริ่มตรวจเยี่ยม” ({date_said(30)}) อยู่ก่อน “วันที่ได้รับแจ้ง” ({date_said(1)}) โปรดตรวจสอบลำดับวันที่"
    ]
    assert response.context["form"]["visit_from"].value() == typed(30)


def date_said(ago):
    return format_date(day(ago))


def sheet(*rows):
    text = "\n".join(["รหัสกระทรวง,ระดับ,วันที่รับแจ้ง,กำหนดส่งเอกสาร", *rows])
    return SimpleUploadedFile("notices.csv", text.encode())


def test_notices_come_from_a_sheet_after_a_preview(office, school):
    in_round = AssessmentRound.objects.get(number=4)
    away = SchoolFactory()
    rows = [
        f"{school.moe_code},ขั้นพื้นฐาน,{typed(2).translate(THAI_DIGITS)},",
        f"{away.moe_code},ขั้นพื้นฐาน,{typed(2)},",
        f"{school.moe_code},ปฐมวัย,{typed(2)},{typed(9)}",
    ]
    page = office.post(url("notice_upload"), {"round": in_round.pk, "file": sheet(*rows)}).url
    plan = office.get(page).context["plan"]
    assert [row.reason for row in plan.rows] == [
        "",
        "ไม่มีสถานศึกษาที่เปิดสอนในสังกัดสำนักงานของท่านตามรหัสนี้",
        f"“กำหนดส่งเอกสาร” ({date_said(9)}) อยู่ก่อน “วันที่ได้รับแจ้ง” ({date_said(2)}) โปรดตรวจสอบลำดับวันที่",
    ]
    assert ExternalAssessment.objects.count() == 0
    assert office.post(page, {"digest": plan.digest}).url == page
    assert ExternalAssessment.objects.get().noticed_on == day(2)
    assert list(office.get(page).context["plan"].counts.values()) == [0, 0, 1, 2]


def test_changed_sheet_changes_a_running_assessment_and_an_old_preview_is_refused(office, assessment):
    rows = f"{assessment.school.moe_code},ขั้นพื้นฐาน,{typed(60)},{typed(20)}"
    page = office.post(url("notice_upload"), {"round": assessment.round.pk, "file": sheet(rows)}).url
    plan = office.get(page).context["plan"]
    assert [(change.old, change.new) for change in plan.rows[0].changes] == [("–", date_said(20))]
    assert office.post(page, {"digest": "old"}).status_code == 422
    office.post(page, {"digest": plan.digest})
    assessment.refresh_from_db()
    assert assessment.documents_due_on == day(20)


def test_sheet_of_something_else_has_no_page(office, keeper):
    in_round = AssessmentRound.objects.get(number=4)
    stored = store(SimpleUploadedFile("a.csv", "ชื่อ\nก".encode()), district=keeper.district, by=keeper, allowed=SHEETS)
    pages = [url(name, in_round.pk, stored.pk) for name in ("notice_preview", "notice_rejected")]
    assert [office.get(page).status_code for page in pages] == [404, 404]


# ---------------------------------------------------------------- stages


def test_stage_is_taken_with_its_day(office, assessment):
    response = office.post(url("assessment_transition", assessment.pk, "send"), {"sent_on": typed(40), "note": ""})
    assessment.refresh_from_db()
    assert (response.url, assessment.state, assessment.sent_on) == (assessment.get_absolute_url(), "sent", day(40))
    again = office.post(url("assessment_transition", assessment.pk, "send"), {"sent_on": typed(40), "note": ""})
    assert again.url == assessment.get_absolute_url()
    assert assessment.history.filter(state="sent").count() == 1


@pytest.mark.parametrize("ago", [61, -1])
def test_stage_with_a_day_before_the_notice_or_to_come_is_refused(office, assessment, ago):
    response = office.post(url("assessment_transition", assessment.pk, "send"), {"sent_on": typed(ago), "note": ""})
    assessment.refresh_from_db()
    assert (response.status_code, assessment.state) == (422, "notified")


def test_days_that_somebody_else_changed_meanwhile_are_not_overwritten(office, assessment):
    page = url("assessment_edit", assessment.pk)
    opened = office.get(page).context["form"]["opened_version"].value()
    assessment.assessors = "คนก่อน"
    assessment.save()
    data = {"noticed_on": typed(60), "assessors": "คนหลัง", "opened_version": opened}
    response = office.post(page, data)
    assessment.refresh_from_db()
    assert (response.status_code, assessment.assessors) == (422, "คนก่อน")
    assert response.context["form"].errors["assessors"] == ["ข้อมูลในระบบขณะนี้: คนก่อน"]


def test_only_the_days_of_stages_that_were_reached_are_edited(office, keeper, assessment):
    fields = ["notice_number", "noticed_on", "visit_from", "visit_until", "documents_due_on", "assessors"]
    assert [*office.get(url("assessment_edit", assessment.pk)).context["form"].fields] == [*fields, "opened_version"]
    take_step(assessment, "send", sent_on=day(3), by=keeper)
    assert "sent_on" in office.get(url("assessment_edit", assessment.pk)).context["form"].fields


def test_day_of_the_present_stage_is_not_taken_away(office, assessment):
    response = office.post(url("assessment_edit", assessment.pk), {"noticed_on": "", "assessors": "x"})
    assert response.status_code == 422


def test_reassessment_begins_from_the_page_with_its_plan(office, keeper, assessment):
    take_step(assessment, "finalise", finalised_on=day(5), by=keeper)
    assert office.get(url("assessment_again", assessment.pk)).url == assessment.get_absolute_url()
    result_of(assessment, overall=2, is_certified=False)
    plan = recommendation_of(assessment)
    assert list(office.get(url("assessment_again", assessment.pk)).context["recommendations"]) == [plan]
    response = office.post(url("assessment_again", assessment.pk), {"noticed_on": typed(1)})
    again = ExternalAssessment.objects.get(attempt=2)
    assert response.url == again.get_absolute_url()
    assert (
        office.post(url("assessment_again", assessment.pk), {"noticed_on": typed(1)}).url
        == assessment.get_absolute_url()
    )
    assert ExternalAssessment.objects.count() == 2


# ---------------------------------------------------------------- rounds


def test_common_rounds_carry_their_scale_and_bands():
    third, fourth = AssessmentRound.objects.get(number=3), AssessmentRound.objects.get(number=4)
    bands = [(level.name, level.score_band.least_score) for level in third.basic_framework.levels.all()]
    assert bands == [("ดีมาก", 90), ("ดี", 75), ("พอใช้", 60), ("ปรับปรุง", 50), ("ปรับปรุงเร่งด่วน", 0)]
    names = [level.name for level in fourth.early_childhood_framework.levels.all()]
    assert names == ["ดีเยี่ยม", "ดีมาก", "ดี", "พอใช้", "ปรับปรุง"]
    assert (
        fourth.basic_framework.standards.filter(school_links__school_standard__framework__code="BASIC-2561").count()
        == 3
    )


def test_office_adds_a_round_of_its_own(office, keeper):
    framework = AssessmentRound.objects.get(number=4).basic_framework
    data = {"number": 5, "name": "รอบห้า", "agency": "สมศ.", "first_year": 2567, "last_year": 2571}
    refused = office.post(url("round_add"), data)
    assert refused.status_code == 422
    office.post(url("round_add"), data | {"basic_framework": framework.pk})
    made = AssessmentRound.objects.get(number=5)
    assert (made.district, made.frameworks) == (keeper.district, {"basic": framework})


def test_common_round_is_read_only_for_an_office(office):
    common = AssessmentRound.objects.get(number=3)
    assert office.get(url("round_detail", common.pk)).context["is_keeper"] is False
    assert office.get(url("round_edit", common.pk)).status_code == 404


def test_bands_and_links_of_an_own_round_are_kept(office, keeper):
    in_round = scored_round(district=keeper.district)
    framework = in_round.basic_framework
    framework.district = keeper.district
    framework.save()
    theirs = AssessmentRound.objects.get(number=4).basic_framework.standards.first()
    school_standard = StandardLink.objects.get(assessor_standard=theirs).school_standard
    standard = framework.standards.first()
    levels = list(framework.levels.all())
    least = {f"least_{level.pk}": score for level, score in zip(levels, (90, 80, 60, 50, 0), strict=True)}
    page = url("round_standards", in_round.pk, "basic")
    assert office.post(page, least | {f"least_{levels[1].pk}": 95}).status_code == 422
    office.post(page, least | {f"school_{standard.pk}": [school_standard.pk]})
    assert ScoreBand.objects.get(level=levels[1]).least_score == 80
    assert list(standard.school_links.values_list("school_standard", flat=True)) == [school_standard.pk]


def test_round_that_assessments_use_keeps_its_standards(office, keeper):
    in_round = scored_round(district=keeper.district)
    assessment_of(SchoolFactory(district=keeper.district), in_round)
    form = office.get(url("round_edit", in_round.pk)).context["form"]
    assert (form.fields["basic_framework"].disabled, form.fields["early_childhood_framework"].disabled) == (True, False)


def test_standards_that_an_assessment_was_judged_by_are_not_changed(office, keeper):
    in_round = scored_round(district=keeper.district)
    assert in_round.basic_framework.is_used is False
    assessment_of(SchoolFactory(district=keeper.district), in_round)
    assert in_round.basic_framework.is_used is True


# ---------------------------------------------------------------- where a person observes


def observed(user, rows=1):
    """Assessments to which this person is sent."""
    in_round = AssessmentRound.objects.first() or scored_round()
    schools = [SchoolFactory(district=user.district) for _row in range(rows)]
    return [Observer.objects.create(assessment=assessment_of(school, in_round), user=user) for school in schools]


def test_observer_has_a_list_of_the_own_alone(sign_in, keeper):
    observer = person("supervisor", keeper.district)
    waiting, written = observed(observer, 2)
    observed(keeper)
    Observer.objects.filter(pk=written.pk).update(reported_at=timezone.now())
    client = sign_in(observer)
    assert set(client.get(url("observation_list")).context["object_list"]) == {waiting, written}
    assert list(client.get(url("observation_list"), {"written": "no"}).context["object_list"]) == [waiting]
    assert client.get(url("assessment_list")).content.decode().count(url("observation_list")) == 1


def test_nobody_without_the_role_has_it(sign_in, keeper):
    assert sign_in(person("finance_staff", keeper.district)).get(url("observation_list")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_observer_list_asks_as_often_for_three(sign_in, keeper, rows, django_assert_num_queries):
    observer = person("supervisor", keeper.district)
    observed(observer, rows)
    client = sign_in(observer)
    with django_assert_num_queries(4):
        assert len(client.get(url("observation_list")).context["object_list"]) == rows
