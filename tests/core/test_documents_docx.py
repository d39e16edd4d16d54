"""Word documents: the same words in the same order as the HTML, as real headings, tables, lists and fields."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from qa_portal.core.documents import WordFile, charts
from qa_portal.core.documents.docx import Unsupported
from qa_portal.core.documents.docx.body import KNOWN
from tests.core.document_kit import HARD, TITLE
from tests.core.docx_kit import W, docx_of, html_of, opened, squeezed, text_of, text_of_html

EVERYTHING = f"""
<h1>{HARD}</h1><h2 id="two">หัวข้อ</h2><h3>หัวข้อย่อย</h3><h4>ย่อยลงไป</h4>
<div class="prose"><p>ย่อหน้า <b>หนา</b><i>เอียง</i> ต่อ<br>บรรทัดใหม่ x<sup>2</sup> &amp; &lt;ก&gt;</p>
ข้อความลอย<p>ย่อหน้า</p></div>
<ol><li>หนึ่ง</li><li>สอง<ul><li>ย่อย</li></ul>ท้ายข้อ</li></ol>
<dl><dt>คำ</dt><dd>ความหมาย</dd></dl>
<table class="grid"><caption>ชื่อตาราง</caption><colgroup><col class="wide"><col span="2"></colgroup>
<thead><tr><th rowspan="2">ที่</th><th colspan="2">รวม</th></tr><tr><th>ก</th><th>ข</th></tr></thead>
<tbody><tr><td rowspan="2">1</td><td>2<p>สอง</p>สาม</td><td class="number">3,000</td></tr>
<tr><td colspan="2"><ul><li>ใน</li></ul></td></tr>
<tr><td colspan="3"><table><tr><td>ตารางซ้อน</td></tr></table></td></tr></tbody>
<tfoot><tr class="total"><td>รวม</td><td></td><td>3,000</td></tr></tfoot></table>
<p class="item"><span class="item-number">2.1</span>เพื่อทดสอบ</p>
<p class="field"><b>ชื่อ</b> {{{{ none|blank_line }}}} {{% tick True %}} ใช่</p>{{% difference 1 2 %}}
<ul class="toc"><li><a href="#two">ไปหัวข้อ</a></li></ul>
{{% include "documents/memo_header.html" with unit="หน่วย" number="1/2570" date=None subject="เรื่อง" %}}
{{% include "documents/letterhead.html" with name="สำนักงาน" address="ที่อยู่" phone="02" %}}
<div class="landscape"><p>หน้ากว้าง</p></div><section class="cover"><h1>ปก</h1></section><p class="new-page">หน้าใหม่</p>
<div class="signatures">{{% include "documents/signature.html" with role="ผู้เสนอ" name="ก" position="ข" %}}
{{% include "documents/signature.html" with role="ผู้อนุมัติ" name="ค" %}}</div>ท้าย
"""


def xml_of(content, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def paragraphs(body, **options):
    return opened(docx_of(body, **options)).paragraphs


# Nothing is lost


def test_docx_has_every_word_of_the_html_in_its_order():
    assert squeezed(text_of(docx_of(EVERYTHING))) == squeezed(text_of_html(html_of(EVERYTHING)))


WORD = st.text(alphabet="กำที่ไๆ๑aZ9 .,=+<&\"'\t\n\x0b\x00", max_size=8)
LEAF = WORD.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("\x00", "").replace("\x0b", ""))


def inside(*tags):
    return lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(tags), st.lists(inner, max_size=3)
    )


INLINE = st.recursive(LEAF, inside("b", "i", "span", "u", "sup"), max_leaves=6)
TABLE = st.lists(st.lists(INLINE, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda rows: f"<table>{''.join('<tr><td>' + '</td><td>'.join(row) + '</td></tr>' for row in rows)}</table>"
)
BLOCK = st.recursive(inside("p", "h2", "h3")(INLINE) | TABLE | INLINE, inside("div", "section"), max_leaves=8)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(BLOCK, max_size=4))
def test_docx_loses_no_word_however_blocks_are_nested(blocks):
    body = "{% verbatim %}" + "".join(blocks) + "{% endverbatim %}"
    assert squeezed(text_of(docx_of(body))) == squeezed(text_of_html(html_of(body)))


def test_docx_keeps_spaces_between_words_and_none_at_the_ends():
    (paragraph,) = paragraphs("<p>  ก <b> ข</b>\n<i>ค </i> ง  </p>")
    assert paragraph.text == "ก ข ค ง"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<form></form>", "<form>"),
        ("<p><video></video></p>", "<video>"),
        ('<ol style="list-style-type: upper-roman"><li>ก</li></ol>', "list-style-type: upper-roman"),
    ],
)
def test_docx_refuses_what_it_cannot_carry(body, named):
    with pytest.raises(Unsupported, match=re.escape(named)):
        docx_of(body)


def test_docx_knows_every_element_of_our_document_templates():
    folders = Path(settings.BASE_DIR, "templates").glob("**/documents/*.html")
    used = {tag for path in folders for tag in re.findall(r"<([a-z][a-z0-9]*)[\s>]", _without_comments(path))}
    assert used - KNOWN - {"html", "head", "meta", "title", "link"} == set()


def _without_comments(path):
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)


def test_docx_drops_control_characters_only():
    (paragraph,) = paragraphs("<p>{{ text }}</p>", context={"text": "ก\x00\x01\x0b\x1f\x85\ud800\ufffeข"})
    assert paragraph.text == "กข"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "{ MERGEFIELD x }", "<w:p/>", "DDEAUTO c:\\x", "&amp; <b>"])
def test_docx_shows_text_that_looks_like_a_command_as_text(text):
    content = docx_of("<p>{{ text }}</p>", context={"text": text})
    assert [each.text for each in opened(content).paragraphs] == [text]
    assert "instrText" not in xml_of(content)


# The look


def test_docx_is_a4_with_the_margins_of_official_papers():
    (section,) = opened(docx_of("<p>ก</p>")).sections
    sides = (section.page_width, section.page_height)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(side.cm, 1) for side in sides] == [21.0, 29.7]
    assert [round(side.cm, 1) for side in margins] == [3.0, 2.0, 2.5, 2.0]


def test_docx_names_the_offices_font_for_every_script_and_its_size():
    styles = xml_of(docx_of("<p>ก</p>"), "word/styles.xml")
    font = 'w:ascii="TH Sarabun New" w:eastAsia="TH Sarabun New" w:hAnsi="TH Sarabun New" w:cs="TH Sarabun New"'
    assert f'<w:rPrDefault><w:rPr><w:rFonts {font}/><w:sz w:val="32"/><w:szCs w:val="32"/>' in styles
    assert '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>' in styles


def test_docx_headings_are_words_own():
    found = [(each.style.name, each.text) for each in paragraphs("<h1>ก</h1><h2>ข</h2><h3>ค</h3><h4>ง</h4><p>จ</p>")]
    assert found == [("Heading 1", "ก"), ("Heading 2", "ข"), ("Heading 3", "ค"), ("Heading 4", "ง"), ("Normal", "จ")]


def test_docx_heading_style_is_bold_in_thai_too():
    styles = xml_of(docx_of("<p>ก</p>"), "word/styles.xml")
    assert '<w:rPr><w:b/><w:bCs/><w:sz w:val="40"/><w:szCs w:val="40"/></w:rPr>' in styles  # 20 points


def test_docx_paragraph_starts_where_the_pdfs_does():
    first, hanging = paragraphs(
        '<div class="prose"><p>ก</p></div><p class="item"><span class="item-number">1.1</span>ข</p>',
        blocks='{% block styles %}<link rel="stylesheet" href="static:css/documents/proposal.css">{% endblock %}',
    )
    assert round(first.paragraph_format.first_line_indent.cm, 1) == 2.5
    assert round(hanging.paragraph_format.left_indent.cm, 1) == 2.5
    assert round(hanging.paragraph_format.first_line_indent.cm, 1) == -1.5
    assert hanging.text == "1.1\tข"


def test_docx_bold_and_italic_are_runs():
    (paragraph,) = paragraphs("<p>ก<b>ข<i>ค</i></b></p>")
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("ก", None, None),
        ("ข", True, None),
        ("ค", True, True),
    ]


def test_docx_blank_is_a_dotted_line_without_a_word():
    (paragraph,) = paragraphs('<p>ลงชื่อ <span class="blank"></span> ผู้เสนอ</p>')
    assert [run.text.strip("\u00a0") for run in paragraph.runs] == ["ลงชื่อ ", "", " ผู้เสนอ"]
    assert '<w:u w:val="dotted"/>' in paragraph.runs[1]._r.xml.replace("\n", "")


def test_docx_difference_stands_in_a_paragraph_of_its_own_behind_a_bar():
    _item, difference = paragraphs("<div><p>ก 1</p>{% difference 1 2 %}</div>")
    assert difference.text == "▲ ระบุ 1 คำนวณได้ 2 ต่างกัน 1"
    assert difference._p.pPr.find(f"{W}pBdr/{W}left").get(f"{W}sz") == "19"


# Tables


def test_docx_table_has_the_cells_of_the_html():
    (table,) = opened(
        docx_of(
            "<table><thead><tr><th rowspan=2>ที่</th><th colspan=2>รวม</th></tr><tr><th>ก</th><th>ข</th></tr></thead>"
            "<tr><td>1</td><td>2</td><td>3</td></tr></table>"
        )
    ).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["ที่", "รวม", "รวม"],
        ["ที่", "ก", "ข"],
        ["1", "2", "3"],
    ]


def test_docx_table_repeats_its_header_and_splits_no_row():
    (table,) = opened(docx_of("<table><thead><tr><th>ก</th></tr></thead><tr><td>1</td></tr></table>")).tables
    properties = [[child.tag.removeprefix(W) for child in row._tr.trPr] for row in table.rows]
    assert properties == [["cantSplit", "tblHeader"], ["cantSplit"]]


def test_docx_columns_are_as_wide_as_stated_and_fill_the_page():
    columns = '<col style="width: 2cm"><col style="width: 25%"><col><col>'
    (table,) = opened(docx_of(f"<table><colgroup>{columns}</colgroup><tr><td>1</td></tr></table>")).tables
    assert [round(column.width.cm, 2) for column in table.columns] == [2.0, 4.0, 5.0, 5.0]


def test_docx_grid_is_ruled_and_its_sum_has_a_thicker_line():
    xml = xml_of(docx_of('<table class="grid"><tr><td>1</td></tr><tr class="total"><td>2</td></tr></table>'))
    line = 'w:val="single" w:sz="{}" w:space="0" w:color="000000"/>'
    assert f"<w:insideH {line.format(5)}" in xml
    assert xml.count(f"<w:tcBorders><w:top {line.format(10)}</w:tcBorders>") == 1


def test_docx_photos_and_signatures_stand_side_by_side():
    signature = '{% include "documents/signature.html" with role="ผู้เสนอ" name="ก" %}'
    tables = opened(docx_of(f'<div class="signatures">{signature * 3}</div>')).tables
    assert [len(table.columns) for table in tables] == [2, 1]


# Lists, fields, pages


def list_numbers(content):
    numbers = opened(content).element.body.iter(f"{W}numId")
    return [int(number.get(f"{W}val")) for number in numbers]


def test_docx_lists_are_real_and_each_starts_anew():
    content = docx_of('<ol><li>ก</li><li>ข</li></ol><ol start="5"><li>ค</li></ol><ul><li>ง</li></ul>')
    assert list_numbers(content) == [1, 1, 2, 3]
    numbering = xml_of(content, "word/numbering.xml")
    assert re.findall(r'<w:startOverride w:val="(\d)"/>', numbering) == ["1", "5", "1"]
    assert re.findall(r'<w:num w:numId="\d"><w:abstractNumId w:val="(\d)"/>', numbering) == ["0", "0", "3"]


@pytest.mark.parametrize(("thai", "kind", "pages"), [(False, "0", 0), (True, "1", 1)])
def test_docx_numbers_lists_and_pages_in_the_digits_of_the_document(thai, kind, pages):
    content = docx_of("<ol><li>ก</li></ol>", thai_digits=thai)
    assert f'<w:num w:numId="1"><w:abstractNumId w:val="{kind}"/>' in xml_of(content, "word/numbering.xml")
    assert xml_of(content).count('<w:pgNumType w:fmt="thaiNumbers"/>') == pages


def test_docx_numbers_every_page_but_the_first_and_says_the_state_on_all():
    (section,) = opened(docx_of("<p>ก</p>", blocks="{% block state %}ร่าง{% endblock %}")).sections
    assert section.different_first_page_header_footer
    (first,), (other,) = section.first_page_header.paragraphs, section.header.paragraphs
    assert (first.text.split(), other.text.split()) == (["ร่าง"], ["-", "-", "ร่าง"])
    assert [each.text.strip() for each in other._p.iter(f"{W}instrText")] == ["PAGE"]


def test_docx_wide_pages_and_covers_are_sections_of_their_own():
    content = docx_of('<section class="cover"><p>ปก</p></section><p>ก</p><div class="landscape"><p>ข</p></div><p>ค</p>')
    sections = opened(content).sections
    assert [section.page_width > section.page_height for section in sections] == [False, False, True, False]
    numbered = ["PAGE" in section.header._element.xml for section in sections]
    assert numbered == [False, True, True, True]


def test_docx_breaks_pages_where_the_pdf_does():
    found = [
        (each.text, each.paragraph_format.page_break_before) for each in paragraphs('<p>ก</p><p class="new-page">ข</p>')
    ]
    assert found == [("ก", None), ("ข", True)]


def test_docx_keeps_together_what_the_pdf_does():
    found = paragraphs('<h2>ก</h2><div class="together"><p>ข</p><p>ค</p></div><p>ง</p>')
    assert [bool(each.paragraph_format.keep_with_next) for each in found] == [True, True, False, False]


def test_docx_contents_lead_to_the_page_of_their_heading():
    content = docx_of('<ul class="toc"><li><a href="#a">บทที่ 1</a></li></ul><h1 id="a">บทที่ 1</h1>')
    xml = xml_of(content)
    (name,) = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"/>', xml)
    assert re.findall(r'<w:hyperlink w:anchor="(\w+)">', xml) == [name]
    assert f"PAGEREF {name} \\h" in xml
    assert '<w:updateFields w:val="true"/>' in xml_of(content, "word/settings.xml")


# Pictures


def photo(size=(1600, 1200), kind="JPEG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#336699").save(buffer, kind)
    return buffer.getvalue()


PHOTOS = '{% include "documents/photos.html" %}'


def with_photos(files, captions):
    shown = [{"key": key, "caption": caption} for key, caption in captions.items()]
    return docx_of(PHOTOS, context={"photos": shown}, files=files)


def test_docx_photo_is_as_fine_as_print_needs_and_fills_its_frame():
    content = with_photos({"a": (photo(), "image/jpeg")}, {"a": "อบรม"})
    (shape,) = opened(content).inline_shapes
    assert (round(shape.width.cm, 1), round(shape.height.cm, 1)) == (7.5, 5.6)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = (name for name in archive.namelist() if "media" in name)
        assert Image.open(io.BytesIO(archive.read(name))).size == (441, 331)


def test_docx_photo_that_word_cannot_read_becomes_a_png():
    content = with_photos({"a": (photo((40, 30), "WEBP"), "image/webp")}, {"a": "อบรม"})
    assert xml_of(content, "word/_rels/document.xml.rels").count(".png") == 1


def test_docx_broken_photo_leaves_a_word_and_its_caption():
    content = with_photos({"a": (b"no picture", "image/jpeg")}, {"a": "อบรม"})
    assert text_of(content).split("\n")[:2] == ["ไม่มีภาพ", "ภาพที่ 1 อบรม"]


def test_docx_same_photo_twice_is_in_the_file_once():
    same = (photo(), "image/jpeg")
    content = with_photos({"a": same, "b": same}, {"a": "หนึ่ง", "b": "สอง"})
    assert xml_of(content, "word/_rels/document.xml.rels").count("/image") == 1
    assert len(opened(content).inline_shapes) == 2


def test_docx_chart_is_a_picture_that_says_its_figures():
    chart = charts.bar_chart([("โรงเรียน", 71)], title="จำนวน")
    content = docx_of("<p>ก</p>{{ chart }}", context={"chart": chart})
    (shape,) = opened(content).inline_shapes
    assert shape._inline.docPr.get("descr") == "จำนวน: โรงเรียน: 71"
    assert round(shape.width.cm, 1) == 12.5


# The file


def test_docx_properties_say_the_title_and_the_office_and_no_machine():
    properties = opened(docx_of("<p>ก</p>", author="สพป.ตัวอย่าง")).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (TITLE, "สพป.ตัวอย่าง", "")


def test_docx_of_the_same_document_is_the_same_file():
    with time_machine.travel(datetime(2026, 11, 21, 5, tzinfo=UTC), tick=False):
        content = docx_of(EVERYTHING)
        assert content == docx_of(EVERYTHING)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_file_joins_documents_into_a_book():
    word = WordFile(title=TITLE)
    word.add(html_of('<ul class="toc"><li><a href="#b">บทที่ 2</a></li></ul>'))
    word.add(html_of('<h1 id="b">บทที่ 2</h1><ol><li>ก</li></ol>'))
    word.add(html_of("<ol><li>ข</li></ol>"))
    content = word.save()
    found = [(each.text.strip(), bool(each.paragraph_format.page_break_before)) for each in opened(content).paragraphs]
    assert found == [("บทที่ 2", False), ("บทที่ 2", True), ("ก", False), ("ข", True)]
    assert list_numbers(content) == [1, 2]
    (name,) = re.findall(r'w:name="(\w+)"', xml_of(content))
    assert f"PAGEREF {name} " in xml_of(content)


def test_word_file_says_the_state_of_each_document_on_its_own_pages():
    word = WordFile(title=TITLE)
    for state in ("ร่าง", "", ""):
        word.add(html_of("<p>ก</p>", blocks=f"{{% block state %}}{state}{{% endblock %}}"))
    sections = opened(word.save()).sections
    assert [section.header.paragraphs[0].text.split() for section in sections] == [["-", "-", "ร่าง"], ["-", "-"]]


def test_docx_keeps_the_lines_and_indents_of_text_that_is_laid_out_by_spaces():
    (paragraph,) = paragraphs("<pre>ก  ข\n    ค</pre>")
    assert paragraph.text == "ก\u00a0\u00a0ข\n\u00a0\u00a0\u00a0\u00a0ค"


def test_docx_contents_have_the_number_of_the_page_at_the_margin():
    (first, _heading) = paragraphs('<ul class="toc"><li><a href="#a">บทที่ 1</a></li></ul><h1 id="a">บทที่ 1</h1>')
    assert [round(stop.position.cm, 1) for stop in first.paragraph_format.tab_stops] == [16.0]


def test_docx_photo_is_not_ruled_like_a_paragraph():
    content = with_photos({"a": (photo(), "image/jpeg")}, {"a": "อบรม"})
    assert "w:pBdr" not in xml_of(content)
