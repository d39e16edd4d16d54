"""The pages and papers of a result report: typed, kept, given back, printed (A2)."""

import io
import json
from datetime import date
from decimal import Decimal

import docx
import pypdfium2
import pytest
from django.utils import timezone, translation

from projects.books.result import result_book
from projects.models import Project, ResultReport
from projects.reports.year_sums import PlanYear
from projects.services import results
from projects.services.spending import record_commitment, record_expense
from qa_portal.core import unsaved, workflow
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
