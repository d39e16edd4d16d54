"""The reader of Word files: how right it is on made-up files, and what it says about files that it cannot read."""

import io
import json
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from projects.word import Reading, Unreadable, read_file
from projects.word.document import read_document
from projects.word.items import amount_in_words, read_item
from projects.word.story import cut
from tests.projects.word_corpus import SETS
from tests.projects.word_corpus.measure import measure
from tests.projects.word_corpus.tuning import classic_plain, controls_and_tracked_changes, full_plain, wrong_figures

# Small headings inside a part: they say where their items belong.
HEADS = re.compile(
    r"(?:[\d.๐-๙]+ )?(?:[กข] )?(?:(?:เป้าหมาย)?(?:เชิง|ด้าน)(?:ปริมาณ|คุณภาพ)|ผลผลิต|ผลลัพธ์|ปัจจัยความเสี่ยง|แนวทางการบริหาร)"
)
CASES = [pytest.param(case, id=f"{name}-{case.__name__}") for name, cases in SETS.items() for case in cases]


@pytest.mark.parametrize("name", SETS)
def test_reading_is_right_where_it_has_no_doubt(name):
    scores = measure(SETS[name])
    assert [field for field, score in scores.items() if score.sure_precision < 0.95] == []
    assert [field for field, score in scores.items() if score.recall < 0.9] == []


@pytest.mark.parametrize("case", CASES)
def test_every_line_is_in_a_field_or_listed_as_not_used(case):
    """Nothing of a file is lost without a word: each text is a heading, in a passage, or not used."""
    content, _truth = case()
    reading, story = read_file(content), cut(read_document(content))
    found = [*reading.fields.values(), *(row for rows in reading.rows.values() for row in rows)]
    passages = [passage for item in found for passage in item.passages] + reading.unused
    shown = " ".join(passage.text for passage in passages)
    lines = [line.text for line in story.lines if id(line) not in story.structure]
    assert [text for text in lines if text not in shown and not HEADS.match(text)] == []


@pytest.mark.parametrize("case", CASES)
def test_reading_waits_as_plain_data(case):
    reading = read_file(case()[0])
    assert Reading.from_data(json.loads(json.dumps(reading.as_data()))) == reading


def test_a_wrong_figure_is_doubted_where_it_stands():
    content, _truth = wrong_figures()
    reading = read_file(content)
    assert [doubt.code for doubt in reading.rows["lines"][1].doubts] == ["formula_note", "line_differs"]
    assert [doubt.code for doubt in reading.fields["stated_total"].doubts] == ["total_differs"]


def test_deleted_text_is_gone_and_inserted_text_is_there():
    content, truth = controls_and_tracked_changes()
    reading = read_file(content)
    assert reading.text("owner") == truth["owner"]
    assert "ลาออก" not in json.dumps(reading.as_data(), ensure_ascii=False)


def test_file_that_is_no_proposal_says_what_was_not_found():
    with pytest.raises(Unreadable) as error:
        read_file(docx("รายการซื้อของ", "ไข่ไก่ 2 แผง"))
    assert str(error.value) == "ไม่พบหัวข้อของโครงการในไฟล์นี้: ไม่พบชื่อโครงการ วัตถุประสงค์ หรือกิจกรรม"


def test_foreign_table_is_doubted_and_kept():
    document = Document(io.BytesIO(classic_plain()[0]))
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ("สี", "ขนาด", "รูปร่าง", "แดง", "ใหญ่", "กลม"), strict=True):
        cell.text = text
    reading = read_file(saved(document))
    assert [doubt.code for doubt in reading.doubts["file"]] == ["unknown_table", "unused"]
    assert [passage.text for passage in reading.unused] == ["สี", "ขนาด", "รูปร่าง", "แดง", "ใหญ่", "กลม"]


# ---------------------------------------------------------------- one line of the budget


@pytest.mark.parametrize(
    ("text", "name", "formula", "stated"),
    [
        ("- ค่าเครื่องดื่ม 35 บาท/...20...คน/4 มื้อ เป็นเงิน....2,800.....บาท", "ค่าเครื่องดื่ม", "35 บาท/...20...คน/4 มื้อ", "2,800"),
        ("ค่าวัสดุ เป็นเงิน....1,000.....บาท", "ค่าวัสดุ", "", "1,000"),
        ("ค่าสำเนาจำนวน 200 ชุด ชุดละ 80 บาท เป็นเงิน....16,000.....บาท", "ค่าสำเนา", "จำนวน 200 ชุด ชุดละ 80 บาท", "16,000"),
        ("ค่าโล่ โล่ละ 1,000 บาท จำนวน 5 โล่ เป็นเงิน... .5,000..... .บาท", "ค่าโล่", "โล่ละ 1,000 บาท จำนวน 5 โล่", "5,000"),
        ("ค่าพาหนะ 9 ชุด ชุดละ 7-8 โรงเรียน (45 คน x 200 บาท x 4 วัน) เป็นเงิน..36,000....บาท",
         "ค่าพาหนะ 9 ชุด ชุดละ 7-8 โรงเรียน", "(45 คน x 200 บาท x 4 วัน)", "36,000"),
        ("ค่าอาหาร 20 คน x 100 บาท = 2,000 บาท", "ค่าอาหาร", "20 คน x 100 บาท", "2,000"),
        ("ค่าวัสดุ ๒,๐๐๐ บาท", "ค่าวัสดุ", "", "๒,๐๐๐"),
    ],
)  # fmt: skip
def test_line_of_the_budget_is_parted(text, name, formula, stated):
    item = read_item(text)
    assert (item.name, item.formula, item.stated_text) == (name, formula, stated)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("(หนึ่งแสนสองหมื่นบาทถ้วน)", 120_000),
        ("เป็นเงินสองล้านสามแสนเอ็ดบาทถ้วน", 2_300_001),
        ("ห้าร้อยบาทห้าสิบสตางค์", 500.5),
        ("หลายบาท", None),
    ],
)
def test_amount_in_words_is_read(words, amount):
    assert amount_in_words(words) == amount


# ---------------------------------------------------------------- files that cannot be read


def docx(*texts):
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(content, **parts):
    """A .docx with these parts replaced or added; a name's `__` is a slash, and `_dot_` a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        new = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
        for info in source.infolist():
            target.writestr(info.filename, new.pop(info.filename, None) or source.read(info.filename))
        for name, data in new.items():
            target.writestr(name, data)
    return buffer.getvalue()


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w='
    b'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>'
    b"</w:body></w:document>"
)
SHEET_RELATIONS = b'<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE = {
    "empty": (lambda: b"", "ไฟล์ว่างเปล่า ไม่มีข้อมูล"),
    "not word": (lambda: b"hello", "ไฟล์นี้ไม่ใช่ไฟล์ Word โปรดเลือกไฟล์ .docx"),
    "pdf": (lambda: b"%PDF-1.7", "ไฟล์นี้เป็น PDF โปรดเลือกไฟล์ Word (.docx) ที่เป็นต้นฉบับ"),
    "rich text": (lambda: b"{\\rtf1", "ไฟล์นี้เป็น Rich Text โปรดบันทึกใน Word เป็น “เอกสาร Word (.docx)”"),
    "cut off": (lambda: docx("x")[:900], "ไฟล์เสียหาย เปิดไม่ได้ โปรดบันทึกใหม่ใน Word แล้วลองอีกครั้ง"),
    "broken xml": (
        lambda: repacked(docx("x"), word__document_dot_xml=b"<w:document"),
        "ไฟล์เสียหาย เปิดไม่ได้ โปรดบันทึกใหม่ใน Word แล้วลองอีกครั้ง",
    ),
    "entity": (
        lambda: repacked(docx("x"), word__document_dot_xml=ENTITY),
        "ไฟล์มีข้อกำหนด (DTD) ที่ Word ไม่เคยเขียน ระบบจึงไม่เปิด",
    ),
    "bomb": (
        lambda: repacked(docx("x"), word__media__big_dot_bin=b"0" * (201 * 1024 * 1024)),
        "เมื่อคลายแล้วไฟล์มีขนาดใหญ่เกินกว่าไฟล์ Word ทั่วไป ระบบจึงไม่เปิด",
    ),
    "macros": (
        lambda: repacked(docx("x"), word__vbaProject_dot_bin=b"x"),
        "ไฟล์นี้มีมาโคร โปรดบันทึกใน Word เป็น “เอกสาร Word (.docx)” ที่ไม่มีมาโคร",
    ),
    "encrypted": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "ไฟล์มีรหัสผ่าน โปรดบันทึกแบบไม่มีรหัสผ่านแล้วลองอีกครั้ง",
    ),
    "other old office file": (lambda: OLE, "ไฟล์นี้ไม่ใช่ไฟล์ Word โปรดเลือกไฟล์ .docx"),
    "picture alone": (lambda: docx(""), "ไม่มีข้อความในไฟล์นี้ หน้าที่สแกนเป็นรูปภาพจึงอ่านไม่ได้"),
    "sheet": (
        lambda: repacked(docx("x"), _rels___dot_rels=SHEET_RELATIONS),
        "ไฟล์นี้ไม่ใช่ไฟล์ Word โปรดเลือกไฟล์ .docx",
    ),
    "too large": (lambda: b"PK" + b"0" * (60 * 1024 * 1024), "ไฟล์มีขนาด 60 MB เกินกำหนด 50 MB โปรดลดขนาดรูปภาพในไฟล์"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_file_that_cannot_be_read_gets_a_sentence(kind):
    make, sentence = HOSTILE[kind]
    with pytest.raises(Unreadable) as error:
        read_file(make(), "x.docx")
    assert str(error.value) == sentence


def test_deep_nesting_is_refused_and_not_followed():
    inside = "<w:tbl><w:tr><w:tc>" * 3000
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{inside}'
    with pytest.raises(Unreadable):
        read_file(repacked(docx("x"), word__document_dot_xml=body.encode()))


# ---------------------------------------------------------------- the command


def test_command_prints_the_reading_as_json(tmp_path, capsys):
    content, truth = full_plain()
    path = tmp_path / "โครงการ.docx"
    path.write_bytes(content)
    call_command("read_proposal", str(path))
    printed = json.loads(capsys.readouterr().out)
    assert list(printed)[:10] == [
        "name", "owner", "objectives", "targets", "activities", "budget", "stated_total", "indicators",
        "expected_results", "doubts",
    ]  # fmt: skip
    assert (printed["name"], printed["owner"], printed["objectives"]) == (
        truth["name"],
        truth["owner"],
        truth["objectives"],
    )
    assert [list(row)[:4] for row in printed["budget"]] == [["item", "formula", "computed", "stated"]] * 7
    assert printed["budget"][5] == {
        "item": "ค่าพาหนะคณะกรรมการ",
        "formula": "(30 คน x 200 บาท x 3 วัน)",
        "computed": 18000,
        "stated": 18000,
        "stated_text": "18,000",
        "number": "",
        "category": "",
        "activity": 3,
    }
    assert (printed["stated_total"], printed["layout"], printed["nature"]) == (36800, "full", "continuing")
    assert printed["doubts"] == []


@pytest.mark.parametrize("name", ["missing.docx", "."])
def test_command_refuses_what_is_no_file(name, tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("read_proposal", str(tmp_path / name))
    assert error.value.returncode == 2


def test_command_ends_with_two_and_a_sentence(tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(b"hello")
    with pytest.raises(CommandError) as error:
        call_command("read_proposal", str(path))
    assert (error.value.returncode, str(error.value)) == (2, "ไฟล์นี้ไม่ใช่ไฟล์ Word โปรดเลือกไฟล์ .docx")
