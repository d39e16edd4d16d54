import factory

from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    Project,
    ProjectIndicator,
    ProjectLayout,
    ProjectNature,
    Risk,
    Target,
    WorkGroup,
    current_fiscal_year,
)
from projects.services.results import begin_result
from qa_portal.core import workflow

from .core import DistrictFactory, person


class ProjectFactory(factory.django.DjangoModelFactory):
    """A draft of a supervisor; `district`, `owner` and fields as wanted."""

    class Meta:
        model = Project

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"โครงการสมมุติ {n}")
    fiscal_year = factory.LazyFunction(current_fiscal_year)
    owner = factory.LazyAttribute(lambda project: person("supervisor", project.district))
    created_by = factory.SelfAttribute("owner")


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    item = "ค่าอาหารกลางวัน"
    order = factory.Sequence(lambda n: n)


def complete_project(formula="35 บาท/20 คน/4 มื้อ", amount="2,800", **kwargs):
    """A draft in the full form with everything that submit asks for; 2,800 baht of budget and funding, or `amount`."""
    project = ProjectFactory(
        layout=ProjectLayout.FULL,
        nature=ProjectNature.NEW,
        period_text="1 ตุลาคม 2569 – 30 กันยายน 2570",
        rationale="เพราะจำเป็น",
        **kwargs,
    )
    project.groups.add(WorkGroup.objects.get_or_create(district=project.district, name="กลุ่มนิเทศ")[0])
    PolicyLink.objects.create(project=project, kind="office_strategy", text="กลยุทธ์ที่ 1")
    for model in (Objective, Target, Risk, ExpectedResult, ProjectIndicator):
        model.objects.create(project=project, text="ข้อความ", order=1)
    Evaluation.objects.create(project=project, indicator="จำนวน", order=1)
    activity = Activity.objects.create(project=project, title="ประชุม", number="1", order=1)
    LineFactory(project=project, activity=activity, formula=formula, stated_text=amount)
    Funding.objects.create(project=project, source="plan", amount_text=amount, order=1)
    return project


def project_in(state, **kwargs):
    """A complete project that its people have brought to a state."""
    project = complete_project(**kwargs)
    director = person("director", project.district)
    walks = {
        "draft": [],
        "submitted": [("submit", project.owner)],
        "returned": [("submit", project.owner), ("return", director)],
        "approved": [("submit", project.owner), ("approve", director)],
        "running": [("submit", project.owner), ("approve", director), ("start", project.owner)],
    }
    for name, by in walks.get(state, walks["running"]):
        project = workflow.perform(project, name, by=by, note="เหตุผล")
    return end_of(project, state, director) if state in ("reported", "closed") else project


def end_of(project, state, director):
    """A running project with all activities done, reported, and its books closed if `state` says so."""
    for activity in project.activities.all():
        workflow.perform(activity, "finish", by=project.owner)
    told_result(project)
    project = workflow.perform(project, "report", by=project.owner)
    return workflow.perform(project, "close", by=director) if state == "closed" else project


def told_result(project, **words):
    """The result report of a running project with everything that sending asks for."""
    report = begin_result(project, by=project.owner)
    facts = {"problems": "งบประมาณมาช้า", "suggestions": "วางแผนเร็วขึ้น"} | words
    for name, value in facts.items():
        setattr(report, name, value)
    report.save()
    for row in report.rows.all():
        row.actual_value, row.met = 20, "yes"
        row.save()
    return report
