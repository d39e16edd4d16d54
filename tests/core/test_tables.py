import io
import zipfile

import pytest
from openpyxl import Workbook

from qa_portal.core.files import CSV, XLSX, sniff
from qa_portal.core.tables import Unreadable, read_table


def excel(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_numbers_of_excel_are_read_as_the_codes_that_they_are():
    table = read_table(excel(["รหัส", "ชื่อ"], [1099000001, "ก"], [None, None], [1.5, None]), XLSX)
    assert (table.headers, table.rows) == (["รหัส", "ชื่อ"], [(2, ["1099000001", "ก"]), (4, ["1.5", ""])])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_csv_of_old_and_new_excel_is_read(encoding):
    content = "รหัส;ชื่อ\n1;บ้านน้ำใส\n".encode(encoding)
    assert sniff(content) == CSV
    assert read_table(content, CSV).rows == [(2, ["1", "บ้านน้ำใส"])]


def test_damaged_or_bloated_excel_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (301 * 1024 * 1024))
    for content in (b"PK\x03\x04nothing", out.getvalue()):
        with pytest.raises(Unreadable):
            read_table(content, XLSX)


def test_file_without_rows_is_refused():
    with pytest.raises(Unreadable):
        read_table("รหัส,ชื่อ\n\n".encode(), CSV)


def test_binary_is_no_csv():
    assert sniff(b"MZ\x90\x00\x03") == ""
