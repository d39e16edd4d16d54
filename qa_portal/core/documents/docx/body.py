"""From the blocks of an HTML document to the paragraphs of a Word body; the stylesheets decide how they look.

Nothing is left out in silence: an element that is not known here is refused, and all text that a page shows is
written in the order in which it stands.
"""

from dataclasses import dataclass, replace

from . import parts, pictures
from .cascade import Percent, Unsupported
from .flow import Flow, Place
from .lines import BREAK, TAB, Line, bookmarked
from .package import HEADINGS, SIDE_ORDER, border_of, twips
from .tables import row_of_boxes, table

BLOCKS = {"address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption"}
BLOCKS |= {"figure", "footer", "header", "main", "nav", "p", "pre", "section", "ul", "ol", "li", "table", *HEADINGS}
TABLE_PARTS = {"thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"}
INLINE = {"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "s", "small", "span", "strong"}
INLINE |= {"sub", "sup", "svg", "time", "u", "wbr"}
KNOWN = BLOCKS | TABLE_PARTS | INLINE
FLOWING = {"inline", "inline-block", "inline-flex"}
MARKER_WIDTH = 21  # points between the number of a list and its text


@dataclass(frozen=True)
class Item:
    """One of the things that a block is made of."""

    kind: str  # "line", "block", "boxes" side by side, "floats"
    content: object
    break_before: str = "auto"
    break_after: str = "auto"


class Body:
    """Writes documents one after another into one flow."""

    def __init__(self, package):
        self.package = package
        self.files = {}
        self.flow = Flow()
        self.cascade = None
        self.page = None  # name of the page being written
        self.state_word = ""
        self.heads = []  # the lines at the top of the first page of the section, and of the others
        self.has_section = False
        self.section_end = 0  # what was written up to here stands in a section of its own

    def add(self, body, cascade, *, files):
        """One document: its wrapped <body>, its cascade and its pictures."""
        self.cascade, self.files = cascade, files
        style = cascade.style(body, cascade.style(body.parent, None))
        self.flow.new_page = bool(self.flow.out)
        self.blocks(body, style, Place(cascade.page("").width), self.flow)

    def finish(self):
        if self.flow.after_table or not self.flow.out:
            self.flow.space()
        self.flow.out.append(self._section(self.page or ""))
        return self.flow.out

    def blocks(self, element, style, place, flow):
        items = self._items(element, style, place)
        for index, item in enumerate(items):
            after = items[index + 1] if index + 1 < len(items) else None
            inner = replace(place, glued=_is_glued(item, after, place))
            if item.kind == "floats":
                flow.ahead += item.content
            elif item.kind == "line":
                self.paragraph(item.content, style, inner, flow, element.local_name)
            elif item.kind == "boxes":
                row_of_boxes(self, item.content, style, inner, flow)
            else:
                self._block(*item.content, inner, flow)

    def _block(self, element, style, place, flow):
        place = self._on_its_page(style, place, flow)
        flow.gap = max(flow.gap, style.margin["top"])
        if style.break_before == "page":
            flow.new_page = bool(flow.out)
        self.mark(element, flow)
        if element.local_name == "table":
            table(self, element, style, place, flow)
        elif element.local_name in ("ul", "ol"):
            self._list(element, style, place, flow)
        elif element.local_name in ("img", "svg"):
            self._picture_alone(element, style, place, flow)
        else:
            self.blocks(element, style, place.inside(style), flow)
        flow.gap = max(flow.gap, style.margin["bottom"])
        flow.new_page = flow.new_page or style.break_after == "page"

    def mark(self, element, flow):
        """A bookmark for the id of an element, at the next paragraph."""
        if target := element.etree_element.get("id"):
            flow.ahead += bookmarked(target, self.package.next_id())

    def _list(self, element, style, place, flow):
        level = min(place.level + 1, parts.LEVELS - 1)
        place, number = replace(place.inside(style), level=level), None
        start = int(element.etree_element.get("start") or 1)
        for child in element.iter_children():
            item = self.style_of(child, style)
            if item.list_style_type != "none":
                number = number or self.package.number_list(_number_kind(item), level, start)
                flow.marker = (number, level)
            self._block(child, item, place, flow)
            flow.marker = None

    def _picture_alone(self, element, style, place, flow):
        line = Line()
        self._inline(element, style, line, place)
        if not line.is_blank:
            self.paragraph(line, replace(style, text_align="center") if style.is_centred else style, place, flow, "p")

    # What a block is made of

    def style_of(self, element, parent):
        if element.local_name not in KNOWN:
            raise Unsupported(f"<{element.local_name}>")
        return self.cascade.style(element, parent)

    def _items(self, element, style, place):
        items, line = [], Line()
        line.add_text(element.etree_element.text, style)
        for child in element.iter_children():
            inner = self.style_of(child, style)
            if inner.position == "running(item-head)":
                self._head(child.etree_element)
            elif inner.position.startswith("running"):
                self._say("".join(child.etree_element.itertext()).strip())
            elif inner.display == "none":
                pass
            elif style.display == "flex" or (inner.display in FLOWING and not self._is_box(child, inner)):
                self._inline(child, inner, line, place)
            else:
                line = _close(line, items)
                _add_block(child, inner, items)
            line.add_text(child.etree_element.tail, style)
        _close(line, items)
        return items

    def _is_box(self, element, style):
        """A box of its own width with blocks in it, to stand beside others."""
        if style.display != "inline-block" or style.width is None:
            return False
        return any(self.style_of(child, style).display not in FLOWING for child in element.iter_children())

    def _inline(self, element, style, line, place, link=""):
        tag, node = element.local_name, element.etree_element
        if style.display == "none":
            return
        if tag == "br":
            line.add_mark(BREAK, style)
        elif tag in ("img", "svg"):
            self._picture(node, style, line, place)
        elif _is_blank(node, style):
            line.add_blank(style.width, style)
        else:
            self._inline_text(element, style, line, place, link)

    def _inline_text(self, element, style, line, place, link):
        node, starts_paragraph = element.etree_element, line.is_blank
        address = node.get("href") or ""
        link = address[1:] if address.startswith("#") else link
        if style.display not in FLOWING and not starts_paragraph:
            line.add_mark(BREAK, style)
        line.add_text(node.text, style, link)
        for child in element.iter_children():
            self._inline(child, self.style_of(child, style), line, place, link)
            line.add_text(child.etree_element.tail, style, link)
        if style.shows_target_page:
            line.add_target_page(address[1:], style, self.package)
        if style.flex not in ("none", "0"):
            line.add_fill(style)
        elif style.display == "inline-block" and style.width and starts_paragraph:
            line.add_mark(TAB, style)

    def _picture(self, node, style, line, place):
        room = (place.room, self.cascade.page(place.page).height)
        if node.tag == "svg":
            line.add_runs(pictures.chart_runs(node, style, room, package=self.package), style)
            return
        alt = node.get("alt") or ""
        runs = pictures.photo_runs(node.get("src") or "", alt, style, room, files=self.files, package=self.package)
        if runs and style.position == "absolute":
            line.floats += runs
        elif runs:
            line.add_runs(runs, style)
        else:
            line.add_text(alt, style)

    # What is written

    def paragraph(self, line, style, place, flow, tag):
        place = self._on_its_page(style, place, flow)
        named, base = self._named(style, tag)
        runs = line.runs(base)
        flow.write(
            f"<w:p><w:pPr>{named}{'<w:keepNext/>' * place.glued}{'<w:keepLines/>' * place.together}"
            f"{'<w:pageBreakBefore/>' * flow.new_page}{_marker(flow)}{'' if line.is_picture else _borders(style)}"
            f"{line.tabs(twips(place.left + place.room))}{_spacing(flow)}{_indents(style, place, flow)}"
            f"{_justified(style)}</w:pPr>{_taken(flow)}{runs}</w:p>"
        )

    def _named(self, style, tag):
        """The named style of a paragraph and the letters that it has there."""
        name = HEADINGS.get(tag) or self.package.style_for(style)
        written = f'<w:pStyle w:val="{name}"/>' if name != "Normal" else ""
        return written, self.package.letters_of_style[name]

    # Pages

    def _on_its_page(self, style, place, flow):
        """The place on pages of the kind that the block asks for; a change of kind ends the section."""
        if flow is not self.flow:
            return place
        name = place.page if style.page == "auto" else style.page
        if name != self.page:
            self._turn_to(name)
        return replace(place, page=name, width=self.cascade.page(name).width)

    def _turn_to(self, name):
        if self.flow.out and self.cascade.page(name) != self.cascade.page(self.page or ""):
            self._end_section()
            self.heads = []
        self.page = name

    def _say(self, state):
        """The word at the top of the pages from here on."""
        if self.flow.out and state != self.state_word:
            self._end_section()
        self.state_word = state

    def _head(self, node):
        """Lines at the top of the pages from here on: those of the first page, then those of the pages after it."""
        if len(self.heads) != 1:
            if len(self.flow.out) > self.section_end:
                self._end_section()
            self.heads, self.flow.new_page = [], False
        self.heads.append(tuple(" ".join("".join(line.itertext()).split()) for line in node.iter("p")))

    def _end_section(self):
        self.flow.new_page = False
        self.flow.space(section=self._section(self.page or ""))
        self.section_end = len(self.flow.out)

    def _section(self, name):
        first = not self.has_section and not self.cascade.page(":first").is_numbered
        self.has_section = True
        heads = tuple(self.heads)
        return self.package.section(self.cascade.page(name), self.state_word, is_first_bare=first, heads=heads)


def _is_glued(item, after, place):
    if after is None:
        return place.glued
    return place.together or item.break_after == "avoid" or after.break_before == "avoid"


def _close(line, items):
    if line.floats:
        items.append(Item("floats", line.floats))
    if not line.is_blank:
        items.append(Item("line", line))
    return Line()


def _add_block(child, style, items):
    if style.display == "inline-block":
        if not (items and items[-1].kind == "boxes"):
            items.append(Item("boxes", []))
        items[-1].content.append((child, style))
    else:
        items.append(Item("block", (child, style), style.break_before, style.break_after))


def _is_blank(node, style):
    has_line = style.border["bottom"][0] and style.border["bottom"][1] != "none"
    return style.display == "inline-block" and style.width and has_line and not len(node) and not node.text


def _number_kind(style):
    if style.list_style_type not in parts.NUMBER_FORMATS:
        raise Unsupported(f"list-style-type: {style.list_style_type}")
    return style.list_style_type


def _marker(flow):
    if not flow.marker:
        return ""
    number, level = flow.marker
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _borders(style):
    if style.display not in ("block", "list-item"):
        return ""
    rows = [
        f"<w:{side} {border}/>" for side in SIDE_ORDER if (border := border_of(style.border[side], style.padding[side]))
    ]
    return f"<w:pBdr>{''.join(rows)}</w:pBdr>" if rows else ""


def _spacing(flow):
    return f'<w:spacing w:before="{twips(flow.gap)}"/>' if flow.gap else ""


def _indents(style, place, flow):
    first = -MARKER_WIDTH if flow.marker else style.text_indent
    flow.marker = None
    left, right = place.left, place.right
    if isinstance(first, Percent):
        first = first * place.room
    if not (left or right or first):
        return ""
    kind = "hanging" if first < 0 else "firstLine"
    return f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" w:{kind}="{twips(abs(first))}"/>'


def _justified(style):
    shape = {"center": "center", "right": "right", "end": "right"}.get(style.text_align)
    return f'<w:jc w:val="{shape}"/>' if shape else ""


def _taken(flow):
    ahead, flow.ahead = flow.ahead, ""
    return ahead
