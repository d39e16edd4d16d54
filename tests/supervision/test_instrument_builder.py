"""The builder: rules before use, places of rows, items of each kind, pages that only a draft has, forms on paper."""

import subprocess
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from qa_portal.core.workflow import Refused, perform
from supervision.checks.instruments import problems_of
from supervision.data.instrument_form import Item, Level, Section
from supervision.documents.instrument_form import instrument_pdf, visit_form_pdf
from supervision.models import Answer, Instrument
from supervision.services.instruments import add_section, duplicate_item, form_of, make_edition, move_row, remove_row
from tests.factories.core import DistrictFactory, person
from tests.factories.instruments import items_of, many_kinds, visit_of_many_kinds
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import VisitFactory

pytestmark = pytest.mark.django_db

QUERIES_OF_LIST = 4
QUERIES_OF_PREVIEW = 9


@pytest.fixture
def keeper():
    return person("group_head")


@pytest.fixture
def draft(keeper):
    return make_edition(many_kinds(), district=keeper.district)


def with_item(**facts):
    return replace(many_kinds(), sections=(Section("ด้าน", items=(Item("1.1", "text", "ข้อ"), Item("1.2", **facts))),))


def test_scale_that_its_means_do_not_cover_is_refused():
    levels = (Level(2, "ดี", "", Decimal("2.10")), Level(1, "ปรับปรุง", "", Decimal("1.10")))
    form = replace(with_item(kind="text", text="ก"), levels=levels)
    assert [problem.sentence for problem in problems_of(form)] == [
        "ค่าเฉลี่ย 1 ไม่ถึงระดับใดเลย ระดับต่ำสุดต้องเริ่มที่ค่านี้หรือต่ำกว่า",
        "ไม่มีค่าเฉลี่ยใดถึงระดับสูงสุด ต้องเริ่มที่ 2 หรือต่ำกว่า",
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (many_kinds(), []),
        (many_kinds(levels=()), ["ยังไม่มีระดับของเกณฑ์", "ข้อ 1.2: อธิบายระดับที่ไม่มีในเกณฑ์"]),
        (many_kinds(sections=()), ["ยังไม่มีด้าน"]),
        (with_item(kind="choice", text="ก", choices=("หนึ่ง",)), ["ข้อ 1.2: ต้องมีตัวเลือกอย่างน้อย 2 ตัวเลือก"]),
        (with_item(kind="number", text="ก", least=Decimal(2), most=Decimal(1)), ["ข้อ 1.2: ค่าต่ำสุดมากกว่าค่าสูงสุด"]),
        (
            with_item(kind="text", text="ก", asked_if="1.1", asked_if_answer="yes"),
            ["ข้อ 1.2: เงื่อนไขอ้างถึงข้อ 1.1 ซึ่งเป็นชนิดที่ใช้ตั้งเงื่อนไขไม่ได้"],
        ),
        (
            with_item(kind="text", text="ก", asked_if="1.9", asked_if_answer="yes"),
            ["ข้อ 1.2: เงื่อนไขอ้างถึงข้อที่ไม่ได้อยู่ก่อนข้อนี้"],
        ),
        (
            many_kinds(levels=(Level(2, "ดี", "", Decimal("1.00")), Level(1, "ปรับปรุง", "", Decimal("1.00")))),
            [
                "ค่าเฉลี่ยเริ่มต้นของแต่ละระดับต้องสูงกว่าระดับที่ต่ำกว่า",
                "ข้อ 1.2: อธิบายระดับที่ไม่มีในเกณฑ์",
            ],
        ),
    ],
)
def test_problems_are_said_before_use(form, said):
    assert [problem.sentence for problem in problems_of(form)] == said


def test_draft_with_a_problem_cannot_be_put_into_use(keeper, draft):
    items_of(draft)["2.1"].choices.all().delete()
    with pytest.raises(Refused) as refused:
        perform(draft, "publish", by=keeper)
    item = items_of(draft)["2.1"]
    address = reverse("supervision:instrument_item", args=[draft.pk, item.pk])
    assert [missing.url for missing in refused.value.missing][:1] == [address]


def test_countrys_instrument_is_not_taken_out_of_use_by_an_office(keeper):
    with pytest.raises(Refused):
        perform(Instrument.objects.get(code="iqa-result"), "retire", by=keeper)


def numbers(draft):
    return [(item.number, item.text) for section in draft.sections.all() for item in section.items.all()]


def test_item_that_moves_takes_its_number_from_its_place(draft):
    move_row(items_of(draft)["1.3"], -1)
    assert numbers(draft)[:3] == [("1.1", "มีแผน"), ("1.2", "ร้อยละที่บรรลุ"), ("1.3", "คุณภาพของแผน")]


def test_section_that_moves_takes_its_items_along(draft):
    move_row(draft.sections.get(position=2), -1)
    assert [number for number, _text in numbers(draft)] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert numbers(draft)[0] == ("1.1", "ความพร้อม")


def test_doubled_item_stands_below_and_says_the_same(draft):
    duplicate_item(items_of(draft)["2.1"])
    form = form_of(draft)
    assert [item.number for item in form.sections[1].items] == ["2.1", "2.2", "2.3", "2.4"]
    assert replace(form.sections[1].items[1], number="2.1") == form.sections[1].items[0]


def test_item_taken_out_frees_those_that_hung_on_it(draft):
    remove_row(items_of(draft)["1.1"])
    first = form_of(draft).items[0]
    assert (first.number, first.text, first.asked_if, first.asked_if_answer) == ("1.1", "คุณภาพของแผน", "", "")


def test_item_page_keeps_choices_levels_and_rule(sign_in, keeper, draft):
    item, parent = items_of(draft)["2.2"], items_of(draft)["1.1"]
    client, address = sign_in(keeper), reverse("supervision:instrument_item", args=[draft.pk, item.pk])
    form = client.get(address).context["form"]
    rule = next(key for key, (row, word) in form.words.items() if (row, word) == (parent, "yes"))
    typed = {"kind": "choice", "text": "เลือก", "choice_lines": "ก\r\nข", "rule": [rule], "is_needed": "on"}
    client.post(address, typed | {"opened_version": item.version})
    saved = form_of(draft).sections[1].items[1]
    assert (saved.kind, saved.choices, saved.asked_if, saved.asked_if_answer) == ("choice", ("ก", "ข"), "1.1", "yes")


def test_refused_item_keeps_what_was_typed(sign_in, keeper, draft):
    section = draft.sections.get(position=1)
    address = reverse("supervision:instrument_item_add", args=[draft.pk, section.pk])
    page = sign_in(keeper).post(address, {"kind": "choice", "text": "ใหม่", "choice_lines": "ก,ข\nค"})
    form = page.context["form"]
    assert (page.status_code, list(form.errors), form["choice_lines"].value()) == (422, ["choice_lines"], "ก,ข\nค")


def test_scale_is_saved_row_by_row(sign_in, keeper, draft):
    client, address = sign_in(keeper), reverse("supervision:instrument_scale", args=[draft.pk])
    opened = client.get(address).context["form"].fields["opened"].initial
    client.post(address, {"opened": opened, "value_0": "๒", "word_0": "ผ่าน", "value_1": "1", "word_1": "ไม่ผ่าน"})
    assert [(row.value, row.word, row.least_mean) for row in draft.levels.all()] == [
        (2, "ผ่าน", Decimal("2.00")),
        (1, "ไม่ผ่าน", Decimal("1.00")),
    ]


def test_what_is_in_use_has_no_page_to_change_it(sign_in, keeper, draft):
    perform(draft, "publish", by=keeper)
    client, item = sign_in(keeper), items_of(draft)["1.1"]
    names = [("scale", []), ("edit", []), ("section_add", []), ("item", [item.pk])]
    asked = [client.get(reverse(f"supervision:instrument_{name}", args=[draft.pk, *rest])) for name, rest in names]
    move = client.post(reverse("supervision:instrument_move", args=[draft.pk, "item", item.pk, "remove"]))
    assert {page.status_code for page in [*asked, move]} == {404}


def test_list_makes_as_many_queries_for_many_as_for_few(sign_in, keeper, django_assert_num_queries):
    client, address = sign_in(keeper), reverse("supervision:instrument_list")
    make_edition(many_kinds(code="many-kinds"), district=keeper.district)
    client.get(address)
    with django_assert_num_queries(QUERIES_OF_LIST):
        client.get(address, {"q": "many-kinds"})
    for code in ("many-kinds-1", "many-kinds-2", "many-kinds-3"):
        make_edition(many_kinds(code=code), district=keeper.district)
    with django_assert_num_queries(QUERIES_OF_LIST):
        client.get(address, {"q": "many-kinds"})


def test_page_makes_as_many_queries_for_many_items_as_for_few(sign_in, keeper, draft, django_assert_num_queries):
    client, address = sign_in(keeper), reverse("supervision:instrument_preview", args=[draft.pk])
    client.get(address)
    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        client.get(address)
    for _time in range(3):
        duplicate_item(items_of(draft)["2.1"])
    add_section(draft, title="ด้านใหม่")
    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        client.get(address)


def pdf_text(content):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def test_blank_form_has_boxes_and_rules_in_words(draft):
    text = pdf_text(instrument_pdf(draft))
    lines = [line.strip() for line in text.splitlines()]
    assert [word for word in ("แบบหลายชนิด", "เกณฑ์การให้ระดับ", "1. ข้อมูล", "2. สรุป") if word not in lines] == []
    assert (text.count("☐"), text.count("☑")) == (2 + 4 + 1 + 3 + 1, 0)
    assert "ตอบเมื่อข้อ 1.1 ตอบว่า “ใช่”" in lines


def test_filled_form_ticks_what_was_answered():
    visit = visit_of_many_kinds()
    items = items_of(visit.instrument)
    Answer.objects.create(visit=visit, item=items["1.1"], is_yes=True)
    Answer.objects.create(visit=visit, item=items["1.2"], level=visit.instrument.levels.get(value=3))
    text = pdf_text(visit_form_pdf(visit))
    assert (text.count("☑"), "3 ÷ 1 = 3.00" in text) == (2, True)


# ---------------------------------------------------------------- deleting a draft


def test_draft_is_deleted_after_it_was_asked(sign_in):
    keeper = person("group_head")
    draft = make_edition(many_kinds(), district=keeper.district)
    client, address = sign_in(keeper), reverse("supervision:instrument_delete", args=[draft.pk])
    assert client.get(address).context["instrument"] == draft
    assert client.post(address).url == reverse("supervision:instrument_list")
    assert not Instrument.objects.filter(pk=draft.pk).exists()
    assert Instrument.history.get(id=draft.pk, history_type="-").history_user == keeper


def test_what_was_in_use_or_is_used_stays(sign_in):
    keeper = person("group_head")
    used, visited = (make_edition(many_kinds(code=code), district=keeper.district) for code in ("one", "two"))
    Instrument.objects.filter(pk=used.pk).update(state="retired")
    VisitFactory(instrument=visited, school=SchoolFactory(district=keeper.district))
    client = sign_in(keeper)
    said = []
    for row in (used, visited):
        page = client.post(reverse("supervision:instrument_delete", args=[row.pk]), follow=True)
        said += [str(message) for message in page.context["messages"]]
    assert said == ["แบบนี้เคยเปิดใช้แล้วจึงลบไม่ได้ หากไม่ใช้ต่อให้เลิกใช้แทน", "มีรายการในระบบใช้ร่างนี้แล้ว จึงลบไม่ได้"]
    assert Instrument.objects.filter(pk__in=[used.pk, visited.pk]).count() == 2


def test_draft_of_another_office_is_no_page(sign_in):
    draft = make_edition(many_kinds(), district=DistrictFactory())
    keeper = person("group_head")
    assert sign_in(keeper).post(reverse("supervision:instrument_delete", args=[draft.pk])).status_code == 404
