"""Pictures of a document for Word: photos at print size, charts drawn by the engine of the PDF."""

import io
from copy import deepcopy
from urllib.parse import unquote

import pypdfium2
from lxml import etree
from PIL import Image, UnidentifiedImageError

from .. import pdf
from . import parts
from .cascade import Percent

DPI = 150  # as in the PDF
CHART_DPI, CHART_COLOURS = 300, 64
EMU = 12700  # Word's unit, in a point
PIXEL = 0.75  # points in one of a stylesheet
READABLE = {"JPEG": "jpeg", "PNG": "png"}
CHART_PAGE = (
    '<!doctype html><html lang="th"><head><link rel="stylesheet" href="static:css/documents/document.css"><style>'
    "@page {{ size: {width}px {height}px; margin: 0; @top-center {{ content: none }} @top-right {{ content: none }} }} "
    "svg {{ display: block }}</style></head><body>{svg}</body></html>"
)


def photo_runs(address, alt, style, room, *, files, package):
    """The run of a picture handed to the document, or "" where there is none that can be read.

    `room` is (width, height) in points of what may be filled.
    """
    scheme, _, key = address.partition(":")
    if scheme != "attachment" or unquote(key) not in files:
        return ""
    content, _mime = files[unquote(key)]
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = _fit(image.size, style, room)
            content, kind = _at_print_size(image, content, width)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return ""
    return _runs(content, kind, (width, height), alt, package, floats=style.position == "absolute")


def chart_runs(svg, style, room, *, package):
    """A chart as a picture; its title and its figures in words are the alternative text."""
    size = tuple(float(svg.get(side)) for side in ("width", "height"))
    width, height = _fit(size, style, room)
    drawn = pdf.pdf_from_html(CHART_PAGE.format(svg=_plain(svg), width=size[0], height=size[1]))
    with pypdfium2.PdfDocument(drawn) as document:
        picture = document[0].render(scale=CHART_DPI / 72 * width / (size[0] * PIXEL)).to_pil()
    told = (svg.findtext(tag) or "" for tag in ("title", "desc"))
    return _runs(_png(picture.quantize(CHART_COLOURS)), "png", (width, height), ": ".join(filter(None, told)), package)


def _plain(svg):
    copy = deepcopy(svg)
    copy.attrib.pop("class", None)
    copy.tail = None
    return etree.tostring(copy, encoding="unicode")


def _fit(pixels, style, room):
    """Width and height in points: as the style says, never larger than the room, always in proportion."""
    natural = [side * PIXEL for side in pixels]
    limits = [_limit(style, "width", room[0]), _limit(style, "height", room[1])]
    scales = [limit / side for limit, side in zip(limits, natural, strict=True) if limit is not None]
    wanted = min(scales, default=1)
    largest = [_least(style.max_width, room[0]) / natural[0], _least(style.max_height, room[1]) / natural[1]]
    scale = min(wanted, *largest)
    return natural[0] * scale, natural[1] * scale


def _limit(style, side, room):
    length = getattr(style, side)
    return length * room if isinstance(length, Percent) else length


def _least(limit, room):
    return room if limit is None else min(room, limit * room if isinstance(limit, Percent) else limit)


def _at_print_size(image, content, width):
    """The picture as Word can read it, no finer than print needs."""
    kind = READABLE.get(image.format)
    wanted = round(width / 72 * DPI)
    if kind and image.width <= wanted:
        image.verify()
        return content, kind
    if image.width > wanted:
        image.draft("RGB", (wanted, wanted))
        image.thumbnail((wanted, wanted * 10))
    if kind == "jpeg":
        buffer = io.BytesIO()
        image.convert("RGB").save(buffer, "JPEG", quality=85)
        return buffer.getvalue(), kind
    return _png(image), "png"


def _png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _runs(content, kind, size, alt, package, *, floats=False):
    opened, wrap, closed = parts.FLOATING if floats else parts.IN_LINE
    width, height = (round(side * EMU) for side in size)
    return parts.PICTURE.format(
        open=opened,
        wrap=wrap,
        close=closed,
        width=width,
        height=height,
        alt=parts.text(alt),
        id=package.next_id(),
        relation=package.picture(content, kind),
    )
