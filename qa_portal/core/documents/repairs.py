"""Two repairs of WeasyPrint 70.0 for Thai. They replace internals, so they refuse any other version.

When the pin moves: read both upstream issues; drop a repair that upstream has made its own; otherwise raise
VERSION and let tests/core/test_documents_text.py and test_documents_picture.py say whether the rest still holds.
"""

import io
from functools import lru_cache

import weasyprint
from django.core.exceptions import ImproperlyConfigured
from fontTools.ttLib import TTFont
from PIL import ImageFile
from weasyprint import svg
from weasyprint.pdf.fonts import Font

from .thai_marks import AA_OF_AM, AM_NARROW, NIKHAHIT, TONED_NIKHAHIT

VERSION = "70.0"
# Characters that are only ways of drawing others: a search for "office" must find the ligature in it.
PRIVATE_USE, LATIN_LIGATURES = range(0xE000, 0xF900), range(0xFB00, 0xFB07)

stock_font_init = Font.__init__
stock_svg_text = svg.text


def apply():
    """Put the repairs in place; a second call changes nothing."""
    if weasyprint.__version__ != VERSION:
        raise ImproperlyConfigured(
            f"WeasyPrint {weasyprint.__version__} is installed, but the Thai repairs are written for {VERSION}. "
            f"Install weasyprint=={VERSION}, or check the repairs in {__name__} against the new version."
        )
    Font.__init__ = init_font
    svg.text = svg_text
    for tag in ("text", "tspan", "textPath"):
        svg.TAGS[tag] = svg_text
    # WeasyPrint lets Pillow open half pictures everywhere in the process: an uploaded photo must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False


# Text layer, https://github.com/Kozea/WeasyPrint/issues/2841: WeasyPrint notes for each glyph the text of the first
# cluster it meets it in. A Thai cluster has several glyphs, so "า" is written down as "ำ", or a tone mark as a whole
# syllable, for the rest of the document. Glyphs of our own fonts have one meaning each: take it from the font.


def init_font(self, *args, **kwargs):
    stock_font_init(self, *args, **kwargs)
    if AA_OF_AM.encode() in self.file_content:
        self.to_unicode = TextOfGlyphs(text_of_glyphs(bytes(self.file_content)))


class TextOfGlyphs(dict):
    """Glyph id → text, of the glyphs used so far (WeasyPrint subsets by it); a known glyph enters when asked for."""

    def __init__(self, known):
        super().__init__()
        self.known = known

    def __contains__(self, glyph):
        if not super().__contains__(glyph) and glyph in self.known:
            self[glyph] = self.known[glyph]
        return super().__contains__(glyph)


@lru_cache(maxsize=8)
def text_of_glyphs(content):
    """Glyph id → text for every glyph of one of our fonts, alternates and ligatures included."""
    font = TTFont(io.BytesIO(content), lazy=True)
    characters = font.getBestCmap()
    plain = {code: name for code, name in characters.items() if code not in (*PRIVATE_USE, *LATIN_LIGATURES)}
    text = {name: chr(code) for code, name in sorted(plain.items(), reverse=True)}
    text |= {AA_OF_AM: "ำ", AM_NARROW: "ำ"}
    text |= {name: _tone_of(name) for name in font.getGlyphOrder() if name.startswith(TONED_NIKHAHIT)}
    for _ in range(3):  # an alternate of an alternate of a ligature is as deep as Sarabun goes
        _follow_substitutions(font, text)
    for code, name in characters.items():
        text.setdefault(name, chr(code))
    return {font.getGlyphID(name): value for name, value in text.items()}


def _tone_of(ligature):
    """The tone mark alone: the nikhahit in it is told by the aa.am that follows."""
    return chr(int(ligature.removeprefix(NIKHAHIT)[:4], 16))


def _follow_substitutions(font, text):
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            for parts, result in _substitutions(subtable):
                if all(part in text for part in parts):
                    text.setdefault(result, "".join(text[part] for part in parts))


def _substitutions(subtable):
    """(glyphs in, glyph out) of a single or ligature substitution; nothing for the other kinds."""
    if subtable.LookupType == 1:
        return [((source,), target) for source, target in subtable.mapping.items()]
    if subtable.LookupType == 4:
        return [
            ((first, *ligature.Component), ligature.LigGlyph)
            for first, ligatures in subtable.ligatures.items()
            for ligature in ligatures
        ]
    return []


# Text in SVG, https://github.com/Kozea/WeasyPrint/issues/2249: WeasyPrint shapes <text> one character at a time, so a
# tone mark never learns of the vowel below it and both are drawn in one place. Text with one position is shaped whole.

POSITIONS = ("x", "y", "dx", "dy")
LETTER_BY_LETTER = ("rotate", "letter-spacing", "textLength")


class WholeText(str):
    """Text that a loop over its characters gets in one piece."""

    def __iter__(self):
        yield str(self)


def svg_text(drawing, node, font_size):
    if node.text and _has_one_position(node):
        node._etree_node.text = WholeText(node.text)
    return stock_svg_text(drawing, node, font_size)


def _has_one_position(node):
    positions = (str(node.get(name, "")).replace(",", " ").split() for name in POSITIONS)
    return all(len(values) <= 1 for values in positions) and not any(node.get(name) for name in LETTER_BY_LETTER)
