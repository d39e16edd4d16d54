import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from schools import timeline
from schools.models import Network, School, SupervisorAssignment
from schools.services.registry import assign_supervisor, close_school, merge_school, record_year_figures, rename_school
from schools.timeline import Debt, Entry
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2026, 5, 16), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-21T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def clerk(district):
    return person("plan_staff", district)


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def names(response):
    return [school.name for school in response.context["object_list"]]


# ---------------------------------------------------------------- list


@pytest.mark.parametrize("rows", [1, 3])
def test_school_list_makes_the_same_queries_for_any_number_of_rows(
    sign_in, district, rows, django_assert_num_queries, clerk
):
    network = NetworkFactory(district=district)
    schools = SchoolFactory.create_batch(rows, district=district, network=network, amphoe="ก")
    assign_supervisor(schools, supervisor=person("supervisor", district), since=MAY, by=clerk)
    client = sign_in(clerk)
    with django_assert_num_queries(6):
        response = client.get(url("school_list"))
    assert len(names(response)) == rows


@pytest.mark.parametrize(
    ("role", "seen"), [("director", ["ก", "ข"]), ("school_head", ["ก"]), ("national_viewer", ["ก", "ข", "ค"])]
)
def test_school_list_shows_the_rows_of_each_scope(sign_in, district, role, seen):
    own = SchoolFactory(district=district, name="ก")
    SchoolFactory(district=district, name="ข")
    SchoolFactory(name="ค")
    user = school_person(role, own) if role == "school_head" else person(role, district)
    assert names(sign_in(user).get(url("school_list"))) == seen


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=น้ําใส", ["บ้านน้ำใส ๒"]),
        ("q=ใส 2", ["บ้านน้ำใส ๒"]),
        ("q=โรงเรียนบ้านน้ำใส", ["บ้านน้ำใส ๒"]),
        ("q=โรงเรียน บ้านน้ำใส", ["บ้านน้ำใส ๒"]),
        ("q=รร.วัดไกล", ["วัดไกล"]),
        ("q=ร.ร.วัดไกล", ["วัดไกล"]),
        ("q=1099123456", ["วัดไกล"]),
        ("size=small", ["บ้านน้ำใส ๒"]),
        ("size=none", ["วัดไกล"]),
        ("level=has_upper_secondary", ["วัดไกล"]),
        ("amphoe=เมือง", ["บ้านน้ำใส ๒"]),
        ("standing=open", ["บ้านน้ำใส ๒", "วัดไกล"]),
        ("standing=unled", ["วัดไกล"]),
        ("standing=closed", ["ปิดแล้ว"]),
        ("q=ไม่มี", []),
    ],
)
def test_school_list_filters(sign_in, district, clerk, query, found):
    led = SchoolFactory(district=district, name="บ้านน้ำใส ๒", pupil_count=120, amphoe="เมือง")
    SchoolFactory(district=district, name="วัดไกล", moe_code="1099123456", pupil_count=0, has_upper_secondary=True)
    closed = SchoolFactory(district=district, name="ปิดแล้ว")
    close_school(closed, on=JUNE, reason="", by=clerk)
    assign_supervisor([led], supervisor=person("supervisor", district), since=MAY, by=clerk)
    assert names(sign_in(clerk).get(url("school_list") + f"?{query}")) == found


def test_school_list_filters_by_network_and_supervisor(sign_in, district, clerk):
    network, lead = NetworkFactory(district=district), person("supervisor", district)
    inside = SchoolFactory(district=district, network=network, name="ใน")
    SchoolFactory(district=district, name="นอก")
    assign_supervisor([inside], supervisor=lead, since=MAY, by=clerk)
    client = sign_in(clerk)
    for query in (f"network={network.pk}", f"supervisor={lead.pk}"):
        assert names(client.get(url("school_list") + f"?{query}")) == ["ใน"]


def test_school_list_as_excel_holds_the_same_rows(sign_in, district, clerk):
    school = SchoolFactory(district=district, name="ก", smis_code="01234567", moe_code="1099000001", pupil_count=130)
    School.objects.update(latitude="13.756331", longitude="100.501765")
    assign_supervisor(
        [school], supervisor=person("supervisor", district, first_name="ข", last_name=""), since=MAY, by=clerk
    )
    response = sign_in(clerk).get(url("school_list") + "?format=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    facts = ["ก", "1099000001", "01234567", "", "ขนาดกลาง", "ปฐมวัย – ประถมศึกษา", 130.0, "ข", "เปิดสอน"]
    assert rows[2] == [*facts, 13.756331, 100.501765]


# ---------------------------------------------------------------- the school's page


def told(response):
    return [(entry.day, entry.title) for entry in response.context["timeline"]]


def test_school_page_tells_the_whole_story_newest_first(sign_in, district, clerk):
    school, small = SchoolFactory(district=district, name="เดิม"), SchoolFactory(district=district, name="เล็ก")
    lead = person("supervisor", district, first_name="ก", last_name="")
    assign_supervisor([school], supervisor=lead, since=MAY, by=clerk)
    rename_school(school, name="ใหม่", since=JUNE, reason="ประกาศ", by=clerk)
    merge_school(small, into=school, on=date(2026, 7, 1), reason="", by=clerk)
    record_year_figures(school, academic_year=2568, grades={"P1": (1, 2, 1)}, by=clerk)
    assert told(sign_in(clerk).get(url("school_detail", school.pk))) == [
        (date(2026, 7, 1), "เล็กมารวมกับโรงเรียนนี้"),
        (JUNE, "ชื่อโรงเรียน: เดิม → ใหม่"),
        (MAY, "ก เป็นศึกษานิเทศก์ประจำโรงเรียน"),
        (date(2025, 5, 16), "นักเรียน 3 คน ปีการศึกษา 2568"),
    ]


def test_school_page_takes_entries_and_debts_of_other_apps(sign_in, district, clerk, monkeypatch):
    monkeypatch.setattr(timeline, "SOURCES", [lambda school, user: [Entry(MAY, "k", "people", f"{school} {user}")]])
    owed = [Debt("ทีหลัง", "/b"), Debt("ก่อน", "/a", due=MAY)]
    mine = timeline.DebtSource(lambda school, user: School.objects.filter(pk=school), lambda rows, user: owed)
    monkeypatch.setattr(timeline, "DEBT_SOURCES", [mine])
    school = SchoolFactory(district=district)
    response = sign_in(clerk).get(url("school_detail", school.pk))
    assert told(response) == [(MAY, f"{school} {clerk}")]
    debts = response.context["debts"]
    assert [(debt.label, debt.is_overdue) for debt in debts] == [("ก่อน", True), ("ทีหลัง", False)]


@pytest.mark.parametrize("rows", [1, 3])
def test_school_page_makes_the_same_queries_for_any_history(sign_in, district, clerk, rows, django_assert_num_queries):
    school = SchoolFactory(district=district, network=NetworkFactory(district=district))
    for number in range(rows):
        rename_school(school, name=f"ชื่อ {number}", since=date(2026, 6, 1 + number), reason="", by=clerk)
        helper = person("supervisor", district)
        assign_supervisor([school], supervisor=helper, since=MAY, is_lead=False, by=clerk)
        record_year_figures(school, academic_year=2569 - number, grades={"P1": (1, 2, 1)}, by=clerk)
        merge_school(SchoolFactory(district=district), into=school, on=JUNE, reason="", by=clerk)
        school_person("school_teacher", school)
    client, page = sign_in(clerk), url("school_detail", school.pk)
    client.get(page)  # fills the cache of content types
    with django_assert_num_queries(24):
        client.get(page)


PAGES = ["school_detail", "school_edit", "school_contacts", "school_rename", "school_merge", "school_close"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_another_district_do_not_exist(sign_in, district, page):
    other = SchoolFactory()
    assert sign_in(person("district_admin", district)).get(url(page, other.pk)).status_code == 404


@pytest.mark.parametrize("page", ["school_detail", "school_contacts"])
def test_school_people_who_guess_another_schools_id_get_404(sign_in, district, page):
    own, other = SchoolFactory(district=district), SchoolFactory(district=district)
    client = sign_in(school_person("school_head", own))
    assert [client.get(url(page, school.pk)).status_code for school in (own, other)] == [200, 404]
    years = [client.get(url("school_figures", school.pk, 2569)).status_code for school in (own, other)]
    assert years == [200, 404]


@pytest.mark.parametrize("page", PAGES[1:])
def test_supervisor_may_not_write_the_registry(sign_in, district, page):
    school = SchoolFactory(district=district)
    assert sign_in(person("supervisor", district)).get(url(page, school.pk)).status_code == 403


def test_former_school_people_see_it_no_more(sign_in, district):
    school = SchoolFactory(district=district)
    head = school_person("school_head", school)
    head.memberships.update(since=MAY, until=JUNE)
    assert sign_in(head).get(url("school_detail", school.pk)).status_code == 404


# ---------------------------------------------------------------- writing


def form_of(response):
    """What the browser would send: the form's present values."""
    form = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


def test_edit_with_a_day_keeps_what_was_before(sign_in, district, clerk):
    school = SchoolFactory(district=district, name="เดิม")
    client, page = sign_in(clerk), url("school_edit", school.pk)
    data = form_of(client.get(page)) | {"name": "ใหม่", "since": "1/6/2569", "reason": "ประกาศ", "phone": "๐๒"}
    assert client.post(page, data).url == url("school_detail", school.pk)
    assert [school.as_at(day).name for day in (date(2026, 5, 31), JUNE)] == ["เดิม", "ใหม่"]
    assert School.objects.get().history.first().history_user == clerk


def test_stale_edit_is_refused_and_keeps_what_was_typed(sign_in, district, clerk):
    school = SchoolFactory(district=district, name="เดิม")
    client, page = sign_in(clerk), url("school_edit", school.pk)
    data = form_of(client.get(page))
    rename_school(school, name="ของคนอื่น", since=JUNE, reason="", by=clerk)
    response = client.post(page, data | {"name": "ของฉัน"})
    assert response.status_code == 422
    assert response.context["form"]["name"].value() == "ของฉัน"
    assert response.context["form"].errors["name"] == ["ข้อมูลในระบบขณะนี้: ของคนอื่น"]
    assert School.objects.get().name == "ของคนอื่น"
    assert client.post(page, form_of(response) | {"name": "ของฉัน"}).status_code == 302


def test_new_school_is_registered_in_the_users_district(sign_in, district, clerk):
    data = {"name": "ใหม่", "moe_code": "๑๐๙๙๐๐๐๐๐๑", "has_primary": "on", "opened_on": "16/5/2569"}
    sign_in(clerk).post(url("school_create"), data)
    school = School.objects.get()
    assert (school.district, school.moe_code, school.as_at(MAY).has_primary) == (district, "1099000001", True)


def test_code_of_another_school_is_refused_at_its_field(sign_in, district, clerk):
    SchoolFactory(moe_code="1099000001")
    response = sign_in(clerk).post(url("school_create"), {"name": "ใหม่", "moe_code": "1099000001"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["moe_code"])


def test_contacts_by_the_schools_own_people(sign_in, district):
    school = SchoolFactory(district=district)
    client, page = sign_in(school_person("school_teacher", school)), url("school_contacts", school.pk)
    client.post(page, form_of(client.get(page)) | {"phone": "0 0000 0001", "email": "a@example.org"})
    school.refresh_from_db()
    assert (school.phone, school.email) == ("0 0000 0001", "a@example.org")


def test_board_may_not_write_contacts(sign_in, district):
    school = SchoolFactory(district=district)
    assert sign_in(school_person("school_board", school)).get(url("school_contacts", school.pk)).status_code == 403


@pytest.mark.parametrize("page", ["school_merge", "school_close"])
def test_end_of_a_school_asks_for_confirmation(sign_in, district, clerk, page):
    school, into = SchoolFactory.create_batch(2, district=district)
    client, data = sign_in(clerk), {"on": "1/6/2569", "reason": "ประกาศ", "into": into.pk}
    assert client.post(url(page, school.pk), data).context["form"].errors["checked"]
    assert client.post(url(page, school.pk), data | {"checked": "on"}).url == url("school_detail", school.pk)
    assert School.objects.get(pk=school.pk).closed_on == JUNE


def test_refusal_of_a_service_stands_in_the_form(sign_in, district, clerk):
    school = SchoolFactory(district=district, name="เดิม")
    rename_school(school, name="ใหม่", since=JUNE, reason="", by=clerk)
    data = {"name": "ใหม่กว่า", "on": "1/5/2569", "reason": "ประกาศ"}
    response = sign_in(clerk).post(url("school_rename", school.pk), data)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "ข้อมูลปัจจุบันมีผลตั้งแต่ 1 มิ.ย. 2569 กรุณาเลือกวันหลังจากนั้น หรือแก้ไขโดยไม่ระบุวันที่"
    ]


# ---------------------------------------------------------------- figures


def test_figures_are_typed_by_grade_and_counted(sign_in, district):
    school = SchoolFactory(district=district, has_early_childhood=False)
    client, page = sign_in(school_person("school_head", school)), url("school_figures", school.pk, 2569)
    assert [grade.value for grade in client.get(page).context["form"].grades] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    data = {"opened_version": 0, "P1_boys": "๑๐", "P1_girls": "0", "P1_rooms": "1", "teachers_female": "2"}
    assert client.post(page, data).url == url("school_detail", school.pk)
    figures = school.figures.get()
    assert (figures.by_grade(), figures.teachers_male, figures.teachers_female) == ({"P1": (10, 0, 1)}, None, 2)


def test_figures_half_filled_say_which_cell_is_missing(sign_in, district, clerk):
    page = url("school_figures", SchoolFactory(district=district).pk, 2569)
    response = sign_in(clerk).post(page, {"opened_version": 0, "P1_boys": "1", "P2_boys": "-1"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"P1_girls", "P1_rooms", "P2_boys"}


def test_stale_figures_are_refused_also_when_both_began_without_any(sign_in, district, clerk):
    school = SchoolFactory(district=district)
    page = url("school_figures", school.pk, 2569)
    record_year_figures(school, academic_year=2569, grades={"P1": (5, 5, 1)}, by=clerk)
    response = sign_in(clerk).post(page, {"opened_version": 0, "P1_boys": "1", "P1_girls": "5", "P1_rooms": "1"})
    assert response.status_code == 422
    assert response.context["form"].errors["P1_boys"] == ["ข้อมูลในระบบขณะนี้: 5"]
    assert school.figures.get().by_grade() == {"P1": (5, 5, 1)}


@pytest.mark.parametrize("year", [2539, 2571])
def test_figures_of_years_out_of_reach_do_not_exist(sign_in, district, clerk, year):
    assert sign_in(clerk).get(url("school_figures", SchoolFactory(district=district).pk, year)).status_code == 404


# ---------------------------------------------------------------- networks and supervisors


@pytest.mark.parametrize("rows", [1, 3])
def test_network_list_counts_open_schools_in_the_same_queries(
    sign_in, district, clerk, rows, django_assert_num_queries
):
    for network in NetworkFactory.create_batch(rows, district=district):
        SchoolFactory.create_batch(2, district=district, network=network, pupil_count=50)
        close_school(SchoolFactory(district=district, network=network), on=JUNE, reason="", by=clerk)
    client = sign_in(clerk)
    with django_assert_num_queries(4):
        response = client.get(url("network_list"))
    counted = [(row.school_total, row.pupil_total) for row in response.context["object_list"]]
    assert counted == [(2, 100)] * rows


def test_network_is_made_in_the_users_district_and_its_name_is_once(sign_in, district, clerk):
    client = sign_in(clerk)
    NetworkFactory(name="ก")
    assert client.post(url("network_create"), {"name": "ก", "chair_name": ""}).status_code == 302
    assert Network.objects.get(district=district).name == "ก"
    assert client.post(url("network_create"), {"name": "ก", "chair_name": ""}).status_code == 422


@pytest.mark.parametrize(("role", "offered"), [("plan_staff", True), ("supervisor", False)])
def test_network_list_offers_the_edit_to_those_who_may(sign_in, district, role, offered):
    network = NetworkFactory(district=district)
    client = sign_in(person(role, district))
    page = client.get(url("network_list")).content.decode()
    assert (f'href="{url("network_edit", network.pk)}"' in page) is offered
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url("network_list") + "?format=xlsx").content))
    assert sheet.get_sheet_by_index(0).to_python()[1][:4] == ["เครือข่าย", "ประธานเครือข่าย", "โรงเรียนที่เปิดอยู่", "นักเรียน"]


def test_network_of_another_district_does_not_exist(sign_in, clerk):
    assert sign_in(clerk).get(url("network_edit", NetworkFactory().pk)).status_code == 404


def test_supervisor_for_a_whole_network_and_one_more_school(sign_in, district):
    network, lead = NetworkFactory(district=district), person("supervisor", district)
    inside = SchoolFactory.create_batch(2, district=district, network=network)
    alone, other = SchoolFactory.create_batch(2, district=district)
    data = {"supervisor": lead.pk, "since": "16/5/2569", "network": network.pk, "schools": [alone.pk], "is_lead": "on"}
    sign_in(person("group_head", district)).post(url("supervisor_assign"), data)
    assert set(School.objects.led_by(lead)) == {*inside, alone}
    assert other.assignments.count() == 0


def test_supervisor_or_school_of_another_district_cannot_be_chosen(sign_in, district):
    foreign_school, foreign_lead = SchoolFactory(), person("supervisor")
    data = {"supervisor": foreign_lead.pk, "since": "16/5/2569", "schools": [foreign_school.pk], "is_lead": "on"}
    response = sign_in(person("group_head", district)).post(url("supervisor_assign"), data)
    assert set(response.context["form"].errors) >= {"supervisor", "schools"}
    assert SupervisorAssignment.objects.count() == 0


def test_workload_counts_schools_and_names_those_without(sign_in, district, clerk):
    lead = person("supervisor", district)
    led, helped, unled = SchoolFactory.create_batch(3, district=district)
    assign_supervisor([led], supervisor=lead, since=MAY, by=clerk)
    assign_supervisor([helped], supervisor=lead, since=MAY, is_lead=False, by=clerk)
    response = sign_in(person("director", district)).get(url("supervisor_list"))
    workload = [(row, row.lead_total, row.support_total) for row in response.context["supervisors"]]
    assert workload == [(lead, 1, 1)]
    assert set(response.context["unled"]) == {helped, unled}


def test_end_of_an_assignment_by_page(sign_in, district, clerk):
    [row] = assign_supervisor(
        [SchoolFactory(district=district)], supervisor=person("supervisor", district), since=MAY, by=clerk
    )
    sign_in(person("director", district)).post(url("assignment_end", row.pk), {"on": "30/6/2569"})
    row.refresh_from_db()
    assert row.until == date(2026, 6, 30)


# ---------------------------------------------------------------- desk


def test_school_desk_shows_the_persons_schools(sign_in, district):
    school = SchoolFactory(district=district)
    SchoolFactory(district=district)
    response = sign_in(school_person("school_head", school)).get(url("school_desk"))
    assert [row for row, _debts, _desk in response.context["desks"]] == [school]


def test_school_desk_of_the_office_is_empty_and_points_to_the_list(sign_in, district):
    response = sign_in(person("director", district)).get(url("school_desk"))
    assert response.context["desks"] == []
    assert f'href="{url("school_list")}"' in response.content.decode()
