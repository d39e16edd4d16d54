"""Late and stuck activities show by themselves."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.models import Activity, Expense, Project, ProjectRules
from projects.services import doing
from qa_portal.core.files import XLSX
from qa_portal.core.tables import read_table
from qa_portal.core.workflow import perform
from tests.factories.core import person
from tests.factories.doing import activity_of, reported
from tests.factories.projects import project_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY}T05:00:00Z", tick=False):
        yield


@pytest.fixture
def project():
    """Running since 1 October, with one activity that is timed in words."""
    project = project_in("running")
    began = datetime(2026, 10, 1, 9, tzinfo=timezone.get_current_timezone())
    Project.objects.filter(pk=project.pk).update(started_at=began)
    return Project.objects.get(pk=project.pk)


def timed(project, text, **kwargs):
    return activity_of(project, **{"title": f"กิจกรรม {text}", "period_text": text} | kwargs)


def keys(rows):
    return set(rows.values_list("pk", flat=True))


def test_late_is_planned_and_over(project):
    late = timed(project, "1 – 20 พฤศจิกายน 2569")
    timed(project, "21 พฤศจิกายน 2569")
    timed(project, "ทุกวันอังคาร")
    done = timed(project, "10 พฤศจิกายน 2569")
    perform(done, "finish", by=project.owner)
    assert keys(Activity.objects.in_hand().late(TODAY)) == {late.pk}
    assert late.days_late(TODAY) == 1


@pytest.mark.parametrize(("allowed", "expected"), [(None, False), (19, True), (20, False), (30, False)])
def test_stuck_is_late_for_longer_than_the_office_allows(project, allowed, expected):
    reported(project.activities.get(), day=TODAY)  # so that the project itself is not at rest
    activity = timed(project, "1 พฤศจิกายน 2569")
    if allowed is not None:
        ProjectRules.objects.create(district=project.district, stuck_after_days=allowed)
    assert (activity.pk in keys(Activity.objects.stuck(TODAY))) is expected


def test_stuck_is_begun_and_nothing_reported_or_spent_since(project):
    running = timed(project, "1 ตุลาคม 2569 – 30 กันยายน 2570")
    coming = timed(project, "มิถุนายน 2570")
    assert keys(Activity.objects.stuck(TODAY)) == {running.pk, project.activities.first().pk}
    Expense.objects.create(project=project, amount=1, paid_on=TODAY - timedelta(days=5), recorded_by=project.owner)
    assert keys(Activity.objects.stuck(TODAY)) == set()
    assert coming.pk not in keys(Activity.objects.late(TODAY))


def test_soon_is_due_within_two_weeks(project):
    soon = timed(project, "5 ธันวาคม 2569")
    timed(project, "6 ธันวาคม 2569")
    assert keys(Activity.objects.soon(TODAY)) == {soon.pk}


def test_standing_says_the_worst_first(project):
    timed(project, "1 ตุลาคม 2569")
    timed(project, "20 พฤศจิกายน 2569")
    timed(project, "25 พฤศจิกายน 2569")
    reported(project.activities.first(), day=TODAY)
    rows = project.activities.top().with_standing(TODAY).order_by("order")
    assert [str(row.standing[0]) for row in rows] == ["วางแผนแล้ว", "ค้าง", "ช้ากว่ากำหนด", "ใกล้กำหนด"]


def test_counts_are_those_of_the_lists_they_open(project, sign_in):
    timed(project, "1 ตุลาคม 2569")
    timed(project, "20 พฤศจิกายน 2569")
    other = project_in("running")
    timed(other, "20 พฤศจิกายน 2569")
    client = sign_in(person("director", project.district))
    for standing, count in (("late", doing.late_count), ("stuck", doing.stuck_count)):
        listed = client.get("/projects/activities/", {"standing": standing}).context["page_obj"].paginator.count
        assert (standing, listed) == (standing, count(project.district, TODAY))
    assert doing.late_count(project.district, TODAY) == 2


def test_list_begins_with_ones_own(project, sign_in):
    neighbour = project_in("running", district=project.district)
    client = sign_in(project.owner)
    shown = client.get("/projects/activities/").context["object_list"]
    assert [row.project_id for row in shown] == [project.pk]
    everybody = client.get("/projects/activities/?whose=").context["object_list"]
    assert {row.project_id for row in everybody} == {project.pk, neighbour.pk}


def test_list_is_narrowed_by_text_month_group_and_person(project, sign_in):
    here = timed(project, "12 พฤศจิกายน 2569", title="อบรมผู้ประเมิน")
    timed(project, "12 มกราคม 2570")
    client = sign_in(person("director", project.district))
    group = project.groups.get()
    asked = [{"text": "ผู้ประเมิน"}, {"month": "this"}, {"group": group.pk, "text": "อบรม"}]
    for filters in asked:
        found = client.get("/projects/activities/", filters).context["object_list"]
        assert (filters, [row.pk for row in found]) == (filters, [here.pk])
    assert len(client.get("/projects/activities/", {"whose": "mine"}).context["object_list"]) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_list_makes_as_many_queries_for_three_rows_as_for_one(count, sign_in, django_assert_num_queries, project):
    for number in range(count):
        activity = timed(project, f"{number + 1} พฤศจิกายน 2569")
        activity.responsible.add(project.owner)
    client = sign_in(person("director", project.district))
    client.get("/projects/activities/?standing=late")
    with django_assert_num_queries(8):
        client.get("/projects/activities/?standing=late")


@pytest.mark.parametrize("count", [1, 3])
def test_activity_page_makes_as_many_queries_for_three_reports_as_for_one(
    count, sign_in, django_assert_num_queries, project
):
    activity = project.activities.get()
    for number in range(count):
        reported(activity, day=date(2026, 11, 1 + number), people={"teacher": 2})
    client = sign_in(person("director", project.district))
    client.get(activity.get_absolute_url())
    with django_assert_num_queries(14):
        client.get(activity.get_absolute_url())


def test_sheet_has_the_rows_of_the_page(project, sign_in):
    timed(project, "1 พฤศจิกายน 2569")
    client = sign_in(project.owner)
    table = read_table(client.get("/projects/activities/?standing=late&format=xlsx").content, XLSX)
    assert len(client.get("/projects/activities/?standing=late").context["object_list"]) == 1
    found = [dict(zip(table.headers, cells, strict=False)) for _number, cells in table.rows]
    assert "2 กิจกรรม 1 พฤศจิกายน 2569" in {cell for row in found for cell in row.values()}


def test_project_page_shows_how_its_activities_stand(project, sign_in):
    timed(project, "1 ตุลาคม 2569")
    board = sign_in(project.owner).get(project.get_absolute_url()).context["doing"]
    assert (len(board.late), board.reportable) == (1, keys(project.activities.all()))
    stranger = sign_in(person("committee_member", project.district)).get(project.get_absolute_url())
    assert stranger.context["doing"].reportable == set()
