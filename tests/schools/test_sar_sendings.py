"""Each sending of a report is kept, and its reader sees what the next one changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from schools.models import Indicator, Sar, Submission
from schools.reports.changes import changes_since_last_year, changes_since_sending, compare
from schools.services.submissions import content_of
from schools.services.writing import save_ratings, save_summary
from tests.factories.sar import Desk

pytestmark = pytest.mark.django_db


def with_items(desk, count):
    """The framework gets `count` items in all before anybody begins."""
    standard = desk.sar.framework.standards.last()
    there = Indicator.objects.filter(standard__framework=desk.sar.framework).count()
    for number in range(there, count):
        standard.indicators.create(position=number + 100, code=f"9.{number}", name=f"ข้อเพิ่ม {number}")
    return desk


def change_levels(desk, count):
    level = desk.sar.framework.levels.get(value=5)
    for rating in desk.sar.ratings.select_related("indicator")[:count]:
        section = desk.sar.sections.get(standard=rating.indicator.standard_id)
        save_ratings(section, {rating: level})


def send_again(desk):
    """A changed level needs the board again."""
    desk.do("to_board", desk.teacher)
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    return desk.do("submit", desk.head)


def test_sending_keeps_what_the_report_said():
    desk = Desk().reach("submitted")
    sending = desk.sar.submissions.get()
    assert (sending.number, sending.sent_by, sending.content) == (1, desk.head, content_of(desk.sar))
    assert (len(sending.content["items"]), len(sending.content["sections"])) == (14, 3)
    assert sending.content["file"]["sha256"] == desk.sar.latest_file.stored.sha256


@pytest.mark.parametrize(("state", "is_accepted"), [("accepted", True), ("returned", False)])
def test_sending_is_stamped_with_its_answer(state, is_accepted):
    desk = Desk().reach(state)
    sending = desk.sar.submissions.get()
    assert (sending.is_accepted, sending.answered_by) == (is_accepted, desk.reader)
    told = sending.history.order_by("history_id").values_list("history_user", "answered_by", "is_accepted")
    assert list(told) == [(desk.head.pk, None, None), (desk.reader.pk, desk.reader.pk, is_accepted)]


def test_sending_from_before_sendings_were_kept_is_made_when_it_is_answered():
    desk = Desk().reach("submitted")
    Submission.objects.all().delete()
    desk.do("return", desk.reader, "เพิ่มหลักฐาน")
    first = desk.sar.submissions.get()
    assert (first.number, first.sent_by, len(first.content["items"])) == (1, desk.head, 14)
    desk.do("resubmit", desk.head)
    assert [row.number for row in desk.sar.submissions.all()] == [1, 2]


def test_reader_sees_3_changed_items_of_35_after_a_resubmission():
    desk = with_items(Desk(), 35).reach("returned")
    change_levels(desk, 3)
    section = desk.sar.sections.get(standard__number=2)
    section.strengths = "ครูทำงานเป็นทีม"
    save_ratings(section, {})
    send_again(desk)
    difference = changes_since_sending(desk.sar)
    assert (difference.changed, difference.items) == (3, 35)
    items = [item for place in difference.places for item in place.items]
    assert [[(change.old, change.new) for change in item.changes] for item in items] == [[("4 ดีเลิศ", "5 ยอดเยี่ยม")]] * 3
    texts = [change.label for place in difference.places for change in place.changes]
    assert texts == ["จุดเด่น"]


def test_resubmission_without_a_change_says_so():
    desk = Desk().reach("returned")
    desk.do("resubmit", desk.head)
    assert changes_since_sending(desk.sar).is_empty


def test_first_sending_has_nothing_to_be_compared_with():
    assert changes_since_sending(Desk().reach("submitted").sar) is None


def test_school_sees_what_it_changed_before_it_sends_again():
    desk = Desk().reach("returned")
    desk.sar.way_forward = "อ่านทุกเช้า"
    save_summary(desk.sar)
    (place,) = changes_since_sending(desk.sar).places
    assert [(change.label, change.new) for change in place.changes] == [("แนวทางการพัฒนา", "อ่านทุกเช้า")]


def test_text_is_told_word_by_word_in_thai():
    content = content_of(Desk().reach("submitted").sar)
    old = content | {"summary": content["summary"] | {"way_forward": "นักเรียนเดินทุกเช้า"}}
    new = content | {"summary": content["summary"] | {"way_forward": "นักเรียนวิ่งทุกเช้า"}}
    (change,) = compare(old, new).places[0].changes
    assert [piece for piece in change.pieces if piece[0] != "same"] == [("removed", "เดิน"), ("added", "วิ่ง")]


def test_replaced_pdf_and_evidence_are_changes():
    content = content_of(Desk().reach("submitted").sar)
    item = content["items"][0]["indicator"]
    shown = {"evidence": 1, "title": "ภาพกิจกรรม", "standard": None, "indicator": item, "own_standard": None}
    new = content | {"evidence": [shown], "file": content["file"] | {"number": 2, "sha256": "x"}}
    difference = compare(content, new)
    assert [place.part for place in difference.places] == ["results", "appendix"]
    assert [change.what for change in difference.places[0].items[0].changes] == ["added"]
    back = compare(new, content)
    assert [change.what for change in back.places[0].items[0].changes] == ["removed"]


def test_changes_since_last_year_follow_the_same_items():
    before = Desk(academic_year=2567).reach("accepted")
    desk = Desk(school=before.school, academic_year=2568).reach("drafting")
    desk.rate_all()
    change_levels(desk, 2)
    difference = changes_since_last_year(Sar.objects.get(pk=desk.sar.pk))
    assert (difference.changed, difference.items) == (2, 14)


def test_report_without_a_last_year_has_no_changes_since_then():
    assert changes_since_last_year(Desk().reach("submitted").sar) is None


def test_sending_days_stand_on_the_sending():
    desk = Desk().reach("accepted")
    sending = desk.sar.submissions.get()
    assert sending.sent_at == desk.sar.submitted_at
    assert timezone.now() - sending.answered_at < timedelta(minutes=5)
