"""The board gate (F19): nothing goes to the office without the board, and the board says yes to what it sees."""

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused
from schools.services.writing import save_own_section
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.targets import add_own, draft_sheet

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def decide(client, desk, step="approve_by_board", **changes):
    page = url("sar_board_decision", desk.sar.pk, step)
    seen = {"seen_version": client.get(page).context["form"]["seen_version"].value(), "note": "เพิ่มแผน"}
    return client.post(page, seen | changes)


def test_board_sees_levels_targets_and_approves_on_one_page(sign_in):
    desk = Desk().reach("with_board")
    page = url("sar_board_decision", desk.sar.pk, "approve_by_board")
    assert url("sar_transition", desk.sar.pk, "approve_by_board") == page
    context = sign_in(desk.board).get(page).context
    assert [str(answer.section.level) for answer in context["answers"]] == ["4 ดีเลิศ"] * 3
    assert decide(sign_in(desk.board), desk).url == desk.sar.get_absolute_url()
    desk.sar.refresh_from_db()
    assert (desk.sar.state, desk.sar.approval.approved_by) == ("board_approved", desk.board)


def test_board_does_not_approve_what_changed_since_it_looked(sign_in):
    desk = Desk().reach("with_board")
    page = url("sar_board_decision", desk.sar.pk, "approve_by_board")
    seen = sign_in(desk.board).get(page).context["form"]["seen_version"].value()
    desk.do("take_back", desk.head, "แก้ระดับ")
    desk.rate_all(value=5)
    desk.do("to_board", desk.teacher)
    answer = sign_in(desk.board).post(page, {"seen_version": seen})
    desk.sar.refresh_from_db()
    assert (answer.url, desk.sar.state, desk.sar.approval.approved_at) == (
        desk.sar.get_absolute_url(),
        "with_board",
        None,
    )


def test_second_press_of_the_board_is_no_error(sign_in):
    desk = Desk().reach("with_board")
    client, page = sign_in(desk.board), url("sar_board_decision", desk.sar.pk, "approve_by_board")
    seen = client.get(page).context["form"]["seen_version"].value()
    client.post(page, {"seen_version": seen})
    answer = client.post(page, {"seen_version": seen}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "info"]
    assert desk.sar.approvals.count() == 1


def test_board_of_another_school_finds_nothing(sign_in):
    desk = Desk().reach("with_board")
    other = school_person("school_board", SchoolFactory(district=desk.district))
    page = url("sar_board_decision", desk.sar.pk, "approve_by_board")
    assert sign_in(other).get(page).status_code == 404
    assert sign_in(other).post(page, {"seen_version": desk.sar.version}).status_code == 404


def test_head_cannot_use_the_boards_step_nor_record_without_minutes(sign_in):
    desk = Desk().reach("with_board")
    client = sign_in(desk.head)
    assert client.get(url("sar_board_decision", desk.sar.pk, "approve_by_board")).status_code == 403
    page = url("sar_board_decision", desk.sar.pk, "record_approval")
    assert client.post(page, {"seen_version": desk.sar.version}).status_code == 409
    desk.sar.refresh_from_db()
    assert desk.sar.state == "with_board"


def test_approval_without_minutes_does_not_let_the_report_out():
    desk = Desk().reach("with_board")
    desk.do("approve_by_board", desk.board)
    desk.attach()
    with pytest.raises(Refused):
        desk.do("submit", desk.head)
    desk.record_minutes()
    assert desk.do("submit", desk.head).state == "submitted"


@pytest.mark.parametrize("field", ["met_on", "chair_name", "minutes"])
def test_meeting_that_loses_a_fact_does_not_let_the_report_out(field):
    desk = Desk().reach("board_approved")
    desk.attach()
    approval = desk.sar.approval
    setattr(approval, field, "" if field == "chair_name" else None)
    approval.save()
    with pytest.raises(Refused):
        desk.do("submit", desk.head)


def test_words_mended_after_a_return_keep_the_approval_and_levels_end_it():
    desk = Desk().reach("returned")
    desk.sar.way_forward = "แผนใหม่"
    desk.sar.save()
    assert desk.sar.approval.approved_at is not None
    desk.rate_all(value=3)
    assert desk.sar.approval is None
    with pytest.raises(Refused):
        desk.do("resubmit", desk.head)


def test_another_level_of_an_own_standard_ends_the_approval():
    desk = Desk()
    add_own(draft_sheet(desk.school, by=desk.head))
    desk.reach("drafting")
    section = desk.sar.own_sections.get()
    section.level, section.reason = desk.sar.framework.levels.get(value=4), "ครบ"
    save_own_section(section)
    for step in ("with_board", "board_approved", "submitted"):
        {"with_board": desk._present, "board_approved": desk._approve, "submitted": desk._send}[step]()
    desk.do("return", desk.reader, "เพิ่ม")
    section.refresh_from_db()
    section.reason = "ถ้อยคำใหม่"
    save_own_section(section)
    assert desk.sar.approval.approved_at is not None
    section.level = desk.sar.framework.levels.get(value=5)
    save_own_section(section)
    assert desk.sar.approval is None


def test_levels_changed_after_the_meeting_are_pointed_at(sign_in):
    desk = Desk().reach("with_board")
    approval = desk.sar.approval
    approval.met_on = timezone.localdate().replace(year=timezone.localdate().year - 1)
    approval.save()
    answer = sign_in(desk.board).get(url("sar_board", desk.sar.pk))
    assert answer.context["changed_after_meeting"] == timezone.localdate()
    data = {"opened_version": approval.version, "met_on": format_date(timezone.localdate())}
    sign_in(desk.teacher).post(url("sar_board", desk.sar.pk), data)
    assert sign_in(desk.board).get(url("sar_board", desk.sar.pk)).context["changed_after_meeting"] is None


# ---------------------------------------------------------------- the desk


def test_desk_leads_to_what_comes_next(sign_in):
    desk = Desk().reach("drafting")
    (_school, _debts, shown) = sign_in(desk.teacher).get(url("school_desk")).context["desks"][0]
    (report,) = [row for row in shown["reports"] if row["sar"] == desk.sar]
    assert report["url"] == url("sar_data", desk.sar.pk)
    (_school, _debts, shown) = sign_in(desk.board).get(url("school_desk")).context["desks"][0]
    assert (shown["reports"], shown["lines"]) == ([], [])
    desk.rate_all()
    desk.do("to_board", desk.teacher)
    (_school, _debts, shown) = sign_in(desk.board).get(url("school_desk")).context["desks"][0]
    assert [row["url"] for row in shown["reports"]] == [url("sar_board", desk.sar.pk)]
