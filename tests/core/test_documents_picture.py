"""What is seen on paper: marks stacked right in text, in charts, and in the rebuilt font."""

import pytest
import weasyprint.svg
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from qa_portal.core.documents import fonts, repairs

from .document_kit import HARD, pdf_of, picture

WORDS = [word for word in HARD.split() if word not in ("☑", "☐")]
STACKED = "น้ำ ที่ ยอดเยี่ยม กตัญญู ปู่ ฝั่ง เปี๊ยะ"
SVG = '<svg width="500" height="90"><text x="10" y="60" font-family="Sarabun" font-size="36">{}</text></svg>'


def ink(page):
    """The drawn part of a page, black on white, cut to its edges."""
    inverted = ImageChops.invert(page.convert("L"))
    return inverted.crop(inverted.getbbox())


def sameness(one, other):
    """1 for the same picture, 0 for nothing in common. Blurred a little, so that a part of a pixel does not count."""
    size = (max(one.width, other.width) + 8, max(one.height, other.height) + 8)
    one, other = (_blurred(each, size) for each in (one, other))
    return 1 - _darkness(ImageChops.difference(one, other)) / _darkness(ImageChops.lighter(one, other))


def _blurred(image, size):
    canvas = Image.new("L", size)
    canvas.paste(image, (4, 4))
    return canvas.filter(ImageFilter.GaussianBlur(1.5))


def _darkness(image):
    return sum(level * count for level, count in enumerate(image.histogram()))


def drawn_in_text():
    return ink(picture(pdf_of(f'<p style="font-size:36px">{STACKED}</p>')))


def test_chart_text_looks_like_running_text():
    assert sameness(ink(picture(pdf_of(SVG.format(STACKED)))), drawn_in_text()) > 0.8


def test_chart_text_collides_without_the_repair(monkeypatch):
    """The day this fails, WeasyPrint#2249 is mended upstream and the repair can go."""
    pdf_of("")
    monkeypatch.setattr(weasyprint.svg, "text", repairs.stock_svg_text)
    monkeypatch.setitem(weasyprint.svg.TAGS, "text", repairs.stock_svg_text)
    assert 0 < sameness(ink(picture(pdf_of(SVG.format(STACKED)))), drawn_in_text()) < 0.7


@pytest.mark.parametrize("style", fonts.STYLES)
def test_rebuilt_font_draws_what_sarabun_draws(style, tmp_path):
    """The repairs may move no mark by more than the eye can see: compared at 100 pixels to the letter, mark by mark."""
    stock = ImageFont.truetype(str(fonts.SOURCE / f"Sarabun-{style}.ttf"), 100)
    rebuilt = ImageFont.truetype(str(fonts.font_path(style)), 100)
    worst = min(sameness(_drawn(word, rebuilt), _drawn(word, stock)) for word in WORDS)
    assert worst > 0.9


def _drawn(word, font):
    canvas = Image.new("L", (900, 260))
    ImageDraw.Draw(canvas).text((40, 60), word, font=font, fill=255, language="th")
    return canvas


@pytest.mark.parametrize("style", fonts.STYLES)
def test_rebuilt_font_has_the_marks_of_forms(style):
    characters = TTFont(fonts.font_path(style)).getBestCmap()
    assert [mark for mark in "☐☑☒✓✗○●□✔" if ord(mark) not in characters] == []
