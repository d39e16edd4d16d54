"""Results from a sheet: each row judged, nothing written before it is confirmed, a second run changes nothing."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from qa_portal.core.files import XLSX
from qa_portal.core.imports import Kind
from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.tables import read_table
from supervision.imports.results import apply_plan, make_plan
from supervision.models import ExternalAssessment, Recommendation, ResultPaper, StandardResult
from supervision.reports.result_sheets import template_sheet
from tests.factories.core import person
from tests.factories.external import assessment_of, level_of, result_of, scored_round
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db

HEAD = "รหัสกระทรวง 10 หลัก,ระดับการศึกษา,มาตรฐานที่,ระดับคุณภาพ,คะแนน,การรับรอง,วันที่,ข้อเสนอแนะ\n"
NOTICE = date(2025, 6, 1)


@pytest.fixture
def user():
    return person("group_head")


@pytest.fixture
def school(user):
    return SchoolFactory(district=user.district, moe_code="1099000777")


@pytest.fixture
def in_round():
    return scored_round()


def plan_of(lines, user, in_round, kind="final", **more):
    table = read_table((HEAD + lines).encode(), "text/csv")
    return make_plan(table, in_round=in_round, kind=kind, district=user.district, **more)


def take_in(lines, user, in_round, kind="final", **more):
    plan = plan_of(lines, user, in_round, kind, **more)
    apply_plan(plan, in_round=in_round, kind=kind, by=user, **more)
    return plan


LINES = """๑๐๙๙๐๐๐๗๗๗,ขั้นพื้นฐาน,ภาพรวม,ดีมาก,๙๔,รับรอง,20/11/2568,
1099000777,ขั้นพื้นฐาน,มาตรฐานที่ ๑,ดี,83.5,,,"ควรนิเทศภายใน
ควรใช้ผลการประเมิน"
1099000777,,2,5,91,,,
"""


def test_rows_become_a_paper_its_standards_and_recommendations(user, school, in_round):
    assessment = assessment_of(school, in_round)
    plan = take_in(LINES, user, in_round)
    assert plan.counts == {Kind.NEW: 3, Kind.CHANGED: 0, Kind.UNCHANGED: 0, Kind.REJECTED: 0}
    paper = ResultPaper.objects.get()
    assert (paper.assessment, paper.kind, paper.level.name) == (assessment, "final", "ดีมาก")
    assert (paper.score, paper.is_certified, paper.dated) == (Decimal(94), True, date(2025, 11, 20))
    assert list(paper.standards.values_list("standard__number", "level__name", "score")) == [
        (1, "ดี", Decimal("83.50")),
        (2, "ดีมาก", Decimal("91.00")),
    ]
    assert list(Recommendation.objects.values_list("number", "standard__number", "text")) == [
        (1, 1, "ควรนิเทศภายใน"),
        (2, 1, "ควรใช้ผลการประเมิน"),
    ]
    assert {row.history.first().history_user for row in (paper, Recommendation.objects.first())} == {user}


def stage_of(assessment):
    assessment.refresh_from_db()
    return assessment.state, assessment.drafted_on, assessment.finalised_on


def test_paper_brings_its_assessment_to_its_stage_once(user, school, in_round):
    assessment = assessment_of(school, in_round, noticed_on=NOTICE)
    plan = take_in(LINES, user, in_round, "draft")
    assert [(change.old, change.new) for change in plan.rows[0].changes][-1] == ("รับหนังสือแจ้ง", "ได้รับร่างรายงาน")
    assert stage_of(assessment) == ("draft", date(2025, 11, 20), None)
    take_in(LINES, user, in_round)
    assert stage_of(assessment) == ("final", date(2025, 11, 20), date(2025, 11, 20))
    assert take_in(LINES, user, in_round).counts[Kind.UNCHANGED] == 3
    assert take_in(LINES, user, in_round, "draft").counts[Kind.UNCHANGED] == 3


def test_stage_of_a_paper_that_was_typed_before_is_made_good(user, school, in_round):
    assessment = assessment_of(school, in_round, noticed_on=NOTICE)
    result_of(assessment, dated=date(2025, 11, 20))
    plan = take_in("1099000777,ขั้นพื้นฐาน,ภาพรวม,,,,,\n", user, in_round)
    assert plan.counts[Kind.REJECTED] == 1
    take_in("1099000777,ขั้นพื้นฐาน,ภาพรวม,,,รับรอง,,\n", user, in_round)
    assert stage_of(assessment) == ("final", None, date(2025, 11, 20))


def test_paper_without_a_day_moves_no_stage(user, school, in_round):
    assessment = assessment_of(school, in_round)
    plan = take_in("1099000777,ขั้นพื้นฐาน,ภาพรวม,ดี,80,,,\n", user, in_round)
    assert (stage_of(assessment)[0], plan.rows[0].stays) == ("notified", "ไม่ทราบวันที่ของเอกสาร")


def test_paper_older_than_what_is_known_comes_in_and_moves_no_stage(user, school, in_round):
    assessment = assessment_of(school, in_round, noticed_on=date(2025, 11, 21))
    plan = take_in(LINES, user, in_round)
    said = "“วันที่ได้รับรายงานฉบับจริง” (20 พ.ย. 2568) อยู่ก่อน “วันที่ได้รับแจ้ง” (21 พ.ย. 2568)"
    assert plan.rows[0].stays.startswith(said)
    assert (stage_of(assessment)[0], ResultPaper.objects.get().dated) == ("notified", date(2025, 11, 20))


def test_second_run_changes_nothing(user, school, in_round):
    assessment_of(school, in_round)
    take_in(LINES, user, in_round)
    again = plan_of(LINES, user, in_round)
    assert (again.counts[Kind.UNCHANGED], again.has_effect) == (3, False)
    versions = set(StandardResult.objects.values_list("pk", "version"))
    take_in(LINES, user, in_round)
    assert set(StandardResult.objects.values_list("pk", "version")) == versions
    assert (ResultPaper.objects.get().version, Recommendation.objects.count()) == (1, 2)


def test_changed_row_shows_old_and_new_and_blank_cells_erase_nothing(user, school, in_round):
    paper = result_of(assessment_of(school, in_round), overall=4, score=Decimal(80), strengths="เดิม")
    plan = take_in("1099000777,ขั้นพื้นฐาน,รวม,ดีมาก,,,,\n", user, in_round)
    assert [(change.label, change.old, change.new) for change in plan.rows[0].changes] == [
        ("ระดับคุณภาพภาพรวม", "ดี", "ดีมาก")
    ]
    paper.refresh_from_db()
    assert (paper.level.name, paper.score, paper.strengths) == ("ดีมาก", Decimal(80), "เดิม")


def test_draft_and_final_are_kept_apart(user, school, in_round):
    assessment_of(school, in_round)
    take_in("1099000777,,ภาพรวม,ดี,,,,\n", user, in_round, "draft")
    take_in("1099000777,,ภาพรวม,ดีมาก,,,,\n", user, in_round, "final")
    assert dict(ResultPaper.objects.values_list("kind", "level__name")) == {"draft": "ดี", "final": "ดีมาก"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1234567890,,ภาพรวม,ดี,,,,", "ไม่มีสถานศึกษาในสังกัดที่มีรหัส “1234567890”"),
        ("=1+1,,ภาพรวม,ดี,,,,", "ไม่มีสถานศึกษาในสังกัดที่มีรหัส “=1+1”"),
        ("1099000777,อุดมศึกษา,ภาพรวม,ดี,,,,", "ไม่รู้จักระดับการศึกษา “อุดมศึกษา” โปรดใช้ ปฐมวัย, ขั้นพื้นฐาน"),
        ("1099000777,ปฐมวัย,ภาพรวม,ดี,,,,", "รอบนี้ไม่มีมาตรฐานสำหรับ “ปฐมวัย”"),
        ("1099000777,,9,ดี,,,,", "ไม่มีมาตรฐาน “9” ในรอบนี้ โปรดระบุเลขมาตรฐาน หรือ “ภาพรวม”"),
        ("1099000777,,,ดี,,,,", "ไม่มีมาตรฐาน “” ในรอบนี้ โปรดระบุเลขมาตรฐาน หรือ “ภาพรวม”"),
        (
            "1099000777,,1,=1+1,,,,",
            "ไม่รู้จักระดับคุณภาพ “=1+1” โปรดใช้ ดีมาก, ดี, พอใช้, ปรับปรุง, ปรับปรุงเร่งด่วน",
        ),
        ("1099000777,,1,-,,,,", "ไม่รู้จักระดับคุณภาพ “-” โปรดใช้ ดีมาก, ดี, พอใช้, ปรับปรุง, ปรับปรุงเร่งด่วน"),
        ("1099000777,,1,ดี,101,,,", "โปรดพิมพ์คะแนนตั้งแต่ 0 ถึง 100"),
        ("1099000777,,1,ดี,มาก,,,", "โปรดพิมพ์คะแนนตั้งแต่ 0 ถึง 100"),
        ("1099000777,,1,ดี,,รับรอง,,", "คอลัมน์ “การรับรอง” อ่านเฉพาะแถว “ภาพรวม”"),
        ("1099000777,,ภาพรวม,ดี,,อาจจะ,,", "“อาจจะ” ไม่ได้บอกว่ารับรองหรือไม่ โปรดใช้ รับรอง, ไม่รับรอง"),
        ("1099000777,,ภาพรวม,,,,,", "แถวนี้ไม่ได้ระบุผลใด"),
    ],
)
def test_row_that_cannot_be_taken_is_rejected_with_its_reason(line, reason, user, school, in_round):
    assessment_of(school, in_round)
    plan = plan_of(f"{line}\n", user, in_round)
    assert ([row.reason.rstrip(".") for row in plan.rows], plan.has_effect) == ([reason], False)


def test_school_without_an_assessment_is_rejected_unless_it_is_to_be_made(user, school, in_round):
    line = "1099000777,,ภาพรวม,ดีมาก,,รับรอง,20/11/2568,\n"
    assert [row.reason for row in plan_of(line, user, in_round).rows] == ["สถานศึกษาไม่มีรายการประเมินระดับนี้ในรอบนี้"]
    take_in(line, user, in_round, noticed_on=NOTICE)
    assessment = ExternalAssessment.objects.get()
    assert (assessment.school, assessment.noticed_on, assessment.state) == (school, NOTICE, "final")
    assert (assessment.finalised_on, assessment.result_papers.get().is_certified) == (date(2025, 11, 20), True)


def test_paper_older_than_the_notice_makes_no_assessment(user, school, in_round):
    line = "1099000777,,ภาพรวม,ดีมาก,,,20/11/2567,\n"
    plan = plan_of(line, user, in_round, noticed_on=NOTICE)
    assert [row.reason for row in plan.rows] == ["วันที่ของเอกสารอยู่ก่อนวันที่ได้รับแจ้งการประเมิน"]


def test_same_row_twice_is_rejected_once(user, school, in_round):
    assessment_of(school, in_round)
    plan = plan_of("1099000777,,1,ดี,,,,\n1099000777,,๑,ดีมาก,,,,\n", user, in_round)
    assert [row.reason for row in plan.rows] == ["", "รายการเดียวกันนี้อยู่ในแถวที่ 2 ของไฟล์แล้ว"]


def test_other_offices_school_is_unknown(user, in_round):
    other = SchoolFactory(moe_code="1099000888")
    assessment_of(other, in_round)
    plan = plan_of("1099000888,,ภาพรวม,ดี,,,,\n", user, in_round)
    assert plan.counts[Kind.REJECTED] == 1


def test_results_go_to_the_newest_attempt(user, school, in_round):
    assessment_of(school, in_round, state="final")
    second = assessment_of(school, in_round, attempt=2)
    take_in("1099000777,,ภาพรวม,ดี,,,,\n", user, in_round)
    assert ResultPaper.objects.get().assessment == second


def test_plan_asks_as_often_for_many_schools_as_for_one(user, in_round, django_assert_num_queries):
    lines = ""
    for number in range(3):
        one = SchoolFactory(district=user.district, moe_code=f"10990006{number:02}")
        result_of(assessment_of(one, in_round), overall=3, standards={1: 3})
        lines += f"{one.moe_code},,ภาพรวม,ดี,,,,\n{one.moe_code},,1,ดี,,,,\n"
        with django_assert_num_queries(7):
            assert plan_of(lines, user, in_round).counts[Kind.CHANGED] == 2 * number + 2


# ---------------------------------------------------------------- pages


def upload(client, in_round, content, **more):
    file = SimpleUploadedFile("ผล.csv", content.encode(), "text/csv")
    data = {"round": in_round.pk, "kind": "final", "file": file} | more
    return client.post(reverse("supervision:result_upload"), data)


def test_import_is_shown_then_confirmed(sign_in, user, school, in_round):
    assessment_of(school, in_round)
    client = sign_in(user)
    preview = upload(client, in_round, HEAD + LINES).url
    page = client.get(preview)
    assert (page.status_code, ResultPaper.objects.count()) == (200, 0)
    digest = page.context["plan"].digest
    assert client.post(preview, {"digest": digest}).url == preview
    assert client.post(preview, {"digest": digest}).status_code == 422  # sent twice: shown anew, nothing to do
    assert (ResultPaper.objects.count(), StandardResult.objects.count()) == (1, 2)


def test_import_is_refused_when_results_changed_since_it_was_shown(sign_in, user, school, in_round):
    assessment = assessment_of(school, in_round)
    client = sign_in(user)
    preview = upload(client, in_round, HEAD + "1099000777,,ภาพรวม,ดี,,,,\n").url
    digest = client.get(preview).context["plan"].digest
    result_of(assessment, overall=5)
    assert client.post(preview, {"digest": digest}).status_code == 422
    assert ResultPaper.objects.get().level.value == 5


def test_making_assessments_needs_the_day_of_the_notice(sign_in, user, school, in_round):
    client, content = sign_in(user), HEAD + "1099000777,,ภาพรวม,ดี,,,,\n"
    refused = upload(client, in_round, content, makes_missing="on")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["noticed_on"])
    preview = upload(client, in_round, content, makes_missing="on", noticed_on="1/6/2568").url
    client.post(preview, {"digest": client.get(preview).context["plan"].digest})
    assert ExternalAssessment.objects.get().noticed_on == NOTICE


def test_file_without_codes_is_refused_at_its_field(sign_in, user, in_round):
    answer = upload(sign_in(user), in_round, "ชื่อ,ผล\nก,ดี\n")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_another_persons_sheet_is_no_page(sign_in, user, school, in_round):
    preview = upload(sign_in(user), in_round, HEAD + LINES).url
    assert sign_in(person("supervisor", user.district)).get(preview).status_code == 404


def test_rejected_rows_come_back_with_their_reason(sign_in, user, school, in_round):
    client = sign_in(user)
    preview = upload(client, in_round, HEAD + "1234567890,,ภาพรวม,ดี,,,,\n").url
    rows = sheet_of(client.get(preview.replace("/?", "/rejected/?") if "?" in preview else f"{preview}rejected/"))
    assert (rows[1][0], rows[1][-1]) == ("1234567890", "ไม่มีสถานศึกษาในสังกัดที่มีรหัส “1234567890”")


def sheet_of(answer, number=0):
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(number).to_python()


def test_template_holds_each_standard_of_each_school_and_comes_back(user, school, in_round):
    rows = read_table(write_workbook([template_sheet(in_round, [school])]), XLSX).rows
    assert [cells[2:4] for _number, cells in rows] == [
        ["ขั้นพื้นฐาน", "ภาพรวม"],
        ["ขั้นพื้นฐาน", "1"],
        ["ขั้นพื้นฐาน", "2"],
    ]


def test_list_as_a_workbook_brings_its_standards_back(sign_in, user, school, in_round):
    result_of(assessment_of(school, in_round), overall=4, standards={1: 4, 2: 5}, is_certified=True)
    ResultPaper.objects.update(strengths="=1+1")
    answer = sign_in(user).get(reverse("supervision:result_list"), {"format": "xlsx"})
    papers, standards = sheet_of(answer), sheet_of(answer, 1)
    assert papers[2][:2] == ["1099000777", school.name]
    assert papers[2][papers[1].index("จุดเด่น")] == "=1+1"
    head, *lines = standards
    assert [line[head.index("ระดับคุณภาพ")] for line in lines[:2]] == ["ดี", "ดีมาก"]
    assert level_of(in_round, 5).name == "ดีมาก"
