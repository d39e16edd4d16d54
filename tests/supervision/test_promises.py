"""How promises are kept: the outcome of each, the figures and the rows behind each; and who is reminded when."""

import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from qa_portal.core.models import Notice
from qa_portal.core.workflow import perform
from supervision.models import ActionReminder, AgreedAction, FollowUpRules, OwedBy, Visit
from supervision.reports.promises import kept_promises
from supervision.services.action_reminders import remind_actions
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import agreed_action, close_with_photo, done_visit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def lead():
    return person("supervisor")


def promised(lead, due=10, school=None, **kwargs):
    school = school or SchoolFactory(district=lead.district, network=NetworkFactory(district=lead.district))
    today = timezone.localdate()
    return agreed_action(done_visit(school=school, lead=lead), due_on=today + timedelta(days=due), **kwargs)


def outcome_of(action):
    return AgreedAction.objects.with_outcome().get(pk=action.pk).outcome


def closed(lead, due=10, **kwargs):
    action = promised(lead, due, **kwargs)
    close_with_photo(action, by=person("director", lead.district))
    return action


def test_outcome_of_each_promise(lead):
    said = promised(lead, -5)
    perform(said, "finish", by=school_person("school_head", said.visit.school), note="เสร็จ")
    rows = [closed(lead, 0), closed(lead, -1), promised(lead, -1), promised(lead, 0), said]
    assert [outcome_of(row) for row in rows] == ["kept", "late", "broken", "open", "open"]


def test_outcome_goes_by_the_day_it_was_said_to_be_done(lead):
    action = promised(lead, -1)
    perform(action, "finish", by=school_person("school_head", action.visit.school), note="เสร็จ")
    done = datetime(2020, 1, 1, tzinfo=UTC)
    close_with_photo(action, by=lead)
    assert outcome_of(action) == "late"
    AgreedAction.objects.filter(pk=action.pk).update(done_at=done)
    assert outcome_of(action) == "kept"


def test_draft_promises_do_not_count(lead):
    visit = done_visit(school=SchoolFactory(district=lead.district), lead=lead)
    visit.actions.create(what="ร่าง", due_on=TODAY, number=1)
    assert kept_promises(lead, "year")[1].total == 0


def test_figures_by_network_and_for_all(lead):
    one = closed(lead)
    school = one.visit.school
    promised(lead, -1, school=school)
    closed(lead, -1)
    promised(lead, owed_by=OwedBy.OFFICE, owner=lead)
    rows, whole = kept_promises(lead, "network", owed_by="school")
    by_name = {row.name: row.counts for row in rows}
    assert by_name[school.network.name] == {"kept": 1, "broken": 1}
    assert (whole.counts, whole.settled, str(whole.percent)) == ({"kept": 1, "broken": 1, "late": 1}, 3, "33.33")
    assert kept_promises(lead, "year", owed_by="office")[1].counts == {"open": 1}


@pytest.mark.parametrize("by", ["school", "network", "supervisor", "year"])
def test_every_number_opens_its_rows(sign_in, lead, by):
    closed(lead), promised(lead, -1), closed(lead, -1)
    client = sign_in(lead)
    rows, whole = kept_promises(lead, by, owed_by="school")
    for row in [*rows, whole]:
        for outcome, count in row.counts.items():
            query = dict(parse_qsl(urlsplit(row.url(outcome)).query))
            assert len(client.get(reverse("supervision:action_list"), query).context["object_list"]) == count
    assert len(rows) == {"school": 3, "network": 3, "supervisor": 1, "year": 1}[by]


def test_promise_counts_once_for_all_where_two_supervisors_went(lead):
    action = promised(lead)
    action.visit.members.create(user=person("supervisor", lead.district))
    rows, whole = kept_promises(lead, "supervisor")
    assert ([row.total for row in rows], whole.total) == ([1, 1], 1)


def test_page_makes_as_many_queries_for_three_rows_as_for_one(sign_in, lead, django_assert_num_queries):
    client, address = sign_in(lead), reverse("supervision:kept_promises")
    promised(lead)
    client.get(address)
    with django_assert_num_queries(5):
        assert len(client.get(address).context["rows"]) == 1
    promised(lead), promised(lead)
    with django_assert_num_queries(5):
        assert len(client.get(address).context["rows"]) == 3


def test_sheet_holds_what_the_page_shows(sign_in, lead):
    action = closed(lead)
    response = sign_in(lead).get(reverse("supervision:kept_promises"), {"format": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [action.visit.school.name, 1, 0, 0, 0, 100] in rows


def test_school_sees_its_own_years_only(sign_in, lead):
    action = promised(lead)
    promised(lead)
    client = sign_in(school_person("school_head", action.visit.school))
    context = client.get(reverse("supervision:kept_promises"), {"by": "supervisor"}).context
    assert (list(context["groups"]), context["whole"].total) == (["year"], 1)


def test_silence_is_shown_as_silence_after_two_weeks(sign_in, lead):
    visit = promised(lead).visit
    client, address = sign_in(lead), reverse("supervision:visit_list")
    assert list(client.get(address, {"state": "silent"}).context["object_list"]) == []
    Visit.objects.filter(pk=visit.pk).update(reported_at=timezone.now() - timedelta(days=15))
    assert list(client.get(address, {"state": "silent"}).context["object_list"]) == [visit]


# ---------------------------------------------------------------- reminders


@pytest.mark.parametrize(
    ("days", "mark"),
    [(-15, None), (-14, -14), (-8, -14), (-7, -7), (-2, -7), (-1, -1), (0, 0), (2, 0), (9, 3), (10, 10), (100, 94)],
)
def test_marks(days, mark):
    assert FollowUpRules().last_mark(days) == mark


def old(action, due):
    """The promise as if it had been agreed long ago."""
    Visit.objects.filter(pk=action.visit_id).update(reported_at=timezone.now() - timedelta(days=400))
    AgreedAction.objects.filter(pk=action.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    Notice.objects.all().delete()
    return action


def told():
    return {notice.recipient for notice in Notice.objects.select_related("recipient")}


@pytest.mark.parametrize(("due", "is_late"), [(14, False), (0, False), (-2, False), (-3, True), (-11, True)])
def test_school_is_reminded_of_its_own_and_the_supervisor_once_it_is_late(lead, due, is_late):
    action = promised(lead)
    head = school_person("school_head", action.visit.school)
    school_person("school_head", SchoolFactory(district=lead.district))
    old(action, due)
    assert remind_actions() == 1
    assert told() == ({head, lead} if is_late else {head})
    assert (remind_actions(), Notice.objects.count()) == (0, 2 if is_late else 1)


def test_office_is_reminded_of_its_own(lead):
    owner = person("plan_staff", lead.district)
    owned, nobodys = promised(lead, owed_by="office", owner=owner), promised(lead, owed_by="office")
    school_person("school_head", owned.visit.school)
    old(owned, 0), old(nobodys, 0)
    assert remind_actions() == 2
    assert told() == {owner, lead}


def test_nobody_is_reminded_once_it_is_done_nor_of_a_mark_before_it_was_agreed(lead):
    done, fresh = promised(lead), promised(lead, 3)
    head = school_person("school_head", done.visit.school)
    perform(done, "finish", by=head, note="เสร็จ")
    AgreedAction.objects.filter(pk=done.pk).update(due_on=timezone.localdate())
    assert (remind_actions(), ActionReminder.objects.count(), fresh.is_open) == (0, 0, True)


def test_reminders_make_few_queries_whatever_the_number(lead, django_assert_max_num_queries):
    for _row in range(5):
        old(promised(lead, 0), -1)
    remind_actions()
    with django_assert_max_num_queries(6):
        assert remind_actions() == 0
