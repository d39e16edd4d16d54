"""Templates of proposals: three for every office, and what an office keeps of its own."""

import pytest
from django.urls import reverse

from projects.checks.budget import read_budget
from projects.models import Project, ProjectTemplate
from projects.services.beginning import begin_from_template
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import complete_project

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"projects:{name}", args=args)


def shipped():
    return ProjectTemplate.objects.filter(district=None)


def test_every_office_has_three_templates():
    assert list(shipped().values_list("name", flat=True)) == [
        "โครงการนิเทศ ติดตาม",
        "โครงการประชุม",
        "โครงการอบรมเชิงปฏิบัติการ",
    ]


@pytest.mark.parametrize(("place", "total"), [(0, 42_600), (1, 30_400), (2, 33_850)])
def test_shipped_template_makes_a_draft_whose_formulas_count(sign_in, place, total):
    someone = person("supervisor")
    template = shipped()[place]
    typed = {"name": "โครงการใหม่ของฉัน", "fiscal_year": 2570}
    response = sign_in(someone).post(url("template_begin", template.pk), typed)
    project = Project.objects.get()
    assert response.url == project.get_absolute_url()
    assert (project.name, project.fiscal_year, project.state, project.owner) == (
        "โครงการใหม่ของฉัน",
        2570,
        "draft",
        someone,
    )
    budget = read_budget(project)
    assert (budget.total, [finding.sentence for finding in budget.differences]) == (total, [])
    parts = ("objectives", "targets", "activities", "risks", "evaluations", "indicators", "expected_results")
    assert [getattr(project, part).count() > 0 for part in parts] == [True] * len(parts)
    assert {line.category != "" and line.activity_id is not None for line in budget.lines} == {True}


def test_project_kept_as_a_template_loses_its_year_and_people(sign_in):
    source = complete_project()
    staff = person("plan_staff", source.district)
    client = sign_in(staff)
    typed = {"name": "แม่แบบของเรา", "hint": "ใช้ทุกปี"}
    assert client.post(url("template_add", source.pk), typed).url == url("template_list")
    template = ProjectTemplate.objects.get(district=source.district)
    made = begin_from_template(template, name="ใหม่", fiscal_year=2571, by=staff)
    line = made.lines.get()
    assert (made.rationale, made.period_text, made.owner, made.groups.count()) == ("เพราะจำเป็น", "", staff, 0)
    assert (line.formula, line.stated_text, line.computed) == ("35 บาท/20 คน/4 มื้อ", "", 2800)
    assert (template.name, template.hint, made.funding.get().amount_text) == ("แม่แบบของเรา", "ใช้ทุกปี", "")


def test_template_is_renamed_and_ended_by_its_office_only(sign_in):
    district = DistrictFactory()
    template = ProjectTemplate.objects.create(district=district, name="เดิม")
    client = sign_in(person("plan_staff", district))
    typed = {"name": "ชื่อใหม่", "hint": "", "opened_version": template.version}
    assert client.post(url("template_edit", template.pk), typed).url == url("template_list")
    template.refresh_from_db()
    assert (template.name, template.is_active) == ("ชื่อใหม่", False)
    assert client.get(url("template_begin", template.pk)).status_code == 404
    assert client.get(url("template_edit", shipped()[0].pk)).status_code == 404


def test_new_project_page_offers_templates_and_last_years_projects(sign_in):
    project = complete_project()
    Project.objects.update(fiscal_year=2569)
    page = sign_in(project.owner).get(url("project_add"))
    assert (list(page.context["last_projects"]), page.context["templates"].count()) == ([project], 3)
    assert url("project_copy", project.pk) in page.content.decode()


def test_templates_of_another_office_are_not_there(sign_in):
    template = ProjectTemplate.objects.create(district=DistrictFactory(), name="ของเขตอื่น")
    client = sign_in(person("plan_staff"))
    assert template not in client.get(url("template_list")).context["object_list"]
    assert client.get(url("template_begin", template.pk)).status_code == 404
