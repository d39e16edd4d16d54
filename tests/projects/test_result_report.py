"""The result report: what it begins with, what it refuses, what it shows beside the stated figures (A2, A12)."""

import io
import json
from datetime import date
from decimal import Decimal

import docx
import pypdfium2
import pytest
from django.utils import timezone, translation

from projects.books.result import result_book
from projects.checks import results as result_checks
from projects.documents.result import photo_files
from projects.models import Expense, Project, ResultReport
from projects.reports.year_sums import PlanYear
from projects.services import results
from projects.services.spending import record_commitment, record_expense
from qa_portal.core import unsaved, workflow
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


# ---------------------------------------------------------------- pages and papers


def form_of(report, **changes):
    rows, activities = list(report.rows.all()), list(report.activities.all())
    data = {
        "opened_version": report.version,
        "project_name": report.project_name,
        "period_text": "พฤศจิกายน 2569",
        "received_text": "2,800",
        "problems": "-",
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": len(rows),
        "activities-TOTAL_FORMS": len(activities),
        "activities-INITIAL_FORMS": len(activities),
    }
    for place, row in enumerate(rows):
        data |= {
            f"rows-{place}-id": row.pk,
            f"rows-{place}-kind": row.kind,
            f"rows-{place}-text": row.text,
            f"rows-{place}-actual_value": "71",
            f"rows-{place}-ORDER": place + 1,
        }
    for place, row in enumerate(activities):
        data |= {f"activities-{place}-id": row.pk, f"activities-{place}-title": row.title}
    return data | changes


def test_result_is_saved_with_its_tables(project, sign_in):
    report = results.begin_result(project, by=project.owner)
    answer = sign_in(project.owner).post(f"/projects/{project.pk}/result/edit/", form_of(report))
    assert answer.status_code == 302
    report = ResultReport.objects.get(pk=report.pk)
    assert (report.problems, report.rows.get().actual_value) == ("-", 71)


def test_result_with_an_unreadable_amount_keeps_what_was_typed(project, sign_in):
    report = results.begin_result(project, by=project.owner)
    data = form_of(report, received_text="หนึ่งแสน", suggestions="ควรจัดก่อนเปิดภาคเรียน")
    answer = sign_in(project.owner).post(f"/projects/{project.pk}/result/edit/", data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert (form["received_text"].value(), form["suggestions"].value()) == ("หนึ่งแสน", "ควรจัดก่อนเปิดภาคเรียน")
    assert list(form.errors) == ["received_text"]


def test_result_numbers_are_typed_as_people_type_them(project, sign_in):
    report = results.begin_result(project, by=project.owner)
    client, address = sign_in(project.owner), f"/projects/{project.pk}/result/edit/"
    refused = client.post(address, form_of(report, **{"rows-0-actual_value": "มาก"})).context["tables"][1]
    assert refused.errors[0] == {"actual_value": ["โปรดพิมพ์ตัวเลข เช่น 1,200 หรือ 86.5"]}
    client.post(address, form_of(report, **{"rows-0-actual_value": "๑,๒๐๐"}))
    assert report.rows.get().actual_value == 1_200


def test_result_stale_form_shows_both(project, sign_in):
    report = results.begin_result(project, by=project.owner)
    data = form_of(report, suggestions="ของฉัน")
    report.suggestions = "ของเพื่อน"
    report.save()
    answer = sign_in(project.owner).post(f"/projects/{project.pk}/result/edit/", data)
    assert answer.status_code == 422
    assert answer.context["form"]["suggestions"].value() == "ของฉัน"
    assert ResultReport.objects.get(pk=report.pk).suggestions == "ของเพื่อน"


def test_result_blanks_are_filled_from_the_records_and_nothing_else(project, sign_in):
    project.indicators.update(measure="people", unit="คน")
    report = results.begin_result(project, by=project.owner)
    reported(project.activities.get(), people={"teacher": 15, "speaker": 2})
    data = form_of(report, fill="1", period_text="", responsible_text="เขียนเอง", **{"rows-0-actual_value": ""})
    page = sign_in(project.owner).post(f"/projects/{project.pk}/result/edit/", data)
    form, (activities, rows) = page.context["form"], page.context["tables"]
    assert [form[name].value() for name in ("period_text", "responsible_text", "received_text")] == [
        "10 พฤศจิกายน 2569",
        "เขียนเอง",
        "2,800",
    ]
    assert rows.forms[0]["actual_value"].value() == "17"
    assert activities.forms[0]["note"].value() == "10 พ.ย. 2569: ผู้เข้าร่วม 17 คน"
    assert ResultReport.objects.get(pk=report.pk).version == report.version


def test_result_takes_the_portal_s_figure_into_the_row(project, sign_in):
    project.indicators.update(measure="people", unit="คน")
    report = results.begin_result(project, by=project.owner)
    reported(project.activities.get(), people={"teacher": 15})
    data = form_of(report, take="rows-0")
    page = sign_in(project.owner).post(f"/projects/{project.pk}/result/edit/", data)
    row = page.context["tables"][1].forms[0]
    assert (row["actual_value"].value(), row.counted.source_url, row.is_other) == (
        "15",
        f"/projects/{project.pk}/measures/people/",
        False,
    )


def test_result_take_of_a_row_that_is_none_changes_nothing(project, sign_in):
    report = results.begin_result(project, by=project.owner)
    data = form_of(report, take="rows-x")
    page = sign_in(project.owner).post(f"/projects/{project.pk}/result/edit/", data)
    assert page.context["tables"][1].forms[0]["actual_value"].value() == "71"


def test_result_typing_that_was_not_saved_is_put_back_and_gone_when_saved(project, sign_in):
    report = results.begin_result(project, by=project.owner)
    address = f"/projects/{project.pk}/result/edit/"
    data = form_of(report, suggestions="ยังไม่ได้บันทึก")
    unsaved.keep(project.owner, address, json.dumps([[name, str(value)] for name, value in data.items()]))
    client = sign_in(project.owner)
    assert client.get(address).context["form"]["suggestions"].value() == "ยังไม่ได้บันทึก"
    client.post(address, data)
    assert unsaved.find(project.owner, address) is None
    assert ResultReport.objects.get(pk=report.pk).suggestions == "ยังไม่ได้บันทึก"


def test_result_given_back_says_why_until_it_is_sent_again(sign_in):
    project = project_in("reported")
    director = person("director", project.district)
    project = workflow.perform(project, "return_report", by=director, note="ขาดภาพ")
    shown = sign_in(project.owner).get(f"/projects/{project.pk}/result/").context["given_back"]
    assert (shown.done_by, shown.note) == (director, "ขาดภาพ")
    project = workflow.perform(project, "report", by=project.owner)
    assert results.given_back(project) is None


def test_result_reopened_can_be_written_again():
    project = project_in("closed")
    director = person("director", project.district)
    project = workflow.perform(project, "reopen", by=director, note="ตัวเลขผิด")
    assert (project.state, results.given_back(project).note) == ("running", "ตัวเลขผิด")


def test_result_of_a_reported_project_is_not_written_on(sign_in):
    project = project_in("reported")
    answer = sign_in(project.owner).get(f"/projects/{project.pk}/result/edit/")
    assert (answer.status_code, answer.url) == (302, f"/projects/{project.pk}/result/")


def text_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_result_papers_carry_every_heading_and_the_proposal(project, sign_in):
    told_result(project, received_text="120,000", spent_text="20,000", left_text="100,000")
    client = sign_in(project.owner)
    pdf = text_of(client.get(f"/projects/{project.pk}/result/pdf/").content)
    word = docx.Document(io.BytesIO(client.get(f"/projects/{project.pk}/result/docx/").content))
    written = "\n".join(node.text or "" for node in word.element.body.iter() if node.tag.endswith("}t"))
    for heading in HEADINGS:
        assert [heading in "".join(pdf.split()), heading in "".join(written.split())] == [True, True], heading


HEADINGS = (
    "แหล่งงบประมาณ",
    "1.ชื่อโครงการ",
    "2.วัตถุประสงค์",
    "3.เป้าหมายความสำเร็จ",
    "3.1เชิงปริมาณ",
    "3.2เชิงคุณภาพ",
    "4.กิจกรรมตามโครงการ",
    "5.ระยะเวลาดำเนินการ",
    "6.งบประมาณ",
    "120,000",
    "20,000",
    "100,000",
    "7.ผลสำเร็จที่ได้จากการดำเนินการ",
    "8.ปัญหา/อุปสรรค",
    "9.แนวทางแก้ไข/ข้อเสนอแนะ",
    "10.เอกสารอ้างอิง",
    "ภาพกิจกรรม",
    "โครงการที่ได้รับอนุมัติ",
    "หลักการและเหตุผล",
)


def test_result_left_is_what_is_not_spent_though_it_is_promised(project):
    """A2-07: left = received − spent."""
    plan = person("plan_staff", project.district)
    record_commitment(project, amount=Decimal(1_000), by=plan, line=project.lines.get(), committed_on=TODAY)
    spend(project, 800)
    report = results.begin_result(Project.objects.get(pk=project.pk), by=project.owner)
    assert (report.received_text, report.spent_text, report.left_text) == ("2,800", "800", "2,000")
    assert [finding.kind for finding in results.findings(report) if finding.where == "amounts"] == []


def test_result_book_has_the_figures_of_the_page():
    project = project_in("reported", fiscal_year=2570)
    report = project.result
    with translation.override("th"):
        shown = results.shown(report)
        book = result_book(PlanYear(project.district, 2570), timezone.now())
    tables = {table.key: table for _number, table in book.numbered_tables}
    columns = {column.key: column.value(tables["projects"].rows[0]) for column in tables["projects"].columns}
    assert [columns[key] for key in ("allotted", "spent", "left")] == [
        shown["money"][key] for key in ("allocated", "spent", "unspent")
    ]
    rows = [item.row for _kind, lines in shown["rows_by_kind"] for item in lines]
    assert [line[2] for line in tables["indicators"].rows] == rows
    assert [row[2].sentence for row in tables["differences"].rows] == [row.sentence for row in shown["findings"]]
