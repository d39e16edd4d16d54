from datetime import UTC, date, datetime

import pytest
import time_machine

from qa_portal.core.workflow import Refused
from schools.models import School, SchoolFacts, SupervisorAssignment, YearFigures
from schools.services.registry import (
    BEGINNING,
    assign_supervisor,
    change_school,
    close_school,
    end_assignment,
    merge_school,
    record_year_figures,
    rename_school,
)
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2026, 5, 16), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def clerk():
    return person("plan_staff")


def facts_of(school):
    return list(school.facts.order_by("since").values_list("since", "until", "name"))


def history_rows(*models):
    return [model.history.count() for model in models]


# ---------------------------------------------------------------- facts as at a day, F02


def test_school_begins_with_facts_since_its_opening_day():
    assert facts_of(SchoolFactory(name="ก", opened_on=MAY)) == [(MAY, None, "ก")]
    assert facts_of(SchoolFactory(name="ข")) == [(BEGINNING, None, "ข")]


def test_rename_keeps_the_old_name_for_the_days_before(clerk):
    school = rename_school(SchoolFactory(name="เดิม"), name="ใหม่", since=JUNE, reason="ประกาศ 1/2569", by=clerk)
    assert facts_of(school) == [(BEGINNING, date(2026, 5, 31), "เดิม"), (JUNE, None, "ใหม่")]
    assert [school.as_at(day).name for day in (date(2026, 5, 31), JUNE)] == ["เดิม", "ใหม่"]
    assert School.objects.get().name == "ใหม่"
    assert school.facts.get(until=None).reason == "ประกาศ 1/2569"
    assert school.history.first().history_user == clerk


def test_rename_moves_the_keys_of_sorting_and_search(clerk):
    school = rename_school(SchoolFactory(name="เดิม"), name="บ้าน นํ้าใส", since=JUNE, reason="", by=clerk)
    assert school.name_search == "บ้านน้ำใส"


def test_correction_without_a_day_changes_the_row_in_force(clerk):
    school = rename_school(SchoolFactory(name="เดิม"), name="ใหมม่", since=JUNE, reason="ประกาศ", by=clerk)
    school = change_school(school, name="ใหม่", by=clerk)
    assert facts_of(school) == [(BEGINNING, date(2026, 5, 31), "เดิม"), (JUNE, None, "ใหม่")]
    assert school.facts.get(until=None).reason == "ประกาศ"


def test_plain_facts_open_no_dated_row(clerk):
    school = change_school(SchoolFactory(), since=JUNE, phone="0 0000 0000", by=clerk)
    assert school.facts.count() == 1
    assert school.phone == "0 0000 0000"


def test_change_that_changes_nothing_writes_nothing(clerk):
    school = SchoolFactory(name="ก")
    before = history_rows(School, SchoolFacts)
    assert change_school(school, name="ก", phone="", by=clerk).version == school.version
    assert history_rows(School, SchoolFacts) == before


def test_network_and_levels_are_dated_too(clerk):
    school = SchoolFactory()
    network = NetworkFactory(district=school.district)
    school = change_school(school, since=JUNE, network=network, has_lower_secondary=True, by=clerk)
    before, after = school.as_at(MAY), school.as_at(JUNE)
    assert [(row.network, row.has_lower_secondary) for row in (before, after)] == [(None, False), (network, True)]


def test_change_in_the_future_or_before_the_facts_in_force_is_refused(clerk):
    school = rename_school(SchoolFactory(), name="ก", since=JUNE, reason="", by=clerk)
    for since in (date(2026, 11, 22), MAY):
        with pytest.raises(Refused):
            change_school(school, since=since, name="ข", by=clerk)
    assert School.objects.get().name == "ก"


# ---------------------------------------------------------------- merge and close


def test_merge_closes_the_school_and_keeps_it_as_it_was(clerk):
    district = DistrictFactory()
    school, into = SchoolFactory(district=district, name="เล็ก"), SchoolFactory(district=district)
    lead = person("supervisor", district)
    [assignment] = assign_supervisor([school], supervisor=lead, since=MAY, by=clerk)
    school = merge_school(school, into=into, on=JUNE, reason="ประกาศ 2/2569", by=clerk)
    assignment.refresh_from_db()
    assert (school.closed_on, school.successor, school.closing_reason) == (JUNE, into, "ประกาศ 2/2569")
    assert assignment.until == date(2026, 5, 31)
    assert school.as_at(date(2026, 5, 31)).name == "เล็ก"
    assert school.as_at(JUNE) is None
    assert list(into.predecessors.all()) == [school]
    opened = [list(School.objects.open_at(day).order_by("pk")) for day in (date(2026, 5, 31), JUNE)]
    assert opened == [[school, into], [into]]


def test_merge_refused(clerk):
    district = DistrictFactory()
    school, closed = SchoolFactory(district=district), SchoolFactory(district=district)
    close_school(closed, on=JUNE, reason="", by=clerk)
    for into in (school, closed, SchoolFactory()):
        with pytest.raises(Refused):
            merge_school(school, into=into, on=JULY, reason="", by=clerk)
    assert School.objects.get(pk=school.pk).successor is None


def test_closed_school_is_not_closed_again_nor_renamed(clerk):
    school = close_school(SchoolFactory(), on=JUNE, reason="", by=clerk)
    with pytest.raises(Refused):
        close_school(school, on=JULY, reason="", by=clerk)
    with pytest.raises(Refused):
        rename_school(school, name="ใหม่", since=JULY, reason="", by=clerk)
    assert School.objects.get().closed_on == JUNE


def test_close_before_the_facts_in_force_is_refused(clerk):
    school = rename_school(SchoolFactory(), name="ก", since=JUNE, reason="", by=clerk)
    with pytest.raises(Refused):
        close_school(school, on=JUNE, reason="", by=clerk)


def test_closing_does_not_lengthen_an_assignment_that_ends_sooner(clerk):
    school = SchoolFactory()
    [row] = assign_supervisor([school], supervisor=person("supervisor"), since=MAY, by=clerk)
    end_assignment(row, on=date(2026, 12, 1), by=clerk)
    close_school(school, on=date(2027, 3, 1), reason="", by=clerk)
    row.refresh_from_db()
    assert row.until == date(2026, 12, 1)


# ---------------------------------------------------------------- supervisors, F05


def leads(school):
    return list(school.assignments.order_by("since").values_list("supervisor__username", "since", "until"))


def test_hand_over_ends_the_lead_the_day_before(clerk):
    school = SchoolFactory()
    first, second = person("supervisor", username="a"), person("supervisor", username="b")
    assign_supervisor([school], supervisor=first, since=MAY, by=clerk)
    assign_supervisor([school], supervisor=second, since=JULY, by=clerk)
    assert leads(school) == [("a", MAY, date(2026, 6, 30)), ("b", JULY, None)]
    on = {day: school.assignments.as_at(day).get().supervisor for day in (date(2026, 6, 30), JULY)}
    assert on == {date(2026, 6, 30): first, JULY: second}


def test_assignment_that_holds_already_is_not_written_again(clerk):
    school, lead = SchoolFactory(), person("supervisor")
    assign_supervisor([school], supervisor=lead, since=MAY, by=clerk)
    assert assign_supervisor([school], supervisor=lead, since=JULY, by=clerk) == []
    assert SupervisorAssignment.history.count() == 1


def test_one_school_that_cannot_be_handed_over_refuses_all(clerk):
    district = DistrictFactory()
    free, taken = SchoolFactory(district=district), SchoolFactory(district=district)
    assign_supervisor([taken], supervisor=person("supervisor"), since=JULY, by=clerk)
    with pytest.raises(Refused):
        assign_supervisor([free, taken], supervisor=person("supervisor"), since=JUNE, by=clerk)
    assert free.assignments.count() == 0


def test_supporting_supervisor_leaves_the_lead(clerk):
    school = SchoolFactory()
    assign_supervisor([school], supervisor=person("supervisor", username="a"), since=MAY, by=clerk)
    assign_supervisor([school], supervisor=person("supervisor", username="b"), since=JULY, is_lead=False, by=clerk)
    assert leads(school) == [("a", MAY, None), ("b", JULY, None)]


def test_end_of_an_assignment(clerk):
    [row] = assign_supervisor([SchoolFactory()], supervisor=person("supervisor"), since=JUNE, by=clerk)
    with pytest.raises(Refused):
        end_assignment(row, on=MAY, by=clerk)
    assert end_assignment(row, on=JULY, by=clerk).until == JULY
    with pytest.raises(Refused):
        end_assignment(row, on=date(2026, 8, 1), by=clerk)


def test_without_supervisor_counts_open_schools_that_nobody_leads_today(clerk):
    district = DistrictFactory()
    led, unled, later, closed = SchoolFactory.create_batch(4, district=district)
    lead = person("supervisor", district)
    assign_supervisor([led], supervisor=lead, since=MAY, by=clerk)
    assign_supervisor([unled], supervisor=lead, since=MAY, is_lead=False, by=clerk)
    assign_supervisor([later], supervisor=lead, since=date(2026, 12, 1), by=clerk)
    close_school(closed, on=JUNE, reason="", by=clerk)
    assert list(School.objects.without_supervisor().order_by("pk")) == [unled, later]
    assert list(School.objects.led_by(lead)) == [led]


# ---------------------------------------------------------------- figures


def test_figures_of_the_latest_year_are_the_schools_pupils(clerk):
    school = SchoolFactory()
    record_year_figures(school, academic_year=2569, grades={"P1": (10, 12, 1), "P2": (0, 0, 0)}, by=clerk)
    record_year_figures(school, academic_year=2568, grades={"P1": (99, 99, 3)}, by=clerk)
    assert School.objects.get().pupil_count == 22
    assert YearFigures.objects.get(academic_year=2569).by_grade() == {"P1": (10, 12, 1), "P2": (0, 0, 0)}


def test_figures_stated_again_write_nothing_and_corrected_keep_history(clerk):
    school = SchoolFactory()
    stated = {"P1": (10, 12, 1), "P2": (5, 5, 1)}
    figures = record_year_figures(school, academic_year=2569, grades=stated, teachers_male=2, by=clerk)
    record_year_figures(school, academic_year=2569, grades=stated, teachers_male=2, by=clerk)
    assert YearFigures.history.count() == 1
    record_year_figures(school, academic_year=2569, grades={"P1": (11, 12, 1)}, teachers_male=2, by=clerk)
    figures.refresh_from_db()
    kept = figures.grades.model.history.order_by("history_id").values_list("grade", "boys", "history_type")
    assert list(kept) == [("P1", 10, "+"), ("P2", 5, "+"), ("P2", 5, "-"), ("P1", 11, "~")]
    assert (School.objects.get().pupil_count, figures.version) == (23, 2)


def test_figures_of_no_pupils_are_not_unknown(clerk):
    school = SchoolFactory()
    assert school.size is None
    record_year_figures(school, academic_year=2569, grades={"P1": (0, 0, 0)}, by=clerk)
    assert School.objects.get().size == "none"
