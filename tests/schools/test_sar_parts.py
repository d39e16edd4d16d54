"""The parts of a report beside its standards, last year and the targets beside, and two people at once."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core import thai, unsaved
from qa_portal.core.workflow import Refused
from schools.checks.test_results import doubts, impossible
from schools.models import OwnSection, Sar, TestResult
from schools.reports.sar import answers
from schools.reports.sar_progress import progress_of
from schools.reports.sar_targets import targets_of
from schools.reports.sar_tasks import tasks
from schools.services.papers import attach_pdf
from schools.services.registry import record_year_figures
from schools.services.test_results import results_of
from schools.timeline import debts_of
from tests.factories.sar import Desk, open_cycle, pdf
from tests.factories.targets import add_own, aim_at, draft_sheet

pytestmark = pytest.mark.django_db


def tasks_of(sar):
    return tasks(sar, progress_of([sar])[sar.pk], can_write=True, can_attach=True)


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def typed(answer, **changes):
    """The form of a page as the browser sends it back, some of it changed."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


# ---------------------------------------------------------------- two people at once


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("sar_summary", {"executive_summary": "ก"}), ("sar_conclusion", {"way_forward": "ข"})),
        (("sar_data", {"overview": "ก"}), ("sar_summary", {"executive_summary": "ข"})),
        (("sar_conclusion", {"help_wanted": "ก"}), ("sar_data", {"overview": "ข"})),
    ],
)
def test_two_people_on_two_parts_do_not_collide(sign_in, first, second):
    desk = Desk().reach("drafting")
    (page, words), (other, others) = ((url(name, desk.sar.pk), words) for name, words in (first, second))
    opened = typed(sign_in(desk.head).get(other), **others)
    client = sign_in(desk.teacher)
    assert client.post(page, typed(client.get(page), **words)).status_code == 302
    assert sign_in(desk.head).post(other, opened).status_code == 302
    desk.sar.refresh_from_db()
    assert {name: getattr(desk.sar, name) for name in words | others} == words | others


def test_two_people_on_two_standards_do_not_collide(sign_in):
    desk = Desk().reach("drafting")
    pages = [url("sar_standard", desk.sar.pk, number) for number in (1, 2)]
    opened = [typed(sign_in(desk.head).get(page), strengths=page) for page in pages]
    statuses = [
        sign_in(user).post(page, data).status_code
        for user, page, data in zip((desk.teacher, desk.head), pages, opened, strict=True)
    ]
    assert statuses == [302, 302]
    assert list(desk.sar.sections.order_by("standard__number").values_list("strengths", flat=True))[:2] == pages


def test_stale_words_stay_in_the_form_beside_what_was_saved(sign_in):
    desk = Desk().reach("drafting")
    page = url("sar_conclusion", desk.sar.pk)
    opened = typed(sign_in(desk.head).get(page), way_forward="ของผู้อำนวยการ")
    client = sign_in(desk.teacher)
    client.post(page, typed(client.get(page), way_forward="ของครู"))
    answer = sign_in(desk.head).post(page, opened)
    form = answer.context["form"]
    assert (answer.status_code, form["way_forward"].value()) == (422, "ของผู้อำนวยการ")
    assert form.errors["way_forward"] == ["ข้อมูลในระบบขณะนี้: ของครู"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert sign_in(desk.head).post(page, again).status_code == 302
    desk.sar.refresh_from_db()
    assert desk.sar.way_forward == "ของผู้อำนวยการ"


# ---------------------------------------------------------------- typing that is kept


@pytest.mark.parametrize("name", ["sar_data", "sar_standard", "sar_conclusion", "sar_summary"])
def test_kept_typing_comes_back_and_goes_with_the_save(sign_in, name):
    desk = Desk().reach("drafting")
    page = url(name, desk.sar.pk, *([1] if name == "sar_standard" else []))
    field = {"sar_data": "overview", "sar_standard": "reason", "sar_conclusion": "way_forward"}
    field = field.get(name, "executive_summary")
    client = sign_in(desk.teacher)
    data = typed(client.get(page), **{field: "พิมพ์ค้างไว้"})
    unsaved.keep(desk.teacher, page, json.dumps([[key, str(value)] for key, value in data.items()]))
    answer = client.get(page)
    assert (answer.context["form"][field].value(), bool(answer.context["unsaved"])) == ("พิมพ์ค้างไว้", True)
    client.post(page, data)
    assert unsaved.find(desk.teacher, page) is None


def test_what_was_typed_is_given_back_when_the_report_went_on(sign_in):
    desk = Desk().reach("drafting")
    page = url("sar_conclusion", desk.sar.pk)
    data = typed(sign_in(desk.teacher).get(page), way_forward="แผนที่พิมพ์ไว้นานแล้ว")
    desk.rate_all()
    desk.do("to_board", desk.teacher)
    answer = sign_in(desk.teacher).post(page, data)
    assert (answer.status_code, "แผนที่พิมพ์ไว้นานแล้ว" in answer.context["typed"]) == (409, True)


# ---------------------------------------------------------------- targets and last year


def test_standard_shows_the_target_and_how_the_level_stands_to_it(sign_in):
    desk = Desk().reach("drafting")
    aim_at(draft_sheet(desk.school, by=desk.head), 4, by=desk.head, words="ไม่ต่ำกว่าร้อยละ 80")
    section = desk.sar.sections.get(standard__number=1)
    section.level = desk.sar.framework.levels.get(value=3)
    section.save()
    answer = sign_in(desk.teacher).get(url("sar_standard", desk.sar.pk, 1)).context["answer"]
    assert (str(answer.aim), str(answer.against_target[0])) == ("4 ดีเลิศ – ไม่ต่ำกว่าร้อยละ 80", "ต่ำกว่าค่าเป้าหมาย")
    assert targets_of(desk.sar).is_announced is False


def test_last_years_words_stand_beside_the_fields(sign_in):
    before = Desk(academic_year=2567).reach("drafting")
    before.rate_all()
    section = before.sar.sections.get(standard__number=1)
    section.strengths = "เด็กร่าเริง"
    section.save()
    before.do("to_board", before.teacher)
    before.record_minutes()
    before.do("record_approval", before.head)
    before.attach()
    before.do("submit", before.head)
    sar = open_cycle(district=before.district, academic_year=2568).sars.get(level="early_childhood")
    answer = sign_in(before.teacher).get(url("sar_standard", sar.pk, 1))
    texts = {field.name: text for field, text in answer.context["texts"]}
    assert (texts["strengths"], texts["plan"]) == ("เด็กร่าเริง", "")


# ---------------------------------------------------------------- the school's own standards


def test_own_standard_has_a_screen_and_is_asked_before_the_board(sign_in):
    desk = Desk()
    add_own(draft_sheet(desk.school, by=desk.head))
    desk.reach("drafting")
    desk.rate_all()
    page = url("sar_own_standard", desk.sar.pk, 4)
    client = sign_in(desk.teacher)
    assert [task.url for task in tasks_of(desk.sar)].count(page) == 1
    with pytest.raises(Refused):
        desk.do("to_board", desk.teacher)
    level = desk.sar.framework.levels.get(value=5)
    answer = client.post(page, typed(client.get(page), level=level.pk, reason="ผลงานครบทุกคน", next="1"))
    assert answer.url == url("sar_conclusion", desk.sar.pk)
    assert OwnSection.objects.get(sar=desk.sar).level == level
    assert desk.do("to_board", desk.teacher).state == "with_board"


def test_own_standard_added_after_the_beginning_takes_a_first_save(sign_in):
    desk = Desk().reach("drafting")
    add_own(draft_sheet(desk.school, by=desk.head))
    page = url("sar_own_standard", desk.sar.pk, 4)
    opened = typed(sign_in(desk.head).get(page), reason="ของผู้อำนวยการ")
    client = sign_in(desk.teacher)
    assert client.post(page, typed(client.get(page), reason="ของครู")).status_code == 302
    assert sign_in(desk.head).post(page, opened).status_code == 422
    assert OwnSection.objects.get(sar=desk.sar).reason == "ของครู"


# ---------------------------------------------------------------- national tests


@pytest.mark.parametrize(
    ("takers", "mean", "passed", "wrong"),
    [
        (None, None, None, None),
        (20, Decimal("45.50"), 8, None),
        (20, Decimal("100"), 20, None),
        (20, Decimal("45.50"), 21, "passed_half"),
        (None, Decimal(45), 3, "takers"),
        (0, Decimal(45), None, "mean"),
        (20, Decimal(80), 0, "mean"),
        (20, Decimal(49), 20, "mean"),
    ],
)
def test_test_figures_that_cannot_be_are_refused_at_the_wrong_one(takers, mean, passed, wrong):
    found = impossible(takers, mean, passed)
    assert (found and found[0]) == wrong


def test_national_tests_are_typed_and_doubted(sign_in):
    desk = Desk(level="basic").reach("drafting")
    record_year_figures(desk.school, academic_year=2568, grades={"P3": (5, 5, 1)}, by=desk.head)
    key = {"test": "nt", "grade": "P3", "subject": "ด้านภาษาไทย"}
    TestResult.objects.create(school=desk.school, academic_year=2567, takers=9, mean=70, **key)
    page, client = url("sar_data", desk.sar.pk), sign_in(desk.teacher)
    form = client.get(page).context["form"]
    row = next(name for name, row in form.results.items() if (row.test, row.subject) == (key["test"], key["subject"]))
    figures = {f"{row}_takers": "12", f"{row}_mean": "45.25", f"{row}_passed_half": "4"}
    assert client.post(page, typed(client.get(page), **figures)).status_code == 302
    stored = TestResult.objects.get(school=desk.school, academic_year=2568)
    assert (stored.takers, stored.mean, stored.passed_half, stored.subject) == (12, Decimal("45.25"), 4, "ด้านภาษาไทย")
    said = [sentence for _row, sentence in doubts(desk.school, 2568, results_of(desk.school, 2568))]
    assert said == ["เข้าสอบ 12 คน แต่ชั้นนี้มีผู้เรียน 10 คน", "ค่าเฉลี่ยปีก่อนคือ 70.00 โปรดตรวจสอบว่าค่านี้ถูกต้อง"]
    blank = dict.fromkeys(figures, "")
    client.post(page, typed(client.get(page), **blank))
    assert not TestResult.objects.filter(school=desk.school, academic_year=2568).exists()


def test_impossible_test_figures_say_why_at_the_field(sign_in):
    desk = Desk(level="basic").reach("drafting")
    page, client = url("sar_data", desk.sar.pk), sign_in(desk.teacher)
    answer = client.post(
        page, typed(client.get(page), test_0_takers="10", test_0_mean="90", test_0_passed_half="1", overview="ก")
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["test_0_mean"])
    desk.sar.refresh_from_db()
    assert desk.sar.overview == ""


def test_early_childhood_has_no_national_tests(sign_in):
    desk = Desk().reach("drafting")
    assert sign_in(desk.teacher).get(url("sar_data", desk.sar.pk)).context["tests"] == []


# ---------------------------------------------------------------- the whole


@pytest.mark.parametrize("level", ["early_childhood", "basic"])
def test_answers_take_a_fixed_number_of_queries(level, django_assert_num_queries):
    desk = Desk(level=level).reach("drafting")
    with django_assert_num_queries(6):
        answers(desk.sar)


def test_parts_stand_in_the_order_of_writing():
    desk = Desk().reach("drafting")
    rows = tasks_of(desk.sar)
    assert [row.label for row in rows[1:4]] == [str(standard) for standard in desk.sar.framework.standards.all()]
    parts = [row.part for row in rows]
    assert [part.split(":")[0] for part in dict.fromkeys(parts)] == [
        "ส่วนที่ 1",
        "ส่วนที่ 2",
        "ส่วนที่ 3",
        "ส่วนที่ 4",
        "ส่วนท้ายสุด",
        "",
    ]


def test_all_rated_leads_on_to_the_board(sign_in):
    desk = Desk().reach("drafting")
    client = sign_in(desk.teacher)
    page = url("sar_detail", desk.sar.pk)
    assert client.get(page).context["asked"].button == "เขียนต่อ"
    desk.rate_all()
    asked = client.get(page).context["asked"]
    assert (asked.url, asked.sentence) == (
        url("sar_transition", desk.sar.pk, "to_board"),
        "ประเมินครบทุกข้อแล้ว อ่านทบทวนอีกครั้ง แล้วเสนอคณะกรรมการสถานศึกษา",
    )
    reports = client.get(url("school_desk")).context["desks"][0][2]["reports"]
    assert [row["next"] for row in reports if row["sar"] == desk.sar] == [asked.sentence]
    assert client.get(url("sar_appendix", desk.sar.pk)).context["next_url"] == url("sar_summary", desk.sar.pk)


SAYS_DRAFT = "ไฟล์ PDF นี้สร้างก่อนคณะกรรมการเห็นชอบ จึงยังระบุว่า “ร่าง” กรุณาสร้างใหม่"


def test_pdf_made_before_the_approval_says_draft_and_is_not_sent(sign_in):
    desk = Desk().reach("with_board")
    attach_pdf(desk.sar, pdf(f"{desk.sar.file_name}.pdf"), by=desk.teacher)
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    client = sign_in(desk.head)
    asked = client.get(url("sar_detail", desk.sar.pk)).context["asked"]
    assert (asked.sentence, asked.url) == (SAYS_DRAFT, url("sar_files", desk.sar.pk))
    assert client.get(url("sar_files", desk.sar.pk)).context["doubt"] == SAYS_DRAFT
    with pytest.raises(Refused) as refused:
        desk.do("submit", desk.head)
    assert [str(item.sentence) for item in refused.value.missing] == [SAYS_DRAFT]
    attach_pdf(desk.sar, pdf(f"{desk.sar.file_name}.pdf", extra=b"%"), by=desk.teacher)
    assert desk.do("submit", desk.head).state == "submitted"


def test_own_pdf_older_than_the_answers_is_sent_with_a_hint(sign_in):
    desk = Desk().reach("with_board")
    desk.attach()
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    page, client = url("sar_transition", desk.sar.pk, "submit"), sign_in(desk.head)
    assert client.get(page).context["doubt"] == ""
    desk.sar.sections.first().save()
    assert client.get(page).context["doubt"] == "มีการแก้ไขคำตอบหลังจากสร้าง PDF ฉบับนี้"
    assert client.post(page).status_code == 302


def test_late_school_is_told_until_when_its_report_is_taken(sign_in):
    today = timezone.localdate()
    due, last = today - timedelta(days=3), today + timedelta(days=9)
    desk = Desk(due_on=due, late_until=last).reach("submitted")
    assert (desk.sar.owed_by, desk.sar.late_until) == (None, None)
    owing = Desk(due_on=due, late_until=last)
    assert (owing.sar.owed_by, owing.sar.late_until) == (due, last)
    said = thai.format_date(last)
    answer = sign_in(owing.teacher).get(url("school_desk")).content.decode()
    assert f"รับที่ส่งล่าช้าถึง {said}" in answer


def test_report_that_was_returned_is_never_overdue():
    today = timezone.localdate()
    desk = Desk(due_on=today - timedelta(days=3)).reach("returned")
    dues = {debt.url: debt.due for debt in debts_of(desk.school, desk.teacher)}
    assert dues[desk.sar.get_absolute_url()] is None
    Sar.objects.filter(pk=desk.sar.pk).update(extended_to=today, extension_reason="น้ำท่วม")
    assert Sar.objects.get(pk=desk.sar.pk).owed_by == today


def test_what_is_asked_has_a_button_for_those_alone_who_may_do_it(sign_in):
    desk = Desk().reach("drafting")
    desk.rate_all()
    page = url("sar_detail", desk.sar.pk)

    def button(user):
        return sign_in(user).get(page).context["asked"].button

    present, send = "เสนอคณะกรรมการสถานศึกษา", "ส่งให้เขต"
    assert [button(user) for user in (desk.teacher, desk.head, desk.board)] == [present, present, ""]
    desk.do("to_board", desk.teacher)
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    desk.attach()
    assert [button(user) for user in (desk.teacher, desk.head, desk.board)] == ["", send, ""]
