"""Where a block stands, and what has been written so far."""

from dataclasses import dataclass, replace

from .package import twips

SPACER = (
    '<w:p><w:pPr>{breaks}<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>{section}</w:pPr></w:p>'
)


@dataclass(frozen=True)
class Place:
    """Where a block stands: the width around it, what is taken from it, and what must stay on one page."""

    width: float
    left: float = 0
    right: float = 0
    page: str = ""
    level: int = -1  # of the innermost list
    together: bool = False
    glued: bool = False  # to what follows

    @property
    def room(self):
        return self.width - self.left - self.right

    def inside(self, style):
        together = self.together or style.break_inside == "avoid"
        return replace(self, left=self.left + style.left, right=self.right + style.right, together=together)


class Flow:
    """What has been written of a body or of a cell, and what waits for the next paragraph."""

    def __init__(self):
        self.out = []
        self.gap = 0  # margins collapse: the larger of two neighbours
        self.ahead = ""  # runs that open the next paragraph
        self.marker = None  # (list, level) of the next paragraph
        self.new_page = False
        self.after_table = False

    def write(self, xml, *, is_table=False):
        self.out.append(xml)
        self.after_table = is_table
        self.gap, self.new_page = 0, False

    def space(self, *, section=""):
        """A paragraph that is only a distance: between tables, before a table on a new page, or for a section."""
        breaks = "<w:keepNext/>" * (not section) + "<w:pageBreakBefore/>" * self.new_page
        height = max(twips(self.gap), 20)
        self.write(SPACER.format(breaks=breaks, height=height, section=section))

    def end(self):
        """A cell, like a body, ends in a paragraph."""
        if self.after_table or not self.out:
            self.space()
        return "".join(self.out)
