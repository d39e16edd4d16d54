"""Every state x transition x role, and what stands before each step."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from qa_portal.core.workflow import OutOfScope, Refused, perform, steps
from schools.models import BoardApproval, Cycle, Membership, Sar, SarState
from schools.services.expected import extend
from schools.services.writing import save_ratings, save_summary
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import Desk, expected_sar
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)

# transition: (states it may start from, roles that may take it)
TABLE = {
    "start": ({"expected"}, {"head", "teacher"}),
    "to_board": ({"drafting", "returned"}, {"head", "teacher"}),
    "take_back": ({"with_board", "board_approved"}, {"head"}),
    "return_by_board": ({"with_board"}, {"board"}),
    "approve_by_board": ({"with_board"}, {"board"}),
    "record_approval": ({"with_board"}, {"head"}),
    "submit": ({"board_approved"}, {"head"}),
    "resubmit": ({"returned"}, {"head"}),
    "accept": ({"submitted"}, {"reader", "manager", "director"}),
    "return": ({"submitted", "accepted"}, {"reader", "manager", "director"}),
}


def outcome(sar, name, by):
    """What happens, undone again."""
    try:
        with transaction.atomic():
            perform(sar, name, by=by, note="เหตุผล")
            transaction.set_rollback(True)
    except (PermissionDenied, OutOfScope, Refused) as error:
        return type(error).__name__
    return "done"


def wanted(name, state, who):
    sources, roles = TABLE[name]
    if who not in roles:
        return "PermissionDenied"
    return "done" if state in sources else "Refused"


@pytest.mark.parametrize("state", SarState.values)
def test_sar_transition_table(state):
    desk = Desk().reach(state)
    if state == "drafting":
        desk.rate_all()
    if state == "with_board":
        desk.record_minutes()
    if state == "board_approved":
        desk.attach()
    people = {name: getattr(desk, name) for name in ("head", "teacher", "board", "reader", "manager", "admin")}
    people |= {role: person(role, desk.district) for role in ("director", "finance_staff", "committee_member")}
    people["nation"] = person("national_viewer")
    seen = {(name, who): outcome(desk.sar, name, user) for name in TABLE for who, user in people.items()}
    assert seen == {(name, who): wanted(name, state, who) for name in TABLE for who in people}


@pytest.mark.parametrize("state", SarState.values)
def test_sar_is_out_of_scope_for_another_school_and_another_district(state):
    desk = Desk().reach(state)
    neighbour = SchoolFactory(district=desk.district)
    others = [school_person(role, neighbour) for role in ("school_head", "school_teacher", "school_board")]
    others += [person(role, DistrictFactory()) for role in ("supervisor", "director")]
    for name in TABLE:
        assert {outcome(desk.sar, name, user) for user in others} == {"OutOfScope", "PermissionDenied"}


def test_sar_steps_of_the_school_are_not_for_an_officer_who_also_holds_a_school_role():
    """A district role widens the scope, never the desk."""
    desk = Desk().reach("drafting")
    desk.rate_all()
    both = person("supervisor", desk.district)
    both.groups.add(desk.head.groups.get())
    Membership.objects.create(user=both, school=SchoolFactory(district=desk.district))
    with pytest.raises(Refused) as refused:
        desk.do("to_board", both)
    assert str(refused.value) == "ขั้นตอนนี้เป็นของบุคลากรของโรงเรียนเท่านั้น"


@pytest.mark.parametrize("name", ["accept", "return"])
def test_sar_reader_is_never_of_the_same_school(name):
    desk = Desk().reach("submitted")
    Membership.objects.create(
        user=desk.reader, school=desk.school, since=timezone.localdate() - 900 * DAY, until=timezone.localdate() - DAY
    )
    with pytest.raises(Refused):
        desk.do(name, desk.reader, "เหตุผล")
    assert desk.do("accept", desk.manager).state == "accepted"


def test_sar_of_a_school_that_one_has_left_is_out_of_scope():
    desk = Desk().reach("drafting")
    yesterday = timezone.localdate() - DAY
    Membership.objects.filter(user=desk.teacher).update(since=yesterday, until=yesterday)
    with pytest.raises(OutOfScope):
        desk.do("to_board", desk.teacher)


# ---------------------------------------------------------------- what is missing


def missing(desk, name, by):
    """{sentence: page} of what stands in the way of a step."""
    step = next(step for step in steps(desk.sar, by) if step.transition.name == name)
    return {item.sentence: item.url for item in step.missing}


def page(name, sar, *args):
    return reverse(f"schools:{name}", args=[sar.pk, *args])


def test_sar_to_board_refused_while_items_are_not_rated():
    desk = Desk().reach("drafting")
    desk.rate_all()
    rating = desk.sar.ratings.get(indicator__code="2.3")
    save_ratings(desk.sar.sections.get(standard__number=2), {rating: None})
    sentence = "มาตรฐานที่ 2: ยังไม่ประเมินข้อ 2.3"
    url = f"{page('sar_standard', desk.sar, 2)}#item-{rating.indicator_id}"
    assert missing(desk, "to_board", desk.teacher) == {sentence: url}
    with pytest.raises(Refused) as refused:
        desk.do("to_board", desk.teacher)
    assert [(item.sentence, item.url) for item in refused.value.missing] == [(sentence, url)]


def test_sar_to_board_says_everything_that_is_missing():
    desk = Desk().reach("drafting")
    section = desk.sar.sections.get(standard__number=1)
    section.level = desk.sar.framework.levels.get(value=3)
    save_ratings(section, {})
    assert list(missing(desk, "to_board", desk.teacher)) == [
        "มาตรฐานที่ 1: ยังไม่ประเมินข้อ 1.1, 1.2, 1.3, 1.4",
        "มาตรฐานที่ 1: ยังไม่เขียนเหตุผลของระดับคุณภาพ",
        "มาตรฐานที่ 2: ยังไม่ประเมินข้อ 2.1, 2.2, 2.3, 2.4, 2.5, 2.6",
        "มาตรฐานที่ 2: ยังไม่กำหนดระดับคุณภาพ",
        "มาตรฐานที่ 3: ยังไม่ประเมินข้อ 3.1, 3.2, 3.3, 3.4",
        "มาตรฐานที่ 3: ยังไม่กำหนดระดับคุณภาพ",
        "ยังไม่กำหนดระดับคุณภาพโดยรวม",
    ]


def test_sar_submit_refused_without_board_minutes_date_and_chair():
    desk = Desk().reach("with_board")
    desk.do("approve_by_board", desk.board)
    desk.attach()
    board = page("sar_board", desk.sar)
    assert missing(desk, "submit", desk.head) == {
        "ยังไม่บันทึกวันประชุมคณะกรรมการสถานศึกษา": f"{board}#id_met_on",
        "ยังไม่บันทึกชื่อประธานคณะกรรมการสถานศึกษา": f"{board}#id_chair_name",
        "ยังไม่แนบรายงานการประชุมคณะกรรมการสถานศึกษา": f"{board}#id_minutes_file",
    }
    with pytest.raises(Refused):
        desk.do("submit", desk.head)
    desk.record_minutes()
    assert desk.do("submit", desk.head).state == "submitted"


def test_sar_submit_refused_without_pdf():
    desk = Desk().reach("board_approved")
    assert missing(desk, "submit", desk.head) == {"ยังไม่มีไฟล์ PDF ของรายงาน": page("sar_files", desk.sar)}
    desk.attach()
    assert missing(desk, "submit", desk.head) == {}


@pytest.mark.parametrize("blank", ["met_on", "chair_name", "minutes"])
def test_record_approval_refused_without_each_part_of_the_meeting(blank):
    desk = Desk().reach("with_board")
    desk.record_minutes()
    BoardApproval.objects.filter(sar=desk.sar).update(**{blank: "" if blank == "chair_name" else None})
    assert len(missing(desk, "record_approval", desk.head)) == 1
    with pytest.raises(Refused):
        desk.do("record_approval", desk.head)


@pytest.mark.parametrize(("name", "state", "who"), [
    ("return", "submitted", "reader"),
    ("return_by_board", "with_board", "board"),
    ("take_back", "with_board", "head"),
])  # fmt: skip
def test_sar_step_refused_without_its_reason(name, state, who):
    desk = Desk().reach(state)
    with pytest.raises(Refused):
        desk.do(name, getattr(desk, who), "  ")
    desk.sar.refresh_from_db()
    assert desk.sar.state == state


def test_sar_submitted_twice_is_refused_the_second_time():
    desk = Desk().reach("submitted")
    stale = Sar.objects.get(pk=desk.sar.pk)
    stale.state = "board_approved"
    with pytest.raises(Refused):
        perform(stale, "submit", by=desk.head)
    assert desk.sar.history.filter(state="submitted").count() == 1


# ---------------------------------------------------------------- the board's approval


def test_approval_by_the_boards_account_is_recorded_with_its_person():
    desk = Desk().reach("with_board")
    desk.do("approve_by_board", desk.board)
    approval = desk.sar.approval
    assert (approval.approved_by, approval.lapsed_at) == (desk.board, None)


def test_returned_report_with_the_same_ratings_keeps_the_boards_approval():
    desk = Desk().reach("returned")
    desk.attach(extra=b"% more evidence")
    section = desk.sar.sections.get(standard__number=1)
    section.results = "เพิ่มหลักฐาน"
    save_ratings(section, {})
    assert missing(desk, "resubmit", desk.head) == {}
    assert desk.do("resubmit", desk.head).state == "submitted"


def test_returned_report_with_another_rating_needs_the_board_again():
    desk = Desk().reach("returned")
    rating = desk.sar.ratings.get(indicator__code="1.1")
    save_ratings(desk.sar.sections.get(standard__number=1), {rating: desk.sar.framework.levels.get(value=3)})
    sentence = "ยังไม่มีความเห็นชอบของคณะกรรมการสถานศึกษา โปรดเสนอรายงานต่อคณะกรรมการ"
    assert missing(desk, "resubmit", desk.head) == {sentence: page("sar_board", desk.sar)}
    desk.do("to_board", desk.teacher)
    desk._approve()
    assert desk.do("submit", desk.head).state == "submitted"
    assert desk.sar.approvals.exclude(lapsed_at=None).count() == 1


def test_returned_report_with_another_overall_level_needs_the_board_again():
    desk = Desk().reach("returned")
    desk.sar.overall_level = desk.sar.framework.levels.get(value=2)
    save_summary(desk.sar)
    assert desk.sar.approval is None


def test_board_that_refuses_leaves_its_meeting_on_record():
    desk = Desk().reach("with_board")
    desk.record_minutes()
    desk.do("return_by_board", desk.board, "เพิ่มแผน")
    assert desk.sar.approval is None
    desk.do("to_board", desk.teacher)
    assert desk.sar.approval.met_on is None
    assert desk.sar.approvals.count() == 2


def test_taken_back_report_must_be_presented_again():
    desk = Desk().reach("board_approved")
    desk.do("take_back", desk.head, "แก้คำผิด")
    assert (desk.sar.state, desk.sar.approval) == ("drafting", None)


# ---------------------------------------------------------------- between school and office


def test_first_sending_day_stays_after_a_return():
    desk = Desk().reach("submitted")
    first = timezone.localdate() - 3 * DAY
    Sar.objects.filter(pk=desk.sar.pk).update(handed_in_on=first)
    desk.do("return", desk.reader, "แก้ไข")
    desk.do("resubmit", desk.head)
    assert desk.sar.handed_in_on == first
    assert timezone.localdate(desk.sar.submitted_at) == timezone.localdate()


def test_submit_marks_the_pdf_that_was_sent():
    desk = Desk().reach("board_approved")
    desk.attach()
    desk.attach(extra=b"% second")
    desk.do("submit", desk.head)
    assert [(row.number, row.sent_at is not None) for row in desk.sar.files.order_by("number")] == [
        (1, False),
        (2, True),
    ]


def test_accepted_report_can_be_returned_and_loses_its_acceptance():
    desk = Desk().reach("accepted")
    desk.do("return", desk.manager, "พบข้อผิดพลาด")
    assert (desk.sar.state, desk.sar.accepted_at, desk.sar.accepted_by) == ("returned", None, None)


def test_submit_tells_the_schools_supervisor():
    desk = Desk()
    desk.school.assignments.create(supervisor=desk.reader)
    desk.reach("submitted")
    assert Notice.objects.get(recipient=desk.reader).text == f"{desk.head} ส่ง {desk.sar} แล้ว"


def test_submit_tells_the_group_head_while_the_school_has_no_supervisor():
    desk = Desk().reach("submitted")
    assert Notice.objects.filter(recipient=desk.manager).count() == 1
    assert Notice.objects.filter(recipient=desk.reader).count() == 0


def test_return_tells_the_writers_what_to_mend():
    desk = Desk().reach("submitted")
    desk.do("return", desk.reader, "เพิ่มหลักฐานมาตรฐานที่ 1")
    text = f"{desk.sar} ถูกส่งคืนให้แก้ไข: เพิ่มหลักฐานมาตรฐานที่ 1"
    told = set(Notice.objects.filter(text=text).values_list("recipient", flat=True))
    assert told == {desk.head.pk, desk.teacher.pk}


# ---------------------------------------------------------------- the window


def close(cycle):
    return perform(cycle, "close", by=person("group_head", cycle.district))


@pytest.mark.parametrize(("name", "state", "who"), [
    ("start", "expected", "teacher"),
    ("to_board", "drafting", "teacher"),
    ("submit", "board_approved", "head"),
])  # fmt: skip
def test_sar_step_refused_after_the_cycle_is_closed(name, state, who):
    desk = Desk().reach(state)
    close(desk.cycle)
    desk.sar = Sar.objects.get(pk=desk.sar.pk)
    sentence = "หมดเวลาสำหรับรายงานนี้แล้ว โปรดติดต่อเขตเพื่อขอขยายเวลา"
    found = missing(desk, name, getattr(desk, who))
    assert found[sentence] == reverse("schools:cycle_detail", args=[desk.cycle.pk])


def test_sar_of_an_extended_school_can_be_written_in_a_closed_cycle():
    desk = Desk()
    extend(desk.sar, until=timezone.localdate() + 30 * DAY, reason="น้ำท่วม", by=desk.manager)
    close(desk.cycle)
    desk.sar = Sar.objects.get(pk=desk.sar.pk)
    assert desk.reach("submitted").sar.state == "submitted"


def test_return_in_a_closed_cycle_refused_until_the_school_has_time():
    desk = Desk().reach("submitted")
    close(desk.cycle)
    desk.sar = Sar.objects.get(pk=desk.sar.pk)
    sentence = "ปิดรอบแล้ว โรงเรียนจะแก้ไขรายงานไม่ได้ โปรดขยายเวลาให้โรงเรียนก่อน"
    assert list(missing(desk, "return", desk.reader)) == [sentence]
    assert desk.do("accept", desk.reader).state == "accepted"


def test_returned_report_can_be_sent_again_after_the_last_day_for_late_ones():
    desk = Desk().reach("returned")
    today = timezone.localdate()
    Cycle.objects.filter(pk=desk.cycle.pk).update(due_on=today - 2 * DAY, late_until=today - DAY)
    desk.sar = Sar.objects.get(pk=desk.sar.pk)
    assert desk.do("resubmit", desk.head).state == "submitted"


def test_first_sending_is_refused_after_the_last_day_for_late_ones():
    desk = Desk().reach("board_approved")
    desk.attach()
    today = timezone.localdate()
    Cycle.objects.filter(pk=desk.cycle.pk).update(due_on=today - 2 * DAY, late_until=today - DAY)
    desk.sar = Sar.objects.get(pk=desk.sar.pk)
    with pytest.raises(Refused):
        desk.do("submit", desk.head)


def test_start_makes_a_row_for_each_standard_and_item_with_history():
    sar = expected_sar(level="basic")
    sar = perform(sar, "start", by=school_person("school_teacher", sar.school))
    assert (sar.sections.count(), sar.ratings.count()) == (3, 21)
    assert sar.ratings.first().history.count() == 1
