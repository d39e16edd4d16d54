"""The proposed calendar on its page, the order of a plan's items, semester days, and moving to another day."""

import io
import subprocess
from datetime import date

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from qa_portal.core.jobs import do
from qa_portal.core.models import Job
from supervision.models import CalendarProposal, Holiday, PlanItem, SemesterDays, Visit, VisitMember
from supervision.reports.calendar import TEAM, Asked, entries
from supervision.reports.plan_due import PlanStanding
from supervision.reports.team_weeks import weeks_of
from tests.factories.core import person
from tests.factories.plan import item_of, plan_of, semester_days_of
from tests.factories.schools import SchoolFactory
from tests.supervision.test_proposed_calendar import schools_led, visits_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2014-09-30T05:00:00Z", tick=False):
        yield


@pytest.fixture
def plan():
    return plan_of(2558, state="approved")


@pytest.fixture
def head(plan, sign_in):
    user = person("group_head", plan.district)
    sign_in(user)
    return user


@pytest.fixture
def supervisor(plan):
    return person("supervisor", plan.district)


def page_of(client, plan, **asked):
    return client.get(reverse("supervision:plan_calendar", args=[plan.pk]), asked)


def confirm(client, plan, page):
    fields = page.context["confirm"]
    typed = {field.html_name: field.value() for field in fields}
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    return client.post(reverse("supervision:plan_calendar_confirm", args=[plan.pk]), typed, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


# ---------------------------------------------------------------- the page


def test_what_is_seen_is_made_in_one_act(plan, supervisor, head, client):
    schools_led(supervisor, 3)
    visits_item(plan, times=2)
    page = page_of(client, plan, per_day=2, weekdays=[0, 3], in_term="on", begins_on="3/11/2557")
    assert (len(page.context["calendar"].placed), Visit.objects.count()) == (6, 0)
    shown = [one.day for one in page.context["calendar"].placed]
    assert said(confirm(client, plan, page)) == ["วางแผนการนิเทศแล้ว 6 ครั้ง"]
    assert sorted(Visit.objects.values_list("planned_on", flat=True)) == shown
    assert CalendarProposal.objects.get().options == {
        "per_day": 2,
        "weekdays": [0, 3],
        "begins_on": "2014-11-03",
        "in_term": True,
    }


def test_second_press_of_the_same_page_makes_nothing_more(plan, supervisor, head, client):
    schools_led(supervisor, 2)
    visits_item(plan)
    page = page_of(client, plan)
    answers = [said(confirm(client, plan, page)) for _press in (1, 2)]
    assert (answers[0] == answers[1], Visit.objects.count(), CalendarProposal.objects.count()) == (True, 2, 1)


def test_what_changed_since_it_was_seen_is_not_made(plan, supervisor, head, client):
    schools_led(supervisor, 2)
    visits_item(plan)
    page = page_of(client, plan)
    schools_led(supervisor, 1)
    assert said(confirm(client, plan, page)) == ["ข้อมูลเปลี่ยนไปหลังจากที่ท่านเปิดดู ระบบยังไม่ได้กำหนดการนิเทศใด โปรดตรวจดูอีกครั้ง"]
    assert Visit.objects.count() == 0


def test_draft_shows_its_calendar_but_makes_no_visit(plan, supervisor, head, client):
    schools_led(supervisor, 1)
    visits_item(plan)
    type(plan).objects.update(state="draft")
    page = page_of(client, plan)
    assert (len(page.context["calendar"].placed), page.context["is_in_force"]) == (1, False)
    assert said(confirm(client, plan, page)) == ["กำหนดการนิเทศได้จากแผนที่อนุมัติแล้วเท่านั้น โปรดเสนอแผนและให้ได้รับอนุมัติก่อน"]


def test_nonsense_in_the_address_shows_the_usual_calendar(plan, supervisor, head, client):
    schools_led(supervisor, 1)
    visits_item(plan)
    page = page_of(client, plan, per_day="x", weekdays="9", begins_on="99/99")
    assert (page.status_code, len(page.context["calendar"].placed)) == (200, 1)


def test_calendar_is_taken_back_from_its_page(plan, supervisor, head, client):
    schools_led(supervisor, 2)
    visits_item(plan)
    confirm(client, plan, page_of(client, plan))
    address = reverse("supervision:plan_calendar_take_back", args=[plan.pk, CalendarProposal.objects.get().pk])
    assert client.get(address).context["count"] == 2
    assert [said(client.post(address, follow=True)) for _press in (1, 2)] == [
        ["เรียกคืนการนิเทศแล้ว 2 ครั้ง"],
        ["ไม่มีรายการให้เรียกคืน การนิเทศทุกครั้งดำเนินการ เลื่อน หรือบันทึกไปแล้ว"],
    ]
    assert Visit.objects.count() == 0


def test_page_asks_as_much_for_many_schools_as_for_one(plan, supervisor, head, client):
    asked = []
    for _round in (1, 2):
        schools_led(supervisor, 3)
        visits_item(plan, times=2)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, plan)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_sheet_has_what_is_placed_and_what_is_not_with_the_reason(plan, supervisor, head, client):
    (school,) = schools_led(supervisor, 1, name="โรงเรียนสมมุติ ก")
    SchoolFactory(district=plan.district, name="โรงเรียนสมมุติ ข")
    visits_item(plan, title="นิเทศภายใน")
    book = openpyxl.load_workbook(io.BytesIO(page_of(client, plan, format="xlsx").content))
    placed, left = ([cell.value for cell in page[3]] for page in book)
    assert placed[1:] == [str(supervisor), "โรงเรียนสมมุติ ก", school.network and school.network.name, "นิเทศภายใน", 1]
    assert left[:3] == ["นิเทศภายใน", "โรงเรียนสมมุติ ข", 1]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_calendar_as_a_document_names_each_visit(plan, supervisor, head, client, kind):
    schools_led(supervisor, 1, name="โรงเรียนสมมุติ ก")
    visits_item(plan, title="นิเทศภายใน")
    confirm(client, plan, page_of(client, plan))
    client.post(reverse(f"supervision:plan_calendar_{kind}", args=[plan.pk]))
    do(Job.objects.get().pk)
    made = Job.objects.get()
    with made.result.content.open("rb") as stored:
        text = TEXTS[kind](stored.read())
    wanted = ["ตุลาคม ๒๕๕๗", "โรงเรียนสมมุติ ก", "นิเทศภายใน", "รวม ๑ ครั้ง"]
    assert (made.state, [word in text for word in wanted]) == ("done", [True] * 4)


def pdf_text(content):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def docx_text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


TEXTS = {"pdf": pdf_text, "docx": docx_text}


# ---------------------------------------------------------------- order, semesters


def test_items_move_up_and_down_and_stay_at_the_ends(plan, head, client):
    type(plan).objects.update(state="draft")
    for title in "กขค":
        item_of(plan, title=title)
    plan.items.filter(title="ข").update(position=7)  # a gap, as one that was taken out leaves it

    def press(title, act):
        item = PlanItem.objects.get(title=title)
        answer = client.post(reverse(f"supervision:plan_item_{act}", args=[plan.pk, item.pk]))
        assert answer.url == f"{plan.get_absolute_url()}#item-{item.pk}"
        return "".join(plan.items.order_by("position").values_list("title", flat=True))

    assert [press("ค", "up"), press("ค", "up"), press("ข", "down"), press("ก", "up")] == ["คกข", "คกข", "คกข", "กคข"]
    assert list(plan.items.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_order_of_an_approved_plan_stays(plan, head, client):
    item = item_of(plan)
    assert client.post(reverse("supervision:plan_item_up", args=[plan.pk, item.pk])).status_code == 404


def test_office_sets_its_semester_days_once_a_year(plan, head, client):
    address = reverse("supervision:semester_add")
    typed = {
        "academic_year": "๒๕๕๘",
        "first_begins_on": "๑๘/๕/๒๕๕๘",
        "first_ends_on": "9/10/2558",
        "second_begins_on": "2/11/2558",
        "second_ends_on": "31/3/2559",
    }
    assert client.get(address).context["form"]["first_ends_on"].value() == date(2014, 10, 11)
    wrong = client.post(address, typed | {"second_begins_on": "9/10/2558"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["second_begins_on"])
    client.post(address, typed)
    assert client.post(address, typed).status_code == 422
    assert list(SemesterDays.objects.values_list("district", "academic_year", "first_begins_on")) == [
        (plan.district_id, 2558, date(2015, 5, 18))
    ]


def test_semester_days_move_what_is_due(plan):
    item = item_of(plan, period="semester", unit="meeting", begins_on=date(2014, 10, 20))
    assert PlanStanding(plan, today=date(2015, 4, 2)).by_item[item.pk].due == 1
    semester_days_of(plan.district, 2557, second_ends_on=date(2015, 4, 10))
    assert PlanStanding(plan, today=date(2015, 4, 2)).by_item[item.pk].due == 0


# ---------------------------------------------------------------- another day


def visit_of(supervisor, day, **kwargs):
    visit = Visit.objects.create(school=SchoolFactory(district=supervisor.district), planned_on=day, **kwargs)
    VisitMember.objects.create(visit=visit, user=supervisor, role="lead")
    return visit


def test_visit_goes_to_a_day_with_conflicts_only_when_they_are_accepted(supervisor, head, client):
    visit = visit_of(supervisor, date(2014, 11, 3))
    other = visit_of(supervisor, date(2014, 12, 5))
    Holiday.objects.create(day=date(2014, 12, 5), name="วันพ่อแห่งชาติ")
    address = reverse("supervision:visit_postpone", args=[visit.pk])
    shown = client.get(address, {"new_date": "5/12/2557"}).context["form"]
    typed = {"reason": "exams", "new_date": "5/12/2557"}
    assert shown["anyway"].help_text == (f"วันที่เลือกเป็นวันหยุด: วันพ่อแห่งชาติ {supervisor} ไปนิเทศ{other.school.name}ในวันที่เลือก")
    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"anyway": "on"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.planned_on, visit.state) == (date(2014, 12, 5), "planned")


def test_visit_goes_to_a_free_day_without_a_question(supervisor, head, client):
    visit = visit_of(supervisor, date(2014, 11, 3))
    address = reverse("supervision:visit_postpone", args=[visit.pk])
    client.post(address, {"reason": "exams", "new_date": "4/11/2557"})
    visit.refresh_from_db()
    assert visit.planned_on == date(2014, 11, 4)


def test_event_moves_with_its_warnings_and_a_held_one_does_not(plan, supervisor, head, client):
    item = item_of(plan, unit="meeting")
    item.owners.set([supervisor])
    event = item.events.create(planned_on=date(2014, 11, 3))
    visit = visit_of(supervisor, date(2014, 11, 8))
    address = reverse("supervision:plan_event_move", args=[plan.pk, item.pk, event.pk])
    refused = client.post(address, {"planned_on": "8/11/2557"})
    assert (refused.status_code, refused.context["form"]["anyway"].help_text) == (
        422,
        f"วันที่เลือกเป็นวันเสาร์ {supervisor} ไปนิเทศ{visit.school.name}ในวันที่เลือก",
    )
    client.post(address, {"planned_on": "8/11/2557", "anyway": "on"})
    event.refresh_from_db()
    assert event.planned_on == date(2014, 11, 8)
    item.events.update(held_on=date(2014, 11, 8))
    assert client.get(address).status_code == 404


# ---------------------------------------------------------------- the team


def test_team_stands_side_by_side_with_what_does_not_fit(plan, supervisor, head):
    free = person("supervisor", plan.district)
    visit_of(supervisor, date(2014, 11, 3))
    visit_of(supervisor, date(2014, 11, 3))
    visit_of(supervisor, date(2014, 11, 8))
    week = [date(2014, 11, day) for day in range(3, 10)]
    found = entries(head, week[0], week[-1], Asked(TEAM))
    (shown,) = weeks_of([supervisor, free], found, [week], {date(2014, 11, 8): "วันหยุดพิเศษ"})
    assert [day.day for day, _holiday in shown.days] == [3, 4, 5, 6, 7, 8]
    assert [(row.person, row.visits) for row in shown.rows] == [(supervisor, 3), (free, 0)]
    assert [cell.warning for cell in shown.rows[0].cells] == [
        "2 โรงเรียนในวันเดียว", "", "", "", "", "ตรงกับวันหยุด: วันหยุดพิเศษ"
    ]  # fmt: skip


def test_team_page_asks_as_much_for_many_as_for_few(plan, supervisor, head, client):
    asked, address = [], reverse("supervision:calendar_month")
    for _round in (1, 2):
        visit_of(supervisor, date(2014, 9, 3))
        person("supervisor", plan.district)
        item = item_of(plan, unit="meeting")
        item.owners.set([supervisor])
        item.events.create(planned_on=date(2014, 9, 4))
        with CaptureQueriesContext(connection) as queries:
            client.get(address, {"whose": "team"})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_calendar_is_narrowed_to_a_person_an_item_and_a_network(plan, supervisor, head, client):
    other = person("supervisor", plan.district)
    item = visits_item(plan)
    visit = visit_of(supervisor, date(2014, 9, 3), plan_item=item)
    visit_of(other, date(2014, 9, 4))
    address = reverse("supervision:calendar_month")

    def shown(**asked):
        return client.get(address, {"whose": "office"} | asked).context["count"]

    network = visit.school.network
    by_network = [shown(network=network.pk)] if network else [1]
    assert [shown(), shown(supervisor=supervisor.pk), shown(item=item.pk), *by_network] == [2, 1, 1, 1]
