from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from qa_portal.core.workflow import OutOfScope, Refused, perform
from schools.models import Cycle, Sar, SarReminder
from schools.services.expected import create_expected, refresh_expected
from schools.services.readers import assign_reader
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import CycleFactory, open_cycle
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def expected(cycle):
    return set(cycle.sars.values_list("school__name", "level"))


def test_open_creates_one_report_for_each_open_school_and_level():
    district = DistrictFactory()
    today = timezone.localdate()
    SchoolFactory(district=district, name="สองระดับ")
    SchoolFactory(district=district, name="ประถม", has_early_childhood=False)
    SchoolFactory(
        district=district, name="มัธยม", has_early_childhood=False, has_primary=False, has_upper_secondary=True
    )
    SchoolFactory(district=district, name="ปฐมวัย", has_primary=False)
    SchoolFactory(district=district, name="ปิดแล้ว", closed_on=today)
    SchoolFactory(district=district, name="ยังไม่เปิด", opened_on=today + DAY)
    SchoolFactory(name="เขตอื่น")
    cycle = open_cycle(district=district)
    assert expected(cycle) == {
        ("สองระดับ", "early_childhood"),
        ("สองระดับ", "basic"),
        ("ประถม", "basic"),
        ("มัธยม", "basic"),
        ("ปฐมวัย", "early_childhood"),
    }
    assert set(cycle.sars.values_list("state", flat=True)) == {"expected"}
    frameworks = set(cycle.sars.values_list("level", "framework__code"))
    assert frameworks == {("early_childhood", "EC-2561"), ("basic", "BASIC-2561")}


def test_open_records_the_creation_of_each_report():
    school = SchoolFactory()
    cycle = open_cycle(district=school.district)
    assert [row.history_type for row in Sar.history.filter(cycle=cycle)] == ["+", "+"]
    assert {row.history_user for row in Sar.history.filter(cycle=cycle)} == {cycle.opened_by}


def test_open_asks_only_for_levels_with_standards():
    school = SchoolFactory()
    cycle = open_cycle(district=school.district, early_childhood_framework=None)
    assert expected(cycle) == {(school.name, "basic")}


def test_open_in_bulk_does_not_query_for_each_school(django_assert_num_queries):
    counts = []
    for size in (1, 10):
        district = DistrictFactory()
        for _number in range(size):
            SchoolFactory(district=district)
        cycle, by = CycleFactory(district=district), person("group_head", district)
        with django_assert_num_queries(6):
            counts.append(len(create_expected(cycle, by=by)))
    assert counts == [2, 20]


def test_create_expected_twice_adds_nothing():
    school = SchoolFactory()
    cycle = open_cycle(district=school.district)
    assert create_expected(cycle, by=cycle.opened_by) == []
    assert cycle.sars.count() == 2


def test_open_refused_without_any_standards():
    cycle = CycleFactory(early_childhood_framework=None, basic_framework=None)
    with pytest.raises(Refused) as refused:
        perform(cycle, "open", by=person("group_head", cycle.district))
    assert [item.sentence for item in refused.value.missing] == ["ยังไม่เลือกชุดมาตรฐานของระดับใดเลย"]
    assert refused.value.missing[0].url == reverse("schools:cycle_edit", args=[cycle.pk]) + "#id_basic_framework"


def test_open_tells_the_people_of_the_schools():
    school = SchoolFactory()
    head, board = school_person("school_head", school), school_person("school_board", school)
    cycle = open_cycle(district=school.district)
    assert Notice.objects.get(recipient=head).text == (
        f"รอบการส่ง SAR ปีการศึกษา {cycle.academic_year} เปิดแล้ว ขอให้โรงเรียนของท่านจัดทำรายงาน"
    )
    assert Notice.objects.filter(recipient=board).exists() is False


def test_refresh_adds_new_schools_and_withdraws_untouched_reports():
    school = SchoolFactory()
    closing = SchoolFactory(district=school.district)
    cycle = open_cycle(district=school.district)
    begun = cycle.sars.get(school=closing, level="basic")
    perform(begun, "start", by=school_person("school_teacher", closing))
    unbegun = cycle.sars.get(school=closing, level="early_childhood")
    SarReminder.objects.create(sar=unbegun)
    assign_reader(unbegun, person("supervisor", school.district), due_on=None, by=cycle.opened_by)
    closing.closed_on = timezone.localdate()
    closing.save()
    fresh = SchoolFactory(district=school.district, has_early_childhood=False)
    assert refresh_expected(cycle, by=cycle.opened_by) == (1, 1)
    assert expected(cycle) == {
        (school.name, "early_childhood"),
        (school.name, "basic"),
        (closing.name, "basic"),
        (fresh.name, "basic"),
    }
    assert refresh_expected(cycle, by=cycle.opened_by) == (0, 0)


TABLE = {"open": {"draft"}, "close": {"open"}, "reopen": {"closed"}}
ROLES = {"district_admin", "group_head"}


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
@pytest.mark.parametrize(
    "role", ["district_admin", "director", "group_head", "supervisor", "plan_staff", "school_head"]
)
def test_cycle_transition_table(state, role):
    for name, sources in TABLE.items():
        cycle = CycleFactory(district=DistrictFactory())
        manager = person("group_head", cycle.district)
        for step in ["open", "close"][: ["draft", "open", "closed"].index(state)]:
            cycle = perform(cycle, step, by=manager)
        assert outcome(cycle, name, person(role, cycle.district)) == wanted(name, sources, state, role)


def wanted(name, sources, state, role):
    if role not in ROLES:
        return PermissionDenied
    return "done" if state in sources else Refused


def outcome(cycle, name, by):
    try:
        perform(cycle, name, by=by, note="เหตุผล")
    except (PermissionDenied, OutOfScope, Refused) as error:
        return type(error)
    return "done"


def test_cycle_of_another_district_is_out_of_scope():
    cycle = CycleFactory()
    with pytest.raises(OutOfScope):
        perform(cycle, "open", by=person("group_head", DistrictFactory()))


def test_reopen_needs_a_reason_and_clears_the_closing():
    cycle = open_cycle()
    manager = person("group_head", cycle.district)
    cycle = perform(cycle, "close", by=manager)
    assert cycle.closed_by == manager
    with pytest.raises(Refused):
        perform(cycle, "reopen", by=manager)
    cycle = perform(cycle, "reopen", by=manager, note="น้ำท่วม")
    assert (cycle.state, cycle.closed_at, cycle.closed_by) == ("open", None, None)


@pytest.mark.parametrize(("day", "takes"), [(-1, False), (0, True), (10, True), (15, True), (16, False)])
def test_cycle_takes_work_from_its_first_day_to_the_last_for_late_ones(day, takes):
    start = timezone.localdate()
    cycle = Cycle(state="open", opens_on=start, due_on=start + 10 * DAY, late_until=start + 15 * DAY)
    assert cycle.takes_work_on(start + day * DAY) is takes


def test_cycle_without_a_last_day_takes_work_until_it_is_closed():
    start = timezone.localdate()
    cycle = Cycle(state="open", opens_on=start, due_on=start)
    assert cycle.takes_work_on(start + 400 * DAY) is True
    cycle.state = "closed"
    assert cycle.takes_work_on(start) is False


# ---------------------------------------------------------------- pages


def form_data(**changes):
    data = {
        "academic_year": "2568",
        "opens_on": "1/3/2569",
        "due_on": "30/5/2569",
        "late_until": "",
        "instructions": "ส่งทางระบบ",
    }
    return data | changes


def test_cycle_add_keeps_thai_dates(sign_in):
    manager = person("group_head")
    answer = sign_in(manager).post(reverse("schools:cycle_add"), form_data())
    cycle = Cycle.objects.get()
    assert (answer.status_code, answer.url) == (302, cycle.get_absolute_url())
    assert (cycle.district, cycle.state, str(cycle.opens_on), str(cycle.due_on)) == (
        manager.district,
        "draft",
        "2026-03-01",
        "2026-05-30",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": "28/2/2569"}, "due_on"),
        ({"late_until": "29/5/2569"}, "late_until"),
        ({"academic_year": "2025"}, "academic_year"),
        ({"opens_on": "พรุ่งนี้"}, "opens_on"),
    ],
)
def test_cycle_add_refuses_dates_out_of_order(sign_in, changes, field):
    answer = sign_in(person("group_head")).post(reverse("schools:cycle_add"), form_data(**changes))
    assert (answer.status_code, list(answer.context["form"].errors), Cycle.objects.count()) == (422, [field], 0)


def test_cycle_add_refuses_the_same_year_twice(sign_in):
    cycle = CycleFactory()
    answer = sign_in(person("group_head", cycle.district)).post(reverse("schools:cycle_add"), form_data())
    assert answer.context["form"].errors == {"academic_year": ["มีรอบของปีการศึกษานี้อยู่แล้ว"]}


def test_cycle_edit_keeps_year_and_standards_once_open(sign_in):
    cycle = open_cycle()
    data = form_data(academic_year="2570", basic_framework="", opened_version=cycle.version)
    sign_in(person("group_head", cycle.district)).post(reverse("schools:cycle_edit", args=[cycle.pk]), data)
    cycle.refresh_from_db()
    assert (cycle.academic_year, cycle.basic_framework.code, str(cycle.due_on)) == (2568, "BASIC-2561", "2026-05-30")


def test_cycle_edit_refuses_a_stale_form(sign_in):
    cycle = CycleFactory()
    opened = cycle.version
    cycle.instructions = "แก้โดยคนอื่น"
    cycle.save()
    data = form_data(opened_version=opened, instructions="ของฉัน")
    answer = sign_in(person("group_head", cycle.district)).post(reverse("schools:cycle_edit", args=[cycle.pk]), data)
    cycle.refresh_from_db()
    assert (answer.status_code, cycle.instructions) == (422, "แก้โดยคนอื่น")
    assert answer.context["form"].errors["instructions"] == ["ข้อมูลในระบบขณะนี้: แก้โดยคนอื่น"]


def test_cycle_in_preparation_is_hidden_from_schools(sign_in):
    school = SchoolFactory()
    cycle = CycleFactory(district=school.district)
    client = sign_in(school_person("school_head", school))
    assert client.get(cycle.get_absolute_url()).status_code == 404
    perform(cycle, "open", by=person("group_head", school.district))
    assert client.get(cycle.get_absolute_url()).context["cycle"] == cycle


def test_cycle_refresh_page_adds_what_is_new(sign_in):
    cycle = open_cycle()
    SchoolFactory(district=cycle.district)
    sign_in(person("group_head", cycle.district)).post(reverse("schools:cycle_refresh", args=[cycle.pk]))
    assert cycle.sars.count() == 2


def test_cycle_refresh_of_a_draft_says_why_not(sign_in):
    cycle = CycleFactory()
    client = sign_in(person("group_head", cycle.district))
    answer = client.post(reverse("schools:cycle_refresh", args=[cycle.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["ปรับปรุงได้เฉพาะรอบที่เปิดอยู่"]


@pytest.mark.parametrize("size", [1, 3])
def test_cycle_list_query_count(sign_in, django_assert_num_queries, size):
    district = DistrictFactory()
    for number in range(size):
        CycleFactory(district=district, academic_year=2560 + number)
    client = sign_in(person("group_head", district))
    with django_assert_num_queries(4):
        rows = client.get(reverse("schools:cycle_list")).context["object_list"]
    assert len(rows) == size
