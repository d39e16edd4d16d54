"""A school's targets of a year: written, announced, taken back, copied, and read by the office."""

import subprocess
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused, perform
from schools.documents.targets import render_targets
from schools.models import Framework, OwnStandard, TargetSheet
from schools.services.frameworks import copy_framework
from schools.services.mapping import save_matches, suggest
from schools.services.targets import aims_in, announce_sheet, begin_sheet, save_targets
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.targets import add_own, aim_at, announced_sheet, draft_sheet

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


@pytest.fixture
def head():
    return school_person("school_head", SchoolFactory())


def school_of(user):
    return user.memberships.get().school


def aims(sheet):
    rows = sheet.targets.values_list("standard__number", "indicator__code", "level__value", "words")
    return sorted(rows, key=lambda row: (row[0], row[1] or ""))


# ---------------------------------------------------------------- rules


def test_sheet_begins_once_a_year_and_level(head):
    first = draft_sheet(school_of(head), by=head)
    assert draft_sheet(school_of(head), by=head) == first
    assert (first.framework.code, first.state, first.history.get().history_user) == ("EC-2561", "draft", head)


def test_sheet_begins_from_the_standards_of_its_year(head):
    new = copy_framework(Framework.objects.get(code="EC-2561"), district=head.district)
    Framework.objects.filter(pk=new.pk).update(in_force_from=2569)
    assert draft_sheet(school_of(head), by=head, academic_year=2568).framework.code == "EC-2561"
    assert draft_sheet(school_of(head), by=head, academic_year=2569).framework == new
    assert begin_sheet(school_of(head), academic_year=2500, level="basic", by=head) is None


def test_framework_aimed_by_is_frozen_before_any_cycle(head):
    framework = copy_framework(Framework.objects.get(code="EC-2561"), district=head.district)
    Framework.objects.filter(pk=framework.pk).update(in_force_from=2569)
    assert framework.is_used is False
    draft_sheet(school_of(head), by=head, academic_year=2569)
    assert framework.is_used is True


def test_save_targets_writes_changes_and_takes_away(head):
    sheet = draft_sheet(school_of(head), by=head)
    standard, levels = sheet.framework.standards.get(number=1), sheet.framework.levels
    item = standard.indicators.get(code="1.1")
    save_targets(sheet, standard, {None: (levels.get(value=4), "ดีเลิศ"), item.pk: (None, "ร้อยละ 80")}, by=head)
    assert aims(sheet) == [(1, None, 4, "ดีเลิศ"), (1, "1.1", None, "ร้อยละ 80")]
    save_targets(sheet, standard, {None: (levels.get(value=5), "ดีเลิศ"), item.pk: (None, "")}, by=head)
    assert aims(sheet) == [(1, None, 5, "ดีเลิศ")]


def test_copy_takes_targets_and_own_standards_of_the_year_before(head):
    school = school_of(head)
    old = aim_at(draft_sheet(school, by=head, academic_year=2567), 4, by=head, words="ไม่ต่ำกว่าปีก่อน")
    add_own(old)
    new = draft_sheet(school, by=head, academic_year=2568, copies=True)
    assert aims(new) == aims(old)
    assert [(own.name, own.target_level.value) for own in new.own_standards.all()] == [("อัตลักษณ์ของสถานศึกษา", 4)]


def test_copy_over_a_change_of_the_framework_goes_by_the_matches(head):
    school, old_words = school_of(head), Framework.objects.get(code="EC-2561")
    old = aim_at(draft_sheet(school, by=head, academic_year=2567), 4, by=head)
    renewed = copy_framework(old_words, district=head.district)
    Framework.objects.filter(pk=renewed.pk).update(in_force_from=2568)
    save_matches(old_words, renewed, suggest(old_words, renewed), by=head)
    new = draft_sheet(school, by=head, academic_year=2568, copies=True)
    assert (new.framework, aims(new)) == (renewed, aims(old))
    assert {target.level.framework for target in new.targets.all()} == {renewed}


def test_aims_are_read_in_the_standards_that_the_cycle_chose(head):
    old_words = Framework.objects.get(code="EC-2561")
    sheet = aim_at(draft_sheet(school_of(head), by=head), 4, by=head, words="ร้อยละ 70")
    renewed = copy_framework(old_words, district=head.district)
    assert aims_in(sheet, renewed) == ({}, {})
    save_matches(old_words, renewed, suggest(old_words, renewed), by=head)
    level = renewed.levels.get(value=4)
    wanted = {standard.pk: (level, "ร้อยละ 70") for standard in renewed.standards.all()}
    assert aims_in(sheet, renewed) == (wanted, {})
    own = {standard.pk: (old_words.levels.get(value=4), "ร้อยละ 70") for standard in old_words.standards.all()}
    assert aims_in(sheet, old_words) == (own, {})


def test_announce_refused_while_a_standard_has_no_target(head):
    sheet = draft_sheet(school_of(head), by=head)
    aim_at(sheet, 4, by=head)
    sheet.targets.filter(standard__number=2).delete()
    OwnStandard.objects.create(sheet=sheet, number=4, name="ของเรา")
    with pytest.raises(Refused) as refused:
        perform(sheet, "announce", by=head)
    assert [item.sentence for item in refused.value.missing] == [
        "ยังไม่กำหนดระดับเป้าหมาย: มาตรฐานที่ 2 กระบวนการบริหารและการจัดการ",
        "ยังไม่กำหนดระดับเป้าหมาย: มาตรฐานที่ 4 ของเรา",
    ]
    assert refused.value.missing[0].url == url("target_standard", sheet.pk, 2)


def test_announce_keeps_number_day_and_paper_and_tells_the_supervisor(head):
    supervisor = person("supervisor", head.district)
    school_of(head).assignments.create(supervisor=supervisor)
    sheet = announced_sheet(school_of(head), head=head)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.order_number, sheet.announced_on, sheet.announced_by, sheet.paper.name) == (
        "announced",
        "5/2568",
        date(2025, 5, 1),
        head,
        "announcement.pdf",
    )
    assert Notice.objects.get().recipient == supervisor


def test_take_back_needs_a_reason_and_keeps_the_history(head):
    sheet = announced_sheet(school_of(head), head=head)
    with pytest.raises(Refused):
        perform(sheet, "take_back", by=head)
    sheet = perform(sheet, "take_back", by=head, note="พิมพ์ผิด")
    assert (sheet.state, sheet.announced_at, sheet.announced_by) == ("draft", None, None)
    assert sheet.history.filter(state="announced").exists() is True


@pytest.mark.parametrize("role", ["school_teacher", "school_board"])
def test_announce_is_the_heads(head, role):
    sheet = aim_at(draft_sheet(school_of(head), by=head), 4, by=head)
    with pytest.raises(PermissionDenied):
        perform(sheet, "announce", by=school_person(role, school_of(head)))


# ---------------------------------------------------------------- pages


def test_begin_page_opens_the_sheet(sign_in, head):
    school = school_of(head)
    client = sign_in(head)
    named = client.get(url("target_begin", school.pk) + "?level=basic&academic_year=2570&copies=x").context["form"]
    assert (named["level"].value(), named["academic_year"].value()) == ("basic", "2570")
    data = {"academic_year": client.get(url("target_begin", school.pk)).context["form"]["academic_year"].initial}
    answer = client.post(url("target_begin", school.pk), data | {"level": "basic"})
    assert answer.url == TargetSheet.objects.get(level="basic").get_absolute_url()


def test_teacher_reads_who_announces_the_targets(sign_in, head):
    sheet = draft_sheet(school_of(head), by=head)
    said = "เมื่อครบถ้วนแล้ว ผู้อำนวยการสถานศึกษาเป็นผู้ประกาศ"
    people = (school_person("school_teacher", school_of(head)), head)
    pages = [sign_in(user).get(url("target_sheet", sheet.pk)).content.decode() for user in people]
    assert [page.count(said) for page in pages] == [1, 0]


def screen(sheet, number=1, **changes):
    standard = sheet.framework.standards.get(number=number)
    data = {"opened_version": sheet.version, "standard_level": sheet.framework.levels.get(value=4).pk}
    names = [f"item_{item.pk}" for item in standard.indicators.all()]
    return data | {f"{name}_words": "" for name in names} | changes


def test_standard_page_saves_and_goes_on_to_the_next(sign_in, head):
    sheet = draft_sheet(school_of(head), by=head)
    client = sign_in(head)
    answer = client.post(url("target_standard", sheet.pk, 1), screen(sheet, standard_words="ไม่ต่ำกว่าร้อยละ 70 = ดี"))
    assert (answer.url, aims(sheet)) == (
        url("target_standard", sheet.pk, 2),
        [(1, None, 4, "ไม่ต่ำกว่าร้อยละ 70 = ดี")],
    )


def test_standard_page_refuses_a_stale_save_and_keeps_what_was_typed(sign_in, head):
    sheet = draft_sheet(school_of(head), by=head)
    data = screen(sheet, standard_words="ของฉัน")
    sheet.save()
    answer = sign_in(head).post(url("target_standard", sheet.pk, 1), data)
    assert (answer.status_code, answer.context["form"]["standard_words"].value(), aims(sheet)) == (422, "ของฉัน", [])


def test_standard_page_of_announced_targets_says_why_not(sign_in, head):
    sheet = announced_sheet(school_of(head), head=head)
    answer = sign_in(head).post(url("target_standard", sheet.pk, 1), screen(sheet), follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "ประกาศค่าเป้าหมายแล้ว ต้องเรียกคืนพร้อมเหตุผลก่อนจึงจะแก้ไขได้"
    ]


def test_own_standard_is_numbered_after_the_others_and_removed_from_a_draft(sign_in, head):
    sheet = draft_sheet(school_of(head), by=head)
    client = sign_in(head)
    assert client.get(url("target_own_add", sheet.pk)).context["form"]["number"].value() == 4
    taken = client.post(url("target_own_add", sheet.pk), {"number": 3, "name": "x", "criteria": ""})
    assert (taken.status_code, list(taken.context["form"].errors)) == (422, ["number"])
    client.post(url("target_own_add", sheet.pk), {"number": 4, "name": "ของเรา", "criteria": "ดูสองอย่าง"})
    own = sheet.own_standards.get()
    data = {"number": 4, "name": "ของเราเอง", "criteria": "", "opened_version": own.version}
    client.post(url("target_own", sheet.pk, own.pk), data)
    own.refresh_from_db()
    assert own.name == "ของเราเอง"
    client.post(url("target_own_remove", sheet.pk, own.pk))
    assert sheet.own_standards.count() == 0


def test_announce_page_asks_for_number_and_day(sign_in, head):
    sheet = aim_at(draft_sheet(school_of(head), by=head), 4, by=head)
    client, page = sign_in(head), url("target_transition", sheet.pk, "announce")
    refused = client.post(page, {"order_number": "", "announced_on": "1/1/2599"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["announced_on", "order_number"])
    client.post(page, {"order_number": "5/2568", "announced_on": "1/5/2568"})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.order_number, str(sheet.announced_on)) == ("announced", "5/2568", "2025-05-01")


def test_draft_is_the_schools_own(sign_in, head):
    sheet = draft_sheet(school_of(head), by=head)
    office, neighbour = person("supervisor", head.district), school_person("school_head", SchoolFactory())
    for stranger in (office, neighbour):
        assert sign_in(stranger).get(sheet.get_absolute_url()).status_code == 404
    aim_at(sheet, 4, by=head)
    announce_sheet(sheet, order_number="1", announced_on=date(2025, 5, 1), by=head)
    assert sign_in(office).get(sheet.get_absolute_url()).context["sheet"] == sheet
    assert sign_in(neighbour).get(sheet.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("named", [0, 4])
def test_sheet_page_query_count(sign_in, head, django_assert_num_queries, named):
    sheet = aim_at(draft_sheet(school_of(head), by=head), 4, by=head)
    standard = sheet.framework.standards.get(number=1)
    level = sheet.framework.levels.get(value=3)
    save_targets(sheet, standard, {item.pk: (level, "") for item in standard.indicators.all()[:named]}, by=head)
    client = sign_in(person("director", head.district))
    announce_sheet(sheet, order_number="1", announced_on=date(2025, 5, 1), by=head)
    with django_assert_num_queries(9):
        client.get(sheet.get_absolute_url())


# ---------------------------------------------------------------- document


def text_of(content):
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def test_announcement_is_in_the_official_form(head):
    sheet = announced_sheet(school_of(head), head=head)
    text = text_of(render_targets(sheet))
    for part in (
        f"ประกาศ{school_of(head).name}",
        "ที่ 5/2568",
        "เรื่อง กำหนดค่าเป้าหมายตามมาตรฐานการศึกษาของสถานศึกษา ระดับปฐมวัย",
        "ประกาศ ณ วันที่ 1 พฤษภาคม 2568",
        "มาตรฐานที่ 1 คุณภาพของเด็ก ดีเลิศ",
        "มาตรฐานที่ 4 อัตลักษณ์ของสถานศึกษา",
    ):
        assert text.count(part) >= 1, part
    assert "ร่าง" not in text.split()


def test_announcement_of_a_draft_says_so(head):
    assert text_of(render_targets(draft_sheet(school_of(head), by=head))).split()[0] == "ร่าง"


# ---------------------------------------------------------------- the office's list


@pytest.fixture
def office():
    """One school announced one of its two levels, one announced all that it teaches, one nothing."""
    district = DistrictFactory()
    half = SchoolFactory(district=district, name="โรงเรียนครึ่ง", network=NetworkFactory(district=district))
    whole = SchoolFactory(district=district, name="โรงเรียนครบ", has_primary=False)
    none = SchoolFactory(district=district, name="โรงเรียนยัง")
    for school in (half, whole):
        announced_sheet(school, head=school_person("school_head", school))
    draft_sheet(none, by=school_person("school_head", none))
    return half, whole, none


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"โรงเรียนครึ่ง", "โรงเรียนครบ", "โรงเรียนยัง"}),
        ({"standing": "announced"}, {"โรงเรียนครบ"}),
        ({"standing": "missing"}, {"โรงเรียนครึ่ง", "โรงเรียนยัง"}),
        ({"standing": "missing", "q": "ครึ่ง"}, {"โรงเรียนครึ่ง"}),
    ],
)
def test_target_list_says_who_has_announced(sign_in, office, query, names):
    client = sign_in(person("director", office[0].district))
    page = client.get(url("target_list"), {"academic_year": 2568} | query)
    assert {row.name for row in page.context["object_list"]} == names
    assert {key: count for key, _label, count in page.context["counts"]} == {"announced": 1, "missing": 2}


def test_target_list_as_a_sheet(sign_in, office):
    client = sign_in(person("director", office[0].district))
    content = client.get(url("target_list"), {"academic_year": 2568, "format": "xlsx"}).content
    rows = {
        row[0].value: [cell.value for cell in row[1:3]] for row in load_workbook(BytesIO(content)).active.iter_rows()
    }
    assert rows["โรงเรียนครบ"] == ["ประกาศแล้ว 1 พ.ค. 2568", "ไม่เปิดสอน"]
    assert rows["โรงเรียนครึ่ง"] == ["ประกาศแล้ว 1 พ.ค. 2568", "ยังไม่ประกาศ"]


@pytest.mark.parametrize("size", [1, 3])
def test_target_list_query_count(sign_in, django_assert_num_queries, size):
    network = NetworkFactory()
    for _number in range(size):
        school = SchoolFactory(district=network.district, network=network)
        announced_sheet(school, head=school_person("school_head", school))
    client = sign_in(person("director", network.district))
    with django_assert_num_queries(9):
        client.get(url("target_list"), {"academic_year": 2568})
