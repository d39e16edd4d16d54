"""The month's page and a person's feed (RFC 5545)."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from supervision.models import CalendarFeed, Committee, CommitteeMember, Meeting
from supervision.reports.calendar import OFFICE, Asked, Entry, entries
from supervision.reports.ics import calendar_text, escaped, folded
from supervision.services.feeds import new_key
from tests.factories.core import person
from tests.factories.plan import item_of, plan_of
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import VisitFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-21T05:00:00Z", tick=False):
        yield


@pytest.fixture
def mine():
    return person("supervisor")


def login(client, user):
    client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")


def visit_of(user, day, **kwargs):
    return VisitFactory(school=SchoolFactory(district=user.district), lead=user, planned_on=day, **kwargs)


def entry(**changed):
    facts = {
        "uid": "visit-1", "day": date(2026, 11, 30), "title": "นิเทศ; ก, ข", "place": "", "url": "/x/",
        "standing": ("กำหนดไว้", "", ""), "changed_at": datetime(2026, 11, 1, 1, 2, 3, tzinfo=UTC),
    }  # fmt: skip
    return Entry(**facts | changed)


def days(user, whose="mine", **asked):
    return [found.day for found in entries(user, FIRST, LAST, Asked(whose, **asked))]


# ---------------------------------------------------------------- whose


def test_own_calendar_has_only_own_visits_events_and_meetings(mine):
    other = person("supervisor", mine.district)
    item = item_of(plan_of(2570, mine.district), unit="meeting")
    item.owners.set([mine])
    item.events.create(planned_on=date(2026, 11, 3))
    item_of(item.plan).events.create(planned_on=date(2026, 11, 4))
    visit_of(mine, date(2026, 11, 5))
    visit_of(other, date(2026, 11, 6))
    committee = Committee.objects.create(district=mine.district, kind="monitoring", name="x", since="2026-10-01")
    CommitteeMember.objects.create(committee=committee, user=mine, position_in_list=1)
    Meeting.objects.create(committee=committee, number=1, year=2569, met_on=date(2026, 11, 7))
    visit_of(person("supervisor"), date(2026, 11, 8))
    assert [day.day for day in days(mine)] == [3, 5, 7]
    assert [day.day for day in days(mine, OFFICE)] == [3, 4, 5, 6, 7]


def test_what_was_cancelled_or_waits_for_a_day_is_in_no_calendar(mine):
    visit_of(mine, FIRST, state="cancelled", cancel_reason="flood")
    visit_of(mine, FIRST, state="postponed")
    assert days(mine) == []


def test_month_asks_as_much_for_many_visits_as_for_one(mine, django_assert_num_queries):
    assert days(mine) == []  # the person's roles are known from here on
    for _round in (1, 2):
        visit_of(mine, LAST)
        with django_assert_num_queries(3):
            entries(mine, FIRST, LAST)


def test_month_page_shows_the_asked_month_and_survives_nonsense(mine, client):
    login(client, mine)
    visit = visit_of(mine, date(2026, 12, 24))
    address = reverse("supervision:calendar_month")
    names = [client.get(address, {"month": month}).context["name"] for month in ("2026-12", "2026-13", "x", "9-9-9")]
    assert names == ["ธันวาคม 2569", "พฤศจิกายน 2569", "พฤศจิกายน 2569", "พฤศจิกายน 2569"]
    page = client.get(address, {"month": "2026-12"}).content.decode()
    assert page.count(f'data-move="/supervision/visits/{visit.pk}/postpone/"') == 1


def test_day_that_a_visit_is_drawn_to_is_filled_in(mine, client):
    login(client, mine)
    visit = visit_of(mine, date(2026, 12, 24))
    form = client.get(reverse("supervision:visit_postpone", args=[visit.pk]), {"new_date": "25/12/2569"}).context[
        "form"
    ]
    assert form["new_date"].value() == "25/12/2569"


# ---------------------------------------------------------------- the feed


def test_feed_is_its_own_persons_and_a_new_key_kills_the_old_address(mine, client):
    visit = visit_of(mine, date(2026, 11, 30))
    visit_of(person("supervisor", mine.district), date(2026, 11, 29))
    old = reverse("supervision:calendar_feed", args=[new_key(mine).key])
    text = client.get(old).content.decode()
    assert (text.count("BEGIN:VEVENT"), text.count(f"UID:visit-{visit.uid}@testserver")) == (1, 1)
    login(client, mine)
    client.post(reverse("supervision:calendar_address"))
    client.logout()
    fresh = reverse("supervision:calendar_feed", args=[CalendarFeed.objects.get().key])
    assert (client.get(old).status_code, client.get(fresh).status_code) == (404, 200)


def test_feed_of_somebody_who_left_is_gone(mine, client):
    address = reverse("supervision:calendar_feed", args=[new_key(mine).key])
    mine.is_active = False
    mine.save()
    assert client.get(address).status_code == 404


def test_calendar_is_written_as_rfc_5545_says():
    whole_day, timed = entry(), entry(uid="meeting-2", begins_at=time(9, 30), ends_at=time(12), place="ห้อง 1\nชั้น 2")
    lines = calendar_text("x", [whole_day, timed], host="https://qa.example.org").replace("\r\n ", "").split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//QA Portal//Supervision//TH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:x",
        "BEGIN:VEVENT",
        "UID:visit-1@qa.example.org",
        "DTSTAMP:20261101T010203Z",
        "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201",
        r"SUMMARY:นิเทศ\; ก\, ข",
        "DESCRIPTION:กำหนดไว้",
        "URL:https://qa.example.org/x/",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:meeting-2@qa.example.org",
        "DTSTAMP:20261101T010203Z",
        "DTSTART:20261130T023000Z",
        "DTEND:20261130T050000Z",
        r"SUMMARY:นิเทศ\; ก\, ข",
        r"LOCATION:ห้อง 1\nชั้น 2",
        "DESCRIPTION:กำหนดไว้",
        "URL:https://qa.example.org/x/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_long_lines_are_folded_between_characters_at_75_octets():
    text = folded("SUMMARY:" + "นิเทศติดตาม" * 20)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.replace("\r\n ", "") == "SUMMARY:" + "นิเทศติดตาม" * 20
    assert escaped("a\\b;c,d\r\ne") == r"a\\b\;c\,d\ne"
