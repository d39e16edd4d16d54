"""The register of points for the assessors: typed, gathered by ticking, dropped, put back; never a school's to see."""

import io

import openpyxl
import pytest
from django.urls import reverse

from schools.models import Indicator
from supervision.models import Answer, AssessorIssue, IssueSource, Visit
from supervision.services.issues import drop_issue, unlooked_findings
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.batch import issue_at, small_desk
from tests.factories.claims import assess, framework_of, link, new_framework, round_of, say, standard_of
from tests.factories.core import person
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import done_visit, reported_visit, small_instrument

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def desk():
    return small_desk()


def typed(school, **kwargs):
    values = {"school": school.pk, "academic_year": 2568, "source": "agency", "source_text": "เทศบาลตำบลสมมุติ"}
    return values | {"text": "ขอให้ดูความปลอดภัยของอาคาร", "level": "", "standard": ""} | kwargs


def test_point_is_typed_with_who_said_it(desk, sign_in):
    page = sign_in(desk.manager)
    refused = page.post(url("issue_create"), typed(desk.school, source_text=""))
    assert refused.context["form"].errors == {"source_text": ["กรุณาระบุว่าหน่วยงานใดหรือผู้ใดเป็นผู้เสนอ"]}
    page.post(url("issue_create"), typed(desk.school))
    issue = AssessorIssue.objects.get()
    assert (issue.school, issue.academic_year, str(issue.says)) == (desk.school, 2568, "หน่วยงาน: เทศบาลตำบลสมมุติ")


def test_standard_of_another_level_is_refused(desk, sign_in):
    standard = desk.sar.sections.first().standard
    page = sign_in(desk.manager)
    refused = page.post(url("issue_create"), typed(desk.school, level="basic", standard=standard.pk))
    assert refused.context["form"].errors == {"standard": ["มาตรฐานนี้เป็นของระดับการศึกษาอื่น"]}


def test_point_of_another_office_cannot_be_typed(desk, sign_in):
    page = sign_in(desk.manager)
    assert page.post(url("issue_create"), typed(SchoolFactory())).status_code == 422


def test_words_are_changed_until_it_is_sent(desk, sign_in):
    issue = issue_at(desk.school)
    data = {"text": "ดูเพิ่ม", "level": "", "standard": "", "opened_version": issue.version}
    sign_in(desk.manager).post(url("issue_edit", issue.pk), data)
    assert AssessorIssue.objects.get().text == "ดูเพิ่ม"


def test_point_is_dropped_and_put_back(desk, sign_in):
    issue, page = issue_at(desk.school), sign_in(desk.manager)
    page.post(url("issue_drop", issue.pk))
    row = AssessorIssue.objects.get()
    assert (row.is_dropped, row.dropped_by) == (True, desk.manager)
    assert said(page.post(url("issue_drop", issue.pk), follow=True))[-1] == "ตัดออกไปแล้ว"
    page.post(url("issue_restore", issue.pk))
    row = AssessorIssue.objects.get()
    assert (row.is_dropped, row.dropped_by) == (False, None)


def test_many_points_are_dropped_at_once(desk, sign_in):
    keys = [issue_at(desk.school).pk for _number in range(2)]
    done = sign_in(desk.manager).post(
        url("issue_bulk"), {"action": "drop", "row": ",".join(map(str, keys)), "confirmed": "1"}
    )
    assert (done.context["done"], AssessorIssue.objects.dropped().count()) == (2, 2)


@pytest.mark.parametrize(("standing", "text"), [("waiting", "รอ"), ("dropped", "ตัด")])
def test_list_is_asked_by_standing(desk, sign_in, standing, text):
    issue_at(desk.school, "รอ")
    drop_issue(issue_at(desk.school, "ตัด"), by=desk.manager)
    rows = sign_in(desk.manager).get(url("issue_list"), {"standing": standing}).context["object_list"]
    assert [row.text for row in rows] == [text]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_questions(desk, sign_in, count, django_assert_num_queries):
    for _number in range(count):
        issue_at(SchoolFactory(district=desk.district))
    page = sign_in(desk.manager)
    page.get(url("issue_list"))
    with django_assert_num_queries(6):
        page.get(url("issue_list"))


def test_list_is_a_sheet_and_a_paper(desk, sign_in):
    issue_at(desk.school, "ตรวจสอบน้ำดื่ม")
    drop_issue(issue_at(desk.school, "ไม่พิมพ์"), by=desk.manager)
    page = sign_in(desk.manager)
    sheet = openpyxl.load_workbook(io.BytesIO(page.get(url("issue_list"), {"format": "xlsx"}).content)).active
    assert sorted(row[1] for row in sheet.iter_rows(min_row=3, max_row=4, values_only=True)) == [
        "ตรวจสอบน้ำดื่ม",
        "ไม่พิมพ์",
    ]
    text = squeezed(poppler_text(page.get(url("issue_pdf")).content))
    assert ["ตรวจสอบน้ำดื่ม" in text, "ไม่พิมพ์" in text, "รวม๑ประเด็น" in text] == [True, False, True]


@pytest.mark.parametrize("role", ["school_head", "school_teacher", "school_board"])
def test_school_never_sees_the_points_about_it(desk, sign_in, role):
    issue = issue_at(desk.school)
    page = sign_in(school_person(role, desk.school))
    pages = [url("issue_list"), url("issue_detail", issue.pk), url("issue_pdf"), url("batch_list")]
    assert [page.get(address).status_code for address in pages] == [403] * 4


# ---------------------------------------------------------------- from visits


def test_findings_are_offered_once_the_visit_is_reported(desk, sign_in):
    unreported = done_visit(school=desk.school)
    finding = reported_visit(school=desk.school).findings.get()
    strength = reported_visit(school=desk.school).findings.get()
    type(strength).objects.filter(pk=strength.pk).update(kind="strength")
    rows = sign_in(desk.manager).get(url("issue_findings")).context["object_list"]
    assert (list(rows), unreported.findings.count()) == ([finding], 1)


def test_ticked_finding_is_taken_once(desk, sign_in):
    finding = reported_visit(school=desk.school).findings.get()
    page, data = sign_in(desk.manager), {"action": "take", "row": finding.pk, "confirmed": "1"}
    page.post(url("issue_findings_bulk"), data)
    page.post(url("issue_findings_bulk"), data)
    issue = AssessorIssue.objects.get()
    assert (issue.finding, issue.source, issue.text, issue.is_dropped) == (finding, "visit", finding.text, False)
    assert list(unlooked_findings()) == []


def test_finding_that_is_left_out_can_be_put_back(desk, sign_in):
    finding = reported_visit(school=desk.school).findings.get()
    page = sign_in(desk.manager)
    page.post(url("issue_findings_bulk"), {"action": "leave", "row": finding.pk, "confirmed": "1"})
    issue = AssessorIssue.objects.get()
    assert (issue.is_dropped, issue.dropped_by) == (True, desk.manager)
    page.post(url("issue_restore", issue.pk))
    assert list(AssessorIssue.objects.waiting()) == [issue]


def test_findings_of_another_office_are_not_offered(desk, sign_in):
    finding = reported_visit(school=SchoolFactory()).findings.get()
    page = sign_in(desk.manager)
    assert list(page.get(url("issue_findings")).context["object_list"]) == []
    page.post(url("issue_findings_bulk"), {"action": "take", "row": finding.pk, "confirmed": "1"})
    assert AssessorIssue.objects.exists() is False


@pytest.mark.parametrize("count", [1, 3])
def test_findings_ask_the_same_questions(desk, sign_in, count, django_assert_num_queries):
    for _number in range(count):
        reported_visit(school=SchoolFactory(district=desk.district))
    page = sign_in(desk.manager)
    page.get(url("issue_findings"))
    with django_assert_num_queries(7):
        page.get(url("issue_findings"))


# ---------------------------------------------------------------- from differences


def seen_below(desk, value=2):
    """The school says 4 of its first standard; a visit of its year saw `value` of 5."""
    standard = desk.sar.sections.order_by("standard__number").first().standard
    instrument = small_instrument()
    item = instrument.sections.get(position=1).items.get(position=1)
    item.indicator = Indicator.objects.filter(standard=standard).first()
    item.save()
    visit = reported_visit(school=desk.school, instrument=None)
    Visit.objects.filter(pk=visit.pk).update(academic_year=2568, instrument=instrument)
    Answer.objects.create(visit=visit, item=item, level=instrument.levels.get(value=value))
    return standard


def offered(page):
    return page.get(url("issue_differences")).context["rows"]


def test_difference_says_its_arithmetic(desk, sign_in):
    standard = seen_below(desk)
    ((key, row, sentences),) = offered(sign_in(desk.manager))
    assert (key, row.difference) == (f"{desk.sar.pk}-{standard.pk}", 2.0)
    assert sentences == [
        "สถานศึกษาประเมินตนเองระดับ 4 ดีเลิศ ส่วนผลการนิเทศเฉลี่ย 2.00 เมื่อเทียบในมาตราเดียวกัน (1 ถึง 5): 4 − 2.00 = 2.00"
    ]


def test_last_external_result_is_compared_too(sign_in):
    school = SchoolFactory()
    say(school, {1: 4})
    given = new_framework("ASSESSOR-X", {value: f"ระดับ {value}" for value in range(1, 6)}, kind="assessor")
    link(standard_of(given, 1), standard_of(framework_of(), 1))
    assess(school, round_of(school.district, 5, given), {1: 3})
    ((_key, _row, sentences),) = offered(sign_in(person("group_head", school.district)))
    assert sentences == [
        "สถานศึกษาประเมินตนเองระดับ 4 ดีเลิศ ส่วนการประเมินภายนอกครั้งล่าสุดได้ระดับ “ระดับ 3” คิดเป็น 3.00 "
        "เมื่อเทียบในมาตราเดียวกัน (1 ถึง 5): 4 − 3.00 = 1.00"
    ]


def test_nothing_is_offered_where_as_much_was_seen(desk, sign_in):
    seen_below(desk, value=4)
    assert offered(sign_in(desk.manager)) == []


def test_differences_come_as_a_sheet(desk, sign_in):
    seen_below(desk)
    page = sign_in(desk.manager)
    ((_key, row, sentences),) = offered(page)
    content = page.get(url("issue_differences"), {"format": "xlsx"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=3, max_row=3, values_only=True))
    standard = f"{row.standard_number} {row.standard_name}"
    assert rows == [(desk.school.name, str(row.get_level_display()), standard, sentences[0])]


def test_ticked_difference_is_taken_in_thai_and_once(desk, sign_in):
    standard = seen_below(desk)
    page = sign_in(desk.manager)
    key = offered(page)[0][0]
    page.post(url("issue_differences"), {"row": key, "take": ""}, headers={"accept-language": "en"})
    issue = AssessorIssue.objects.get()
    facts = (issue.school, issue.academic_year, issue.level, issue.standard, issue.source)
    assert facts == (desk.school, 2568, "early_childhood", standard, IssueSource.DIFFERENCE)
    assert issue.text.startswith(f"มาตรฐานที่ 1 {standard.name}\nสถานศึกษาประเมินตนเองระดับ 4 ดีเลิศ")
    page.post(url("issue_differences"), {"row": key, "take": ""})
    assert (AssessorIssue.objects.count(), offered(page)) == (1, [])


def test_difference_that_is_left_out_is_not_offered_again(desk, sign_in):
    seen_below(desk)
    page = sign_in(desk.manager)
    page.post(url("issue_differences"), {"row": offered(page)[0][0], "leave": ""})
    assert (offered(page), AssessorIssue.objects.get().is_dropped) == ([], True)


def test_difference_of_another_office_is_not_taken(desk, sign_in):
    standard = seen_below(desk)
    page = sign_in(person("group_head"))
    page.post(url("issue_differences"), {"row": f"{desk.sar.pk}-{standard.pk}", "take": ""})
    assert AssessorIssue.objects.exists() is False


def test_draft_of_a_school_is_not_compared(desk, sign_in):
    seen_below(desk)
    desk.do("return", desk.reader, "แก้ไข")
    assert offered(sign_in(desk.manager)) == []
