import pytest

from schools.models import LevelCount
from schools.services import level_counts
from tests.factories.sar import Desk

pytestmark = pytest.mark.django_db


def counts_of(cycle):
    return {row.key: row.count for row in LevelCount.objects.filter(cycle=cycle) if row.count}


def test_level_counts_know_a_report_from_its_sending():
    desk = Desk().reach("board_approved")
    assert counts_of(desk.cycle) == {}
    desk.attach()
    desk.do("submit", desk.head)
    assert len(counts_of(desk.cycle)) == desk.sar.ratings.count() + desk.sar.sections.count()
    assert level_counts.wrong_counts([desk.cycle]) == {}


def test_level_counts_forget_a_returned_report_and_take_what_it_says_when_sent_again():
    desk = Desk().reach("returned")
    assert counts_of(desk.cycle) == {}
    desk.rate_all(value=5)
    desk.do("to_board", desk.teacher)
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    desk.do("submit", desk.head)
    rows = LevelCount.objects.exclude(count=0).select_related("level")
    assert {row.level.value for row in rows} == {5}
    assert level_counts.wrong_counts([desk.cycle]) == {}


def test_level_counts_stay_when_a_report_is_accepted_and_leave_when_it_is_returned_after_all():
    desk = Desk().reach("submitted")
    before = counts_of(desk.cycle)
    desk.do("accept", desk.reader)
    assert counts_of(desk.cycle) == before
    desk.do("return", desk.reader, "พบข้อมูลไม่ตรง")
    assert counts_of(desk.cycle) == {}


def test_level_counts_found_wrong_are_told_and_made_right():
    desk = Desk().reach("submitted")
    row = LevelCount.objects.filter(cycle=desk.cycle).first()
    LevelCount.objects.filter(pk=row.pk).update(count=7)
    assert level_counts.wrong_counts([desk.cycle]) == {(desk.cycle.pk, *row.key): (7, 1)}
    level_counts.recount([desk.cycle])
    assert level_counts.wrong_counts([desk.cycle]) == {}
