"""An order as the office prints it (A10-02): (สำเนา), the office, ที่, เรื่อง, its paragraphs, the duties by person."""

import re
from dataclasses import dataclass, field
from itertools import groupby

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.letterhead import pictures_of

TEMPLATE = "supervision/documents/order.html"
OWN_MARK = re.compile(r"\s*([-–•]|\d+[.)])")


@dataclass
class Named:
    """A person of the order with one duty or several."""

    number: str
    name: str
    position: str
    duties: list = field(default_factory=list)

    @property
    def only(self):
        return self.duties[0] if len(self.duties) == 1 else None


@dataclass(frozen=True)
class Point:
    number: str
    lines: list

    @property
    def points(self):
        """The lines below the first as the office numbers them: 1), 2)."""
        return numbered(self.lines[1:])

    @property
    def all_points(self):
        """All lines so, where the duty has no line that names it."""
        return numbered(self.lines)


def numbered(lines):
    """Two lines or more get 1), 2), unless they were typed with numbers or dashes of their own."""
    if len(lines) < 2 or any(OWN_MARK.match(line) for line in lines):
        return lines
    return [f"{number}) {line}" for number, line in enumerate(lines, 1)]


def people_of_order(order):
    """Rows of the same person that follow each other are one person; their number is what the printed ones share: 9 of
    9.1 and 9.2."""
    rows = order.duties.as_signed().select_related("user")
    found = []
    for (name, position), duties in groupby(rows, key=lambda row: (row.person, row.position_shown)):
        points = [Point(_dotted(row.number), row.text.splitlines()) for row in duties]
        number = points[0].number if len(points) == 1 else _dotted(points[0].number.partition(".")[0])
        found.append(Named(number, name, position, points))
    return found


def _dotted(number):
    """9 is printed 9., and 9.1 as it is."""
    return f"{number}." if number and "." not in number else number


def order_context(order):
    return {
        "order": order,
        "district": order.district,
        "paragraphs": order.authority.splitlines(),
        "people": people_of_order(order),
        "general": order.general_duty.splitlines(),
    }


def render_order(order, *, thai_digits=True):
    return render_pdf(TEMPLATE, order_context(order), **_options(order, thai_digits))


def render_order_docx(order, *, thai_digits=True):
    return render_docx(TEMPLATE, order_context(order), **_options(order, thai_digits))


def _options(order, thai_digits):
    office = order.district
    return {
        "title": f"คำสั่ง {order}",
        "author": office.name,
        "thai_digits": thai_digits,
        "files": pictures_of(office),
    }


def order_name(order):
    return f"คำสั่ง-{order.number or 'ร่าง'}".replace("/", "-")
