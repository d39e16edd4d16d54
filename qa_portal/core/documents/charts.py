"""Charts as inline SVG, the one place for pages and PDF alike.

Every chart takes rows of (label, value, ...); a value is an int, a Decimal or None (no data, which is not zero).
The SVG has no id, no style attribute and no script, so it may stand on a page many times under the strict policy, and
it scales by the class `chart`. Its title and figures are in <title> and <desc>; the template puts a table beside it.
"""

import unicodedata
from xml.etree import ElementTree as Xml

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from qa_portal.core.thai import to_thai

WIDTH = 400  # of a chart as drawn: letters stay readable when a phone shows it at 330
TEXT = 13
LETTER = 0.56  # mean width of a Thai letter, in type sizes
INK, LINE, HATCH, FILL, TRACK = "#1f2933", "#52606d", "#aab4be", "#1f5f99", "#e4e7eb"
BAR = 16
# Lowest to highest: from hatched white to almost black, so that a black and white copy keeps the order.
# (fill, ink of the figure inside): each pair has a contrast of 4.5 or more.
STEPS = [("#ffffff", INK), ("#cfe0f1", INK), ("#86b6dd", INK), ("#2b6ca8", "#ffffff"), ("#0b2f55", "#ffffff")]


def bar_chart(rows, *, title, unit="", thai_digits=False):
    """Horizontal bars, each under its label, so that a long Thai name has the whole width."""
    rows = list(rows)
    drawing = Drawing(title, _told(rows, unit=unit), thai_digits)
    longest = max((value or 0 for _label, value in rows), default=0)
    for label, value in rows:
        drawing.label(label)
        length = _share(value, longest) * (WIDTH - 110)
        drawing.box(0, drawing.y, length, FILL)
        drawing.text(length + 6, drawing.y + 13, drawing.figure(value, unit))
        drawing.y += BAR + 10
    return drawing.finish()


def stacked_bar(rows, *, series, title, unit="", thai_digits=False):
    """One full bar for each row, split into the names of `series`, lowest level first (five at most)."""
    rows, steps = list(rows), _steps(len(series))
    drawing = Drawing(title, _told(rows, series=series, unit=unit), thai_digits)
    if rows:
        drawing.legend(series, steps)
    for label, *values in rows:
        total = sum(value or 0 for value in values)
        drawing.label(label)
        _split_bar(drawing, values, total, steps)
        drawing.text(WIDTH, drawing.y + 13, drawing.figure(total, unit), anchor="end")
        drawing.y += BAR + 10
    return drawing.finish()


def _split_bar(drawing, values, total, steps):
    x = 0
    for value, (fill, ink) in zip(values, steps, strict=True):
        length = _share(value, total) * (WIDTH - 80)
        drawing.box(x, drawing.y, length, fill)
        if length > 4 + _width(drawing.number(value)):
            drawing.text(x + length / 2, drawing.y + 12.5, drawing.number(value), anchor="middle", fill=ink, size=12)
        x += length


def column_chart(rows, *, series=("",), title, unit="", thai_digits=False):
    """Upright columns side by side: (label, value) or, with names in `series`, (label, value of the first, ...)."""
    rows, steps = list(rows), _steps(len(series))
    drawing = Drawing(title, _told(rows, series=series, unit=unit), thai_digits)
    if rows and len(series) > 1:
        drawing.legend(series, steps)
    highest = max((value or 0 for _label, *values in rows for value in values), default=0)
    floor, slot = drawing.y + 150, WIDTH / max(len(rows), 1)
    room = slot * 0.8 / len(series)
    size = min((_fitting(_figure(value, ""), room) for _label, *values in rows for value in values), default=0)
    for index, (label, *values) in enumerate(rows):
        _columns(drawing, values, steps, highest, left=(index + 0.1) * slot, room=room, floor=floor, size=size)
        drawing.text((index + 0.5) * slot, floor + 16, _shortened(label, slot), anchor="middle")
    if rows:
        drawing.line(0, floor, WIDTH, floor)
        drawing.y = floor + 24
    return drawing.finish(note=unit)


def _columns(drawing, values, steps, highest, *, left, room, floor, size):
    for index, (value, (fill, _ink)) in enumerate(zip(values, steps, strict=True)):
        x, height = left + index * room, _share(value, highest) * 120
        drawing.box(x + 1, floor - height, room - 2, fill, height)
        drawing.text(x + room / 2, floor - height - 4, drawing.figure(value), anchor="middle", size=size)


def coverage(done, total, *, title, unit="", thai_digits=False):
    """How much of a whole is done, as one bar with its figures; a total of zero is no data."""
    drawing = Drawing(title, "", thai_digits)
    told = _("No data")
    if total:
        figures = {"done": drawing.number(done), "total": drawing.figure(total, unit)}
        told = _("%(done)s of %(total)s") % figures + f" ({drawing.digits(f'{done * 100 / total:.1f}')}%)"
    drawing.describe(told)
    drawing.box(0, 2, WIDTH, TRACK)
    drawing.box(0, 2, _share(done, total) * WIDTH, FILL)
    drawing.text(0, BAR + 20, told)
    drawing.y = BAR + 26
    return drawing.finish()


class Drawing:
    """An SVG that grows downwards; `y` is how far it is filled."""

    def __init__(self, title, told, thai_digits):
        self.thai_digits = thai_digits
        self.y = 2
        self.svg = Xml.Element("svg", {"class": "chart", "role": "img", "xmlns": "http://www.w3.org/2000/svg"})
        Xml.SubElement(self.svg, "title").text = str(title)
        self.desc = Xml.SubElement(self.svg, "desc")
        self.describe(told)

    def describe(self, told):
        self.desc.text = self.digits(told)

    def finish(self, note=""):
        if self.y == 2:
            self.text(0, 16, _("No data"))
            self.y = 24
        elif note:
            self.text(WIDTH, self.y + 10, note, anchor="end", size=12)
            self.y += 16
        height = f"{self.y:g}"
        self.svg.attrib |= {"viewBox": f"0 0 {WIDTH} {height}", "width": str(WIDTH), "height": height}
        return mark_safe(Xml.tostring(self.svg, encoding="unicode"))  # every text went through ElementTree

    def label(self, label):
        self.text(0, self.y + 12, _shortened(label, WIDTH))
        self.y += 18

    def text(self, x, y, text, anchor="start", fill=INK, size=TEXT):
        place = {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": anchor}
        look = {"font-family": "Sarabun,sans-serif", "font-size": f"{size:g}", "fill": fill}
        Xml.SubElement(self.svg, "text", place | look).text = self.digits(text)

    def line(self, x1, y1, x2, y2, stroke=LINE):
        Xml.SubElement(self.svg, "path", {"d": f"M{x1:g} {y1:g}L{x2:g} {y2:g}", "stroke": stroke, "stroke-width": "1"})

    def box(self, x, y, width, fill, height=BAR):
        """A filled box with an outline; white ones are hatched, so that they are seen on paper."""
        if width <= 0 or height <= 0:
            return
        place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
        Xml.SubElement(self.svg, "rect", place | {"fill": fill, "stroke": LINE, "stroke-width": "0.75"})
        if fill == STEPS[0][0]:
            self.hatch(x, y, width, height)

    def hatch(self, x, y, width, height):
        """Lines rising to the right, cut at the edges of the box."""
        for start in range(7 - int(height) // 7 * 7, int(width), 7):
            left, right = max(start, 0), min(start + height, width)
            self.line(x + left, y + height - (left - start), x + right, y + height - (right - start), HATCH)

    def legend(self, names, steps):
        x = 0
        for name, (fill, _ink) in zip(names, steps, strict=True):
            wide = 30 + _width(name)
            if x + wide > WIDTH and x:
                x, self.y = 0, self.y + 20
            self.box(x, self.y + 2, 14, fill, 12)
            self.text(x + 19, self.y + 12, name)
            x += wide
        self.y += 26

    def digits(self, text):
        return to_thai(str(text)) if self.thai_digits else str(text)

    def number(self, value):
        return self.digits(_number(value))

    def figure(self, value, unit=""):
        return self.digits(_figure(value, unit))


def _figure(value, unit):
    return _("No data") if value is None else f"{_number(value)} {unit}".strip()


def _number(value):
    """1,200 and 1,200.50: no figure after the point where there is none."""
    value = value or 0
    return f"{int(value):,}" if value == int(value) else f"{value:,.2f}"


def _told(rows, *, series=("",), unit=""):
    """The figures as a sentence, for those who do not see the picture."""
    return "; ".join(f"{label}: " + ", ".join(_each(series, values, unit)) for label, *values in rows)


def _each(series, values, unit):
    return [f"{name} {_figure(value, unit)}".strip() for name, value in zip(series, values, strict=True)]


def _steps(count):
    """`count` of the five steps, from end to end; a single one is the plain colour."""
    if count == 1:
        return [(FILL, "#ffffff")]
    return [STEPS[round(index * (len(STEPS) - 1) / (count - 1))] for index in range(count)]


def _share(value, whole):
    return float(max(value or 0, 0) / whole) if whole else 0.0


def _width(text, size=TEXT):
    """About how wide a text is: marks above and below take no room, points and commas half of a letter's."""
    letters = [letter for letter in str(text) if unicodedata.category(letter) != "Mn"]
    return sum(0.5 if letter in ",. " else 1 for letter in letters) * size * LETTER


def _fitting(text, room):
    """The type size at which a figure fits above its column, so far as it can still be read."""
    return max(7, min(12, 12 * room / max(_width(text, 12), 1)))


def _shortened(text, room):
    text = str(text)
    if _width(text) <= room:
        return text
    while _width(text) > room - TEXT:
        text = text[:-1]
    return text.rstrip("เแโใไ ") + "…"
