"""What waits for a person, first of all what is late; each row one act (F42)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from projects.models import ApprovalDesk
from qa_portal.core.desk import KINDS, SHOWN, CountOf, asked_of_all, desk_of, first_rows, urgency
from qa_portal.core.models import Acting
from qa_portal.core.roles import ROLES
from schools.models import Sar
from supervision.models import Acknowledgement, Order
from tests.factories.core import person
from tests.factories.sar import expected_sar
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import VisitFactory

from .office_world import NOON, OfficeWorld

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def supervisor():
    return person("supervisor")


def visit(lead, days, **fields):
    school = SchoolFactory(district=lead.district)
    return VisitFactory(school=school, lead=lead, planned_on=TODAY + timedelta(days=days), **fields)


def acts(desk):
    return {key: [(task.act, task.about) for task in tasks] for key, _label, tasks in desk.groups}


@pytest.mark.parametrize(
    ("days", "key"), [(-1, "overdue"), (0, "today"), (1, "soon"), (7, "soon"), (8, "later"), (None, "later")]
)
def test_urgency_goes_by_the_day(days, key):
    assert urgency(None if days is None else TODAY + timedelta(days=days), TODAY) == key


def test_visits_stand_where_their_day_puts_them(supervisor):
    late, now, next_week = visit(supervisor, -1), visit(supervisor, 0), visit(supervisor, 7)
    visit(supervisor, 8)
    visit(person("supervisor", supervisor.district), 0)
    prepare = "ไปนิเทศโรงเรียน และเตรียมข้อมูลสำหรับใช้งานออฟไลน์ก่อนออกเดินทาง"
    assert acts(desk_of(supervisor, TODAY)) == {
        "overdue": [("ระบุผลของการนิเทศ: ดำเนินการแล้ว เลื่อน หรือยกเลิก", str(late.school))],
        "today": [(prepare, str(now.school))],
        "soon": [(prepare, str(next_week.school))],
    }


def test_a_visit_that_is_made_waits_for_its_report(supervisor):
    made = visit(supervisor, -3, state="done", visited_on=TODAY - timedelta(days=3))
    [(_key, _label, [task])] = desk_of(supervisor, TODAY).groups
    assert (task.act, task.url) == ("จัดทำรายงานให้เสร็จและส่ง", made.get_absolute_url())


def test_the_desk_shows_the_first_of_a_kind_and_counts_the_rest(supervisor):
    for days in range(SHOWN + 2):
        visit(supervisor, -1 - days)
    desk = desk_of(supervisor, TODAY)
    assert [len(tasks) for _key, _label, tasks in desk.groups] == [SHOWN]
    assert [(more.kind.key, more.count) for more in desk.more] == [("unreported_visits", 2)]
    assert desk.count == SHOWN + 2


def test_a_deputy_sees_for_whom_the_proposal_is_decided():
    office = OfficeWorld(schools=0, visits=0)
    deputy = person("deputy", office.district)
    project = next(row for row in office.projects if row.state == "submitted")
    desk = ApprovalDesk.objects.create(district=office.district, title="ผู้อำนวยการ", step=1, holder="director")
    project.approvals.create(desk=desk, step=1, due_on=TODAY + timedelta(days=3))
    assert "soon" not in acts(desk_of(deputy, TODAY))
    Acting.objects.create(person=office.director, deputy=deputy, since=TODAY, until=TODAY)
    [task] = desk_of(deputy, TODAY).now["soon"]
    assert (task.about, str(office.director) in task.why) == (project.name, True)


def test_a_report_that_is_read_by_nobody_waits_for_its_supervisor(supervisor):
    school = SchoolFactory(district=supervisor.district)
    sar = expected_sar(school=school)
    type(sar).objects.filter(pk=sar.pk).update(state="submitted", submitted_at=NOON, submitted_by=supervisor)
    assert acts(desk_of(supervisor, TODAY)) == {}
    school.assignments.create(supervisor=supervisor, since=TODAY)
    assert acts(desk_of(supervisor, TODAY)) == {"later": [("อ่านรายงาน แล้วรับหรือส่งกลับ", "SAR ระดับปฐมวัย ปีการศึกษา 2568")]}


def test_an_order_waits_to_be_known_and_then_for_an_id_plan(supervisor):
    order = Order.objects.create(
        district=supervisor.district, subject="แต่งตั้ง", number="1/2569", state="signed", dated=TODAY
    )
    row = Acknowledgement.objects.create(order=order, user=supervisor, told_on=TODAY)
    assert acts(desk_of(supervisor, TODAY)) == {"later": [("รับทราบคำสั่ง", "1/2569 แต่งตั้ง")]}
    row.known_on = TODAY - timedelta(days=15)
    row.save()
    assert acts(desk_of(supervisor, TODAY)) == {"today": [("จัดทำ ID PLAN และส่ง", "1/2569 แต่งตั้ง")]}


def test_what_others_owe_stands_apart(supervisor):
    late = visit(supervisor, -20, state="reported", reported_at=NOON, reported_by=supervisor)
    desk = desk_of(supervisor, TODAY)
    assert (acts(desk), [task.about for task in desk.others], desk.count) == ({}, [str(late.school)], 0)


@pytest.mark.parametrize("size", [6, 12])
def test_desk_asks_the_same_queries_whatever_waits(client, django_assert_num_queries, size):
    office = OfficeWorld(schools=5, projects=size, visits=6)
    Sar.objects.filter(state="submitted").update(submitted_at=NOON, submitted_by=office.owner)
    head = person("group_head", office.district)
    client.force_login(head, backend="qa_portal.core.sign_in.SignInBackend")
    client.get(reverse("office:desk"))
    with django_assert_num_queries(15):
        client.get(reverse("office:desk"))


def test_what_is_put_into_sql_once_says_what_the_rows_say():
    """For each role in two offices: the second asks by the SQL of the first."""
    offices, counted = [OfficeWorld(), OfficeWorld(schools=4, projects=3, visits=4)], 0
    for role in ROLES:
        for office in offices:
            user = person(role, office.district)
            for school in office.schools[:2]:
                school.assignments.create(supervisor=user, since=TODAY, is_lead=False)
            kinds = [kind for kind in KINDS if not kind.is_list]
            held = {kind: kind.rows(user, TODAY).count() for kind in kinds}
            found = asked_of_all(user, TODAY, CountOf, kinds)
            assert {kind.key: found[kind] or 0 for kind in kinds} == {kind.key: held[kind] for kind in kinds}
            for kind in filter(held.get, kinds):
                assert first_rows(user, TODAY, kind) == list(kind.rows(user, TODAY)[: SHOWN + 1])
            counted += sum(held.values())
    assert counted > 50


def test_everybody_of_an_office_begins_at_the_desk(client, supervisor):
    client.force_login(supervisor, backend="qa_portal.core.sign_in.SignInBackend")
    assert client.get("/").url == reverse("office:desk")
    assert "ไม่มีงานค้าง" in client.get(reverse("office:desk")).content.decode()
