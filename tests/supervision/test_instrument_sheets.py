"""Instruments to Excel and back: the same comes back, twice is nothing new, what is wrong is said row by row."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.tables import Unreadable
from supervision.data.form_text import ready_forms
from supervision.data.instrument_form import Item
from supervision.imports.instruments import read_instrument
from supervision.models import Instrument
from supervision.reports.instrument_changes import changes_of_head, pair_up
from supervision.reports.instrument_sheets import instrument_sheets
from supervision.services.instruments import form_of, indicators_for, make_edition
from tests.factories.core import person
from tests.factories.instruments import many_kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return person("group_head")


def workbook(form, keeper, change=lambda sheets: None):
    sheets = instrument_sheets(make_edition(form, district=keeper.district))
    change({sheet.name: sheet for sheet in sheets})
    return write_workbook(sheets)


def read(content, keeper):
    return read_instrument(content, user=keeper, indicators=indicators_for(keeper.district).keys())


def test_instrument_comes_back_as_it_went(keeper):
    reading = read(workbook(many_kinds(), keeper), keeper)
    assert (reading.errors, reading.form) == ([], many_kinds())
    assert (reading.is_same, reading.can_come_in) == (True, False)


@pytest.mark.parametrize("form", ready_forms(), ids=lambda form: form.code)
def test_ready_form_comes_back_as_it_went(form, keeper):
    reading = read(workbook(form, keeper), keeper)
    assert (reading.errors, reading.form) == ([], form)


def test_ready_forms_are_the_manuals_and_nothing_is_missing(keeper):
    built = Instrument.objects.filter(district=None).order_by("form_code")
    assert [row.form_code for row in built] == [
        f"งาน {process} แบบ {form}" for process, forms in enumerate((3, 3, 3, 2, 3), 1) for form in range(1, forms + 1)
    ]
    assert [form_of(built.get(code=form.code)) for form in ready_forms()] == ready_forms()
    assert {row.state for row in built} == {"published"}


def test_hostile_texts_stay_texts(keeper):
    form = replace(many_kinds(), name='=HYPERLINK("http://x")', guidance="+1-1\n@SUM(A1)")
    assert read(workbook(form, keeper), keeper).form == form


def wrong(row, **cells):
    """A change of the cells of the item in this row of the sheet (from 0)."""

    def change(sheets):
        sheets["รายการ"].rows[row].update(cells)

    return change


@pytest.mark.parametrize(
    ("change", "row", "reason"),
    [
        (wrong(0, kind="เดา"), 2, "ไม่รู้จัก “เดา” โปรดใช้คำใดคำหนึ่ง: ให้ระดับ, ใช่/ไม่ใช่, ตัวเลข, เลือกหนึ่งข้อ, ข้อความ, ภาพถ่าย"),
        (wrong(1, asked_if="2.1"), 3, "เงื่อนไขอ้างถึงข้อ 2.1 ซึ่งไม่ได้อยู่ก่อนข้อนี้"),
        (wrong(1, indicator="X:1"), 3, "ไม่มีประเด็นพิจารณา “X:1” ในมาตรฐานของระบบ"),
        (wrong(2, number="9.9"), 4, "เลขข้อคือ “9.9” แต่ตามลำดับต้องเป็น 1.3"),
        (wrong(2, text="ก" * 501), 4, "“ข้อความ” ยาวเกิน 500 อักขระ"),
    ],
)
def test_wrong_cell_is_said_with_its_row(keeper, change, row, reason):
    errors = read(workbook(many_kinds(), keeper, change), keeper).errors
    assert [(error.sheet, error.row, error.reason) for error in errors] == [("รายการ", row, reason)]


def test_workbook_of_something_else_is_refused(keeper):
    with pytest.raises(Unreadable):
        read(b"PK not a workbook", keeper)


def test_import_makes_one_draft_after_it_was_shown(sign_in, keeper):
    content = workbook(many_kinds(), keeper, wrong(0, text="มีแผนพัฒนา"))
    client = sign_in(keeper)
    upload = SimpleUploadedFile("แบบ.xlsx", content)
    page = client.post(reverse("supervision:instrument_upload"), {"file": upload}, follow=True)
    reading, address = page.context["reading"], page.redirect_chain[-1][0]
    assert [(pair.kind, pair.new.number) for pair in reading.told] == [("changed", "1.1")]
    assert [(change.old, change.new) for change in reading.told[0].changes] == [("มีแผน", "มีแผนพัฒนา")]
    for _time in range(2):
        client.post(address, {"digest": reading.digest})
    editions = Instrument.objects.filter(district=keeper.district, code="many-kinds").order_by("edition")
    assert [(row.edition, row.state) for row in editions] == [(1, "draft"), (2, "draft")]
    assert form_of(editions[1]).items[0].text == "มีแผนพัฒนา"


def changed(*, drop=(), first=(), **head):
    """many_kinds with items taken out, and others put before its first."""
    form = many_kinds(**head)
    one, two = form.sections
    kept = [replace(part, items=tuple(item for item in part.items if item.number not in drop)) for part in (one, two)]
    kept[0] = replace(kept[0], items=(*first, *kept[0].items))
    return replace(form, sections=tuple(kept)).numbered()


def test_item_put_in_between_leaves_those_after_it_the_same():
    new = changed(first=[Item("0", "yes_no", "มีคำสั่งแต่งตั้ง")])
    pairs = pair_up(many_kinds(), new)
    told = [(pair.kind, pair.new.number, [change.label for change in pair.changes]) for pair in pairs[:3]]
    assert told == [("added", "1.1", []), ("changed", "1.2", ["ข้อที่"]), ("changed", "1.3", ["ข้อที่"])]
    assert [pair.kind for pair in pairs[4:]] == ["same"] * 3


def test_item_that_is_gone_is_shown_as_taken_out():
    pairs = pair_up(many_kinds(), changed(drop=["1.3"]))
    assert [(pair.kind, pair.old.number) for pair in pairs if pair.kind != "same"] == [("removed", "1.3")]


def test_what_the_form_itself_says_otherwise_is_shown():
    changes = changes_of_head(many_kinds(), many_kinds(name="ชื่อใหม่", levels=many_kinds().levels[:2]))
    assert [(change.old, change.new) for change in changes] == [
        ("แบบหลายชนิด", "ชื่อใหม่"),
        ("1 ปรับปรุง ≥ 1.00", "–"),
    ]


def test_import_is_refused_when_the_edition_beside_it_changed_meanwhile(sign_in, keeper):
    content = workbook(many_kinds(), keeper, wrong(0, text="มีแผนพัฒนา"))
    client = sign_in(keeper)
    upload = SimpleUploadedFile("แบบ.xlsx", content)
    page = client.post(reverse("supervision:instrument_upload"), {"file": upload}, follow=True)
    shown, address = page.context["reading"].digest, page.redirect_chain[-1][0]
    editions = Instrument.objects.filter(code="many-kinds")
    editions.get().sections.update(title="คนอื่นแก้ระหว่างนี้")
    response = client.post(address, {"digest": shown})
    assert (response.status_code, editions.count()) == (422, 1)
    assert response.context["form"].non_field_errors() == ["เครื่องมือเปลี่ยนไปหลังจากแสดงหน้านี้ โปรดตรวจอีกครั้งแล้วจึงยืนยัน"]
