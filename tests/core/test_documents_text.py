"""The text of a PDF is the text that went in: for copying, searching and reading aloud."""

import io
from pathlib import Path

import pikepdf
import pytest
from weasyprint.pdf.fonts import Font

from qa_portal.core.documents import repairs
from qa_portal.core.thai import normalise

from .document_kit import HARD, TITLE, pdf_of, pdfium_text, poppler_text, squeezed, words

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
UNNUMBERED = "{% block styles %}<style>@page { @top-center { content: none } }</style>{% endblock %}"
STYLES = ["<p>{}</p>", "<p><b>{}</b></p>", "<p><i>{}</i></p>", "<p><b><i>{}</i></b></p>"]


@pytest.mark.parametrize("style", STYLES)
def test_text_read_by_poppler_is_the_text_put_in(style):
    assert words(poppler_text(pdf_of(style.format(HARD)))) == words(HARD)


@pytest.mark.parametrize("style", STYLES)
def test_text_read_by_pdfium_is_the_text_put_in(style):
    assert words(pdfium_text(pdf_of(style.format(HARD)))) == words(HARD)


def test_text_is_lost_without_the_repair(monkeypatch):
    """The day this fails, WeasyPrint#2841 is mended upstream and the repair can go."""
    pdf_of("")
    monkeypatch.setattr(Font, "__init__", repairs.stock_font_init)
    assert squeezed(poppler_text(pdf_of(HARD))) != squeezed(HARD)


def test_text_in_svg_reads_back():
    body = f'<svg width="900" height="60"><text x="0" y="30" font-family="Sarabun" font-size="6">{HARD}</text></svg>'
    assert words(poppler_text(pdf_of(body))) == words(HARD)


@pytest.mark.parametrize("style", STYLES[:2])
@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_text_of_a_real_document_reads_back(seed, style):
    if not SEEDS.exists():
        pytest.skip("the office's sample texts are not beside this repository")
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    text = normalise(path.read_text(encoding="utf-8"))
    pdf = pdf_of(style.format("{{ text|linebreaksbr }}"), context={"text": text}, blocks=UNNUMBERED)
    # Read by lines as they stand: otherwise pdftotext drops a hyphen at the end of a line.
    assert squeezed(poppler_text(pdf, "-layout")) == squeezed(text)


def test_document_embeds_sarabun_only():
    pdf = pdf_of("".join(style.format(HARD) for style in STYLES) + "<ul><li>ข้อ</li></ul><ol><li>ข้อ</li></ol>")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {str(each.BaseFont).split("+")[1] for each in document.objects if _is_font(each)}
    assert fonts == {"Sarabun", "Sarabun-Bold", "Sarabun-Italic", "Sarabun-Bold-Italic"}


def _is_font(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0"


def test_document_carries_its_title_author_and_language():
    with pikepdf.open(io.BytesIO(pdf_of("", author="สพป.ตัวอย่าง เขต 1"))) as document:
        assert str(document.docinfo.Title) == TITLE
        assert str(document.docinfo.Author) == "สพป.ตัวอย่าง เขต 1"
        assert str(document.Root.Lang) == "th"
        assert bool(document.Root.MarkInfo.Marked) is True


def test_repairs_refuse_another_weasyprint(monkeypatch):
    monkeypatch.setattr(repairs.weasyprint, "__version__", "71.0")
    with pytest.raises(repairs.ImproperlyConfigured, match=r"WeasyPrint 71\.0 is installed"):
        repairs.apply()
