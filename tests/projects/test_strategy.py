"""The year's strategy: trees, codes, removal, sheets in and out, and how one year goes on in the next (A1-02..07)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from projects.models import PolicyLink, StrategyItem, in_tree_order
from projects.services import drafts as services
from projects.services import strategy
from projects.services.strategy import Decision, Fate
from qa_portal.core.workflow import Refused
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import ProjectFactory, project_in

pytestmark = pytest.mark.django_db

POLICY, STANDARD = "policy", "standard"


@pytest.fixture
def clerk():
    return person("plan_staff")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def add(clerk):
    """add("1.2", parent) -> an item of the clerk's office."""

    def _add(code, parent=None, *, year=2570, kind=POLICY, title="ข้อความ", district=None):
        return StrategyItem.objects.create(
            district=district or clerk.district, fiscal_year=year, kind=kind, code=code, title=title, parent=parent
        )

    return _add


def url(name, *args, **query):
    address = reverse(f"projects:{name}", args=args)
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def codes(**where):
    return [(item.code, item.parent and item.parent.code) for item in StrategyItem.objects.filter(**where)]


# ---------------------------------------------------------------- codes and trees


def test_codes_sort_as_people_count(add):
    for code in ("10", "1.10", "2", "1.2", "1"):
        add(code)
    assert [code for code, _parent in codes()] == ["1", "1.2", "1.10", "2", "10"]


def test_code_is_the_same_in_thai_and_arabic_digits(add):
    add("๑.๒")
    assert codes() == [("1.2", None)]
    with pytest.raises(IntegrityError), transaction.atomic():
        add("1.2")


def test_tree_order_puts_each_item_below_its_parent(add):
    second = add("2")
    first = add("1")
    add("9", first)
    add("3", second)
    shown = in_tree_order(StrategyItem.objects.all())
    assert [(item.code, item.depth) for item in shown] == [("1", 0), ("9", 1), ("2", 0), ("3", 1)]


def test_add_item_writes_it_below_its_parent(desk, add, clerk):
    parent = add("1")
    page = url("strategy_add", year=2570, kind=POLICY, parent=parent.pk)
    assert desk.get(page).context["form"].initial["parent"] == parent.pk
    response = desk.post(page, {"code": "๑.๑", "title": " ข้อ  หนึ่ง ", "parent": parent.pk})
    assert response.url == url("strategy_list", year=2570) + "#policy"
    item = StrategyItem.objects.get(code="1.1")
    assert (item.title, item.parent, item.fiscal_year, item.district) == ("ข้อ หนึ่ง", parent, 2570, clerk.district)


def test_add_refuses_a_code_that_is_there_in_other_digits(desk, add):
    add("12")
    response = desk.post(url("strategy_add", year=2570, kind=POLICY), {"code": "๑๒", "title": "ก"})
    assert (response.status_code, response.context["form"].errors["code"]) == (422, ["รหัส 12 มีอยู่แล้วในปีนี้"])


def test_same_code_is_free_in_another_kind_and_year(desk, add):
    add("1")
    for query in ({"year": 2570, "kind": STANDARD}, {"year": 2571, "kind": POLICY}):
        assert desk.post(url("strategy_add", **query), {"code": "1", "title": "ก"}).status_code == 302
    assert StrategyItem.objects.filter(code="1").count() == 3


def test_item_moves_in_its_tree_but_never_below_itself(desk, add):
    top = add("1")
    child = add("1.1", top)
    other = add("2")
    page = url("strategy_edit", child.pk)
    form = {"code": "1.1", "title": "ก", "opened_version": child.version}
    assert desk.post(page, form | {"parent": other.pk}).status_code == 302
    child.refresh_from_db()
    assert child.parent == other
    refused = desk.post(url("strategy_edit", other.pk), {"code": "2", "title": "ก", "parent": child.pk})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["parent"])


@pytest.mark.parametrize("where", [{"kind": STANDARD}, {"year": 2569}, {"district": "foreign"}])
def test_parent_is_of_the_same_kind_year_and_office(desk, add, where):
    if "district" in where:
        where = {"district": DistrictFactory()}
    stranger, item = add("7", **where), add("1")
    response = desk.post(url("strategy_edit", item.pk), {"code": "1", "title": "ก", "parent": stranger.pk})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["parent"])


def test_stale_edit_keeps_what_was_typed(desk, add):
    item = add("1")
    item.save()
    response = desk.post(url("strategy_edit", item.pk), {"code": "1", "title": "ใหม่", "opened_version": 1})
    assert (response.status_code, response.context["form"]["title"].value()) == (422, "ใหม่")


def test_item_of_another_office_is_not_found(desk, add):
    foreign = add("1", district=DistrictFactory())
    assert [desk.get(url(name, foreign.pk)).status_code for name in ("strategy_edit", "strategy_delete")] == [404] * 2


# ---------------------------------------------------------------- removing


def test_remove_item_that_nothing_hangs_on(desk, add):
    item = add("1")
    assert desk.post(url("strategy_delete", item.pk)).status_code == 302
    assert StrategyItem.objects.count() == 0
    assert StrategyItem.history.first().history_type == "-"


def test_remove_says_what_keeps_the_item(desk, add, clerk):
    item = add("1")
    add("1.1", item)
    later = add("1", year=2571)
    later.continues.add(item)
    project = ProjectFactory(district=clerk.district, fiscal_year=2570)
    PolicyLink.objects.create(project=project, kind=POLICY).items.add(item)
    ties = desk.post(url("strategy_delete", item.pk)).context["ties"]
    assert ([str(child) for child in ties.children], ties.projects, ties.continued) == (
        ["1.1 ข้อความ"],
        [project],
        [later],
    )
    with pytest.raises(Refused):
        strategy.remove_item(item, by=clerk)
    assert StrategyItem.objects.filter(pk=item.pk).exists()


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("count", [1, 3])
def test_strategy_page_costs_the_same_for_one_and_three(desk, add, django_assert_num_queries, count):
    for number in range(count):
        add(str(number))
    with django_assert_num_queries(9):
        response = desk.get(url("strategy_list", year=2570))
    assert len(dict(response.context["trees"])[POLICY]) == count


def test_empty_year_leads_to_carrying_on_importing_and_typing(desk, add):
    add("1", year=2569)
    page = desk.get(url("strategy_list", year=2570)).content.decode()
    wanted = [
        url("strategy_carry", 2570),
        url("strategy_upload", 2570),
        url("strategy_add") + "?year=2570&amp;kind=policy",
    ]
    assert [address for address in wanted if address not in page] == []


def test_reader_sees_the_trees_without_any_tool(sign_in, add, clerk):
    item = add("1")
    page = sign_in(person("committee_member", clerk.district)).get(url("strategy_list", year=2570)).content.decode()
    assert (url("strategy_edit", item.pk) in page, "1</span>" in page) == (False, True)


# ---------------------------------------------------------------- Excel


def excel(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in [("ประเภท", "รหัส", "ชื่อ", "อยู่ภายใต้รหัส"), *rows]:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("กลยุทธ์.xlsx", out.getvalue())


def send(desk, *rows, year=2570):
    return desk.post(url("strategy_upload", year), {"file": excel(*rows)}).url


def confirm(desk, page):
    return desk.post(page, {"digest": desk.get(page).context["plan"].digest})


def counts(desk, page):
    return list(desk.get(page).context["plan"].counts.values())


GOOD = [("นโยบายสำนักงาน", "1", "หนึ่ง", ""), ("policy", "๑.๑", "หนึ่งหนึ่ง", "1")]


def test_import_shows_writes_and_does_nothing_the_second_time(desk):
    page = send(desk, *GOOD)
    assert (counts(desk, page), StrategyItem.objects.count()) == ([2, 0, 0, 0], 0)
    assert confirm(desk, page).url == page
    assert codes() == [("1", None), ("1.1", "1")]
    assert counts(desk, page) == [0, 0, 2, 0]


def test_import_changes_title_and_place_and_blank_erases_nothing(desk, add):
    old = add("1", title="เก่า")
    add("1.1", old)
    page = send(desk, (POLICY, "1", "ใหม่", ""), (POLICY, "1.1", "", "-"))
    changes = [change for row in desk.get(page).context["plan"].rows for change in row.changes]
    assert [(change.old, change.new) for change in changes] == [("เก่า", "ใหม่"), ("1", "-")]
    confirm(desk, page)
    assert list(StrategyItem.objects.values_list("code", "title", "parent")) == [
        ("1", "ใหม่", None),
        ("1.1", "ข้อความ", None),
    ]


def test_import_rejects_with_reasons(desk, add):
    add("5", add("4"))
    rows = [
        ("ไม่รู้จัก", "1", "ก", ""),
        (POLICY, "", "ก", ""),
        (POLICY, "2", "", ""),
        (POLICY, "3", "ก", "99"),
        (POLICY, "8", "ก", "3"),
        (POLICY, "4", "", "5"),
        (POLICY, "๗", "ก", ""),
        (POLICY, "7", "ก", ""),
        (POLICY, "1" * 21, "ก", ""),
    ]
    plan = desk.get(send(desk, *rows)).context["plan"]
    assert [row.reason for row in plan.rows] == [
        "ไม่รู้จักประเภท “ไม่รู้จัก”",
        "แถวนี้ไม่มีรหัส",
        "รายการใหม่ต้องมีชื่อ",
        "ไม่มีรายการประเภทนี้ที่มีรหัส 99",
        "ไม่มีรายการประเภทนี้ที่มีรหัส 3",
        "รายการนี้จะกลายเป็นส่วนหนึ่งของตัวเอง",
        "",
        "รหัสซ้ำกับแถวที่ 8 ของไฟล์",
        "รหัสยาวเกิน 20 ตัวอักษร",
    ]


def test_import_refuses_when_the_year_changed_since_it_was_shown(desk, add):
    page = send(desk, *GOOD)
    digest = desk.get(page).context["plan"].digest
    add("1", title="หนึ่ง")
    response = desk.post(page, {"digest": digest})
    assert (response.status_code, StrategyItem.objects.count()) == (422, 1)


def test_import_of_a_file_without_codes_says_what_it_lacks(desk):
    upload = SimpleUploadedFile("x.csv", "ชื่อ\nก\n".encode())
    response = desk.post(url("strategy_upload", 2570), {"file": upload})
    assert response.context["form"].errors["file"] == ["ไฟล์ขาดคอลัมน์ต่อไปนี้: ประเภท, รหัส"]


def test_sheet_of_a_year_comes_back_unchanged(desk, add):
    add("1.1", add("1"))
    add("2", kind=STANDARD)
    content = desk.get(url("strategy_xlsx", 2570)).content
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert rows == [
        ["ประเภท", "รหัส", "ชื่อ", "อยู่ภายใต้รหัส"],
        ["นโยบายสำนักงาน", "1", "ข้อความ", "-"],
        ["นโยบายสำนักงาน", "1.1", "ข้อความ", "1"],
        ["มาตรฐานสำนักงาน", "2", "ข้อความ", "-"],
    ]
    page = desk.post(url("strategy_upload", 2570), {"file": SimpleUploadedFile("x.xlsx", content)}).url
    assert counts(desk, page) == [0, 0, 3, 0]


# ---------------------------------------------------------------- carrying forward


def fate(item, what, code="", title=""):
    return {f"item-{item.pk}-{name}": value for name, value in (("fate", what), ("code", code), ("title", title))}


def test_carry_keeps_renames_merges_and_ends(desk, add):
    top, child, merged, ended = add("1"), add("1.1"), add("2"), add("3")
    child.parent = top
    child.save()
    form = fate(top, "keep", "๙", "ชื่อใหม่") | fate(child, "keep", "9.1", "ลูก")
    form |= fate(merged, "merge", "9") | fate(ended, "leave")
    assert desk.post(url("strategy_carry", 2571), form).status_code == 302
    assert codes(fiscal_year=2571) == [("9", None), ("9.1", "9")]
    new = StrategyItem.objects.get(fiscal_year=2571, code="9")
    assert set(new.continues.all()) == {top, merged}
    assert new.title == "ชื่อใหม่"


def test_carry_is_harmless_twice_and_takes_later_items_one_by_one(desk, add):
    first = add("1")
    form = fate(first, "keep", "1", "ก")
    desk.post(url("strategy_carry", 2571), form)
    desk.post(url("strategy_carry", 2571), form)
    assert codes(fiscal_year=2571) == [("1", None)]
    late = add("2")
    page = desk.get(url("strategy_carry", 2571))
    assert [(row.source, row.initial["fate"]) for row in page.context["carry"].forms] == [(late, "leave")]
    desk.post(url("strategy_carry", 2571), fate(late, "keep", "2", "ข"))
    assert codes(fiscal_year=2571) == [("1", None), ("2", None)]


def test_carry_refuses_a_code_twice_and_a_merge_into_nothing(desk, add):
    one, two, three = add("1"), add("2"), add("3")
    form = fate(one, "keep", "1", "ก") | fate(two, "keep", "๑", "ข") | fate(three, "merge", "8")
    response = desk.post(url("strategy_carry", 2571), form)
    mistakes = {row.source: dict(row.errors) for row in response.context["carry"].mistakes}
    assert (response.status_code, mistakes) == (
        422,
        {
            two: {"code": ["มีรายการอื่นของปีใหม่ใช้รหัสนี้แล้ว"]},
            three: {"code": ["ไม่มีรายการของปีใหม่ที่มีรหัสนี้"]},
        },
    )
    assert codes(fiscal_year=2571) == []


def test_carry_of_a_parent_merged_into_its_own_child_makes_no_circle(add, clerk):
    top = add("1")
    child = add("1.1", top)
    decisions = [Decision(top, Fate.MERGE, "5"), Decision(child, Fate.KEEP, "5", "ก")]
    assert strategy.carry_forward(clerk.district, 2571, decisions, by=clerk) == 2
    assert codes(fiscal_year=2571) == [("5", None)]


def test_continuations_reach_over_several_years(add):
    old, middle, new, other = add("1", year=2569), add("1"), add("1", year=2571), add("2", year=2571)
    middle.continues.add(old)
    new.continues.add(middle)
    assert strategy.only_continuations([old, middle, new], 2571) == {old.pk: new.pk, middle.pk: new.pk, new.pk: new.pk}
    other.continues.add(middle)
    assert strategy.only_continuations([old], 2571) == {}


def test_copy_of_a_project_answers_to_what_its_items_became(desk, add, clerk):
    source = project_in("approved", district=clerk.district, fiscal_year=2570)
    goes_on, split, ends = add("1"), add("2"), add("3", kind=STANDARD)
    PolicyLink.objects.create(project=source, kind=POLICY, all_indicators=True).items.set([goes_on, split])
    PolicyLink.objects.create(project=source, kind=STANDARD, text="มาตรฐานที่ 3").items.set([ends])
    new, half, rest = add("7", year=2571), add("8", year=2571), add("9", year=2571)
    new.continues.add(goes_on)
    half.continues.add(split)
    rest.continues.add(split)
    response = desk.post(reverse("projects:project_copy", args=[source.pk]), {"fiscal_year": 2571}, follow=True)
    copy = source.copies.get()
    links = {link.kind: link for link in copy.policy_links.all()}
    assert (list(links[POLICY].items.all()), links[POLICY].all_indicators) == ([new], True)
    assert links[POLICY].text == "1 ข้อความ, 2 ข้อความ ทุกตัวบ่งชี้"
    assert (list(links[STANDARD].items.all()), links[STANDARD].text) == ([], "มาตรฐานที่ 3")
    said = [str(message) for message in response.context["messages"]]
    assert said[1] == ("เชื่อมกับรายการของปีใหม่แล้ว 1 รายการ ยังไม่เชื่อม เพราะไม่ได้ต่อเนื่องไปยังรายการเดียว: 2 ข้อความ, 3 ข้อความ")


def test_copy_within_the_year_keeps_its_items(add, clerk):
    source, item = ProjectFactory(district=clerk.district, fiscal_year=2570), add("1")
    PolicyLink.objects.create(project=source, kind=POLICY).items.add(item)
    copy = services.copy_project(source, fiscal_year=2570, by=clerk)
    assert (list(copy.policy_links.get().items.all()), copy.policy_links.get().text) == ([item], "")


def test_trend_says_what_an_item_was(desk, add):
    old, new, ended = add("4", year=2569), add("1"), add("5", year=2569)
    new.continues.add(old)
    context = desk.get(url("strategy_trend", year=2570, kind=POLICY)).context
    told = [
        (trail.item, [(year, [row.item for row in rows]) for year, rows in trail.earlier])
        for trail in context["trails"]
    ]
    assert told == [(new, [(2569, [old])])]
    assert [row.item for row in context["ended"]] == [ended]
