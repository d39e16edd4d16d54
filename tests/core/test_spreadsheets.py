import io
from datetime import date
from decimal import Decimal

import openpyxl
from python_calamine import CalamineWorkbook

from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet, write_workbook

COLUMNS = [
    Column("name", "ชื่อ", lambda row: row[0]),
    Column("amount", "จำนวนเงิน", lambda row: row[1], kind="money"),
    Column("day", "วันที่", lambda row: row[2], kind="date"),
]
DANGEROUS = ["=1+1", "=100x200X2", "+1", "-1", "@SUM(A1)", "#N/A", "\tx", "http://example.org"]


def book(rows, **sheet):
    return write_workbook([Sheet("ชื่อ/แผ่น:งาน[ยาวมากเกินสามสิบเอ็ดตัวอักษร]", COLUMNS, rows, **sheet)])


def test_a_text_is_never_a_formula():
    content = book([(text, None, None) for text in DANGEROUS])
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [page.cell(row, 1) for row in range(2, 2 + len(DANGEROUS))]
    assert [cell.value for cell in cells] == DANGEROUS
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_money_is_a_number_and_days_are_buddhist():
    content = book([("ก", Decimal("1234.50"), date(2024, 2, 29))], totals={"name": "รวม", "amount": Decimal("1234.50")})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[:3] == [["ชื่อ", "จำนวนเงิน", "วันที่"], ["ก", 1234.5, "29 ก.พ. 2567"], ["รวม", 1234.5, ""]]


def test_count_of_rows_is_said_in_the_file():
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book([("ก", None, None)] * 3))).get_sheet_by_index(0).to_python()
    assert rows[-1][0].startswith("3 รายการ")


def test_control_characters_and_long_names_do_not_break_the_file():
    page = openpyxl.load_workbook(io.BytesIO(book([("ก\x00\x0bข", None, None)]))).worksheets[0]
    assert page.cell(2, 1).value == "กข"
    assert len(page.title) <= 31


def test_text_longer_than_a_cell_is_cut_with_a_mark_instead_of_left_out():
    page = openpyxl.load_workbook(io.BytesIO(book([("ก" * 40_000, None, None)]))).worksheets[0]
    assert page.cell(2, 1).value == "ก" * 32_766 + "…"
