"""The stylesheets of the PDF, read for Word: the same rules decide the look of both.

Known here is what Word can do; any other property is look only and is left out. What a stylesheet *writes* (`content`)
is not look: except for the page numbers that Word makes itself, it is refused rather than lost.
"""

import re
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

import cssselect2
import tinycss2
from django.contrib.staticfiles import finders

UNITS = {"pt": 1, "px": 0.75, "cm": 28.3465, "mm": 2.83465, "in": 72, "": 1}  # in points
SIDES = ("top", "right", "bottom", "left")
A4 = (UNITS["cm"] * 21, UNITS["cm"] * 29.7)
BROWSER = """
address, article, aside, blockquote, body, dd, div, dl, dt, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, header,
html, main, nav, ol, p, pre, section, ul { display: block }
head { display: none } li { display: list-item } table { display: table } caption { display: block }
thead, tbody, tfoot { display: table-row-group } tr { display: table-row } td, th { display: table-cell }
colgroup, col { display: table-column } ol { list-style-type: decimal } ul { list-style-type: disc }
b, strong, th, h1, h2, h3, h4, h5, h6 { font-weight: 700 } i, em, cite { font-style: italic }
u, ins { text-decoration: underline } s, del { text-decoration: line-through }
sup { vertical-align: super } sub { vertical-align: sub } pre { white-space: pre-wrap } th { text-align: center }
"""


class Unsupported(ValueError):
    """The template or its stylesheet has something that cannot be carried into Word."""


class Percent(float):
    """A length as a share of the width that there is."""


@dataclass(eq=False, slots=True)
class Style:
    """The computed values of one element; lengths in points as in the PDF."""

    font_size: float = 12
    font_weight: str = "400"
    font_style: str = "normal"
    text_align: str = "left"
    text_indent: float = 0
    text_decoration: str = "none"
    white_space: str = "normal"
    list_style_type: str = "disc"
    color: str = ""
    display: str = "inline"
    position: str = "static"
    page: str = "auto"
    flex: str = "none"
    vertical_align: str = "baseline"
    break_before: str = "auto"
    break_after: str = "auto"
    break_inside: str = "auto"
    background: str = ""
    width: float | None = None
    height: float | None = None
    max_width: float | None = None
    max_height: float | None = None
    margin: dict = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    padding: dict = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    border: dict = field(default_factory=lambda: dict.fromkeys(SIDES, (0, "none")))
    is_centred: bool = False  # between automatic margins
    shows_target_page: bool = False

    @property
    def is_bold(self):
        return self.font_weight in {"bold", "600", "700", "800", "900"}

    @property
    def is_italic(self):
        return self.font_style == "italic"

    @property
    def left(self):
        return self.margin["left"] + self.padding["left"]

    @property
    def right(self):
        return self.margin["right"] + self.padding["right"]


INHERITED = [each.name for each in fields(Style)][:9]
WORDS = {each.name for each in fields(Style) if each.type in (str, "str")}
LENGTHS = {"text_indent", "width", "height", "max_width", "max_height"}


@dataclass(frozen=True)
class Page:
    """A kind of page: its size, its margins, whether its number stands at the top."""

    size: tuple = A4
    margin: tuple = (UNITS["cm"] * 2.5, UNITS["cm"] * 2, UNITS["cm"] * 2, UNITS["cm"] * 3)
    is_numbered: bool = True

    @property
    def width(self):
        return self.size[0] - self.margin[1] - self.margin[3]

    @property
    def height(self):
        return self.size[1] - self.margin[0] - self.margin[2]


class Cascade:
    """The rules of some stylesheets: `style(element, parent's style)` and the `pages` by name."""

    def __init__(self, sheets):
        self.matcher = cssselect2.Matcher()
        self.pages = {"": Page()}
        self.computed = {}
        for sheet in sheets:
            for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
                self._add(rule)

    def style(self, element, parent):
        matches = self.matcher.match(element)
        written = element.etree_element.get("style", "")
        key = (parent, written, *(id(payload) for *_rank, payload in matches))
        if key not in self.computed:
            declarations = [(pseudo, each) for _weight, _order, pseudo, payload in matches for each in payload]
            declarations += [(None, each) for each in _declarations(tinycss2.parse_blocks_contents(written))]
            self.computed[key] = _computed(parent, declarations)
        return self.computed[key]

    def page(self, name):
        return self.pages.get(name, self.pages[""])

    def _add(self, rule):
        if rule.type == "qualified-rule":
            payload = _declarations(tinycss2.parse_blocks_contents(rule.content))
            for selector in cssselect2.compile_selector_list(rule.prelude):
                self.matcher.add_selector(selector, payload)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "page":
            self._add_page(tinycss2.serialize(rule.prelude).strip(), rule.content)

    def _add_page(self, name, content):
        page = self.pages.get(name, self.pages[""])
        contents = tinycss2.parse_blocks_contents(content)
        for prop, value in _declarations(contents):
            if prop == "size":
                page = replace(page, size=_size(value))
            elif prop == "margin":
                page = replace(page, margin=tuple(_four(value, 0).values()))
        for box in contents:
            if box.type == "at-rule":
                page = _with_margin_box(page, box.lower_at_keyword, tinycss2.serialize(box.content))
        self.pages[name] = page


def _with_margin_box(page, place, written):
    """Word's header has our page number in the middle and the word of the state at the right, below the heading that an
    item has on each of its pages, and nothing else."""
    if place == "top-center" and ("counter(page" in written or "none" in written):
        return replace(page, is_numbered="counter(page" in written)
    if place == "top-right" and "element(state)" in written:
        return replace(page, is_numbered=page.is_numbered or "counter(page" in written)
    if place == "top-left" and "element(item-head)" in written:
        return page
    raise Unsupported(f"@{place} {{{written}}}")


def _declarations(contents):
    return [
        (each.lower_name, tinycss2.serialize(each.value).strip()) for each in contents if each.type == "declaration"
    ]


def _computed(parent, declarations):
    style = Style(**{name: getattr(parent, name) for name in INHERITED}) if parent else Style()
    for pseudo, (prop, value) in declarations:
        if pseudo is None and prop in ("font-size", "font"):
            _set_size(style, value, parent)
    for pseudo, (prop, value) in declarations:
        if pseudo:
            _generate(style, prop, value)
        else:
            _set(style, prop, value)
    return style


def _generate(style, prop, value):
    """Text that a stylesheet adds; Word makes the page numbers of a table of contents itself."""
    if prop == "content" and "target-counter" in value:
        style.shows_target_page = True
    elif prop == "content" and value not in ("none", "normal"):
        raise Unsupported(f"content: {value}")


def _set_size(style, value, parent):
    if found := re.search(r"([\d.]+)(pt|px|cm|mm|em)\b", value):
        number, unit = float(found[1]), found[2]
        base = parent.font_size if parent else style.font_size
        style.font_size = number * (base if unit == "em" else UNITS[unit])


def _set(style, prop, value):
    name = prop.replace("-", "_")
    box, _, side = prop.partition("-")
    if box in ("margin", "padding"):
        style.is_centred = style.is_centred or (box == "margin" and "auto" in value)
        getattr(style, box).update({side: _length(value, style) or 0} if side else _four(value, style.font_size))
    elif box == "border" and prop != "border-collapse":
        _set_border(style, side, value)
    elif name in LENGTHS:
        setattr(style, name, _length(value, style))
    elif prop in ("background", "background-color"):
        style.background = _colour(value)
    elif prop == "color":
        style.color = _colour(value) or style.color
    elif prop == "list-style":
        style.list_style_type = value.split()[0]
    elif name in WORDS:
        setattr(style, name, value)


def _set_border(style, side, value):
    place, _, _detail = side.partition("-")
    sides = [place] if place in SIDES else SIDES
    for each in sides:
        width, line = style.border[each]
        for word in value.split():
            if (length := _length(word, style)) is not None:
                width = length
            elif not word.startswith("#"):
                line = word
        style.border[each] = (width, line)


def _four(value, em):
    lengths = [_length(word, em) or 0 for word in value.split()]
    top, right, bottom, left = (lengths * 4)[:4] if len(lengths) != 3 else (*lengths, lengths[1])
    return {"top": top, "right": right, "bottom": bottom, "left": left}


def _length(value, em):
    """Points, a Percent, or None for what is no length ("auto")."""
    found = re.fullmatch(r"(-?[\d.]+)(pt|px|cm|mm|in|em|%|)", value)
    if not found:
        return None
    number, unit = float(found[1]), found[2]
    if unit == "%":
        return Percent(number / 100)
    if unit == "em":
        return number * (em.font_size if isinstance(em, Style) else em)
    return number * UNITS[unit]


def _colour(value):
    """RRGGBB of a written-out colour, else nothing."""
    found = re.search(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", value)
    if not found:
        return ""
    digits = found[1].upper()
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def _size(value):
    width, height = (_length(word, 0) or 0 for word in value.split()) if value[0].isdigit() else A4
    return (height, width) if "landscape" in value else (width, height)


@lru_cache
def read_sheet(path, _changed):
    return Path(path).read_text(encoding="utf-8")


def sheets_of(root):
    """BROWSER and the linked stylesheets of a document, in their order."""
    links = root.iterfind(".//link[@rel='stylesheet']")
    return (BROWSER, *(_static_sheet(link.get("href")) for link in links))


def _static_sheet(address):
    scheme, _, path = address.partition(":")
    found = finders.find(path) if scheme == "static" else None
    if found is None:
        raise Unsupported(f"stylesheet {address}")
    return read_sheet(found, Path(found).stat().st_mtime_ns)
