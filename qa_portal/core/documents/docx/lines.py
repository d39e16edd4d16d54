"""The inline content of one paragraph: collected piece by piece, then written as Word's runs."""

import hashlib
import re
from dataclasses import dataclass

from . import parts
from .package import letters, run_properties

SPACES = re.compile(r"[ \t\n\r\f]+")
SPACE_WIDTH = 0.22  # of a no-break space in TH Sarabun New, in type sizes
NO_BREAK_SPACE = "\u00a0"
RAISED = {"super": "superscript", "sub": "subscript"}
BREAK, TAB = "<w:br/>", "<w:tab/>"


@dataclass(slots=True)
class Piece:
    """Text in a style; `xml` are whole runs instead; `mark` is what stands in a run besides text."""

    style: object
    text: str = ""
    link: str = ""
    mark: str = ""
    xml: str = ""
    underline: str = ""

    @property
    def is_text(self):
        return not (self.mark or self.xml)


class Line:
    """What stands in one paragraph, and the tab stops that it needs."""

    def __init__(self):
        self.pieces = []
        self.has_page_number = False
        self.fills = 0
        self.floats = ""

    @property
    def is_blank(self):
        return all(piece.is_text and not SPACES.sub("", piece.text) for piece in self.pieces)

    @property
    def is_picture(self):
        seen = [piece for piece in self.pieces if not piece.is_text or piece.text.strip()]
        return bool(seen) and all(piece.xml for piece in seen)

    def add_text(self, text, style, link=""):
        if not text:
            return
        rows = text.split("\n") if style.white_space.startswith("pre") else [text]
        for index, row in enumerate(rows):
            if index:
                self.add_mark(BREAK, style)
            self.pieces.append(Piece(style, _spaced(row, style), link))

    def add_mark(self, mark, style):
        self.pieces.append(Piece(style, mark=mark))

    def add_runs(self, xml, style):
        self.pieces.append(Piece(style, xml=xml))

    def add_blank(self, width, style):
        """A dotted line to write on, as wide as the PDF's: spaces with dots below, which typing replaces."""
        count = max(round(width / (style.font_size * 16 / 10.7 * SPACE_WIDTH)), 1)
        self.pieces.append(Piece(style, mark=f"<w:t>{NO_BREAK_SPACE * count}</w:t>", underline="dotted"))

    def add_target_page(self, target, style, package):
        """Dots up to the page on which `target` stands."""
        self.has_page_number = package.updates_fields = True
        self.add_runs(f"<w:r>{TAB}</w:r>" + parts.field(rf"PAGEREF {bookmark(target)} \h"), style)

    def add_fill(self, style):
        """Dots up to the next of the stops that the fills of a paragraph share."""
        self.fills += 1
        self.add_mark(TAB, style)

    def runs(self, base):
        """The runs; `base` are the letters of the paragraph's own style."""
        xml, linked = "", ""
        for piece in self._trimmed():
            if piece.link != linked:
                xml += "</w:hyperlink>" * bool(linked)
                xml += f'<w:hyperlink w:anchor="{bookmark(piece.link)}">' if piece.link else ""
                linked = piece.link
            xml += piece.xml or _run(piece, base)
        return xml + "</w:hyperlink>" * bool(linked)

    def _trimmed(self):
        """The pieces with white space as a page shows it: one space between words, none at the ends of a line."""
        kept, after_space = [], True
        for piece in self.pieces:
            if not piece.is_text:
                after_space = piece.mark in (BREAK, TAB)
                if after_space:
                    _strip_end(kept)
                kept.append(piece)
            elif text := piece.text.lstrip(" ") if after_space else piece.text:
                after_space = text.endswith(" ")
                kept.append(Piece(piece.style, text, piece.link))
        _strip_end(kept)
        return kept

    def tabs(self, width):
        """The tab stops inside a paragraph of this width (twips)."""
        if self.has_page_number:
            return f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
        stops = (round(width * number / self.fills) for number in range(1, self.fills + 1))
        stops = "".join(f'<w:tab w:val="left" w:leader="dot" w:pos="{stop}"/>' for stop in stops)
        return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _spaced(text, style):
    """White space as the style has it: kept by no-break spaces, else one space for each run of it."""
    if style.white_space in ("pre", "pre-wrap"):
        kept = text.expandtabs(4)
        return kept.replace("  ", NO_BREAK_SPACE * 2) if kept.strip() else ""
    return SPACES.sub(" ", text)


def _strip_end(pieces):
    if pieces and pieces[-1].is_text:
        last = pieces.pop()
        if text := last.text.rstrip(" "):
            pieces.append(Piece(last.style, text, last.link))


def _run(piece, base):
    style = piece.style
    before = "<w:strike/>" if "line-through" in style.text_decoration else ""
    before += f'<w:color w:val="{style.color}"/>' if style.color not in ("", "000000") else ""
    underline = piece.underline or ("single" if "underline" in style.text_decoration else "")
    after = f'<w:u w:val="{underline}"/>' if underline else ""
    after += f'<w:vertAlign w:val="{RAISED[style.vertical_align]}"/>' if style.vertical_align in RAISED else ""
    rpr = run_properties(letters(style), base, before_size=before, after_size=after)
    content = piece.mark or f'<w:t xml:space="preserve">{parts.text(piece.text)}</w:t>'
    return f"<w:r><w:rPr>{rpr}</w:rPr>{content}</w:r>" if rpr else f"<w:r>{content}</w:r>"


def bookmark(target):
    """Word's name for an id: short, letters and digits only, hidden from the list of bookmarks."""
    return "_" + hashlib.sha256(target.encode()).hexdigest()[:16]


def bookmarked(target, number):
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(target)}"/><w:bookmarkEnd w:id="{number}"/>'
