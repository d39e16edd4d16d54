"""Instruments to Excel and back: the same comes back, twice is nothing new, what is wrong is said row by row."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.tables import Unreadable
from supervision.data.form_text import ready_forms
from supervision.imports.instruments import read_instrument
from supervision.models import Instrument
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
    assert [(str(kind), item.number) for kind, item in reading.rows if kind != "unchanged"] == [("changed", "1.1")]
    for _time in range(2):
        client.post(address, {"digest": reading.digest})
    editions = Instrument.objects.filter(district=keeper.district, code="many-kinds").order_by("edition")
    assert [(row.edition, row.state) for row in editions] == [(1, "draft"), (2, "draft")]
    assert form_of(editions[1]).items[0].text == "มีแผนพัฒนา"
