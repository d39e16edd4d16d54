"""The yearly checklist: made of rules, ticked, late, on the desk, reminded of (A4-03, A4-05)."""

from datetime import date

import pytest
from django.urls import reverse

from qa_portal.core.desk import desk_of
from qa_portal.core.models import Notice
from qa_portal.office.lists.checklist import ChecklistFilter
from qa_portal.office.models import ChecklistItem
from qa_portal.office.services.checklist import last_mark, make_year, remind_checklist
from tests.factories.core import DistrictFactory, person
from tests.factories.manual import check_rule

pytestmark = pytest.mark.django_db
LIST = "office:checklist_list"


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def owner(client, district):
    user = person("finance_staff", district)
    client.force_login(user)
    return user


def item_of(district, owner=None, *, due=date(2026, 11, 21), **facts):
    rule = check_rule(district, owner=owner, month=due.month, day=due.day, **facts)
    make_year(district, 2570)
    return ChecklistItem.objects.get(rule=rule)


def ticked(client, item, **typed):
    url = reverse("office:checklist_item", args=[item.pk])
    status = client.post(url, {"opened_version": item.version, "note": ""} | typed).status_code
    item.refresh_from_db()
    return status


@pytest.mark.parametrize(
    ("month", "day", "due"),
    [
        (10, 1, date(2026, 10, 1)),
        (12, 31, date(2026, 12, 31)),
        (1, 1, date(2027, 1, 1)),
        (2, 31, date(2027, 2, 28)),
        (9, 31, date(2027, 9, 30)),
    ],
)
def test_rule_falls_into_the_fiscal_year(district, month, day, due):
    assert check_rule(district, month=month, day=day).due_in(2570) == due


def test_year_is_made_once_of_active_rules_of_the_office(district):
    check_rule(district)
    check_rule(district, is_active=False)
    check_rule(DistrictFactory())
    assert [len(make_year(district, year)) for year in (2570, 2570, 2571)] == [1, 0, 1]


def test_changed_rule_leaves_the_year_that_was_made(district, owner):
    item = item_of(district, owner)
    item.rule.task = "อื่น"
    item.rule.save()
    make_year(district, 2570)
    assert list(ChecklistItem.objects.values_list("task", "owner")) == [("จัดทำรายงานสังเคราะห์ SAR", owner.pk)]


def test_owner_ticks_with_day_and_person_and_takes_it_back(client, district, owner):
    item = item_of(district, owner)
    assert ticked(client, item, done_on="20/11/2569") == 302
    assert (item.done_on, item.done_by, str(item.look[0])) == (date(2026, 11, 20), owner, "เสร็จแล้ว")
    assert ticked(client, item, done_on="") == 302
    assert (item.done_on, item.done_by) == (None, None)


def test_item_is_not_ticked_for_a_day_to_come_nor_by_others(client, district, owner):
    assert ticked(client, item_of(district, owner), done_on="22/11/2569") == 422
    assert ticked(client, item_of(district, person("director", district)), done_on="20/11/2569") == 404


def test_keeper_of_the_manual_ticks_for_others(client, district, owner):
    item, head = item_of(district, owner), person("group_head", district)
    client.force_login(head)
    assert (ticked(client, item, done_on="20/11/2569"), item.done_by) == (302, head)


def test_list_tells_late_from_open_and_done(client, district, owner):
    late, today = item_of(district, owner, due=date(2026, 11, 20)), item_of(district, owner)
    done = item_of(district, owner, due=date(2026, 10, 5))
    ticked(client, done, done_on="20/11/2569")

    def found(standing):
        return list(client.get(reverse(LIST), {"standing": standing}).context["object_list"])

    assert (found("late"), found("open"), found("done")) == ([late], [late, today], [done])


def test_checklist_filter_offers_all_yes_and_no(district, owner):
    choices = ChecklistFilter({}, queryset=ChecklistItem.objects.all()).form.fields["mine"].choices
    assert [str(word) for _value, word in choices] == ["ทั้งหมด", "ใช่", "ไม่ใช่"]


def test_checklist_asks_as_often_for_three_as_for_one(client, district, owner, django_assert_num_queries):
    item_of(district, owner)
    client.get(reverse(LIST))
    with django_assert_num_queries(4):
        client.get(reverse(LIST))
    item_of(district, owner)
    item_of(district, owner)
    with django_assert_num_queries(4):
        client.get(reverse(LIST))


def test_item_stands_on_its_owners_desk_from_two_weeks_before(district, owner, today):
    late, near = item_of(district, owner, due=date(2026, 11, 1)), item_of(district, owner, due=date(2026, 12, 5))
    item_of(district, owner, due=date(2026, 12, 6))
    item_of(district, person("director", district))
    desk = desk_of(owner, today)
    tasks = [(key, task.url) for key, _label, tasks in desk.groups for task in tasks]
    assert tasks == [("overdue", late.get_absolute_url()), ("later", near.get_absolute_url())]


def test_reminders_come_a_week_before_on_the_day_and_weekly_after():
    assert [last_mark(days) for days in (-8, -7, -1, 0, 6, 7, 15)] == [None, -7, -7, 0, 0, 7, 14]


def test_owner_is_reminded_once_of_each_mark_and_of_nothing_that_is_done(client, district, owner):
    near, late = item_of(district, owner, due=date(2026, 11, 28)), item_of(district, owner, due=date(2026, 11, 14))
    item_of(district, owner, due=date(2026, 11, 29))
    ticked(client, item_of(district, owner), done_on="20/11/2569")
    assert (remind_checklist(), remind_checklist()) == (2, 0)
    told = Notice.objects.filter(recipient=owner).values_list("url", flat=True)
    assert sorted(told) == sorted([near.get_absolute_url(), late.get_absolute_url()])
