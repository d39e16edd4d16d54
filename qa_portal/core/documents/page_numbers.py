"""Page numbers stamped onto pages that are set already: a few glyphs of Sarabun, kept once in the file."""

import io
from string import digits

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

from qa_portal.core.thai.digits import THAI_DIGITS

from .fonts import font_path

SIZE = 10.7  # points, as in document.css
CHARACTERS = " -" + digits + THAI_DIGITS + "".join(map(chr, range(ord("ก"), ord("ฮ") + 1)))
EMBEDDED = Name("/SARABN+Sarabun")  # a subset of a font bears six letters before its name
MM = 72 / 25.4
TOP = 21 * MM - 7  # of the line above the text, to its baseline
LEFT, RIGHT = 30 * MM, 20 * MM  # margins of an upright page; a wide one has 20 mm on both sides


class NumberStamp:
    def __init__(self, pdf):
        self.pdf = pdf
        font = _subset()
        self.glyphs = font.getBestCmap()
        self.ids = {character: font.getGlyphID(self.glyphs[ord(character)]) for character in CHARACTERS}
        scale = 1000 / font["head"].unitsPerEm
        self.widths = {
            character: round(font["hmtx"][self.glyphs[ord(character)]][0] * scale) for character in CHARACTERS
        }
        self.font = self._embedded(font)

    def stamp(self, page, text):
        """Write “- 12 -” in the middle above the text of the page."""
        text = f"- {text} -"
        left, bottom, right, top = (float(value) for value in page.mediabox)
        width = sum(self.widths[character] for character in text) * SIZE / 1000
        margin = LEFT if top - bottom > right - left else RIGHT
        x = (left + margin + right - RIGHT - width) / 2
        codes = "".join(f"{self.ids[character]:04x}" for character in text)
        name = page.add_resource(self.font, Name.Font)
        line = f"Q BT {name} {SIZE} Tf 1 0 0 1 {x:.2f} {top - TOP:.2f} Tm <{codes}> Tj ET"
        page.contents_add(b"q", prepend=True)
        page.contents_add(line.encode())

    def _embedded(self, font):
        """The font as pages refer to it: characters by the numbers of their glyphs."""
        glyphs = self._glyphs(self._descriptor(font))
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=EMBEDDED,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self.pdf.make_indirect(glyphs)]),
                ToUnicode=Stream(self.pdf, self._to_unicode()),
            )
        )

    def _descriptor(self, font):
        content = io.BytesIO()
        font.save(content)
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=EMBEDDED,
            Flags=4,
            FontBBox=Array([-500, -300, 1200, 1200]),
            ItalicAngle=0,
            Ascent=1068,
            Descent=-232,
            CapHeight=700,
            StemV=80,
            FontFile2=self.pdf.make_stream(content.getvalue()),
        )

    def _glyphs(self, descriptor):
        widths = [[self.ids[character], Array([self.widths[character]])] for character in CHARACTERS]
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=EMBEDDED,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=self.pdf.make_indirect(descriptor),
            CIDToGIDMap=Name.Identity,
            W=Array([item for pair in widths for item in pair]),
        )

    def _to_unicode(self):
        pairs = "\n".join(f"<{self.ids[character]:04x}> <{ord(character):04x}>" for character in CHARACTERS)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Numbers def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(CHARACTERS)} beginbfchar\n{pairs}\n"
            "endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        ).encode()


def _subset():
    font = TTFont(font_path("Regular"))
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    return font
