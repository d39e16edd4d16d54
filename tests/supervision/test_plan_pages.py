"""The year's plan on its pages: written, copied, proposed, approved, shown, as a document."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qa_portal.core.workflow import Refused, perform
from schools.models import SupervisorAssignment
from supervision.models import Holiday, PlanItem, Postponement, SchoolBand, SupervisionPlan, Visit
from supervision.reports.plan_due import PlanStanding
from supervision.reports.plan_workload import Workload, slips, working_days
from supervision.services.plans import copy_plan
from tests.factories.core import person
from tests.factories.plan import item_of, plan_of
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2015, 1, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2015-01-05T05:00:00Z", tick=False):
        yield


@pytest.fixture
def plan():
    return plan_of()


@pytest.fixture
def head(plan, client):
    user = person("group_head", plan.district)
    client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
    return user


def item_form(**changed):
    typed = {
        "title": "ประชุม ก.ต.ป.น.", "unit": "meeting", "times": "6", "period": "year", "every": "1",
        "begins_on": "๑/๑๐/๒๕๕๗", "ends_on": "30/9/2558", "school_rule": "none", "purpose": "iqa", "visit_days": "1",
    }  # fmt: skip
    return typed | changed


def add_item(client, plan, **changed):
    return client.post(reverse("supervision:plan_item_add", args=[plan.pk]), item_form(**changed))


def errors_of(response):
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}


# ---------------------------------------------------------------- writing


def test_a_plan_is_made_once_a_year_also_with_thai_digits(plan, head, client):
    address = reverse("supervision:plan_create")
    again = client.post(address, {"fiscal_year": "๒๕๕๘", "name": "x"})
    assert errors_of(again) == {"fiscal_year": ["มีแผนของปีงบประมาณนี้แล้ว"]}
    client.post(address, {"fiscal_year": "๒๕๕๙", "name": "แผนปี ๒๕๕๙"})
    assert list(SupervisionPlan.objects.values_list("fiscal_year", flat=True)) == [2559, 2558]


def test_item_is_typed_with_thai_digits(plan, head, client):
    assert add_item(client, plan).status_code == 302
    item = plan.items.get()
    assert (item.position, item.times, item.begins_on, item.ends_on) == (1, 6, date(2014, 10, 1), date(2015, 9, 30))


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"unit": "visit"}, {"school_rule": ["การนิเทศนับเป็นรายโรงเรียน โปรดระบุโรงเรียน"]}),
        ({"school_rule": "chosen"}, {"schools": ["เลือกอย่างน้อยหนึ่งโรงเรียน"]}),
        ({"school_rule": "rule"}, {"school_rule": ["กำหนดเงื่อนไขอย่างน้อยหนึ่งข้อ หรือเลือก “ทุกโรงเรียน”"]}),
        ({"weekday": "1"}, {"weekday": ["วันในสัปดาห์ใช้ได้กับ “สัปดาห์” เท่านั้น"]}),
        ({"ends_on": "1/10/2558"}, {"ends_on": ["วันที่นี้ไม่อยู่ในปีงบประมาณของแผน"]}),
    ],
)
def test_item_that_does_not_hold_together_is_refused(plan, head, client, typed, errors):
    response = add_item(client, plan, **typed)
    assert (response.status_code, errors_of(response)) == (422, errors)


def test_two_people_who_edit_an_item_do_not_overwrite_each_other(plan, head, client):
    item = item_of(plan, unit="meeting")
    opened = item.version
    item.times = 12
    item.save()
    address = reverse("supervision:plan_item_edit", args=[plan.pk, item.pk])
    response = client.post(address, item_form(opened_version=opened, times="4"))
    assert (response.status_code, errors_of(response)["times"]) == (422, ["ข้อมูลในระบบขณะนี้: 12"])
    assert PlanItem.objects.get().times == 12


def test_item_with_an_event_stays(plan, head, client):
    item = item_of(plan)
    item.events.create(planned_on=NEW_YEAR)
    client.post(reverse("supervision:plan_item_remove", args=[plan.pk, item.pk]))
    assert plan.items.count() == 1
    item.events.all().delete()
    client.post(reverse("supervision:plan_item_remove", args=[plan.pk, item.pk]))
    assert plan.items.count() == 0


def test_copy_moves_the_days_and_29_february_becomes_the_28th(head):
    plan = plan_of(2567, head.district)
    item = item_of(plan, begins_on=date(2024, 2, 29), ends_on=date(2024, 9, 30), times=4, as_written="๔ ครั้ง")
    item.owners.set([head])
    copied = copy_plan(plan, fiscal_year=2569, name="แผนปี 2569").items.get()
    assert (copied.begins_on, copied.ends_on, copied.times, copied.as_written, list(copied.owners.all())) == (
        date(2026, 2, 28),
        date(2026, 9, 30),
        4,
        "๔ ครั้ง",
        [head],
    )


def test_group_of_schools_comes_from_a_sheet_all_or_nothing(plan, head, client):
    school, other = SchoolFactory.create_batch(2, district=plan.district)
    address = reverse("supervision:band_add")

    def send(*codes):
        sheet = SimpleUploadedFile("bands.csv", "\n".join(["รหัส", *codes]).encode(), "text/csv")
        typed = {"name": "กลุ่มสีดำ-สีแดง", "fiscal_year": "2558", "schools": [other.pk]}
        return client.post(address, typed | {"sheet": sheet})

    refused = send(school.moe_code, "1234567890")
    assert (errors_of(refused), SchoolBand.objects.count()) == (
        {"sheet": ["มี 1 รหัสที่ไม่ใช่โรงเรียนในสังกัดที่เปิดอยู่: แถว 3: 1234567890"]},
        0,
    )
    send(school.moe_code)
    assert set(SchoolBand.objects.get().schools.all()) == {school, other}


# ---------------------------------------------------------------- approval


def test_plan_is_approved_by_the_director_and_changed_only_with_a_reason(plan, head):
    director = person("director", plan.district)
    with pytest.raises(Refused):
        perform(plan, "propose", by=head)
    item_of(plan)
    plan = perform(plan, "propose", by=head)
    assert (plan.state, plan.proposed_by) == ("proposed", head)
    assert list(SupervisionPlan.objects.editable_by(head)) == []
    plan = perform(plan, "approve", by=director)
    assert (plan.state, plan.approved_by) == ("approved", director)
    with pytest.raises(Refused):
        perform(plan, "change", by=head)
    plan = perform(plan, "change", by=head, note="เพิ่มโรงเรียน")
    assert (plan.state, plan.approved_by, plan.proposed_by) == ("draft", None, None)


def test_item_for_which_no_school_is_there_holds_the_plan_back(plan, head):
    item_of(plan, school_rule="all", title="นิเทศภายใน")
    with pytest.raises(Refused) as refused:
        perform(plan, "propose", by=head)
    assert [item.sentence for item in refused.value.missing] == ["“นิเทศภายใน”: ไม่มีโรงเรียนที่ตรงตามเงื่อนไข"]


# ---------------------------------------------------------------- figures


def test_workload_of_1170_visits_says_with_numbers_that_it_cannot_be_done(plan):
    supervisor = person("supervisor", plan.district)
    for school in SchoolFactory.create_batch(117, district=plan.district):
        SupervisorAssignment.objects.create(school=school, supervisor=supervisor, since="2014-10-01")
    item_of(plan, times=10, school_rule="all", visit_days=1)
    load = Workload(PlanStanding(plan, today=date(2014, 10, 1)))
    assert load.warning == (
        "ทำไม่ทัน: เหลือการนิเทศ 1,170 ครั้ง ต้องใช้ 1,170 วัน แต่ศึกษานิเทศก์ 1 คน มีวันทำการคนละ 261 วัน"
        "จนสิ้นปีงบประมาณ รวม 261 วัน แม้ไม่ทำงานอื่นเลย"
    )


def test_workload_shares_visits_among_the_owners_of_an_item(plan):
    first, second = person("supervisor", plan.district), person("supervisor", plan.district)
    SchoolFactory.create_batch(3, district=plan.district)
    item = item_of(plan, times=2, school_rule="all", visit_days="0.5")
    item.owners.set([first, second])
    rows = Workload(PlanStanding(plan)).loads
    assert {(row.person, row.visits, row.days) for row in rows} == {(first, 3, 1.5), (second, 3, 1.5)}


def test_working_days_leave_out_weekends_and_days_off(plan):
    Holiday.objects.create(day=NEW_YEAR, name="วันขึ้นปีใหม่")
    Holiday.objects.create(day=date(2015, 1, 2), name="หยุดพิเศษ", district=plan.district)
    Holiday.objects.create(day=date(2015, 1, 5), name="ของเขตอื่น", district=plan_of().district)
    assert working_days(plan.district, NEW_YEAR, date(2015, 1, 6)) == [date(2015, 1, 5), date(2015, 1, 6)]


def test_reasons_of_cancelled_and_put_off_visits_are_counted(plan):
    school = SchoolFactory(district=plan.district)
    item = item_of(plan, school_rule="all", times=4)
    facts = {"school": school, "plan_item": item, "planned_on": NEW_YEAR}
    Visit.objects.create(**facts, state="cancelled", cancel_reason="flood")
    late = Visit.objects.create(**facts)
    Postponement.objects.create(visit=late, was_on=NEW_YEAR, reason="flood")
    assert [(slip.cancelled, slip.put_off) for slip in slips(plan)] == [(1, 1)]


@pytest.mark.parametrize("name", ["plan_detail", "plan_coverage", "plan_workload"])
def test_pages_of_a_plan_ask_as_much_for_many_schools_as_for_one(plan, head, client, name):
    asked = []
    for _round in (1, 2):
        item_of(plan, school_rule="all", times=2).owners.set([head])
        SchoolFactory.create_batch(2, district=plan.district)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"supervision:{name}", args=[plan.pk]))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_coverage_as_a_sheet_says_each_school_and_item(plan, head, client):
    school = SchoolFactory(district=plan.district, name="โรงเรียนสมมุติ ก")
    item = item_of(plan, school_rule="all", times=2, title="นิเทศภายใน")
    Visit.objects.create(school=school, plan_item=item, planned_on=date(2014, 10, 5), state="done")
    response = client.get(reverse("supervision:plan_coverage", args=[plan.pk]), {"format": "xlsx"})
    page = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=3)]
    assert rows == [["โรงเรียน", "เครือข่าย", "นิเทศภายใน"], ["โรงเรียนสมมุติ ก", None, "1/2 เป็นไปตามแผน"]]


def test_late_filter_shows_the_schools_that_are_late(plan, head, client):
    done, late = SchoolFactory.create_batch(2, district=plan.district)
    item = item_of(plan, school_rule="all", ends_on=date(2014, 12, 31))
    Visit.objects.create(school=done, plan_item=item, planned_on=date(2014, 10, 5), state="done")
    response = client.get(reverse("supervision:plan_coverage", args=[plan.pk]), {"late": "yes"})
    assert list(response.context["object_list"]) == [late]


def test_visit_planned_from_an_item_counts_for_it(head, client):
    with time_machine.travel("2014-12-01T05:00:00Z", tick=False):
        plan = SupervisionPlan.objects.get(district=head.district)
        school = SchoolFactory(district=head.district)
        item = item_of(plan, school_rule="all", purpose="policy")
        address = reverse("supervision:visit_create")
        form = client.get(address, {"plan_item": item.pk}).context["form"]
        assert (form["plan_item"].initial, form["purpose"].initial) == (item, "policy")
        typed = {"uid": form["uid"].value(), "schools": [school.pk], "planned_on": "2/12/2557", "lead": head.pk}
        client.post(address, typed | {"plan_item": item.pk, "purpose": "policy"})
    assert Visit.objects.get().plan_item == item


def test_an_empty_plan_says_what_to_do_next(plan, head, client):
    page = client.get(reverse("supervision:plan_detail", args=[plan.pk])).content.decode()
    assert page.count("แผนยังไม่มีรายการ เพิ่มกิจกรรมของปีนี้ หรือคัดลอกจากแผนปีก่อน") == 1


# ---------------------------------------------------------------- documents


def test_plan_as_a_sheet_has_each_item_with_its_figures(plan, head, client):
    SchoolFactory.create_batch(2, district=plan.district)
    item_of(plan, code="3", title="นิเทศภายใน", times=10, school_rule="all", as_written="10 ครั้ง/โรงเรียน")
    response = client.get(reverse("supervision:plan_xlsx", args=[plan.pk]))
    page = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in page[3]] == [
        "3",
        "นิเทศภายใน",
        "10 ครั้ง/โรงเรียน",
        "1 ต.ค. 2557 – 30 ก.ย. 2558",
        "ทุกโรงเรียน (2 โรงเรียน)",
        "–",
        None,
        20,
        4,
        0,
        4,
    ]


def test_day_off_is_typed_in_the_back_office_once_and_counts(plan, sign_in):
    client = sign_in(person("district_admin", plan.district))
    address = reverse("admin:supervision_holiday_add")
    client.post(address, {"day": "๖/๑/๒๕๕๘", "name": "หยุดพิเศษ"})
    again = client.post(address, {"day": "6/1/2558", "name": "อีกครั้ง"})
    assert again.context["adminform"].form.errors == {"day": ["วันนี้เป็นวันหยุดอยู่แล้ว"]}
    assert list(Holiday.objects.values_list("district", "day")) == [(plan.district_id, date(2015, 1, 6))]
    assert working_days(plan.district, date(2015, 1, 5), date(2015, 1, 7)) == [date(2015, 1, 5), date(2015, 1, 7)]
