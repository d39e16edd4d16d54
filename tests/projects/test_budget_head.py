"""The head of a budget is what `read_budget` says, at once after every change of what it is made of."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from projects.checks.budget import read_budget
from projects.checks.budget_head import budget_head
from projects.models import Activity, Project, Rate
from tests.factories.projects import LineFactory, complete_project, project_in

pytestmark = pytest.mark.django_db


def seen(project):
    """As a page that is opened now would show it."""
    project = Project.objects.get(pk=project.pk)
    head, budget = budget_head(project), read_budget(project, with_money=False)
    assert (head.total, head.funded, head.findings) == (budget.total, budget.funded, budget.findings)
    return head


def test_budget_head_is_kept_until_something_changes(django_assert_num_queries):
    project = complete_project()
    first = budget_head(project)
    with django_assert_num_queries(1):
        assert budget_head(project) == first


@pytest.mark.parametrize("change", ["add", "change", "take out", "put in place of another"])
def test_budget_head_follows_the_lines(change):
    project = complete_project()
    line = LineFactory(project=project, stated_text="100")
    before = seen(project)
    if change in {"take out", "put in place of another"}:
        line.delete()
    if change in {"add", "put in place of another"}:
        LineFactory(project=project, stated_text="250")
    if change == "change":
        line.stated_text = "350"
        line.save()
    moved = {"add": 250, "change": 250, "take out": -100, "put in place of another": 150}[change]
    assert seen(project).total == before.total + Decimal(moved)


def test_budget_head_follows_funding_activities_and_the_project():
    project = complete_project()
    seen(project)
    funding = project.funding.first()
    funding.amount_text = "999,999"
    funding.save()
    assert "funding" in {finding.kind for finding in seen(project).findings}
    activity = project.activities.create(title="กิจกรรมใหม่", order=9)
    assert "unfunded" in {finding.kind for finding in seen(project).findings}
    activity.delete()
    assert "unfunded" not in {finding.kind for finding in seen(project).findings}
    project.refresh_from_db()
    project.stated_total_text = "1"
    project.save()
    assert "project" in {finding.kind for finding in seen(project).findings}


def test_budget_head_follows_the_rates():
    project = complete_project()
    LineFactory(project=project, item="ค่าอาหารว่าง", formula="90 บาท/10 คน", stated_text="900")
    seen(project)
    rate = Rate.objects.create(
        district=project.district, label="อาหารว่าง", words="อาหารว่าง", ceiling=35, since=date(2000, 1, 1)
    )
    assert "rate" in {finding.kind for finding in seen(project).findings}
    rate.ceiling = 100
    rate.save()
    assert "rate" not in {finding.kind for finding in seen(project).findings}


def test_budget_head_speaks_the_language_of_the_page():
    project = complete_project(stated_total_text="1")
    thai = seen(project)
    with translation.override("en"):
        english = seen(project)
    assert [finding.sentence for finding in thai.findings] != [finding.sentence for finding in english.findings]


def test_budget_head_of_a_running_project_says_what_is_unspent_now():
    project = project_in("running")
    before = seen(project)
    Activity.objects.filter(project=project).update(state="done")
    assert [finding.kind for finding in seen(project).findings][len(before.findings) :] == ["unspent"]
