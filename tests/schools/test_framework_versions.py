"""Versions of the standards: frozen in use, whole from Excel, and matched so that last year's levels survive."""

import subprocess
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from qa_portal.core.files import XLSX
from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.tables import Unreadable, read_table
from qa_portal.core.workflow import perform
from schools.documents.sar import render_sar
from schools.imports.framework import Frozen, apply_plan, framework_sheet, make_plan, template_sheet
from schools.models import Framework, Indicator, ItemMatch, QualityLevel, StandardMatch
from schools.services.frameworks import copy_framework
from schools.services.mapping import Matches, continued_levels, matches_between, save_matches, suggest, unmatched
from tests.factories.core import DistrictFactory, UserFactory, person
from tests.factories.sar import Desk, open_cycle

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def copy_of(code="EC-2561", district=None):
    return copy_framework(Framework.objects.get(code=code), district=district)


def as_table(sheet):
    return read_table(write_workbook([sheet]), XLSX)


def words(framework):
    items = Indicator.objects.filter(standard__framework=framework).order_by("standard__number", "position")
    return (
        list(framework.levels.values_list("value", "name")),
        list(framework.standards.values_list("number", "name")),
        list(items.values_list("standard__number", "code", "position", "group", "name")),
    )


def rows(*lines):
    """A sheet as it comes in: kind, standard, code, position, heading, words."""
    text = "\n".join(["ชนิด,มาตรฐานที่,รหัส,ลำดับที่,หัวข้อ,ข้อความ", *lines])
    return read_table(text.encode(), "text/csv")


def planned(framework, *lines):
    return make_plan(rows(*lines), framework=framework)


# ---------------------------------------------------------------- import and export


@pytest.mark.parametrize("code", ["EC-2561", "BASIC-2561"])
def test_export_brought_into_an_empty_framework_is_the_same(code):
    source = Framework.objects.get(code=code)
    empty = Framework.objects.create(code="NEW", name="ใหม่", level=source.level, year=2569, in_force_from=2570)
    by = UserFactory()
    plan = make_plan(as_table(framework_sheet(source)), framework=empty)
    total = len(plan.rows)
    assert {kind.value: count for kind, count in plan.counts.items() if count} == {"new": total}
    apply_plan(plan, framework=empty, by=by)
    assert words(empty) == words(source)
    assert empty.levels.first().history.get().history_user == by
    again = make_plan(as_table(framework_sheet(source)), framework=empty)
    assert {kind.value: count for kind, count in again.counts.items() if count} == {"unchanged": total}


def test_import_changes_only_what_the_file_says():
    framework = copy_of()
    plan = planned(framework, "ระดับคุณภาพ,,๕,,,ดีเยี่ยม", "ประเด็น,๑,1.1,,กลุ่มใหม่,", "ประเด็น,1,1.9,,,สิ่งใหม่", "มาตรฐาน,,1,,,")
    assert [row.kind for row in plan.rows] == ["changed", "changed", "new", "unchanged"]
    assert [(c.label, c.old, c.new) for c in plan.rows[0].changes] == [("ชื่อ", "ยอดเยี่ยม", "ดีเยี่ยม")]
    apply_plan(plan, framework=framework, by=UserFactory())
    assert framework.levels.get(value=5).name == "ดีเยี่ยม"
    items = Indicator.objects.filter(standard__framework=framework, standard__number=1)
    assert items.values_list("code", "position", "group").first() == ("1.1", 1, "กลุ่มใหม่")
    assert items.values_list("code", "position", "name").last() == ("1.9", 5, "สิ่งใหม่")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("สิ่งอื่น,,1,,,x", "ไม่รู้จักชนิด “สิ่งอื่น” ให้ใช้คำใดคำหนึ่งใน ระดับคุณภาพ, มาตรฐาน, ประเด็นพิจารณา"),
        ("มาตรฐาน,,หนึ่ง,,,x", "“หนึ่ง” ในคอลัมน์ รหัส ไม่ใช่จำนวนเต็มที่มากกว่าศูนย์"),
        ("มาตรฐาน,,,,,x", "แถวนี้ไม่มีรหัส"),
        ("มาตรฐาน,,9,,,", "แถวใหม่ต้องมีข้อความ"),
        ("ประเด็นพิจารณา,,1.1,,,x", "ประเด็นพิจารณาต้องมีเลขของมาตรฐาน"),
        ("ประเด็นพิจารณา,8,8.1,,,x", "ไม่มีมาตรฐานที่ 8"),
        ("มาตรฐาน,,9,,," + "ก" * 301, "ชื่อยาวเกิน 300 ตัวอักษร"),
    ],
)
def test_import_rejects_a_row_with_its_reason(line, reason):
    plan = planned(copy_of(), line)
    assert [(row.kind, row.reason) for row in plan.rows] == [("rejected", reason)]


def test_import_rejects_the_second_of_two_equal_rows():
    plan = planned(copy_of(), "มาตรฐาน,,9,,,ก", "มาตรฐาน,,9,,,ข", "ประเด็นพิจารณา,9,9.1,,,ค")
    assert [row.kind for row in plan.rows] == ["new", "rejected", "new"]


def test_import_needs_its_columns():
    with pytest.raises(Unreadable):
        make_plan(read_table("ข้อความ,รหัส\nx,1\n".encode(), "text/csv"), framework=copy_of())


def test_template_is_read_without_a_rejected_row():
    empty = Framework.objects.create(code="NEW", name="ใหม่", level="basic", year=2569, in_force_from=2570)
    plan = make_plan(as_table(template_sheet()), framework=empty)
    assert [row.kind for row in plan.rows] == ["new", "new", "new"]


def test_import_pages_show_then_write(sign_in):
    manager = person("group_head")
    framework = copy_of(district=manager.district)
    client = sign_in(manager)
    upload = SimpleUploadedFile("s.csv", "ชนิด,รหัส,ข้อความ\nระดับคุณภาพ,5,ดีเยี่ยม\n".encode())
    preview = client.post(url("framework_upload", framework.pk), {"file": upload}).url
    digest = client.get(preview).context["form"].initial["digest"]
    assert client.post(preview, {"digest": "0"}).status_code == 422
    assert framework.levels.get(value=5).name == "ยอดเยี่ยม"
    assert client.post(preview, {"digest": digest}).url == framework.get_absolute_url()
    assert framework.levels.get(value=5).name == "ดีเยี่ยม"


def test_export_page_gives_the_rows(sign_in):
    framework = Framework.objects.get(code="EC-2561")
    content = sign_in(person("school_head")).get(url("framework_xlsx", framework.pk)).content
    sheet = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]
    assert sheet[:2] == [
        ["ชนิด", "มาตรฐานที่", "รหัส", "ลำดับที่", "หัวข้อ", "ข้อความ"],
        ["ระดับคุณภาพ", None, "5", None, None, "ยอดเยี่ยม"],
    ]
    assert len(sheet) == 1 + 5 + 3 + 14


# ---------------------------------------------------------------- in use: frozen


def used():
    desk = Desk().reach("accepted")
    framework = desk.sar.framework
    perform(desk.cycle, "close", by=desk.manager)
    return desk, framework


def refused(answer, framework):
    sentences = [str(message) for message in answer.context["messages"]]
    return (answer.redirect_chain[-1][0], len(sentences)) == (framework.get_absolute_url(), 1)


def own_used(manager):
    """Standards of the manager's own office, in use by a closed cycle."""
    framework = copy_of(district=manager.district)
    cycle = open_cycle(district=manager.district, academic_year=2560, early_childhood_framework=framework)
    perform(cycle, "close", by=manager)
    return framework


def test_used_framework_refuses_form_and_import(sign_in):
    manager = person("group_head")
    framework = own_used(manager)
    before, client = words(framework), sign_in(manager)
    data = {"kind": "school", "level": "basic", "name": "ใหม่", "code": "X", "year": 2569, "in_force_from": 2569}
    assert refused(client.post(url("framework_edit", framework.pk), data, follow=True), framework)
    upload = SimpleUploadedFile("s.csv", "ชนิด,รหัส,ข้อความ\nระดับคุณภาพ,5,ดีเยี่ยม\n".encode())
    assert refused(client.post(url("framework_upload", framework.pk), {"file": upload}, follow=True), framework)
    plan = planned(framework, "ระดับคุณภาพ,,5,,,ดีเยี่ยม")
    with pytest.raises(Frozen):
        apply_plan(plan, framework=framework, by=manager)
    framework.refresh_from_db()
    assert (framework.name.startswith("มาตรฐาน"), words(framework)) == (True, before)


def test_used_framework_refuses_the_back_office(sign_in):
    manager = person("group_head")
    framework = own_used(manager)
    before = words(framework)
    root = UserFactory(is_superuser=True, is_staff=True, roles=["district_admin"])
    client = sign_in(root)
    page = client.get(reverse("admin:schools_framework_change", args=[framework.pk]))
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    standard = framework.standards.get(number=1)
    answers = [
        client.post(reverse("admin:schools_framework_change", args=[framework.pk]), {"name": "ใหม่"}),
        client.post(reverse("admin:schools_standard_change", args=[standard.pk]), {"number": 9, "name": "ใหม่"}),
    ]
    assert ([answer.status_code for answer in answers], words(framework)) == ([403, 403], before)


def text_of(sar):
    shown = subprocess.run(["pdftotext", "-layout", "-", "-"], input=render_sar(sar), capture_output=True, check=True)
    return shown.stdout.decode()


def test_closed_cycle_stays_the_same_when_a_copy_is_edited(sign_in):
    desk, framework = used()
    client = sign_in(desk.reader)
    page, told = client.get(url("sar_review", desk.sar.pk)).content, text_of(desk.sar)
    sums = type(desk.sar).objects.filter(cycle=desk.cycle).level_distribution()
    copy = copy_framework(framework, district=desk.district)
    apply_plan(
        planned(copy, "ระดับคุณภาพ,,4,,,ระดับใหม่", "มาตรฐาน,,1,,,มาตรฐานใหม่", "ประเด็น,1,1.1,,,ประเด็นใหม่"),
        framework=copy,
        by=desk.manager,
    )
    assert text_of(desk.sar) == told
    assert type(desk.sar).objects.filter(cycle=desk.cycle).level_distribution() == sums
    strip = lambda html: html.partition(b"<main")[2].partition(b"</main>")[0]  # noqa: E731
    assert strip(client.get(url("sar_review", desk.sar.pk)).content) == strip(page)


# ---------------------------------------------------------------- pages


def test_framework_page_says_frozen_and_offers_a_new_version(sign_in):
    desk = Desk()
    page = sign_in(desk.manager).get(desk.sar.framework.get_absolute_url())
    assert page.context["frozen"].startswith("มีรอบการส่ง SAR ประกาศค่าเป้าหมาย")
    answer = sign_in(desk.manager).get(url("framework_copy", desk.sar.framework_id))
    assert answer.context["form"].initial["code"] == "EC-2561-2"


def test_framework_copy_page_makes_the_version(sign_in):
    manager = person("group_head")
    old = Framework.objects.get(code="EC-2561")
    data = {"name": "มาตรฐานปฐมวัย 2569", "code": "EC-2569", "year": 2569, "in_force_from": 2570}
    answer = sign_in(manager).post(url("framework_copy", old.pk), data)
    new = Framework.objects.get(code="EC-2569")
    assert (answer.url, new.district, new.level) == (new.get_absolute_url(), manager.district, old.level)
    assert words(new) == words(old)


def test_new_version_takes_a_code_that_nobody_has():
    first, second = copy_of(), copy_of()
    Framework.objects.filter(pk=first.pk).update(code="X")
    assert (second.code, copy_of().code, copy_of().code) == ("EC-2561-3", "EC-2561-2", "EC-2561-4")


@pytest.mark.parametrize("size", [1, 3])
def test_framework_list_query_count(sign_in, django_assert_num_queries, size):
    manager = person("group_head")
    for _number in range(size):
        copy_of(district=manager.district)
    client = sign_in(manager)
    with django_assert_num_queries(4):
        found = client.get(url("framework_list")).context["object_list"]
    assert len(found) == size + Framework.objects.filter(district=None).count()


# ---------------------------------------------------------------- mapping


def renewed(district=None):
    """A newer announcement: other words for a level, two items made one, one item dropped, one new."""
    new = copy_of(district=district)
    new.levels.filter(value=5).update(name="ดีเยี่ยม")
    first = new.standards.get(number=1)
    first.indicators.filter(code__in=["1.2", "1.3"]).delete()
    Indicator.objects.create(standard=first, position=2, code="1.2", name="อารมณ์ จิตใจ และสังคม")
    first.indicators.filter(code="1.4").update(code="1.3", name="การใช้เทคโนโลยีอย่างปลอดภัย")
    return new


def item(framework, code):
    return Indicator.objects.get(standard__framework=framework, code=code)


def test_suggest_by_code_and_words_and_leaves_the_rest():
    old, new = Framework.objects.get(code="EC-2561"), renewed()
    found = suggest(old, new)
    assert found.items[item(new, "1.1").pk] == {item(old, "1.1").pk}
    assert item(new, "1.3").pk not in found.items
    assert len(found.standards) == 3
    assert len(found.levels) == 5
    assert StandardMatch.objects.count() == 0
    left, fresh = unmatched(old, new, found)
    assert (item(old, "1.4") in left, fresh) == (True, [item(new, "1.3")])


def confirm(old, new, by):
    found = suggest(old, new)
    found.items[item(new, "1.2").pk] = {item(old, "1.2").pk, item(old, "1.3").pk}
    save_matches(old, new, found, by=by)
    return found


def test_save_matches_makes_exactly_the_confirmed_ones():
    old, new, by = Framework.objects.get(code="EC-2561"), renewed(), UserFactory()
    found = confirm(old, new, by)
    assert matches_between(old, new) == found
    found.items.pop(item(new, "1.1").pk)
    save_matches(old, new, found, by=by)
    assert matches_between(old, new) == found
    gone = ItemMatch.history.filter(history_type="-").values_list("newer", "history_user")
    assert list(gone) == [(item(new, "1.1").pk, by.pk)]


def test_levels_of_last_year_survive_a_change_of_the_framework():
    before = Desk(academic_year=2567).reach("accepted")
    old, new = before.sar.framework, renewed(before.district)
    for code, value in (("1.2", 5), ("1.3", 3)):
        before.sar.ratings.filter(indicator=item(old, code)).update(level=old.levels.get(value=value))
    cycle = open_cycle(district=before.district, academic_year=2568, early_childhood_framework=new)
    sar = cycle.sars.get(level="early_childhood")
    assert continued_levels(sar.previous(), new) == ({}, {})
    confirm(old, new, before.manager)
    items, standards = continued_levels(sar.previous(), new)
    assert items[item(new, "1.2").pk] == new.levels.get(value=3)
    assert items[item(new, "1.1").pk] == new.levels.get(value=4)
    assert item(new, "1.3").pk not in items
    assert {level.framework_id for level in standards.values()} == {new.pk}
    assert sorted(standards) == sorted(new.standards.values_list("pk", flat=True))


def test_continued_levels_costs_the_same_for_any_number_of_rows(django_assert_num_queries):
    before = Desk(academic_year=2567).reach("accepted")
    new = renewed(before.district)
    confirm(before.sar.framework, new, before.manager)
    with django_assert_num_queries(6):
        continued_levels(before.sar, new)


def test_match_page_suggests_then_keeps_what_is_confirmed(sign_in):
    manager = person("group_head")
    old, new = Framework.objects.get(code="EC-2561"), renewed(manager.district)
    client = sign_in(manager)
    page = client.get(url("framework_match", new.pk, old.pk))
    assert (page.context["is_confirmed"], page.context["fresh"]) == (False, [item(new, "1.3")])
    standard = new.standards.get(number=1)
    data = {
        f"standard_{standard.pk}": [old.standards.get(number=1).pk],
        f"item_{item(new, '1.2').pk}": [item(old, "1.2").pk, item(old, "1.3").pk],
        f"level_{old.levels.get(value=5).pk}": new.levels.get(value=5).pk,
    }
    answer = client.post(url("framework_match", new.pk, old.pk), data, follow=True)
    assert answer.context["is_confirmed"] is True
    assert matches_between(old, new) == Matches(
        {standard.pk: {old.standards.get(number=1).pk}},
        {item(new, "1.2").pk: {item(old, "1.2").pk, item(old, "1.3").pk}},
        {old.levels.get(value=5).pk: new.levels.get(value=5).pk},
    )


def test_match_page_refuses_rows_of_other_standards(sign_in):
    manager = person("group_head")
    old, new = Framework.objects.get(code="EC-2561"), copy_of(district=manager.district)
    stranger = QualityLevel.objects.get(framework__code="BASIC-2561", value=5)
    data = {f"level_{old.levels.get(value=5).pk}": stranger.pk}
    answer = sign_in(manager).post(url("framework_match", new.pk, old.pk), data)
    assert (len(answer.context["form"].errors), bool(matches_between(old, new))) == (1, False)


def test_match_page_needs_the_same_level_of_education(sign_in):
    manager = person("group_head")
    new = copy_of(district=manager.district)
    other = Framework.objects.get(code="BASIC-2561")
    assert sign_in(manager).get(url("framework_match", new.pk, other.pk)).status_code == 404


def test_cycle_page_asks_to_match_what_changed(sign_in):
    manager = person("group_head", DistrictFactory())
    new = renewed(manager.district)
    open_cycle(district=manager.district, academic_year=2567)
    cycle = open_cycle(district=manager.district, academic_year=2568, early_childhood_framework=new)
    old = Framework.objects.get(code="EC-2561")
    client = sign_in(manager)
    assert client.get(cycle.get_absolute_url()).context["unmatched"] == [(old, new)]
    confirm(old, new, manager)
    assert client.get(cycle.get_absolute_url()).context["unmatched"] == []
