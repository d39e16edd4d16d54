"""The proposed calendar: what goes where, what cannot be placed and why, confirmed once, taken back (F23, A8-03)."""

from collections import Counter
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused
from qa_portal.office.demo.supervision_plan import write_plan
from schools.models import SupervisorAssignment
from supervision.models import CalendarProposal, Committee, CommitteeMember, Holiday, Meeting, Visit, VisitMember
from supervision.reports.proposed_calendar import ProposedCalendar, Settings
from supervision.services.calendar_proposals import confirm_calendar, take_back, untouched
from supervision.services.visits import postpone_visit
from tests.factories.core import person
from tests.factories.plan import item_of, plan_of
from tests.factories.schools import NetworkFactory, SchoolFactory

pytestmark = pytest.mark.django_db
YEAR = 2558


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2014-09-30T05:00:00Z", tick=False):
        yield


@pytest.fixture
def plan():
    return plan_of(YEAR, state="approved")


@pytest.fixture
def head(plan):
    return person("group_head", plan.district)


@pytest.fixture
def supervisor(plan):
    return person("supervisor", plan.district)


def schools_led(supervisor, count, **kwargs):
    schools = SchoolFactory.create_batch(count, district=supervisor.district, **kwargs)
    for school in schools:
        SupervisorAssignment.objects.create(school=school, supervisor=supervisor, since="2014-01-01")
    return schools


def visits_item(plan, **kwargs):
    return item_of(plan, **{"school_rule": "all", "unit": "visit", "times": 1} | kwargs)


def calendar(plan, **settings):
    return ProposedCalendar(plan, Settings(**settings))


def confirm(plan, head, uid=None, **settings):
    placed = calendar(plan, **settings).placed
    return confirm_calendar(plan, uid=uid or uuid4(), options=Settings(**settings).kept, placed=placed, by=head)


def days(calendar):
    return [one.day for one in calendar.placed]


def reasons(calendar):
    return [(row.reason, len(row.turns)) for row in calendar.unplaced]


def s003(district, people=8):
    """The plan of S003: 117 schools in 12 networks, led in turns."""
    networks = NetworkFactory.create_batch(12, district=district)
    schools = [SchoolFactory(district=district, network=networks[n % 12]) for n in range(117)]
    team = [person("supervisor", district) for _number in range(people)]
    for number, school in enumerate(schools):
        SupervisorAssignment.objects.create(school=school, supervisor=team[number % 12 % people], since="2014-01-01")
    plan = write_plan(district, YEAR, worst=schools[:7])
    type(plan).objects.filter(pk=plan.pk).update(state="approved")
    plan.refresh_from_db()
    return plan


# ---------------------------------------------------------------- which days


def test_times_of_a_year_are_spread_over_it_each_in_its_part(plan, supervisor):
    schools_led(supervisor, 1)
    visits_item(plan, times=4)
    assert days(calendar(plan)) == [date(2014, 10, 1), date(2014, 12, 31), date(2015, 4, 1), date(2015, 7, 1)]


def test_no_visit_on_weekends_days_off_or_in_vacations(plan, supervisor):
    schools_led(supervisor, 3)
    Holiday.objects.create(day=date(2014, 11, 4), name="วันหยุดราชการ")
    visits_item(plan, begins_on=date(2014, 10, 10), ends_on=date(2014, 11, 5))
    assert days(calendar(plan)) == [date(2014, 10, 10), date(2014, 11, 3), date(2014, 11, 5)]
    assert days(calendar(plan, in_term=False))[1] == date(2014, 10, 13)


def test_settings_choose_the_days_of_the_week_and_the_first_day(plan, supervisor):
    schools_led(supervisor, 2)
    visits_item(plan, ends_on=date(2014, 12, 31))
    said = calendar(plan, weekdays=(1,), begins_on=date(2014, 11, 12))
    assert days(said) == [date(2014, 11, 18), date(2014, 11, 25)]


def test_nobody_is_at_two_schools_at_once_and_weeks_are_even(plan, supervisor):
    schools_led(supervisor, 8)
    visits_item(plan, begins_on=date(2014, 11, 3), ends_on=date(2014, 11, 28))
    weeks = Counter(day.isocalendar().week for day in days(calendar(plan)))
    assert (len({*days(calendar(plan))}), sorted(weeks.values())) == (8, [2, 2, 2, 2])


def test_schools_of_a_network_share_a_day_where_a_day_takes_several(plan, supervisor):
    networks = NetworkFactory.create_batch(2, district=plan.district)
    for network in (*networks, *networks, *networks):
        schools_led(supervisor, 1, network=network)
    visits_item(plan, begins_on=date(2014, 11, 3), ends_on=date(2014, 11, 7))
    shared = {}
    for one in calendar(plan, per_day=3).placed:
        shared.setdefault(one.day, []).append(one.turn.school.network)
    assert sorted(map(len, shared.values())) == [3, 3]
    assert [len({*row}) for row in shared.values()] == [1, 1]


def test_days_with_a_meeting_an_event_or_another_visit_are_taken(plan, supervisor):
    (school,) = schools_led(supervisor, 1)
    item = visits_item(plan, begins_on=date(2014, 11, 3), ends_on=date(2014, 11, 7))
    committee = Committee.objects.create(district=plan.district, kind="monitoring", name="x", since="2014-10-01")
    CommitteeMember.objects.create(committee=committee, user=supervisor, position_in_list=1)
    Meeting.objects.create(committee=committee, number=1, year=2557, met_on=date(2014, 11, 3))
    training = item_of(plan, unit="activity")
    training.owners.set([supervisor])
    training.events.create(planned_on=date(2014, 11, 4))
    elsewhere = Visit.objects.create(school=SchoolFactory(district=plan.district), planned_on=date(2014, 11, 5))
    VisitMember.objects.create(visit=elsewhere, user=supervisor, role="lead")
    assert [
        (one.turn.item, one.turn.school, one.day) for one in calendar(plan).placed if one.turn.school == school
    ] == [(item, school, date(2014, 11, 6))]


def test_visit_of_two_days_takes_both_whole(plan, supervisor):
    schools_led(supervisor, 2)
    visits_item(plan, visit_days=2, begins_on=date(2014, 11, 3), ends_on=date(2014, 11, 7))
    assert days(calendar(plan, per_day=2)) == [date(2014, 11, 3), date(2014, 11, 5)]


def test_owners_share_the_schools_networks_together(plan):
    first, second = person("supervisor", plan.district), person("supervisor", plan.district)
    networks = NetworkFactory.create_batch(2, district=plan.district)
    for network in (*networks, *networks):
        SchoolFactory(district=plan.district, network=network)
    visits_item(plan).owners.set([first, second])
    who = {(one.turn.school.network, one.person) for one in calendar(plan).placed}
    assert (len(who), {person for _network, person in who}) == (2, {first, second})


# ---------------------------------------------------------------- what cannot be placed


def test_what_cannot_be_placed_is_said_in_words(plan, supervisor):
    schools_led(supervisor, 3)
    visits_item(plan, begins_on=date(2014, 11, 3), ends_on=date(2014, 11, 4))
    assert reasons(calendar(plan)) == [(f"{supervisor} ไม่มีวันว่างในช่วง 3 พ.ย. 2557 ถึง 4 พ.ย. 2557", 1)]
    assert reasons(calendar(plan, per_day=2)) == []


def test_school_without_a_supervisor_and_vacation_are_said(plan, supervisor):
    SchoolFactory(district=plan.district)
    visits_item(plan)
    assert reasons(calendar(plan)) == [("ไม่มีผู้รับผิดชอบ กิจกรรมไม่ได้ระบุศึกษานิเทศก์ และโรงเรียนไม่มีศึกษานิเทศก์หลัก", 1)]
    schools_led(supervisor, 1)
    item_of(plan, school_rule="chosen", begins_on=date(2015, 4, 6), ends_on=date(2015, 4, 30)).schools.set(
        [SupervisorAssignment.objects.get().school]
    )
    assert reasons(calendar(plan))[1] == (
        "ไม่มีวันใดในช่วง 6 เม.ย. 2558 ถึง 30 เม.ย. 2558 ที่ไม่ใช่วันหยุดหรือปิดภาคเรียน",
        1,
    )


def test_missed_times_are_made_up_for_while_the_item_runs(plan, supervisor):
    schools_led(supervisor, 1)
    visits_item(plan, times=1, period="month", begins_on=date(2014, 11, 1), ends_on=date(2015, 1, 31))
    with time_machine.travel("2015-01-05T05:00:00Z", tick=False):
        found = calendar(plan)
    assert sorted((one.turn.number, one.day.month) for one in found.placed) == [(1, 1), (2, 1), (3, 1)]


# ---------------------------------------------------------------- what is there already


def test_visits_planned_by_hand_stand_for_their_time(plan, supervisor):
    (school,) = schools_led(supervisor, 1)
    item = visits_item(plan, times=4)
    Visit.objects.create(school=school, plan_item=item, planned_on=date(2015, 2, 2))
    facts = {"school": school, "plan_item": item, "state": "cancelled", "cancel_reason": "flood"}
    Visit.objects.create(planned_on=date(2015, 2, 3), **facts)
    assert [one.turn.number for one in calendar(plan).placed] == [1, 3, 4]


def test_once_in_three_years_counts_the_years_before(plan, supervisor):
    visited, _other = schools_led(supervisor, 2)
    visits_item(plan, times=1, every=3, purpose="assessment")
    Visit.objects.create(school=visited, planned_on=date(2013, 6, 3), state="done", purpose="assessment")
    assert [one.turn.school for one in calendar(plan).placed] == [_other]


def test_same_rows_and_settings_give_the_same_calendar(plan, supervisor):
    schools_led(supervisor, 5)
    visits_item(plan, times=3)
    first, second = calendar(plan), calendar(plan)
    assert (first.fingerprint, len(first.placed)) == (second.fingerprint, 15)
    assert calendar(plan, per_day=2, weekdays=(0,)).fingerprint != first.fingerprint


# ---------------------------------------------------------------- S003


def test_s003_is_proposed_whole_with_few_queries(plan, django_assert_max_num_queries):
    plan = s003(plan_of(2550).district)
    with django_assert_max_num_queries(30):
        found = calendar(plan)
    totals = Counter(one.turn.item.code for one in found.placed)
    left = sum(len(row.turns) for row in found.unplaced)
    assert sum(totals.values()) + left == 7 + 117 + 1170 + 468
    assert max(Counter((one.person, one.day) for one in found.placed).values()) == 1
    assert calendar(plan, per_day=2).unplaced == []


# ---------------------------------------------------------------- one act


def test_confirming_twice_or_running_again_makes_no_visit_twice(plan, supervisor, head):
    schools_led(supervisor, 3)
    visits_item(plan, times=2)
    uid = uuid4()
    first, again, later = (confirm(plan, head, one) for one in (uid, uid, uuid4()))
    assert (first, first.visits_made, later.visits_made) == (again, 6, 0)
    stale = calendar(plan).placed
    assert (stale, Visit.objects.count(), Visit.objects.values("school", "plan_item", "turn").distinct().count()) == (
        [],
        6,
        6,
    )


def test_two_who_looked_at_the_same_calendar_make_it_once(plan, supervisor, head):
    schools_led(supervisor, 2)
    visits_item(plan)
    seen = calendar(plan).placed
    made = [confirm_calendar(plan, uid=uuid4(), options={}, placed=seen, by=head).visits_made for _who in "ab"]
    assert (made, Visit.objects.count()) == ([2, 0], 2)


def test_visits_made_are_as_if_planned_by_hand(plan, supervisor, head):
    (school,) = schools_led(supervisor, 1)
    item = visits_item(plan, times=2, purpose="policy")
    by_hand = Visit.objects.create(school=school, planned_on=date(2014, 10, 6))
    confirm(plan, head)
    rows = Visit.objects.filter(plan_item=item).order_by("planned_on")
    assert [(row.code, row.state, row.purpose, row.lead, row.fiscal_year, row.academic_year) for row in rows] == [
        (f"{by_hand.code[:-2]}02", "planned", "policy", supervisor, 2558, 2557),
        (f"{by_hand.code[:-2]}03", "planned", "policy", supervisor, 2558, 2557),
    ]
    assert [row.history.get().history_user for row in rows] == [head, head]


def test_each_person_is_told_once_with_a_link_to_the_list(plan, supervisor, head):
    schools_led(supervisor, 4)
    visits_item(plan, times=2)
    confirm(plan, head)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.url) == (
        supervisor,
        f"/supervision/visits/?supervisor={supervisor.pk}&state=planned",
    )
    assert notice.text == "ท่านอยู่ในคณะนิเทศที่กำหนดไว้ 8 ครั้ง ตั้งแต่ 1 ต.ค. 2557 ถึง 1 มิ.ย. 2558"


def test_plan_that_is_not_approved_makes_no_visits(supervisor, head, plan):
    schools_led(supervisor, 1)
    visits_item(plan)
    type(plan).objects.update(state="draft")
    with pytest.raises(Refused):
        confirm(plan, head)
    assert Visit.objects.count() == 0


def test_cancelled_time_is_proposed_anew(plan, supervisor, head):
    schools_led(supervisor, 1)
    visits_item(plan)
    confirm(plan, head)
    Visit.objects.update(state="cancelled", cancel_reason="flood")
    assert confirm(plan, head).visits_made == 1


def test_confirming_asks_as_much_for_many_visits_as_for_few(plan, supervisor, head):
    asked = []
    for _round in (1, 2):
        schools_led(supervisor, 3)
        visits_item(plan)
        with CaptureQueriesContext(connection) as queries:
            confirm(plan, head)
        asked.append(len(queries))
    assert asked[0] == asked[1]


# ---------------------------------------------------------------- taken back


def test_what_nobody_touched_is_taken_back_and_the_rest_stays(plan, supervisor, head):
    schools_led(supervisor, 5)
    visits_item(plan)
    proposal = confirm(plan, head)
    moved, written, teamed, *_rest = proposal.visits.order_by("pk")
    postpone_visit(moved, reason="flood", new_date=date(2015, 6, 1), by=head)
    written.notes = "x"
    written.save()
    VisitMember.objects.create(visit=teamed, user=head)
    Notice.objects.all().delete()
    assert (untouched(proposal).count(), take_back(proposal, by=head)) == (2, 2)
    proposal.refresh_from_db()
    assert (set(proposal.visits.all()), proposal.visits_taken_back, proposal.taken_back_by) == (
        {moved, written, teamed},
        2,
        head,
    )
    assert [notice.recipient for notice in Notice.objects.all()] == [supervisor]
    gone = Visit.history.filter(history_type="-")
    assert ({row.history_user for row in gone}, {row.proposal_id for row in gone}, gone.count()) == (
        {head},
        {proposal.pk},
        2,
    )
    with pytest.raises(Refused):
        take_back(proposal, by=head)


def test_a_day_that_has_passed_is_not_taken_back(plan, supervisor, head):
    schools_led(supervisor, 1)
    visits_item(plan, times=2)
    proposal = confirm(plan, head)
    with time_machine.travel("2014-10-01T05:00:00Z", tick=False):
        assert take_back(proposal, by=head) == 1
    assert (Visit.objects.get().planned_on, CalendarProposal.objects.get()) == (date(2014, 10, 1), proposal)
