"""The three proposals of the office's own papers, with every figure (A3-10), as the demo holds them."""

from datetime import date
from decimal import Decimal

import pytest

from projects.checks.budget import read_budget
from projects.checks.findings import Level
from projects.checks.money import quarters_of_budget
from projects.models import Activity, BudgetLine, Expense, Project, rules_of
from qa_portal.core import workflow
from qa_portal.core.thai import fiscal_year
from qa_portal.office.demo import projects
from qa_portal.office.demo.doing import IQA


def project(year, layout):
    return Project.objects.with_totals().get(fiscal_year=year, layout=layout)


@pytest.fixture
def s000(world):
    return project(2558, "classic")


@pytest.fixture
def s001(world):
    return project(2560, "full")


@pytest.fixture
def s003(world):
    return project(2558, "activity")


def figures(budget):
    known = [finding for finding in budget.findings if finding.stated is not None]
    return [(finding.kind, finding.stated, finding.computed, finding.blocks) for finding in known]


def oddities(budget):
    return [finding.sentence for finding in budget.findings if finding.stated is None]


def test_what_is_odd_about_the_plans_is_one_sentence_each(s000, s001, s003):
    """A12-05, A12-10, A12-11."""
    assert oddities(read_budget(s000)) == ["ลำดับที่ของรายการงบประมาณข้ามเลข 3, 4"]
    assert [sentence.split(": ")[-1] for sentence in oddities(read_budget(s001))] == [
        "กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
        "กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
    ]
    titles = s003.activities.exclude(budget_title="").get()
    sentence = f"กิจกรรม “{titles.title}” ใช้ชื่อ “{titles.budget_title}” ในตารางงบประมาณ"
    assert oddities(read_budget(s003)) == [sentence]


def test_s000_adds_up_to_53600(s000):
    budget = read_budget(s000)
    assert (budget.total, budget.funded, s000.total, s000.stated_total) == (53_600, 53_600, 53_600, 53_600)
    assert figures(budget) == []


def test_s000_columns_keep_a_blank_apart_from_nothing(s000):
    assert {str(key): value for key, value in read_budget(s000).columns.items()} == {
        "remuneration": 3_600,
        "operating": 50_000,
        "materials": None,
        "utilities": None,
    }


def test_s000_lines_keep_their_printed_numbers(s000):
    assert list(s000.lines.values_list("number", "formula", "computed", "stated")) == [
        ("1", "100x200X2", 40_000, 40_000),
        ("2", "100x50X2", 10_000, 10_000),
        ("5", "3 x600X2", 3_600, 3_600),
    ]


def test_s001_shows_each_difference_where_it_belongs(s001):
    assert figures(read_budget(s001)) == [
        ("line", 13_000, 16_000, False),
        ("line", 100_000, 10_000, False),
        ("printed", 23_800, 20_800, False),
        ("activity", 22_200, 23_200, False),
        ("project", 120_000, 121_000, False),
        ("funding", 120_000, 121_000, True),
    ]


def test_s001_says_its_differences_in_sentences(s001):
    sentences = [item.sentence for item in read_budget(s001).findings if item.level == Level.DIFFERENCE]
    name = "สรุปผลการดำเนินการระบบประกันคุณภาพภายในของสถานศึกษาและประกาศเชิดชูเกียรติสถานศึกษาที่ประสบความสำเร็จ"
    assert sentences == [
        "ค่าสำเนา เครื่องมือแนวทางการพัฒนาระบบประกันคุณภาพ: 200 ชุด × 80 บาท = 16,000 บาท แต่ระบุไว้ 13,000 บาท",
        "ค่าอาหารกลางวัน: 100 บาท × 100 คน × 1 มื้อ = 10,000 บาท แต่ระบุไว้ 100,000 บาท",
        f"{name}และบุคคลนักพัฒนา แลกเปลี่ยนเรียนรู้: รวมจากรายการได้ 23,200 บาท แต่ยอดรวมที่ระบุคือ 22,200 บาท",
        "ทั้งโครงการ: รวมจากรายการได้ 121,000 บาท แต่ยอดรวมที่ระบุคือ 120,000 บาท",
        "ทั้งโครงการรวมได้ 121,000 บาท แต่แหล่งงบประมาณรวม 120,000 บาท ยังอนุมัติไม่ได้จนกว่ายอดทั้งสองจะตรงกัน",
    ]


def test_s001_activity_totals_are_recomputed(s001):
    totals = [(group.computed, group.stated) for group in read_budget(s001).activities if group.lines]
    assert totals == [(23_800, 23_800), (19_000, 19_000), (19_000, 19_000), (36_000, None), (23_200, 22_200)]


def test_s001_budget_numbers_are_not_activity_numbers(s001):
    money = [(row.number, row.budget_number) for row in s001.activities.exclude(budget_number="")]
    assert money == [("1", "1"), ("2", "2"), ("3", "3"), ("5", "4"), ("6", "5")]


def test_s001_funding_keeps_blank_and_dash_apart(s001):
    assert list(s001.funding.values_list("source", "amount_text", "amount")) == [
        ("plan", "120,000", 120_000),
        ("obec", "", None),
        ("other", "-", None),
    ]


def test_s001_is_refused_approval_for_the_last_difference_alone(world, s001):
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform(s001, "approve", by=world.people["director"])
    assert [missing.sentence for missing in refused.value.missing] == [
        "ทั้งโครงการรวมได้ 121,000 บาท แต่แหล่งงบประมาณรวม 120,000 บาท ยังอนุมัติไม่ได้จนกว่ายอดทั้งสองจะตรงกัน"
    ]
    assert Project.objects.get(pk=s001.pk).state == "submitted"


def test_s003_adds_up_to_500000_with_transfers_between_all_items(s003):
    assert (s003.total, s003.funded, s003.transfers_allowed) == (500_000, 500_000, True)


def test_s003_columns_are_not_split_and_that_is_said(s003):
    budget = read_budget(s003)
    assert figures(budget) == [("cross_foot", 500_000, 0, False)]
    assert budget.findings[0].sentence == (
        "ช่องตามหมวดรายจ่ายรวมได้ 0 บาท แต่แถวรวมได้ 500,000 บาท: ยังไม่ได้จำแนกตามหมวด 500,000 บาท"
    )
    assert s003.stated_columns == {"remuneration": "-", "operating": "-", "materials": "-"}


def test_s003_lines_keep_dash_apart_from_zero(s003):
    assert list(s003.lines.values_list("stated_text", "stated")) == [
        ("-", None),
        ("20,000", 20_000),
        ("30,000", 30_000),
        ("210,000", 210_000),
        ("-", None),
        ("50,000", 50_000),
        ("-", None),
        ("30,000", 30_000),
        ("30,000", 30_000),
        ("100,000", 100_000),
        ("30,000", 30_000),
    ]


def test_activity_periods_keep_their_text_and_read_dates(s000, s003):
    periods = s003.activities.filter(parent=None).values_list(
        "period_text", "period_start", "period_end", "period_precision"
    )
    assert list(periods[:3]) == [
        ("ต.ค. – พ.ย. 2557", date(2014, 10, 1), date(2014, 11, 30), "range"),
        ("ธันวาคม 2557", date(2014, 12, 1), date(2014, 12, 31), "month"),
        ("ต.ค. 57 – ก.ย. 58", date(2014, 10, 1), date(2015, 9, 30), "range"),
    ]
    assert list(s000.activities.filter(parent=None).values_list("period_text", "period_start", "period_precision")) == [
        ("ทุกครั้งที่มีการประชุมผู้บริหารสถานศึกษา", None, "rule"),
        ("17 ตุลาคม 2557", date(2014, 10, 17), "day"),
    ]


def test_demo_has_a_project_in_every_state(world):
    assert set(Project.objects.values_list("state", flat=True)) == {
        "draft",
        "submitted",
        "returned",
        "approved",
        "running",
    }


def test_demo_shows_money_that_arrives_late_and_a_limit_for_papers(world):
    project = Project.objects.get(name=IQA, fiscal_year=fiscal_year(world.today))
    plans = quarters_of_budget(read_budget(project))
    assert [(plan.planned, plan.arrives, plan.gap) for plan in plans] == [
        (46_800, 34_000, 12_800),
        (0, 0, 12_800),
        (0, 20_000, 0),
        (7_200, 0, 0),
    ]
    assert rules_of(world.district).receipt_above == 20_000


def test_demo_loaded_twice_changes_nothing(world):
    counted = (Project, Activity, BudgetLine, Expense, Project.history.model, BudgetLine.history.model)
    before = [model.objects.count() for model in counted]
    projects.load(world)
    assert [model.objects.count() for model in counted] == before


def test_sums_in_sql_are_those_of_the_budget(world):
    for row in Project.objects.with_totals():
        budget = read_budget(row)
        assert (row.total, row.funded) == (budget.total, budget.funded)
        assert (row.spent or Decimal(0)) == row.expenses.total()


def test_demo_names_no_district_of_the_papers(world):
    for row in Project.objects.all():
        assert "พัทลุง" not in row.rationale
        assert "สมุทรปราการ" not in row.rationale
