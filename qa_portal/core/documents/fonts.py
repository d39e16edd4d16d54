"""Sarabun for PDF, rebuilt from the fontpkg-sarabun wheel so that its text reads back as it was typed (thai_marks.py)
and so that it holds the marks of office forms: ☐ ☑ ☒ ✓ ✗ ○ ●.

No font file is kept in the repository: the build folder is filled at set-up, or at the first document.
"""

from functools import cache
from itertools import pairwise
from math import cos, hypot, pi, sin
from pathlib import Path

import fontpkg_sarabun
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from . import thai_marks
from .built import built_folder

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
SOURCE = Path(fontpkg_sarabun.ROOT) / "files"


def font_path(style):
    """The rebuilt font of one of STYLES, built now if it is missing."""
    return build_fonts() / f"Sarabun-{style}.ttf"


@cache
def build_fonts():
    """The folder of the rebuilt fonts, filled unless this very build is already there."""
    return built_folder("fonts", sources=[__file__, thai_marks.__file__, *map(_source, STYLES)], fill=_build_into)


def _source(style):
    return SOURCE / f"Sarabun-{style}.ttf"


def _build_into(folder):
    for style in STYLES:
        rebuild(_source(style), folder / f"Sarabun-{style}.ttf")


def rebuild(source, target):
    """Write the repaired copy of one Sarabun TTF."""
    font = TTFont(source)
    thai_marks.join_sara_am(font)
    thai_marks.keep_marks_in_reading_order(font)
    for character, contours in _form_marks(font).items():
        _add_mark(font, character, contours)
    font.save(target)


def _form_marks(font):
    """Contours of the marks, drawn to the font's own digit height and stem so that they sit in a line of text."""
    high = font["OS/2"].sCapHeight
    stem = round(high * 0.09)
    box = [_square(0, 0, high), _square(stem, stem, high - 2 * stem)[::-1]]
    tick = _stroke([(0.22, 0.52), (0.42, 0.25), (0.82, 0.80)], high, stem * 1.4)
    cross = [
        *_stroke([(0.24, 0.24), (0.76, 0.76)], high, stem * 1.4),
        *_stroke([(0.24, 0.76), (0.76, 0.24)], high, stem * 1.4),
    ]
    disc, hole = _circle(high, 0.46), _circle(high, 0.37)[::-1]
    marks = {"☐": box, "☑": box + tick, "☒": box + cross, "✓": tick, "✗": cross, "○": [disc, hole], "●": [disc]}
    return {**marks, "□": box, "✔": tick}


def _square(x, y, side):
    return [(x, y), (x, y + side), (x + side, y + side), (x + side, y)]


def _stroke(points, scale, width):
    """A line through points of the unit square, as one rectangle for each leg."""
    corners = [(x * scale, y * scale) for x, y in points]
    return [_leg(start, end, width / 2) for start, end in pairwise(corners)]


def _leg(start, end, half):
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length * half, (y1 - y0) / length * half
    # A little longer than the leg at both ends, so that two legs meet without a notch.
    return [
        (round(x), round(y))
        for x, y in (
            (x0 - dx - dy, y0 - dy + dx),
            (x1 + dx - dy, y1 + dy + dx),
            (x1 + dx + dy, y1 + dy - dx),
            (x0 - dx + dy, y0 - dy - dx),
        )
    ]


def _circle(scale, radius):
    """A circle as 24 corners: at text size nobody sees them."""
    turns = [-2 * pi * step / 24 for step in range(24)]
    return [(round(scale * (0.5 + radius * cos(turn))), round(scale * (0.5 + radius * sin(turn)))) for turn in turns]


def _add_mark(font, character, contours):
    name, bearing = f"uni{ord(character):04X}", 60
    if ord(character) in font.getBestCmap():
        return
    pen = TTGlyphPen(None)
    for start, *rest in contours:
        pen.moveTo((start[0] + bearing, start[1]))
        for x, y in rest:
            pen.lineTo((x + bearing, y))
        pen.closePath()
    thai_marks.add_glyph(font, name, pen.glyph(), font["OS/2"].sCapHeight + 2 * bearing)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(character)] = name
