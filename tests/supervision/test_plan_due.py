"""The frequencies of A8-03, literally: when each falls due, and what counts for it."""

from datetime import date

import pytest

from schools.models import School
from supervision.models import Committee, Meeting, PlanEvent, SemesterDays, Semesters, Visit
from supervision.reports.plan_due import PlanStanding, spans_of
from tests.factories.core import person
from tests.factories.plan import item_of, plan_of
from tests.factories.schools import NetworkFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def due_days(item):
    return [day for span in spans_of(item) for day in span.due_days]


def visit(school, day, item=None, state="done", **kwargs):
    return Visit.objects.create(school=school, planned_on=day, plan_item=item, state=state, **kwargs)


def standing(item, today, school=None):
    said = PlanStanding(item.plan, today=today)
    return said.at(item, school.pk) if school else said.by_item[item.pk]


def many_schools(district, count):
    rows = [
        School(district=district, moe_code=f"10{n:08}", smis_code=f"{n:08}", name=f"สมมุติ {n}") for n in range(count)
    ]
    for row in rows:
        row.prepare_keys()
    return School.objects.bulk_create(rows)


def figures(said):
    return said.total, said.due, said.done, said.kept, said.late, said.coming


# ---------------------------------------------------------------- when it is due


def test_six_times_a_year_falls_due_every_two_months():
    days = due_days(item_of(plan_of(), times=6))
    assert days == [
        date(2014, 11, 29),
        date(2015, 1, 29),
        date(2015, 3, 31),
        date(2015, 5, 31),
        date(2015, 7, 31),
        date(2015, 9, 30),
    ]


def test_every_tuesday_is_each_tuesday_of_the_fiscal_year():
    days = due_days(item_of(plan_of(), period="week", weekday=1))
    assert (len(days), days[0], days[-1], {day.weekday() for day in days}) == (
        52,
        date(2014, 10, 7),
        date(2015, 9, 29),
        {1},
    )


def test_once_in_two_months_is_six_periods():
    spans = spans_of(item_of(plan_of(), period="month", every=2))
    assert [(span.first, span.last) for span in spans] == [
        (date(2014, 10, 1), date(2014, 11, 30)),
        (date(2014, 12, 1), date(2015, 1, 31)),
        (date(2015, 2, 1), date(2015, 3, 31)),
        (date(2015, 4, 1), date(2015, 5, 31)),
        (date(2015, 6, 1), date(2015, 7, 31)),
        (date(2015, 8, 1), date(2015, 9, 30)),
    ]


def test_at_least_monthly_is_due_on_the_last_day_of_each_month():
    days = due_days(item_of(plan_of(2567), period="month"))
    assert (len(days), days[0], days[4], days[-1]) == (12, date(2023, 10, 31), date(2024, 2, 29), date(2024, 9, 30))


def test_a_part_of_the_year_is_clipped():
    item = item_of(plan_of(), period="month", begins_on=date(2014, 10, 15), ends_on=date(2014, 11, 20))
    assert [(span.first, span.last) for span in spans_of(item)] == [
        (date(2014, 10, 15), date(2014, 10, 31)),
        (date(2014, 11, 1), date(2014, 11, 20)),
    ]


def test_each_semester_is_the_two_that_begin_in_the_fiscal_year():
    spans = spans_of(item_of(plan_of(), period="semester"))
    assert [(span.first, span.last) for span in spans] == [
        (date(2014, 11, 1), date(2015, 4, 1)),
        (date(2015, 5, 16), date(2015, 9, 30)),
    ]
    assert Semesters()[2557][0] == (date(2014, 5, 16), date(2014, 10, 11))


def test_semesters_are_those_that_the_office_has_set():
    plan = plan_of()
    SemesterDays.objects.create(
        district=plan.district,
        academic_year=2558,
        first_begins_on="2015-05-18",
        first_ends_on="2015-10-09",
        second_begins_on="2015-11-02",
        second_ends_on="2016-03-31",
    )
    spans = spans_of(item_of(plan, period="semester"))
    assert [(span.first, span.last) for span in spans] == [
        (date(2014, 11, 1), date(2015, 4, 1)),
        (date(2015, 5, 18), date(2015, 9, 30)),
    ]
    assert spans_of(item_of(plan_of(), period="semester"))[1].first == date(2015, 5, 16)


def test_a_week_without_a_day_runs_from_monday_and_is_cut_at_the_year():
    spans = spans_of(item_of(plan_of(), period="week"))
    assert (len(spans), spans[0].first, spans[0].last, spans[-1].first, spans[-1].last) == (
        53,
        date(2014, 10, 1),
        date(2014, 10, 5),
        date(2015, 9, 28),
        date(2015, 9, 30),
    )


def test_all_year_without_a_number_asks_for_nothing():
    item = item_of(plan_of(), period="always")
    assert (spans_of(item), str(standing(item, date(2015, 5, 1)).standing[0])) == ([], "ไม่นับครั้ง")


# ---------------------------------------------------------------- what counts


def test_ten_and_four_times_at_117_schools_are_1170_and_468():
    plan = plan_of()
    many_schools(plan.district, 117)
    ten = item_of(plan, times=10, school_rule="all")
    four = item_of(plan, times=4, school_rule="all")
    said = PlanStanding(plan, today=date(2015, 1, 1))
    assert figures(said.by_item[ten.pk]) == (1170, 234, 0, 0, 234, 936)
    assert figures(said.by_item[four.pk]) == (468, 117, 0, 0, 117, 351)
    assert figures(said.whole) == (1638, 351, 0, 0, 351, 1287)


def test_surplus_of_a_month_is_not_carried_on_but_a_missed_month_is_made_up():
    school = SchoolFactory()
    item = item_of(plan_of(district=school.district), period="month", school_rule="all")
    for day in (1, 2, 3):
        visit(school, date(2014, 10, day), item)
    assert figures(standing(item, date(2014, 12, 1), school)) == (12, 2, 3, 1, 1, 10)
    visit(school, date(2014, 12, 1), item)
    visit(school, date(2014, 12, 2), item)
    assert figures(standing(item, date(2014, 12, 3), school)) == (12, 2, 5, 3, 0, 9)


def test_only_visits_that_took_place_count_and_planned_ones_are_told_apart():
    school = SchoolFactory()
    item = item_of(plan_of(district=school.district), times=4, school_rule="all")
    visit(school, date(2014, 10, 1), item)
    visit(school, date(2014, 10, 2), item, state="planned")
    visit(school, date(2014, 10, 3), item, state="cancelled", cancel_reason="flood")
    said = standing(item, date(2014, 11, 1), school)
    assert (said.done, said.planned, said.left) == (1, 1, 3)


def test_what_is_done_ahead_at_one_school_makes_up_for_nothing_late_at_another():
    plan = plan_of()
    ahead, behind = SchoolFactory.create_batch(2, district=plan.district)
    item = item_of(plan, times=2, school_rule="all")
    for day in (date(2014, 11, 3), date(2014, 11, 4)):
        visit(ahead, day, item)
    said = PlanStanding(plan, today=date(2015, 4, 1))
    assert (figures(said.at(item, ahead.pk)), figures(said.at(item, behind.pk))) == (
        (2, 1, 2, 2, 0, 0),
        (2, 1, 0, 0, 1, 1),
    )
    assert (figures(said.by_item[item.pk]), said.late_schools) == ((4, 2, 2, 2, 1, 1), {behind.pk})
    assert str(said.by_item[item.pk].standing[0]) == "ช้ากว่ากำหนด"


def test_an_item_ahead_makes_up_for_nothing_late_of_another():
    plan = plan_of()
    early, late = item_of(plan, times=2), item_of(plan, times=2)
    for day in (date(2014, 11, 3), date(2014, 11, 4)):
        PlanEvent.objects.create(item=early, planned_on=day, held_on=day)
    said = PlanStanding(plan, today=date(2015, 4, 1))
    assert (figures(said.by_item[late.pk]), figures(said.whole)) == ((2, 1, 0, 0, 1, 1), (4, 2, 2, 2, 1, 1))


def test_once_in_three_years_counts_the_earlier_years_visits_of_the_same_purpose():
    seen, unseen, long_ago = (SchoolFactory(), *SchoolFactory.create_batch(2))
    School.objects.update(district=seen.district)
    item = item_of(plan_of(district=seen.district), every=3, school_rule="all", purpose="assessment")
    visit(seen, date(2012, 10, 1), purpose="assessment")
    visit(unseen, date(2013, 5, 1), purpose="iqa")
    visit(long_ago, date(2012, 9, 30), purpose="assessment")
    said = PlanStanding(item.plan, today=date(2015, 9, 30))
    rows = [said.at(item, school.pk) for school in (seen, unseen, long_ago)]
    assert [row.kept for row in rows] == [1, 0, 0]
    assert figures(said.by_item[item.pk]) == (3, 0, 1, 1, 0, 2)
    assert figures(standing(item, date(2015, 10, 1))) == (3, 3, 1, 1, 2, 0)


def test_meetings_and_events_count_once_they_were_held():
    plan = plan_of()
    item = item_of(plan, times=6, unit="meeting")
    committee = Committee.objects.create(district=plan.district, kind="monitoring", name="ก.ต.ป.น.", since="2014-10-01")
    for number, state in enumerate(("held", "confirmed", "planned", "cancelled"), 1):
        Meeting.objects.create(
            committee=committee, number=number, year=2557, met_on=date(2014, 10, number), state=state, plan_item=item
        )
    PlanEvent.objects.create(item=item, planned_on=date(2014, 11, 1), held_on=date(2014, 11, 2))
    PlanEvent.objects.create(item=item, planned_on=date(2014, 12, 1))
    PlanEvent.objects.create(item=item, planned_on=date(2014, 12, 2), cancel_reason="flood")
    said = standing(item, date(2014, 11, 30))
    assert (*figures(said), said.planned) == (6, 1, 3, 3, 0, 3, 1)


def test_what_is_done_after_the_day_asked_about_does_not_count_yet():
    school = SchoolFactory()
    item = item_of(plan_of(district=school.district), school_rule="all")
    visit(school, date(2015, 3, 2), item)
    assert [standing(item, day, school).done for day in (date(2015, 3, 1), date(2015, 3, 2))] == [0, 1]


# ---------------------------------------------------------------- for which schools


def test_schools_of_an_item_follow_its_rule():
    network = NetworkFactory()
    in_it = SchoolFactory(district=network.district, network=network, pupil_count=100)
    big = SchoolFactory(district=network.district, network=network, pupil_count=700, has_upper_secondary=True)
    other = SchoolFactory(district=network.district, pupil_count=50)
    SchoolFactory()
    plan = plan_of(district=network.district)
    band = plan.district.school_bands.create(fiscal_year=2558, name="กลุ่มสีดำ-สีแดง")
    band.schools.set([in_it, other])
    rules = {
        "all": {in_it, big, other},
        "none": set(),
        "size": {in_it, other},
        "level": {big},
        "networks": {in_it, big},
        "bands": {in_it, other},
        "both": {in_it},
        "chosen": {big},
    }
    items = {
        "all": item_of(plan, school_rule="all"),
        "none": item_of(plan),
        "size": item_of(plan, school_rule="rule", size="small"),
        "level": item_of(plan, school_rule="rule", level="has_upper_secondary"),
        "networks": item_of(plan, school_rule="rule"),
        "bands": item_of(plan, school_rule="rule"),
        "both": item_of(plan, school_rule="rule"),
        "chosen": item_of(plan, school_rule="chosen"),
    }
    items["networks"].networks.set([network])
    items["bands"].bands.set([band])
    items["both"].networks.set([network])
    items["both"].bands.set([band])
    items["chosen"].schools.set([big])
    found = PlanStanding(plan).schools
    assert {name: found[item.pk] for name, item in items.items()} == {
        name: {school.pk for school in schools} for name, schools in rules.items()
    }


def test_help_list_and_uncertified_schools():
    helped = SchoolFactory()
    SchoolFactory(district=helped.district)
    plan = plan_of(district=helped.district)
    helped.support_plans.create(
        reason="below",
        reason_text="x",
        objectives="x",
        lead=person("supervisor", helped.district),
        begins_on="2014-10-01",
        ends_on="2015-09-30",
    )
    help_list = item_of(plan, school_rule="rule", only_below_standard=True)
    uncertified = item_of(plan, school_rule="rule", only_uncertified=True)
    found = PlanStanding(plan).schools
    assert (found[help_list.pk], found[uncertified.pk]) == ({helped.pk}, set())


def test_number_of_queries_grows_neither_with_items_nor_with_schools(django_assert_num_queries):
    plan = plan_of()
    for number in (1, 2, 3):
        item = item_of(plan, school_rule="all", times=2)
        for school in SchoolFactory.create_batch(number, district=plan.district):
            visit(school, date(2014, 10, 5), item)
        with django_assert_num_queries(9):
            done = PlanStanding(plan, today=date(2015, 1, 1)).whole.done
        assert done == number * (number + 1) // 2


def test_an_empty_plan_asks_for_nothing():
    said = PlanStanding(plan_of())
    assert (figures(said.whole), said.late_schools) == ((0, 0, 0, 0, 0, 0), set())
