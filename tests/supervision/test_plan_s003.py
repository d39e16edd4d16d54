"""The plan of S003 as it was written (A8-03, A8-06): 11 activities, 117 schools, 500,000 baht, entered and counted."""

from datetime import date
from decimal import Decimal

import pytest

from qa_portal.office.demo.supervision_plan import write_plan
from supervision.documents.plan import plan_context
from supervision.reports.plan_due import PlanStanding
from supervision.reports.plan_workload import Workload
from tests.factories.core import person
from tests.factories.doing import activity_of
from tests.factories.projects import ProjectFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
MONEY = {"2": 20, "3": 30, "4": 210, "6": 50, "8": 30, "9": 30, "10": 100, "11": 30}  # thousand baht (A8-06)


@pytest.fixture
def plan():
    school = SchoolFactory()
    schools = [school, *SchoolFactory.create_batch(116, district=school.district)]
    return write_plan(school.district, 2558, worst=schools[:7])


def test_s003_comes_out_as_the_document_says(plan):
    said = PlanStanding(plan, today=date(2014, 10, 1))
    totals = [(item.code, item.as_written, said.by_item[item.pk].total) for item in said.items]
    assert totals == [
        ("1", "ต.ค. – พ.ย.", 1),
        ("2", "ธ.ค.", 7),
        ("3", "ทุกโรงเรียน", 117),
        ("4", "อย่างน้อยเดือนละ 1 ครั้ง", 12),
        ("4.4", "10 ครั้ง/โรงเรียน", 1170),
        ("4.5", "4 ครั้ง/โรงเรียน", 468),
        ("5", "ตลอดปี", 0),
        ("6", "ตลอดปี", 0),
        ("7", "อย่างน้อยเดือนละ 1 ครั้ง", 12),
        ("8", "ธ.ค.", 1),
        ("9", "ก.ย.", 1),
        ("10", "6 ครั้ง/ปีงบประมาณ", 6),
        ("11", "ทุกวันอังคาร", 52),
        ("", "2 เดือน/ครั้ง", 6),
    ]


def test_s003_months_are_the_documents(plan):
    days = {item.code: (item.begins_on, item.ends_on) for item in plan.items.all()}
    assert [days[code] for code in ("1", "2", "9", "10")] == [
        (date(2014, 10, 1), date(2014, 11, 30)),
        (date(2014, 12, 1), date(2014, 12, 31)),
        (date(2015, 9, 1), date(2015, 9, 30)),
        (date(2014, 10, 1), date(2015, 9, 30)),
    ]


def test_s003_cannot_be_done_by_six_supervisors(plan):
    people = [person("supervisor", plan.district) for _number in range(6)]
    for item in plan.items.filter(unit="visit"):
        item.owners.set(people)
    load = Workload(PlanStanding(plan, today=date(2014, 10, 1)))
    assert (load.visits, load.people, load.available, load.is_too_much) == (Decimal(1762), 6, 261, True)


def test_s003_money_comes_from_the_activities_that_pay(plan):
    project = ProjectFactory(district=plan.district)
    for code, thousands in MONEY.items():
        activity = activity_of(project)
        activity.lines.create(project=project, item="ค่าใช้จ่าย", stated_text=f"{thousands * 1000}", order=1)
        plan.items.filter(code=code).update(activity=activity)
    context = plan_context(plan)
    by_code = {row["number"]: row["money"] for row in context["rows"]}
    assert ({code: by_code[code] for code in MONEY}, context["money"]) == (
        {code: Decimal(thousands * 1000) for code, thousands in MONEY.items()},
        Decimal(500_000),
    )


def test_s003_names_the_schools_of_an_item_by_its_conditions(plan):
    rows = {row["number"]: row["schools"] for row in plan_context(plan)["rows"]}
    assert (rows["2"], rows["3"], rows["10"]) == (
        "กลุ่มสีดำ-สีแดง (7 โรงเรียน)",
        "ทุกโรงเรียน (117 โรงเรียน)",
        "–",
    )
