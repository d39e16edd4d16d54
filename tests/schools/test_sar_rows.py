"""Sets of reports: who sees what, who is late, the counts that dashboards use."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from schools import timeline
from schools.models import Cycle, Sar, SarState
from schools.reports.sar import hint
from schools.services.expected import extend
from schools.services.reminders import remind, reminder_plan, to_remind
from schools.workflow.sar import note_first_day
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import Desk, expected_sar, open_cycle
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


# ---------------------------------------------------------------- scope


def test_sar_rows_are_visible_to_the_district_the_school_and_the_nation():
    desk = Desk()
    visible = Sar.objects.filter(pk=desk.sar.pk)
    insiders = [desk.head, desk.teacher, desk.board, desk.reader, desk.manager, person("national_viewer")]
    outsiders = [
        person("director", DistrictFactory()),
        school_person("school_head", SchoolFactory(district=desk.district)),
    ]
    assert [visible.visible_to(user).exists() for user in insiders] == [True] * 6
    assert [visible.visible_to(user).exists() for user in outsiders] == [False] * 2


@pytest.mark.parametrize("state", SarState.values)
def test_sar_content_is_readable_by_the_office_only_while_it_is_there(state):
    desk = Desk().reach(state)
    rows = Sar.objects.filter(pk=desk.sar.pk)
    at_office = state in ("submitted", "accepted")
    office = [desk.reader, desk.manager, desk.admin, person("national_viewer")]
    assert [rows.readable_by(user).exists() for user in office] == [at_office] * 4
    assert [rows.readable_by(user).exists() for user in (desk.head, desk.teacher, desk.board)] == [True] * 3


def test_sar_is_editable_by_its_own_people_only():
    desk = Desk()
    rows = Sar.objects.filter(pk=desk.sar.pk)
    assert [rows.editable_by(user).exists() for user in (desk.head, desk.reader, desk.manager)] == [True, False, False]


# ---------------------------------------------------------------- lateness


@pytest.mark.parametrize(("sent", "due", "late"), [(0, 0, False), (1, 0, True), (-1, 0, False), (5, 4, True)])
def test_sent_report_is_late_from_the_day_after_it_was_due(sent, due, late):
    sar = expected_sar()
    Cycle.objects.filter(pk=sar.cycle_id).update(due_on=TODAY + due * DAY)
    Sar.objects.filter(pk=sar.pk).update(handed_in_on=TODAY + sent * DAY)
    assert Sar.objects.late(TODAY + 99 * DAY).filter(pk=sar.pk).exists() is late


@pytest.mark.parametrize(("today", "late"), [(-1, False), (0, False), (1, True)])
def test_report_not_sent_is_late_from_the_day_after_it_is_due(today, late):
    sar = expected_sar()
    rows = Sar.objects.filter(pk=sar.pk)
    day = sar.cycle.due_on + today * DAY
    assert (rows.late(day).exists(), rows.overdue(day).exists()) == (late, late)


@pytest.mark.parametrize(("today", "late"), [(29, False), (30, False), (31, True)])
def test_extended_report_is_late_from_the_day_after_its_extension(today, late):
    desk = Desk()
    due = desk.cycle.due_on
    extend(desk.sar, until=due + 30 * DAY, reason="น้ำท่วม", by=desk.manager)
    assert Sar.objects.filter(pk=desk.sar.pk).late(due + today * DAY).exists() is late


def test_day_of_sending_is_the_day_in_thailand():
    """17:00 UTC is midnight in Bangkok."""
    sar, lines = Sar(), []
    for hour in (16, 17):
        sar.handed_in_on, sar.submitted_at = None, datetime(2026, 5, 30, hour, 59, tzinfo=UTC)
        note_first_day(sar)
        lines.append(sar.handed_in_on)
    assert lines == [date(2026, 5, 30), date(2026, 5, 31)]


def test_extension_holds_for_every_report_that_the_school_owes():
    desk = Desk()
    rows = extend(desk.sar, until=TODAY + 60 * DAY, reason="น้ำท่วม", by=desk.manager)
    assert {row.level for row in rows} == {"early_childhood", "basic"}
    assert {row.due_on for row in Sar.objects.filter(school=desk.school)} == {TODAY + 60 * DAY}


# ---------------------------------------------------------------- counts


def test_count_by_state_names_every_state():
    desk = Desk().reach("drafting")
    assert Sar.objects.filter(school=desk.school).count_by_state() == {
        "expected": 1,
        "drafting": 1,
        "with_board": 0,
        "board_approved": 0,
        "submitted": 0,
        "returned": 0,
        "accepted": 0,
    }


@pytest.mark.parametrize(
    ("state", "not_sent", "owing"),
    [
        ("expected", True, True),
        ("drafting", True, True),
        ("with_board", True, True),
        ("board_approved", True, True),
        ("submitted", False, False),
        ("returned", False, True),
        ("accepted", False, False),
    ],
)
def test_not_sent_and_owing_by_state(state, not_sent, owing):
    desk = Desk().reach(state)
    rows = Sar.objects.filter(pk=desk.sar.pk)
    assert (rows.not_sent().exists(), rows.owing().exists()) == (not_sent, owing)


def test_in_year_and_of_supervisor():
    desk = Desk(academic_year=2567)
    desk.school.assignments.create(supervisor=desk.reader)
    assert Sar.objects.in_year(2567).of_supervisor(desk.reader).count() == 2
    assert Sar.objects.in_year(2568).count() == 0
    assert Sar.objects.of_supervisor(desk.manager).count() == 0


def test_level_distribution_counts_reports_at_the_office_only():
    Desk().reach("submitted")
    Desk().reach("board_approved")
    rows = Sar.objects.all().level_distribution()
    assert [(row["education_level"], row["standard_number"], row["level_name"], row["count"]) for row in rows] == [
        ("early_childhood", 1, "ดีเลิศ", 1),
        ("early_childhood", 2, "ดีเลิศ", 1),
        ("early_childhood", 3, "ดีเลิศ", 1),
    ]


# ---------------------------------------------------------------- the hint


def test_hint_shows_its_arithmetic_and_the_level_it_reaches():
    desk = Desk().reach("drafting")
    levels = {level.value: level for level in desk.sar.framework.levels.all()}
    ratings = list(desk.sar.ratings.filter(indicator__standard__number=1))
    for rating, value in zip(ratings, (5, 5, 4), strict=False):
        rating.level = levels[value]
    found = hint(ratings, levels.values())
    assert (found.arithmetic, found.level, found.rated, found.items) == ("(5 + 5 + 4) ÷ 3 = 4.67", levels[4], 3, 4)


def test_hint_is_nothing_while_nothing_is_rated():
    desk = Desk().reach("drafting")
    assert hint(list(desk.sar.ratings.all()), []) is None


# ---------------------------------------------------------------- reminders


def test_reminder_reaches_those_who_owe_once_a_day():
    desk = Desk().reach("submitted")
    rows = Sar.objects.filter(school=desk.school)
    assert remind(rows, by=desk.reader) == (1, 2)
    assert remind(rows, by=desk.reader) == (0, 0)
    reminder = rows.get(level="basic").reminders.get()
    assert (reminder.sent_by, rows.get(level="early_childhood").reminders.count()) == (desk.reader, 0)


def test_reminder_tells_which_report_is_due_when():
    desk = Desk()
    remind(Sar.objects.filter(pk=desk.sar.pk), by=desk.reader)
    notice = desk.teacher.notices.get(url=desk.sar.get_absolute_url())
    assert notice.text.startswith(f"เขตยังไม่ได้รับ {desk.sar} กำหนดส่งวันที่ ")
    assert desk.board.notices.count() == 0


def test_reminder_says_whom_it_cannot_reach():
    school = SchoolFactory(has_primary=False)
    cycle = open_cycle(district=school.district)
    plan = reminder_plan(cycle.sars.all())
    assert (plan.reached, plan.unreached) == ({}, [cycle.sars.get()])


def test_reminder_leaves_closed_cycles_alone():
    desk = Desk()
    Cycle.objects.filter(pk=desk.cycle.pk).update(state="closed")
    assert to_remind(Sar.objects.all()).count() == 0


# ---------------------------------------------------------------- the school's page and desk


def entries(school, user):
    return [entry for entry in timeline.timeline_of(school, user) if entry.kind == "SAR"]


def test_timeline_tells_the_steps_between_school_and_office():
    desk = Desk().reach("accepted")
    titles = [(entry.title, entry.badge[0], entry.url) for entry in entries(desk.school, desk.reader)]
    url = desk.sar.get_absolute_url()
    assert sorted(titles) == [
        ("รับรองรายงาน: SAR ระดับปฐมวัย ปีการศึกษา 2568", "รับรองแล้ว", url),
        ("ส่งให้เขต: SAR ระดับปฐมวัย ปีการศึกษา 2568", "ส่งเขตแล้ว", url),
    ]


def test_timeline_of_another_school_is_empty():
    desk = Desk().reach("submitted")
    outsider = school_person("school_head", SchoolFactory(district=desk.district))
    assert entries(desk.school, outsider) == []


def debts(school, user):
    return [(debt.label, debt.due) for debt in timeline.debts_of(school, user) if "SAR" in debt.label]


def test_desk_says_what_the_school_owes():
    desk = Desk().reach("with_board")
    due = desk.cycle.due_on
    assert sorted(debts(desk.school, desk.teacher)) == [
        ("SAR ระดับการศึกษาขั้นพื้นฐาน ปีการศึกษา 2568: เริ่มจัดทำรายงาน", due),
        ("SAR ระดับปฐมวัย ปีการศึกษา 2568: รอความเห็นชอบของคณะกรรมการ", due),
    ]


def test_desk_of_the_board_shows_only_what_waits_for_it():
    desk = Desk().reach("with_board")
    assert [label for label, due in debts(desk.school, desk.board)] == [
        "SAR ระดับปฐมวัย ปีการศึกษา 2568: รอความเห็นชอบของคณะกรรมการ"
    ]


def test_desk_shows_what_a_closed_cycle_still_lets_the_school_write(sign_in):
    """A report that was returned, and one that was never sent: both have time of their own and are reminded of."""
    desk = Desk().reach("submitted")
    extend(desk.sar, until=TODAY + 7 * DAY, reason="แก้ตามข้อสังเกต", by=desk.manager)
    Cycle.objects.filter(pk=desk.cycle.pk).update(state="closed")
    Sar.objects.filter(pk=desk.sar.pk).update(state="returned")
    names = ["SAR ระดับการศึกษาขั้นพื้นฐาน ปีการศึกษา 2568", "SAR ระดับปฐมวัย ปีการศึกษา 2568"]
    told = [label.partition(":")[0] for label, _due in debts(desk.school, desk.teacher)]
    [(_school, _debts, shown)] = sign_in(desk.teacher).get(reverse("schools:school_desk")).context["desks"]
    assert (sorted(told), len(shown["reports"]), to_remind(Sar.objects.all()).count()) == (names, 2, 2)
    Sar.objects.update(extended_to=TODAY - DAY)
    assert (debts(desk.school, desk.teacher), to_remind(Sar.objects.all()).count()) == ([], 0)


def test_sar_list_rows_carry_network_and_supervisor(django_assert_num_queries):
    network = NetworkFactory()
    for _number in range(3):
        school = SchoolFactory(district=network.district, network=network, has_primary=False)
        school.assignments.create(supervisor=person("supervisor", network.district))
    open_cycle(district=network.district)
    with django_assert_num_queries(2):
        rows = [(sar.school.network.name, sar.school.lead is not None) for sar in Sar.objects.all().for_list()]
    assert rows == [(network.name, True)] * 3
