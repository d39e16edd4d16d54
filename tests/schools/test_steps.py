"""The yearly steps of internal quality assurance."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from qa_portal.core.thai import format_date
from schools.models import Cycle, SchoolStep, StepSet
from schools.services.steps import record_of, step_set_of, steps_of
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def done(school, number, year=2568):
    step = step_set_of(school.district_id, year).steps.get(number=number)
    record = record_of(school, year, step)
    record.begun_on = record.done_on = timezone.localdate()
    record.save()
    return record


def test_year_has_the_nine_steps_and_an_old_cycle_the_eight():
    desk = Desk()
    assert [step.number for step, _record in steps_of(desk.school, 2568)] == list(range(1, 10))
    Cycle.objects.filter(pk=desk.cycle.pk).update(step_set=StepSet.objects.get(code="iqa-8"))
    assert len(steps_of(desk.school, 2568)) == 8


def test_step_recorded_under_another_regulation_is_still_shown():
    desk = Desk()
    kept = done(desk.school, 9)
    Cycle.objects.filter(pk=desk.cycle.pk).update(step_set=StepSet.objects.get(code="iqa-8"))
    rows = steps_of(desk.school, 2568)
    assert (len(rows), rows[-1][1]) == (9, kept)


def test_step_is_recorded_with_days_and_people(sign_in):
    desk = Desk()
    today = format_date(timezone.localdate())
    data = {"opened_version": 0, "begun_on": today, "done_on": today, "people": "คณะกรรมการ", "note": "ประชุม"}
    answer = sign_in(desk.teacher).post(url("school_step", desk.school.pk, 2568, 1), data)
    record = SchoolStep.objects.get()
    assert answer.url == url("school_steps", desk.school.pk, 2568)
    assert (record.done_on, record.people, record.standing) == (timezone.localdate(), "คณะกรรมการ", "done")


@pytest.mark.parametrize(("begun", "done_on"), [(0, 1), (0, -1), (1, None)])
def test_step_refuses_days_that_cannot_be(sign_in, begun, done_on):
    desk = Desk()
    today = timezone.localdate()
    days = [None if offset is None else today + timedelta(days=offset) for offset in (begun, done_on)]
    typed = [format_date(day) if day else "" for day in days]
    data = {"opened_version": 0, "begun_on": typed[0], "done_on": typed[1]}
    assert sign_in(desk.teacher).post(url("school_step", desk.school.pk, 2568, 1), data).status_code == 422


def test_second_first_save_of_a_step_shows_both(sign_in):
    desk = Desk()
    page = url("school_step", desk.school.pk, 2568, 2)
    assert sign_in(desk.teacher).post(page, {"opened_version": 0, "people": "ครู"}).status_code == 302
    answer = sign_in(desk.head).post(page, {"opened_version": 0, "people": "ผู้อำนวยการ"})
    assert (answer.status_code, SchoolStep.objects.get().people) == (422, "ครู")


def test_office_reads_steps_and_another_school_does_not(sign_in):
    desk = Desk()
    done(desk.school, 1)
    page = url("school_steps", desk.school.pk, 2568)
    assert sign_in(desk.reader).get(page).context["done"] == 1
    other = school_person("school_head", SchoolFactory(district=desk.district))
    assert sign_in(other).get(page).status_code == 404
    assert sign_in(desk.reader).post(url("school_step", desk.school.pk, 2568, 1), {}).status_code == 403


def test_list_counts_steps_of_the_year_and_filters(sign_in):
    desk = Desk()
    done(desk.school, 1)
    done(desk.school, 2)
    done(desk.school, 3, year=2567)
    idle = SchoolFactory(district=desk.district)
    client, page = sign_in(desk.reader), url("step_list")
    rows = client.get(page, {"academic_year": "2568"}).context["object_list"]
    assert {row.pk: row.done_count for row in rows} == {desk.school.pk: 2, idle.pk: 0}
    rows = client.get(page, {"academic_year": "2568", "standing": "none"}).context["object_list"]
    assert [row.pk for row in rows] == [idle.pk]


def test_sheet_holds_the_day_of_each_step(sign_in):
    desk = Desk()
    record = done(desk.school, 2)
    answer = sign_in(desk.reader).get(url("step_list"), {"academic_year": "2568", "format": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    row = next(row for row in rows if row[0] == desk.school.name)
    assert (row[2], row[5]) == (1, format_date(record.done_on))


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_fixed_number_of_queries(sign_in, django_assert_num_queries, count):
    desk = Desk()
    for _number in range(count - 1):
        SchoolFactory(district=desk.district)
    client = sign_in(desk.reader)
    with django_assert_num_queries(12):
        client.get(url("step_list"), {"academic_year": "2568"})


def test_year_that_cannot_be_is_not_found(sign_in):
    desk = Desk()
    client = sign_in(desk.teacher)
    for year in (1, 9999, 99999999999999999999):
        assert client.get(url("school_steps", desk.school.pk, year)).status_code == 404
