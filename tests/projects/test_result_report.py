"""The result report: what it begins with, what it refuses, what it shows beside the stated figures (A2, A12)."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.checks import results as result_checks
from projects.documents.result import photo_files
from projects.models import Expense, Project, ResultReport
from projects.services import results
from projects.services.spending import record_commitment, record_expense, release_commitment
from qa_portal.core import workflow
from qa_portal.core.models import Notice
from tests.factories.core import person
from tests.factories.doing import reported
from tests.factories.projects import project_in, told_result

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def project():
    project = project_in("running")
    project.indicators.update(target_value=20, unit="คน")
    return project


def spend(project, amount, line=None):
    finance = person("finance_staff", project.district)
    return record_expense(project, amount=Decimal(amount), by=finance, line=line, paid_on=TODAY)


def finish_all(project):
    for activity in project.activities.all():
        workflow.perform(activity, "finish", by=project.owner)


def sentences(project):
    return [missing.sentence for missing in result_checks.missing_result(project)]


# ---------------------------------------------------------------- beginning


def test_result_begins_with_what_the_portal_knows(project):
    spend(project, 800)
    reported(project.activities.get(), day=date(2026, 11, 10), people={"teacher": 20})
    report = results.begin_result(Project.objects.get(pk=project.pk), by=project.owner)
    assert (report.received_text, report.spent_text, report.left_text) == ("2,800", "800", "2,000")
    assert report.period_text == "10 พฤศจิกายน 2569"
    assert [row.text for row in report.rows.all()] == ["ข้อความ"]
    assert [(row.number, row.title) for row in report.activities.all()] == [("1", "ประชุม")]


def test_result_begun_twice_is_one(project):
    first = results.begin_result(project, by=project.owner)
    assert results.begin_result(project, by=project.owner) == first
    assert ResultReport.objects.count() == 1


def test_result_is_not_begun_before_the_project_runs():
    project = project_in("approved")
    with pytest.raises(workflow.Refused, match="ขณะโครงการกำลังดำเนินการ"):
        results.begin_result(project, by=project.owner)


def test_result_begin_by_get_changes_nothing(project, sign_in):
    sign_in(project.owner).get(f"/projects/{project.pk}/result/begin/")
    assert not ResultReport.objects.exists()


# ---------------------------------------------------------------- what it refuses


def test_result_blank_dash_and_none_are_three_answers(project):
    spend(project, 2_500)
    finish_all(project)
    report = told_result(project, problems="")
    assert sentences(project) == ["ปัญหา/อุปสรรคยังว่าง หากไม่มีให้เขียน - หรือ ไม่มี"]
    for answer in ("-", "ไม่มี"):
        report.problems = answer
        report.save()
        assert sentences(project) == []
        assert ResultReport.objects.get(pk=report.pk).problems == answer


def test_result_refuses_no_problems_while_money_is_unspent(project):
    finish_all(project)
    told_result(project, problems="-")
    assert sentences(project) == ["ระบุว่าไม่มีปัญหา แต่ยังไม่ได้ใช้เงินร้อยละ 100 โปรดชี้แจง"]


def test_result_refuses_no_problems_while_an_activity_is_undone(project):
    spend(project, 2_800)
    told_result(project, problems="ไม่มี")
    assert sentences(project) == ["ระบุว่าไม่มีปัญหา แต่ยังมี 1 กิจกรรมที่ไม่ได้ดำเนินการ โปรดชี้แจง"]


def test_result_may_tell_problems_with_money_unspent(project):
    told_result(project)
    assert sentences(project) == []
    assert workflow.perform(project, "report", by=project.owner).state == "reported"


def test_result_that_only_repeats_its_target_is_refused(project):
    report = told_result(project)
    row = report.rows.get()
    row.actual_value, row.actual_text = None, " ข้อ ความ "
    row.save()
    assert sentences(project) == ["“ข้อความ”: ผลที่รายงานเหมือนเป้าหมายคำต่อคำ โปรดระบุผลที่เกิดขึ้นจริง"]


def test_result_needs_an_actual_value_in_each_row(project):
    report = told_result(project)
    report.rows.update(actual_value=None)
    assert sentences(project) == ["ผลสำเร็จ 1 รายการยังไม่มีผลที่ได้จริง"]


def test_result_report_is_sent_by_the_owner_alone(project):
    told_result(project)
    with pytest.raises(workflow.Refused):
        workflow.perform(project, "report", by=person("supervisor", project.district))


# ---------------------------------------------------------------- what does not agree


def test_result_shows_stated_figures_that_differ_from_the_ledger(project):
    """A2-07 as S001 states it: 120,000 received, 20,000 spent, 100,000 left."""
    told_result(project, received_text="120,000.-", spent_text="20,000.-", left_text="90,000")
    found = [finding.sentence for finding in results.findings(project.result)]
    assert found == [
        "ระบุได้รับ 120,000 บาท แต่ทะเบียนคุมคือ 2,800",
        "ระบุใช้จ่าย 20,000 บาท แต่ทะเบียนคุมคือ 0",
        "ระบุคงเหลือ 90,000 บาท แต่ทะเบียนคุมคือ 2,800",
        "คงเหลือควรเป็นได้รับหักใช้จ่าย คือ 100,000 บาท แต่ระบุ 90,000",
    ]
    assert ResultReport.objects.get(project=project).received_text == "120,000.-"


def test_result_shows_little_use_of_money_with_everything_done(project):
    """A12-06."""
    finish_all(project)
    report = told_result(project)
    assert [finding.sentence for finding in results.findings(report)] == ["ดำเนินการครบทุกกิจกรรมแล้ว แต่ใช้เงินเพียงร้อยละ 0"]


def test_result_shows_another_time_than_planned(project):
    """A12-08."""
    report = told_result(project, period_text="พฤศจิกายน 2569 – สิงหาคม 2570")
    assert [finding.sentence for finding in results.findings(report)] == [
        "ดำเนินการจริง พฤศจิกายน 2569 – สิงหาคม 2570 แผนคือ 1 ตุลาคม 2569 – 30 กันยายน 2570"
    ]


def test_result_shows_photos_outside_the_time(project):
    report = reported(project.activities.get(), photos=["ก", "ข"])
    photo = report.photos.first()
    photo.taken_on = date(2026, 6, 15)
    photo.save()
    told = told_result(project, period_text=project.period_text)
    assert [finding.sentence for finding in results.findings(told)] == ["มีภาพ 1 ภาพที่ถ่ายนอกช่วงเวลาของโครงการ"]


def test_result_leaves_out_a_photo_whose_people_have_not_agreed(project):
    report = reported(project.activities.get(), photos=["ก", "ข"])
    unsure = report.photos.first()
    unsure.has_consent = False
    unsure.save()
    told = told_result(project, period_text=project.period_text)
    assert [finding.sentence for finding in results.findings(told)] == [
        "มีภาพ 1 ภาพที่ไม่แสดงในรายงาน เพราะยังไม่ยืนยันความยินยอมของผู้ที่ปรากฏในภาพ"
    ]
    assert list(photo_files(told)) == [str(report.photos.last().pk)]


def test_result_says_where_a_number_is_not_what_the_portal_counts(project):
    project.indicators.update(measure="people", unit="คน")
    reported(project.activities.get(), people={"teacher": 15, "speaker": 2})
    report = told_result(project, period_text=project.period_text)
    assert [(finding.where, finding.sentence) for finding in results.findings(report)] == [
        (report.rows.get().where, "“ข้อความ”: ระบุ 20 แต่ระบบนับได้ 17 คน")
    ]


def test_result_says_what_is_doubtful_about_its_indicators(project):
    """A12-07."""
    project.indicators.update(target_value=None)
    report = told_result(project, period_text=project.period_text)
    assert [finding.sentence for finding in results.findings(report)] == [
        "“ข้อความ”: ตัวชี้วัดนี้ไม่มีค่าเป้าหมาย ไม่ได้บอกว่าเท่าใดจึงเพียงพอ"
    ]


def test_result_says_where_other_people_are_named_than_in_the_proposal(project):
    """A12-08."""
    project.activities.update(responsible_text="กลุ่มนิเทศ")
    report = told_result(project, period_text=project.period_text)
    report.activities.update(responsible_text="กลุ่มแผน")
    assert [finding.sentence for finding in results.findings(report)] == [
        "กิจกรรมที่ 1: ผู้รับผิดชอบในรายงานคือ กลุ่มแผน แต่ในโครงการคือ กลุ่มนิเทศ"
    ]


def test_result_missing_words_lead_to_their_fields(project):
    report = results.begin_result(project, by=project.owner)
    ResultReport.objects.filter(pk=report.pk).update(period_text="")
    page = f"/projects/{project.pk}/result/edit/"
    assert [missing.url for missing in result_checks.missing_result(project)] == [
        f"{page}#{field}" for field in ("id_period_text", "id_problems", "id_suggestions", "id_rows-0-actual_text")
    ]


# ---------------------------------------------------------------- the end


def test_result_is_not_sent_while_money_is_promised_or_asked_to_move():
    """After it nothing can be paid, released or decided any more."""
    project = project_in("running", transfers_allowed=True)
    told_result(project)
    clerk, line = person("finance_staff", project.district), project.lines.get()
    promise = record_commitment(project, line=line, amount=Decimal("1000.50"), document_number="สัญญา 1", by=clerk)
    record_expense(project, commitment=promise, amount=Decimal("0.25"), by=clerk, paid_on=TODAY)
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "report", by=project.owner)
    assert [(missing.sentence, missing.url) for missing in refused.value.missing] == [
        (
            "เงินผูกพัน สัญญา 1 1,000.50 บาท ยังค้างอยู่ 1,000.25 บาท กรุณาจ่ายหรือปลดผูกพันก่อน",
            f"/projects/commitments/{promise.pk}/",
        )
    ]
    release_commitment(promise, by=clerk, note="ราคาลดลง")
    assert workflow.perform(project, "report", by=project.owner).state == "reported"


def test_project_is_not_closed_with_an_open_activity(project):
    told_result(project)
    workflow.perform(project, "report", by=project.owner)
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(project, "close", by=person("director", project.district))
    assert [missing.sentence for missing in refused.value.missing] == [
        "กิจกรรม “1 ประชุม” ยังไม่ได้ดำเนินการหรือยกเลิก โปรดส่งรายงานคืนเพื่อให้เจ้าของโครงการดำเนินการ"
    ]


def test_project_closed_takes_no_more_money():
    project = project_in("closed")
    with pytest.raises(workflow.Refused):
        spend(project, 10)
    assert not Expense.objects.exists()


def test_project_given_back_runs_again_with_the_reason():
    project = project_in("reported")
    director = person("director", project.district)
    with pytest.raises(workflow.Refused):
        workflow.perform(project, "return_report", by=director)
    project = workflow.perform(project, "return_report", by=director, note="ขาดภาพ")
    assert project.state == "running"
    assert "ขาดภาพ" in Notice.objects.filter(recipient=project.owner).latest("pk").text


def test_project_start_sets_the_day_of_the_report(project):
    assert project.report_due_on == date(2027, 10, 30)
