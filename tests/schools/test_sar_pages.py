"""The pages of a report, over HTTP."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.workflow import perform
from schools.models import Framework, Sar, SarReminder
from schools.services.expected import extend
from schools.services.writing import save_ratings, writing_refusal
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import TINY_PDF, Desk, open_cycle, pdf
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SCHOOL_CANNOT_MEND = "ปิดรอบแล้ว โรงเรียนจะแก้ไขรายงานไม่ได้"


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def status(client, page):
    """The status of a page that may be a file, which is read to its end so that it is closed."""
    answer = client.get(page)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def said(answer):
    return [str(message) for message in answer.context["messages"]]


# ---------------------------------------------------------------- who gets in

PAGES = {
    # page: statuses of head, teacher, board, reader, manager, nation while the report is being written
    "sar_list": (200, 200, 200, 200, 200, 200),
    "sar_detail": (200, 200, 200, 200, 200, 200),
    "sar_standard": (200, 200, 403, 403, 403, 403),
    "sar_summary": (200, 200, 403, 403, 403, 403),
    "sar_files": (200, 200, 403, 403, 403, 403),
    "sar_make_pdf": (405, 405, 405, 405, 405, 405),
    "sar_board": (200, 200, 200, 404, 404, 404),
    "sar_review": (200, 200, 200, 404, 404, 404),
    "sar_extend": (403, 403, 403, 403, 200, 403),
    "sar_remind": (403, 403, 403, 200, 200, 403),
    "cycle_list": (403, 403, 403, 403, 200, 403),
    "cycle_add": (403, 403, 403, 403, 200, 403),
    "cycle_detail": (200, 200, 200, 200, 200, 200),
    "cycle_edit": (403, 403, 403, 403, 200, 403),
    "cycle_refresh": (405, 405, 405, 405, 405, 405),
}


def args_of(name, desk):
    if name in ("sar_list", "sar_remind", "cycle_list", "cycle_add"):
        return []
    if name.startswith("cycle"):
        return [desk.cycle.pk]
    return [desk.sar.pk, 1] if name == "sar_standard" else [desk.sar.pk]


def test_sar_pages_by_role(sign_in):
    desk = Desk().reach("drafting")
    people = (desk.head, desk.teacher, desk.board, desk.reader, desk.manager, person("national_viewer"))
    seen = {
        name: tuple(sign_in(user).get(url(name, *args_of(name, desk))).status_code for user in people) for name in PAGES
    }
    assert seen == PAGES


def test_sar_pages_of_another_school_are_not_found(sign_in):
    desk = Desk().reach("submitted")
    names = ["sar_detail", "sar_standard", "sar_summary", "sar_files", "sar_board", "sar_review", "sar_pdf"]
    client = sign_in(school_person("school_head", SchoolFactory(district=desk.district)))
    assert [client.get(url(name, *args_of(name, desk))).status_code for name in names] == [404] * 7
    assert client.post(url("sar_make_pdf", desk.sar.pk)).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "accepted", "returned"])
def test_sent_files_open_for_the_office_and_no_other_school(sign_in, state):
    desk = Desk().reach(state)
    page, minutes = url("sar_file", desk.sar.pk, 1), url("sar_minutes", desk.sar.pk, desk.sar.approval.pk)
    assert b"".join(sign_in(desk.reader).get(page).streaming_content) == TINY_PDF
    assert status(sign_in(desk.reader), minutes) == (404 if state == "returned" else 200)
    outsider = sign_in(school_person("school_head", SchoolFactory(district=desk.district)))
    elsewhere = person("supervisor", DistrictFactory())
    assert [status(outsider, page), status(outsider, minutes)] == [404, 404]
    assert [status(sign_in(elsewhere), page), status(sign_in(elsewhere), minutes)] == [404, 404]


def test_draft_file_is_the_schools_own(sign_in):
    desk = Desk().reach("drafting")
    desk.attach()
    page = url("sar_file", desk.sar.pk, 1)
    assert [status(sign_in(user), page) for user in (desk.teacher, desk.board)] == [200, 200]
    assert [status(sign_in(user), page) for user in (desk.reader, desk.manager)] == [404, 404]


def test_draft_words_do_not_show_in_the_offices_history(sign_in):
    desk = Desk().reach("drafting")
    desk.sar.executive_summary = "ร่างลับของโรงเรียน"
    desk.sar.save()
    assert "ร่างลับของโรงเรียน" in sign_in(desk.head).get(desk.sar.get_absolute_url()).text
    answer = sign_in(desk.reader).get(desk.sar.get_absolute_url())
    assert (answer.context["entries"], "ร่างลับของโรงเรียน" in answer.text) == ([], False)


# ---------------------------------------------------------------- a standard


def typed(desk, number=1, value=4, **changes):
    """The form of one standard as a browser sends it, all items at one level."""
    level = desk.sar.framework.levels.get(value=value)
    standard = desk.sar.framework.standards.get(number=number)
    items = {f"item_{item.pk}": level.pk for item in standard.indicators.all()}
    return {"opened_version": 0, "level": level.pk, "reason": "หลักฐาน"} | items | changes


def test_first_save_starts_the_report(sign_in):
    desk = Desk()
    answer = sign_in(desk.teacher).post(url("sar_standard", desk.sar.pk, 1), typed(desk, next="1"))
    desk.sar.refresh_from_db()
    assert (answer.url, desk.sar.state) == (url("sar_standard", desk.sar.pk, 2), "drafting")
    assert list(desk.sar.ratings.values_list("indicator__code", "level__value"))[:5] == [
        ("1.1", 4),
        ("1.2", 4),
        ("1.3", 4),
        ("1.4", 4),
        ("2.1", None),
    ]


def test_looking_at_a_standard_does_not_start_the_report(sign_in):
    desk = Desk()
    sign_in(desk.teacher).get(url("sar_standard", desk.sar.pk, 1))
    desk.sar.refresh_from_db()
    assert (desk.sar.state, desk.sar.ratings.count()) == ("expected", 0)


def test_save_after_the_last_standard_leads_to_the_conclusion(sign_in):
    desk = Desk().reach("drafting")
    answer = sign_in(desk.teacher).post(url("sar_standard", desk.sar.pk, 3), typed(desk, 3, next="1"))
    assert answer.url == url("sar_conclusion", desk.sar.pk)


@pytest.mark.parametrize("text", ["", "-", "ไม่มี"])
def test_blank_dash_and_none_stay_three_answers(sign_in, text):
    desk = Desk().reach("drafting")
    sign_in(desk.teacher).post(url("sar_standard", desk.sar.pk, 1), typed(desk, strengths=text))
    assert desk.sar.sections.get(standard__number=1).strengths == text


def test_standard_shows_last_years_levels_beside_the_items(sign_in):
    before = Desk(academic_year=2567).reach("submitted")
    sar = open_cycle(district=before.district, academic_year=2568).sars.get(level="early_childhood")
    answer = sign_in(before.teacher).get(url("sar_standard", sar.pk, 1))
    assert [str(row["item"].previous) for row in answer.context["items"]] == ["4 ดีเลิศ"] * 4
    assert str(answer.context["answer"].previous) == "4 ดีเลิศ"


def test_standard_refuses_a_level_of_another_framework(sign_in):
    desk = Desk().reach("drafting")
    foreign = Framework.objects.get(code="BASIC-2561").levels.get(value=5)
    answer = sign_in(desk.teacher).post(url("sar_standard", desk.sar.pk, 1), typed(desk, level=foreign.pk))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["level"])


def test_stale_standard_keeps_what_was_typed_and_shows_both(sign_in):
    desk = Desk().reach("drafting")
    client, page = sign_in(desk.teacher), url("sar_standard", desk.sar.pk, 1)
    client.post(page, typed(desk, value=4, strengths="ของคนแรก"))
    answer = client.post(page, typed(desk, value=3, strengths="ของคนที่สอง"))
    form = answer.context["form"]
    section = desk.sar.sections.get(standard__number=1)
    item = desk.sar.ratings.get(indicator__code="1.1")
    assert (answer.status_code, section.strengths, item.level.value) == (422, "ของคนแรก", 4)
    assert form.errors["strengths"] == ["ข้อมูลในระบบขณะนี้: ของคนแรก"]
    assert form.errors[f"item_{item.indicator_id}"] == ["ข้อมูลในระบบขณะนี้: 4 ดีเลิศ"]
    assert form["strengths"].value() == "ของคนที่สอง"
    again = typed(desk, value=3, strengths="ของคนที่สอง", opened_version=form.data["opened_version"])
    assert client.post(page, again).status_code == 302
    section.refresh_from_db()
    assert section.strengths == "ของคนที่สอง"


def test_two_first_saves_do_not_overwrite_each_other(sign_in):
    desk = Desk()
    page = url("sar_standard", desk.sar.pk, 1)
    sign_in(desk.teacher).post(page, typed(desk, strengths="ของครู"))
    assert sign_in(desk.head).post(page, typed(desk, strengths="ของผู้อำนวยการ")).status_code == 422
    assert desk.sar.sections.get(standard__number=1).strengths == "ของครู"


def test_saving_nothing_new_writes_no_history(sign_in):
    desk = Desk().reach("drafting")
    client, page = sign_in(desk.teacher), url("sar_standard", desk.sar.pk, 1)
    client.post(page, typed(desk))
    section = desk.sar.sections.get(standard__number=1)
    client.post(page, typed(desk, opened_version=section.version))
    assert section.history.count() == 2


@pytest.mark.parametrize("state", ["with_board", "board_approved", "submitted", "accepted"])
def test_standard_that_cannot_be_written_says_why(sign_in, state):
    desk = Desk().reach(state)
    client, page = sign_in(desk.teacher), url("sar_standard", desk.sar.pk, 1)
    seen, sent = client.get(page, follow=True), client.post(page, typed(desk))
    assert seen.redirect_chain == [(desk.sar.get_absolute_url(), 302)]
    assert (sent.status_code, sent.context["typed"]) == (409, ["หลักฐาน"])
    assert [len(said(answer)) for answer in (seen, sent)] == [1, 1]
    assert desk.sar.ratings.exclude(level__value=4).count() == 0


def test_summary_is_saved_with_its_level(sign_in):
    desk = Desk().reach("drafting")
    level = desk.sar.framework.levels.get(value=5)
    data = {"opened_version": desk.sar.version, "overall_level": level.pk, "executive_summary": "-", "next": "1"}
    answer = sign_in(desk.head).post(url("sar_summary", desk.sar.pk), data)
    desk.sar.refresh_from_db()
    assert answer.url == desk.sar.get_absolute_url()
    assert (desk.sar.executive_summary, desk.sar.overall_level) == ("-", level)


def test_summary_of_a_report_not_begun_leads_to_the_first_standard(sign_in):
    desk = Desk()
    answer = sign_in(desk.head).get(url("sar_summary", desk.sar.pk))
    assert answer.url == url("sar_standard", desk.sar.pk, 1)


# ---------------------------------------------------------------- PDF versions


def test_every_uploaded_version_is_kept_with_its_hash(sign_in):
    desk = Desk().reach("drafting")
    client, page = sign_in(desk.teacher), url("sar_files", desk.sar.pk)
    client.post(page, {"upload": pdf()})
    client.post(page, {"upload": pdf(extra=b"% two")})
    versions = client.get(page).context["files"]
    assert [row.number for row in versions] == [2, 1]
    assert len({row.stored.sha256 for row in versions}) == 2
    assert {row.stored.stored_by for row in versions} == {desk.teacher}


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("sar.pdf", b"MZ not a pdf", "application/pdf"),
        SimpleUploadedFile("sar.pdf", b"%PDF-1.7 broken", "application/pdf"),
    ],
)
def test_upload_is_judged_by_its_content(sign_in, upload):
    desk = Desk().reach("drafting")
    answer = sign_in(desk.teacher).post(url("sar_files", desk.sar.pk), {"upload": upload})
    assert (answer.status_code, list(answer.context["form"].errors), desk.sar.files.count()) == (422, ["upload"], 0)


def test_upload_at_the_office_is_refused(sign_in):
    desk = Desk().reach("submitted")
    sign_in(desk.teacher).post(url("sar_files", desk.sar.pk), {"upload": pdf(extra=b"% late")})
    assert desk.sar.files.count() == 1


def test_portal_makes_the_pdf_and_keeps_it_as_the_next_version(sign_in):
    desk = Desk().reach("board_approved")
    sign_in(desk.teacher).post(url("sar_make_pdf", desk.sar.pk))
    stored = desk.sar.files.get().stored
    name = f"SAR-2568-{desk.school.moe_code}-early_childhood.pdf"
    assert (desk.sar.files.get().number, stored.name, stored.media_type) == (1, name, "application/pdf")


def test_pdf_older_than_the_answers_is_said(sign_in):
    desk = Desk().reach("returned")
    client, page = sign_in(desk.teacher), url("sar_files", desk.sar.pk)
    assert client.get(page).context["doubt"] == ""
    save_ratings(desk.sar.sections.get(standard__number=1), {})
    assert client.get(page).context["doubt"] == "มีการแก้ไขคำตอบหลังจากสร้าง PDF ฉบับนี้"
    client.post(page, {"upload": pdf(extra=b"% new")})
    assert client.get(page).context["doubt"] == ""


# ---------------------------------------------------------------- the board


def meeting(desk, **changes):
    today = timezone.localdate()
    data = {
        "opened_version": desk.sar.approval.version,
        "met_on": f"{today.day}/{today.month}/{today.year + 543}",
        "chair_name": "ประธานสมมุติ",
        "members_present": "กรรมการหนึ่ง\nกรรมการสอง",
        "minutes_file": pdf("minutes.pdf"),
    }
    return data | changes


def test_head_records_the_meeting_and_goes_on_to_record_the_approval(sign_in):
    desk = Desk().reach("with_board")
    client = sign_in(desk.head)
    answer = client.post(url("sar_board", desk.sar.pk), meeting(desk, approve="1"))
    assert answer.url == url("sar_transition", desk.sar.pk, "record_approval")
    client.post(answer.url, {"note": "", "seen_version": desk.sar.version})
    desk.sar.refresh_from_db()
    assert (desk.sar.state, desk.sar.approval.approved_by) == ("board_approved", desk.head)


def test_board_account_approves_and_minutes_may_follow(sign_in):
    desk = Desk().reach("with_board")
    sign_in(desk.board).post(url("sar_transition", desk.sar.pk, "approve_by_board"), {"seen_version": desk.sar.version})
    sign_in(desk.teacher).post(url("sar_board", desk.sar.pk), meeting(desk))
    approval = desk.sar.approval
    assert (approval.approved_by, approval.met_on, approval.minutes.name) == (
        desk.board,
        timezone.localdate(),
        "minutes.pdf",
    )


def test_meeting_of_tomorrow_is_refused(sign_in):
    desk = Desk().reach("with_board")
    day = timezone.localdate() + DAY
    data = meeting(desk, met_on=f"{day.day}/{day.month}/{day.year + 543}")
    answer = sign_in(desk.head).post(url("sar_board", desk.sar.pk), data)
    assert answer.context["form"].errors == {"met_on": ["วันที่นี้ยังมาไม่ถึง"]}


def test_reader_cannot_fill_in_the_boards_meeting(sign_in):
    desk = Desk().reach("submitted")
    assert sign_in(desk.reader).post(url("sar_board", desk.sar.pk), {}).status_code == 403


# ---------------------------------------------------------------- the reader


def test_reader_sees_what_changed_since_the_return(sign_in):
    desk = Desk().reach("returned")
    rating = desk.sar.ratings.get(indicator__code="1.2")
    save_ratings(desk.sar.sections.get(standard__number=1), {rating: desk.sar.framework.levels.get(value=5)})
    desk.do("to_board", desk.teacher)
    desk._approve()
    desk.do("submit", desk.head)
    answers = sign_in(desk.reader).get(url("sar_review", desk.sar.pk), {"show": "all"}).context["answers"]
    changed = [item.rating.indicator.code for answer in answers for item in answer.items if item.is_changed]
    assert (changed, [answer.is_changed for answer in answers]) == (["1.2"], [True, False, False])


def test_reader_returns_with_a_reason_that_the_school_sees(sign_in):
    desk = Desk().reach("submitted")
    page = url("sar_transition", desk.sar.pk, "return")
    assert sign_in(desk.reader).post(page, {"note": ""}).status_code == 422
    sign_in(desk.reader).post(page, {"note": "ขอหลักฐานเพิ่ม"})
    assert sign_in(desk.teacher).get(desk.sar.get_absolute_url()).context["to_mend"].note == "ขอหลักฐานเพิ่ม"


def test_second_submit_is_a_sentence_and_changes_nothing(sign_in):
    desk = Desk().reach("board_approved")
    desk.attach()
    client, page = sign_in(desk.head), url("sar_transition", desk.sar.pk, "submit")
    client.post(page, {"note": ""})
    sent = Sar.objects.get(pk=desk.sar.pk).submitted_at
    answer = client.post(page, {"note": ""}, follow=True)
    assert said(answer)[-1] == "ยังดำเนินการขั้นนี้ไม่ได้ เพราะสถานะขณะนี้คือ “ส่งเขตแล้ว”"
    assert Sar.objects.get(pk=desk.sar.pk).submitted_at == sent


def test_submit_page_lists_what_is_missing_with_links(sign_in):
    desk = Desk().reach("board_approved")
    answer = sign_in(desk.head).get(url("sar_transition", desk.sar.pk, "submit"))
    assert [(item.sentence, item.url) for item in answer.context["step"].missing] == [
        ("ยังไม่มีไฟล์ PDF ของรายงาน", url("sar_files", desk.sar.pk))
    ]


def test_task_list_says_how_far_each_part_is(sign_in):
    desk = Desk().reach("drafting")
    sign_in(desk.teacher).post(url("sar_standard", desk.sar.pk, 1), typed(desk))
    tasks = sign_in(desk.teacher).get(desk.sar.get_absolute_url()).context["tasks"]
    assert [(task.label, task.status) for task in tasks] == [
        ("สภาพทั่วไปและข้อมูลของสถานศึกษา", "todo"),
        ("มาตรฐานที่ 1 คุณภาพของเด็ก", "done"),
        ("มาตรฐานที่ 2 กระบวนการบริหารและการจัดการ", "todo"),
        ("มาตรฐานที่ 3 การจัดประสบการณ์ที่เน้นเด็กเป็นสำคัญ", "todo"),
        ("แนวทางการพัฒนาและความช่วยเหลือที่ต้องการ", "todo"),
        ("ภาคผนวก", "todo"),
        ("บทสรุปผู้บริหารและระดับคุณภาพโดยรวม", "todo"),
        ("ไฟล์ PDF ของรายงาน", "todo"),
        ("ความเห็นชอบของคณะกรรมการ", "todo"),
    ]


# ---------------------------------------------------------------- more time, reminders


def test_extension_page_gives_the_school_another_day(sign_in):
    desk = Desk()
    day = desk.cycle.due_on + 14 * DAY
    data = {"until": f"{day.day}/{day.month}/{day.year + 543}", "reason": "น้ำท่วม"}
    sign_in(desk.manager).post(url("sar_extend", desk.sar.pk), data)
    desk.sar.refresh_from_db()
    assert (desk.sar.extended_to, desk.sar.extension_reason, desk.sar.due_on) == (day, "น้ำท่วม", day)
    assert desk.head.notices.filter(url=desk.sar.get_absolute_url()).count() == 1


def test_sent_report_of_a_closed_cycle_is_returned_once_it_has_a_day_of_its_own(sign_in):
    desk = Desk().reach("submitted")
    perform(desk.cycle, "close", by=desk.manager)
    page = sign_in(desk.reader).get(url("sar_review", desk.sar.pk)).content.decode()
    assert (SCHOOL_CANNOT_MEND in page, url("sar_extend", desk.sar.pk) in page) == (True, False)
    client, step = sign_in(desk.manager), url("sar_transition", desk.sar.pk, "return")
    assert url("sar_extend", desk.sar.pk) in client.get(url("sar_review", desk.sar.pk)).content.decode()
    day = desk.cycle.due_on + 14 * DAY
    data = {"until": f"{day.day}/{day.month}/{day.year + 543}", "reason": "ส่งกลับให้แก้"}
    client.post(url("sar_extend", desk.sar.pk), data)
    client.post(step, {"note": "เพิ่มหลักฐาน"})
    sar = Sar.objects.get(pk=desk.sar.pk)
    assert (sar.state, sar.due_on, writing_refusal(sar)) == ("returned", day, "")


def test_extension_given_meanwhile_is_told_before_it_is_replaced(sign_in):
    desk = Desk()
    client, page = sign_in(desk.manager), url("sar_extend", desk.sar.pk)
    seen = client.get(page).context["form"]["known"].value()
    extend(desk.sar, until=desk.cycle.due_on + 7 * DAY, reason="น้ำท่วม", by=desk.manager)
    day = desk.cycle.due_on + 14 * DAY
    data = {"until": f"{day.day}/{day.month}/{day.year + 543}", "reason": "ไฟไหม้", "known": seen}
    form = client.post(page, data).context["form"]
    assert [sentence.rpartition("แล้ว ")[2] for sentence in form.non_field_errors()] == [
        "เหตุผล: น้ำท่วม หากยืนยันวันของท่าน โปรดบันทึกอีกครั้ง"
    ]
    assert client.post(page, data | {"known": form["known"].value()}).status_code == 302
    desk.sar.refresh_from_db()
    assert (desk.sar.extended_to, desk.sar.extension_reason) == (day, "ไฟไหม้")


@pytest.mark.parametrize("days", [-400, 0])
def test_extension_must_lie_after_the_day_of_all(sign_in, days):
    desk = Desk()
    day = desk.cycle.due_on + days * DAY
    data = {"until": f"{day.day}/{day.month}/{day.year + 543}", "reason": "น้ำท่วม"}
    answer = sign_in(desk.manager).post(url("sar_extend", desk.sar.pk), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])


def test_remind_page_says_how_many_before_it_does(sign_in):
    desk = Desk()
    client, page = sign_in(desk.reader), url("sar_remind") + "?level=early_childhood"
    plan = client.get(page).context["plan"]
    assert (list(plan.reached), plan.people, SarReminder.objects.count()) == (
        [desk.sar],
        {desk.head, desk.teacher},
        0,
    )
    answer = client.post(page, follow=True)
    assert said(answer) == ["แจ้งเตือนแล้ว 1 รายงาน 2 คน"]
    assert SarReminder.objects.get().sar == desk.sar


@pytest.mark.parametrize(("level", "count"), [("early_childhood", 32), ("basic", 34)])
def test_sar_review_query_count(sign_in, django_assert_num_queries, level, count):
    """14 items or 21: the same but for the national tests."""
    desk = Desk(level=level).reach("submitted")
    client = sign_in(desk.reader)
    with django_assert_num_queries(count):
        client.get(url("sar_review", desk.sar.pk))


def test_standard_tells_who_changed_which_level(sign_in):
    desk = Desk().reach("drafting")
    client, page = sign_in(desk.teacher), url("sar_standard", desk.sar.pk, 1)
    client.post(page, typed(desk, value=3))
    entries = [entry for entry in client.get(page).context["entries"] if entry.sentence == "ประเมิน"]
    changes = {(entry.by, change.label[:3], change.old, change.new) for entry in entries for change in entry.changes}
    assert changes == {(str(desk.teacher), f"1.{n}", "–", "3 ดี") for n in range(1, 5)}
