"""The reminders that a cycle sends by itself, over a whole window."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from qa_portal.core import schedule
from qa_portal.core.models import Notice
from qa_portal.core.workflow import perform
from schools.models import Cycle, Sar, SarReminder
from schools.services.cadence import next_reminder_of, next_round, remind_owing
from schools.services.expected import extend
from schools.services.reminders import remind
from tests.factories.core import DistrictFactory
from tests.factories.sar import Desk, open_cycle
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPENS, REMINDS, DUE, LAST = date(2026, 3, 1), date(2026, 5, 1), date(2026, 5, 30), date(2026, 6, 15)
WINDOW = {"opens_on": OPENS, "remind_from": REMINDS, "remind_every": 7, "due_on": DUE, "late_until": LAST}


@pytest.fixture
def clock():
    """at(day) sets the clock to the morning of that day."""
    travellers = []

    def at(day):
        for traveller in travellers:
            traveller.stop()
        travellers[:] = [time_machine.travel(f"{day}T00:00:00Z", tick=False)]
        travellers[0].start()

    at(OPENS)
    yield at
    travellers[0].stop()


def served(day):
    """(reports, people) reminded on a day."""
    rows = SarReminder.objects.filter(sent_at__date=day)
    return rows.count(), Notice.objects.filter(created_at__date=day).values("recipient").distinct().count()


def run(clock, first, last):
    """{day: reports reminded} of the mornings of a stretch of days, each morning run twice."""
    found = {}
    for number in range((last - first).days + 1):
        day = first + number * DAY
        clock(day)
        remind_owing()
        remind_owing()
        if reports := SarReminder.objects.filter(sent_at__date=day).count():
            found[day] = reports
    return found


def test_cadence_over_a_whole_window(clock):
    """Two reports are owed; one is sent after the first reminder, the other never."""
    desk = Desk(**WINDOW)
    every = [REMINDS + number * 7 * DAY for number in range(7)]
    assert run(clock, OPENS, REMINDS + DAY) == {every[0]: 2}
    desk.reach("submitted")
    assert run(clock, REMINDS + 2 * DAY, LAST + 30 * DAY) == dict.fromkeys(every[1:], 1)
    assert {row.sent_by for row in SarReminder.objects.all()} == {None}


def test_cadence_makes_good_a_day_that_the_queue_slept_through(clock):
    Desk(**WINDOW)
    clock(REMINDS + 3 * DAY)
    assert len(remind_owing()) == 1
    assert run(clock, REMINDS + 4 * DAY, REMINDS + 8 * DAY) == {REMINDS + 7 * DAY: 2}


def test_cadence_sends_one_digest_a_person(clock):
    desk = Desk(**WINDOW)
    Notice.objects.all().delete()
    clock(REMINDS)
    remind_owing()
    assert {notice.recipient for notice in Notice.objects.all()} == {desk.head, desk.teacher}
    text, address = Notice.objects.values_list("text", "url").filter(recipient=desk.head).get()
    assert (address, text.startswith("รายงาน 2 ฉบับยังไม่ถึงเขตพื้นที่:")) == ("/schools/sars/?standing=owing", True)
    assert text.count("30 พ.ค. 2569") == 2


def test_cadence_tells_of_a_single_report_on_its_own_page(clock):
    desk = Desk(**WINDOW)
    desk.cycle.sars.exclude(pk=desk.sar.pk).delete()
    Notice.objects.all().delete()
    clock(REMINDS)
    remind_owing()
    assert {notice.url for notice in Notice.objects.all()} == {desk.sar.get_absolute_url()}


def test_cadence_leaves_alone_whom_somebody_reminded_today(clock):
    desk = Desk(**WINDOW)
    clock(REMINDS)
    remind(desk.cycle.sars.all(), by=desk.reader)
    assert remind_owing() == []
    assert served(REMINDS) == (2, 2)


def test_cadence_waits_while_an_extension_runs(clock):
    desk = Desk(**WINDOW)
    until = REMINDS + 8 * DAY
    extend(desk.sar, until=DUE + DAY, reason="น้ำท่วม", by=desk.manager)
    Sar.objects.update(extended_to=until)
    assert run(clock, REMINDS, REMINDS + 14 * DAY) == {until + DAY: 2, REMINDS + 14 * DAY: 2}


def test_cadence_stops_when_the_cycle_is_closed(clock):
    desk = Desk(**WINDOW)
    clock(REMINDS)
    perform(desk.cycle, "close", by=desk.manager)
    assert run(clock, REMINDS, REMINDS + 7 * DAY) == {}


def test_cadence_needs_a_first_day(clock):
    Desk(**WINDOW | {"remind_from": None})
    assert run(clock, REMINDS, REMINDS + 7 * DAY) == {}


def test_cadence_reminds_of_a_return_even_after_the_last_day(clock):
    desk = Desk(**WINDOW).reach("returned")
    clock(LAST + 2 * DAY)
    remind_owing()
    assert [row.sar for row in SarReminder.objects.all()] == [desk.sar]


def test_cadence_serves_each_open_cycle_by_its_own_days(clock):
    first, second = Desk(**WINDOW), Desk(**WINDOW | {"remind_every": 3, "due_on": DUE})
    clock(REMINDS)
    assert len(remind_owing()) == 2
    clock(REMINDS + 3 * DAY)
    assert remind_owing() == [second.cycle]
    assert first.cycle.sars.filter(reminders__sent_at__date=REMINDS + 3 * DAY).count() == 0


def test_cadence_mails_those_who_want_it(clock, django_capture_on_commit_callbacks):
    desk = Desk(**WINDOW)
    clock(REMINDS)
    with django_capture_on_commit_callbacks(execute=True):
        remind_owing()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([desk.head.email, desk.teacher.email])


def test_cadence_is_in_the_daily_schedule():
    assert "schools.tasks.remind_owing" in schedule.DAILY


# ---------------------------------------------------------------- what comes next


@pytest.mark.parametrize(
    ("today", "day"),
    [(OPENS, REMINDS), (REMINDS, REMINDS), (REMINDS + DAY, REMINDS + DAY)],
)
def test_next_round_is_today_while_it_is_still_to_go_out(clock, today, day):
    desk = Desk(**WINDOW)
    clock(today)
    found = next_round(desk.cycle)
    assert (found.day, found.reports, found.people) == (day, 2, 2)


def test_next_round_after_one_went_out_is_the_next_of_the_days(clock):
    desk = Desk(**WINDOW)
    clock(REMINDS)
    remind_owing()
    assert next_round(desk.cycle).day == REMINDS + 7 * DAY
    assert next_reminder_of(desk.sar) == REMINDS + 7 * DAY


def test_next_round_is_none_when_nobody_owes_or_the_window_is_over(clock):
    desk = Desk(**WINDOW)
    desk.cycle.sars.exclude(pk=desk.sar.pk).delete()
    clock(LAST + DAY)
    assert (next_round(desk.cycle), next_reminder_of(desk.sar)) == (None, None)
    clock(REMINDS)
    desk.reach("submitted")
    assert (next_round(desk.cycle), next_reminder_of(desk.sar)) == (None, None)


def test_next_round_of_schools_without_accounts_is_none(clock):
    district = DistrictFactory()
    SchoolFactory(district=district)
    assert next_round(open_cycle(district=district, **WINDOW)) is None


def test_cycle_page_says_when_the_next_reminder_goes_out(sign_in, clock):
    desk = Desk(**WINDOW)
    school_person("school_teacher", desk.school)
    clock(REMINDS - DAY)
    page = sign_in(desk.manager).get(Cycle.objects.get().get_absolute_url())
    assert (page.context["round"].day, page.context["round"].people) == (REMINDS, 3)
