"""Who is named in an order acknowledges it and hands in an ID PLAN within 15 days; a change of it has its own way
(A10-03)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused, perform
from supervision.documents.order import people_of_order
from supervision.models import Acknowledgement, OrderChange
from supervision.reports.duties import Matrix
from supervision.services.id_plans import remind_id_plans
from tests.factories.core import person
from tests.factories.supervision import photo_upload
from tests.factories.teams import order_of
from tests.supervision.test_duties import topics_of

pytestmark = pytest.mark.django_db

DAYS = {"dated": date(2026, 10, 1), "effective_on": date(2026, 10, 1)}


def at(day, month=11):
    return time_machine.travel(f"2026-{month:02}-{day:02}T05:00:00Z", tick=False)


@pytest.fixture
def head():
    return person("group_head")


@pytest.fixture
def supervisor(head):
    return person("supervisor", head.district)


@pytest.fixture
def order(head, supervisor):
    """Signed on 1 November, with a duty of the supervisor and one of somebody without an account."""
    order = order_of(head.district, ("1", "นายหนึ่ง", "ก"), number="1/2570", **DAYS)
    order.duties.create(position=2, number="2", user=supervisor, text="นิเทศ")
    with at(1):
        perform(order, "sign", by=head)
    return order


def address(name, *args):
    return reverse(f"supervision:{name}", args=args)


def test_named_person_is_asked_once_and_acknowledges_on_a_day(order, supervisor, sign_in):
    row = Acknowledgement.objects.get()
    assert (row.user, row.told_on, row.due_on) == (supervisor, date(2026, 11, 1), None)
    client = sign_in(supervisor)
    with at(3):
        client.post(address("order_acknowledge", row.pk))
    with at(9):
        client.post(address("order_acknowledge", row.pk))
    row.refresh_from_db()
    assert (row.known_on, row.due_on) == (date(2026, 11, 3), date(2026, 11, 18))


def test_nobody_acknowledges_for_another(order, head, sign_in):
    row = Acknowledgement.objects.get()
    assert sign_in(head).post(address("order_acknowledge", row.pk)).status_code == 404
    row.refresh_from_db()
    assert row.known_on is None


def known(order, day=date(2026, 11, 3)):
    Acknowledgement.objects.update(known_on=day)
    return Acknowledgement.objects.get()


@pytest.mark.parametrize(("day", "said"), [(18, "ส่งแล้ว"), (19, "ส่งหลังกำหนด")])
def test_id_plan_is_in_time_until_the_fifteenth_day(day, said, order, supervisor, sign_in):
    row = known(order)
    with at(day):
        client = sign_in(supervisor)
        data = {"plan_dated": "5/11/2569", "file": photo_upload()}
        client.post(row.get_absolute_url(), data)
        response = client.get(address("id_plan_file", row.pk))
        assert (response.status_code, bool(b"".join(response.streaming_content))) == (200, True)
    row.refresh_from_db()
    assert (str(row.standing[0]), row.plan_dated) == (said, date(2026, 11, 5))


def test_id_plan_needs_a_file_or_a_reference(order, supervisor, sign_in):
    row = known(order)
    with at(5):
        client = sign_in(supervisor)
        response = client.post(row.get_absolute_url(), {"plan_dated": "5/11/2569"})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["plan_title"])
        client.post(row.get_absolute_url(), {"plan_dated": "5/11/2569", "plan_title": "บันทึกที่ 12/2569"})
    row.refresh_from_db()
    assert (row.plan_title, row.filed_on) == ("บันทึกที่ 12/2569", date(2026, 11, 5))


def test_id_plan_waits_for_the_acknowledgement(order, supervisor, sign_in):
    row = Acknowledgement.objects.get()
    with at(5):
        sign_in(supervisor).post(row.get_absolute_url(), {"plan_dated": "5/11/2569", "plan_title": "x"})
    row.refresh_from_db()
    assert row.plan_filed_at is None


def test_colleague_does_not_hand_in_for_another(order, head, sign_in):
    row = known(order)
    other = person("supervisor", head.district)
    with at(5):
        data = {"plan_dated": "5/11/2569", "plan_title": "x"}
        assert sign_in(other).post(row.get_absolute_url(), data).status_code == 404


@pytest.mark.parametrize(
    ("day", "standing"), [(1, "unread"), (3, "unread"), (18, "waiting"), (19, "overdue"), (30, "overdue")]
)
def test_what_is_owed_is_counted(day, standing, order, head, sign_in):
    if standing != "unread":
        known(order)
    with at(day):
        counts = sign_in(head).get(address("id_plan_list")).context["counts"]
    assert counts == {"unread": 0, "waiting": 0, "overdue": 0} | {standing: 1}


def told(day, month=11):
    """How many were told on the day, and in which words of the newest notice."""
    Notice.objects.all().delete()
    with at(day, month):
        count = remind_id_plans()
        again = remind_id_plans()
    return count, again, Notice.objects.count()


def test_reminders_to_acknowledge_come_from_the_third_day_every_week(order):
    assert [told(day) for day in (3, 4, 5, 10, 11)] == [(0, 0, 0), (1, 0, 1), (0, 0, 0), (0, 0, 0), (1, 0, 1)]


def test_reminders_of_the_id_plan_come_before_on_and_after_its_day(order):
    """Due on 18 November; from three days after it the group's head is told as well."""
    known(order)
    days = [told(day) for day in (10, 11, 17, 18, 19, 21, 28)]
    one, two, none = (1, 0, 1), (1, 0, 2), (0, 0, 0)
    assert days == [none, one, one, one, none, two, two]


def test_nobody_is_reminded_once_it_is_handed_in_or_the_order_has_ended(order, head):
    row = known(order)
    Acknowledgement.objects.update(plan_filed_at=timezone.now())
    assert told(25)[0] == 0
    Acknowledgement.objects.update(plan_filed_at=None)
    perform(order, "supersede", by=head, note="ยกเลิก")
    assert told(25)[0] == 0
    row.refresh_from_db()
    assert str(row.standing[0]) == "ไม่ต้องส่งแล้ว"


def test_order_shows_who_has_acknowledged_it(order, supervisor, sign_in):
    page = sign_in(supervisor).get(order.get_absolute_url())
    assert (page.context["mine"].user, len(page.context["owed"])) == (supervisor, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_makes_as_many_queries_for_three_rows_as_for_one(rows, order, head, sign_in, django_assert_num_queries):
    for _number in range(1, rows):
        order.acknowledgements.create(user=person("supervisor", head.district), told_on=date(2026, 11, 1))
    client = sign_in(head)
    client.get(address("id_plan_list"))
    with django_assert_num_queries(7):
        client.get(address("id_plan_list"))


# ---------------------------------------------------------------- changes


def proposed(order, head, successor=None, sign_in=None):
    data = {"duty": order.duties.get(number="2").pk, "ends_on": "30/11/2569", "reason": "ย้ายไปเขตอื่น"}
    data |= {"user": successor.pk} if successor else {}
    sign_in(head).post(address("order_change_create", order.pk), data)
    return OrderChange.objects.get()


def test_change_passes_three_desks_and_hands_the_duty_over(order, head, supervisor, sign_in):
    [topic] = topics_of(head.district, "STEM")
    order.duties.get(number="2").topics.set([topic])
    successor, director = person("supervisor", head.district), person("director", head.district)
    change = proposed(order, head, successor, sign_in)
    with pytest.raises(Refused):
        perform(change, "approve", by=director)
    perform(change, "check", by=head, note="หนังสือที่ 1")
    perform(change, "agree", by=head, note="ครั้งที่ 2/2569")
    assert Notice.objects.filter(recipient=director).count() == 1
    perform(change, "approve", by=director)
    rows = list(order.duties.filter(number="2").order_by("pk").values_list("user", "since", "until", "text"))
    assert rows == [
        (supervisor.pk, None, date(2026, 11, 30), "นิเทศ"),
        (successor.pk, date(2026, 12, 1), None, "นิเทศ"),
    ]
    held = [[row.person for row in Matrix(head, day).held] for day in (date(2026, 11, 30), date(2026, 12, 1))]
    assert held == [[str(supervisor)], [str(successor)]]
    assert Acknowledgement.objects.filter(user=successor).count() == 1
    assert [row.name for row in people_of_order(order)] == ["นายหนึ่ง", str(supervisor)]  # printed as signed


def test_refused_change_leaves_the_order_as_it_is(order, head, sign_in):
    change = proposed(order, head, None, sign_in)
    perform(change, "refuse", by=head, note="คณะกรรมการไม่เห็นชอบ")
    assert list(order.duties.values_list("until", flat=True)) == [None, None]


def test_duty_without_a_successor_becomes_a_gap(order, head, sign_in):
    [topic] = topics_of(head.district, "STEM")
    order.duties.get(number="2").topics.set([topic])
    change = proposed(order, head, None, sign_in)
    perform(change, "check", by=head, note="ก")
    perform(change, "agree", by=head, note="ข")
    perform(change, "approve", by=person("director", head.district))
    assert [len(Matrix(head, day).gaps) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [0, 1]


def test_duty_has_one_change_on_its_way(order, head, sign_in):
    proposed(order, head, None, sign_in)
    data = {"duty": order.duties.get(number="2").pk, "ends_on": "30/11/2569", "reason": "x"}
    response = sign_in(head).post(address("order_change_create", order.pk), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["duty"])


def test_change_of_an_order_that_ended_is_not_approved(order, head, sign_in):
    change = proposed(order, head, None, sign_in)
    perform(change, "check", by=head, note="ก")
    perform(change, "agree", by=head, note="ข")
    perform(order, "supersede", by=head, note="ยกเลิก")
    with pytest.raises(Refused):
        perform(OrderChange.objects.get(), "approve", by=person("director", head.district))


def test_draft_has_no_changes(head, sign_in):
    assert sign_in(head).get(address("order_change_create", order_of(head.district).pk)).status_code == 404
