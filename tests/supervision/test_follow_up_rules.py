"""What an office says of its own follow-up: kept with its history, and everything that goes by it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from supervision.models import ActionReminder, AgreedAction, FollowUpRules, Visit
from supervision.services.action_reminders import remind_actions
from supervision.services.rechecks import open_actions
from tests.factories.core import person
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import AgreedActionFactory, done_visit, reported_visit

pytestmark = pytest.mark.django_db

PAGE = "supervision:follow_up_rules"


@pytest.fixture
def lead():
    return person("group_head")


def typed(**changes):
    rules = FollowUpRules()
    names = ("answer_days", "remind_before", "remind_after", "remind_every", "check_again_days", "below_percent")
    return {name: getattr(rules, name) for name in (*names, "review_weeks", "advice_every")} | changes


def say(district, **facts):
    return FollowUpRules.objects.create(district=district, **facts)


def test_page_begins_with_what_holds_everywhere_and_keeps_each_change(sign_in, lead):
    client = sign_in(lead)
    assert client.get(reverse(PAGE)).context["form"]["answer_days"].value() == 14
    client.post(reverse(PAGE), typed(answer_days=30, remind_before="7, 30,7", opened_version=0))
    rules = FollowUpRules.objects.get()
    assert (rules.district, rules.answer_days, rules.remind_before) == (lead.district, 30, "30, 7")
    client.post(reverse(PAGE), typed(answer_days=21, remind_before="30, 7", opened_version=rules.version))
    changes = client.get(reverse(PAGE)).context["entries"][0].changes
    assert [(change.old, change.new) for change in changes] == [("30", "21")]


@pytest.mark.parametrize(
    "wrong", [{"remind_before": "สองสัปดาห์"}, {"remind_before": "7,,1"}, {"answer_days": "0"}, {"below_percent": "101"}]
)
def test_page_refuses_what_cannot_be(sign_in, lead, wrong):
    response = sign_in(lead).post(reverse(PAGE), typed(**wrong))
    assert (response.status_code, set(response.context["form"].errors)) == (422, set(wrong))


def test_second_of_two_people_is_shown_both(sign_in, lead):
    say(lead.district, answer_days=20)
    response = sign_in(lead).post(reverse(PAGE), typed(answer_days=9, opened_version=0))
    assert response.context["form"].errors["answer_days"] == ["ข้อมูลในระบบขณะนี้: 20"]


def sent_by(lead):
    return reported_visit(lead=lead, school=SchoolFactory(district=lead.district))


def reported(days, lead):
    visit = sent_by(lead)
    Visit.objects.filter(pk=visit.pk).update(reported_at=timezone.now() - timedelta(days=days))
    return visit


def test_silence_begins_when_the_office_says(lead):
    visit, other = reported(10, lead), reported(10, person("supervisor"))
    assert list(Visit.objects.silent()) == []
    say(lead.district, answer_days=9)
    assert list(Visit.objects.silent()) == [visit]
    FollowUpRules.objects.update(answer_days=60)
    Visit.objects.update(reported_at=timezone.now() - timedelta(days=20))
    assert list(Visit.objects.silent()) == [other]


def owed(lead, due):
    action = AgreedActionFactory(visit=sent_by(lead))
    Visit.objects.filter(pk=action.visit_id).update(reported_at=timezone.now() - timedelta(days=400))
    AgreedAction.objects.filter(pk=action.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    return action


def test_reminders_go_by_the_rules_of_each_office(lead):
    own, usual = owed(lead, 30), owed(person("supervisor"), 30)
    say(lead.district, remind_before="30")
    assert remind_actions() == 1
    assert list(ActionReminder.objects.values_list("action", "days")) == [(own.pk, -30)]
    AgreedAction.objects.update(due_on=timezone.localdate() + timedelta(days=14))
    assert remind_actions() == 1
    assert list(ActionReminder.objects.filter(action=usual).values_list("days", flat=True)) == [-14]


@pytest.mark.parametrize(
    ("day", "mark"), [(-6, None), (-5, -5), (0, 0), (9, 0), (10, 10), (29, 10), (30, 30), (55, 50)]
)
def test_marks_follow_the_rules(day, mark):
    assert FollowUpRules(remind_before="5", remind_after=10, remind_every=20).last_mark(day) == mark


def test_what_was_closed_on_paper_is_offered_as_long_as_the_office_says(lead):
    action = owed(lead, -200)
    closed = timezone.now() - timedelta(days=100)
    AgreedAction.objects.update(state="closed", closed_at=closed, closed_by=lead)
    visit = done_visit(school=action.visit.school, lead=lead)
    assert list(open_actions(visit)) == [action]
    say(lead.district, check_again_days=30)
    assert list(open_actions(visit)) == []


@pytest.mark.parametrize(("percent", "least"), [(50, 3), (75, 4), (25, 2)])
def test_part_of_the_scale_that_is_below(percent, least):
    assert FollowUpRules(below_percent=percent).least_of(1, 5) == Decimal(least)
