"""Which result reports are due: the list, its figure on the director's page, and the reminders."""

from datetime import date

import pytest
from django.utils import timezone

from projects.lists import results as result_list
from projects.models import Project
from tests.factories.core import person
from tests.factories.projects import project_in

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


def standing(project, day):
    return result_list.with_standing(Project.objects.filter(pk=project.pk), day).get().result_standing


def test_result_standing_follows_the_due_day(project):
    due = project.report_due_on
    days = {date(2027, 9, 1): "later", date(2027, 10, 1): "soon", due: "soon", date(2027, 10, 31): "late"}
    assert {day: standing(project, day) for day in days} == days
    assert standing(project_in("reported"), due) == "sent"
    assert standing(project_in("closed"), due) == "closed"


def test_result_reminder_goes_once_in_seven_days(project, monkeypatch):
    told = {}
    for day in (date(2027, 11, 1), date(2027, 11, 2), date(2027, 11, 8)):
        monkeypatch.setattr(timezone, "localdate", lambda *args, day=day: day)
        monkeypatch.setattr(
            timezone,
            "now",
            lambda day=day: timezone.datetime(day.year, day.month, day.day, 6, tzinfo=timezone.get_current_timezone()),
        )
        told[day.day] = result_list.remind_owners()
    assert told == {1: 1, 2: 0, 8: 1}


def test_late_results_are_as_many_as_the_dashboard_s_link_lists(project, sign_in):
    Project.objects.filter(pk=project.pk).update(report_due_on=date(2026, 11, 1))
    project_in("running", district=project.district)
    director = person("director", project.district)
    page = sign_in(director).get(f"/office/districts/{project.district_id}/results/?standing=late")
    assert result_list.late_count(project.district, TODAY) == len(page.context["object_list"]) == 1


def test_project_page_says_how_its_result_stands(project, sign_in):
    standing = sign_in(project.owner).get(f"/projects/{project.pk}/").context["result_standing"]
    assert (standing.key, standing.is_begun) == ("later", False)
    assert sign_in(project.owner).get(f"/projects/{project_in('approved').pk}/").status_code == 404


def result_rows(sign_in, user, query=""):
    return list(sign_in(user).get(f"/projects/results/{query}").context["object_list"])


def test_result_list_shows_one_s_office_and_filters(project, sign_in):
    other = project_in("reported", district=project.district)
    project_in("running")
    director = person("director", project.district)
    assert set(result_rows(sign_in, director)) == {project, other}
    assert result_rows(sign_in, director, "?standing=sent") == [other]


@pytest.mark.parametrize("count", [1, 3])
def test_result_list_asks_the_same_questions(count, sign_in, django_assert_num_queries, project):
    for _ in range(count - 1):
        project_in("running", district=project.district)
    client = sign_in(person("director", project.district))
    with django_assert_num_queries(6):
        client.get("/projects/results/")
