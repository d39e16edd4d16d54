"""Points on a sheet of paper: a map without tiles, drawn from coordinates alone. Each point is a link with its name;
its shape says what its colour says."""

from math import cos, radians
from xml.etree import ElementTree as Xml

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

WIDTH, HEIGHT, MARGIN = 600, 440, 28
KM_OF_DEGREE = 111.32  # of latitude
SCALES = (1, 2, 5, 10, 20, 50, 100, 200)  # km
INK, PAPER, RING = "#1f2933", "#f4f6f8", "#ffffff"
CIRCLE, TRIANGLE = "#1f5f99", "#b54708"


def draw(points, *, title, told):
    """An SVG of `points`: (latitude, longitude, name, address, whether all is well). North is up."""
    svg = Xml.Element("svg", {"class": "chart school-map", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "group",
                              "aria-label": str(title), "xmlns": "http://www.w3.org/2000/svg"})  # fmt: skip
    Xml.SubElement(svg, "title").text = str(title)
    Xml.SubElement(svg, "desc").text = str(told)
    Xml.SubElement(svg, "rect", {"width": str(WIDTH), "height": str(HEIGHT), "fill": PAPER})
    place, per_km = _projection([(float(row[0]), float(row[1])) for row in points])
    for latitude, longitude, name, address, is_well in points:
        _point(svg, *place(float(latitude), float(longitude)), name, address, is_well)
    if points:
        _scale(svg, per_km)
    return mark_safe(Xml.tostring(svg, encoding="unicode"))  # every text went through ElementTree


def _projection(places):
    """(function that gives x and y of a place, units of the drawing in a kilometre). A place alone is in the middle."""
    if not places:
        return None, 0
    south, north = min(row[0] for row in places), max(row[0] for row in places)
    west, east = min(row[1] for row in places), max(row[1] for row in places)
    shrink = cos(radians((south + north) / 2))
    wide, high = max((east - west) * shrink, 0.02), max(north - south, 0.02)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)

    def place(latitude, longitude):
        x = WIDTH / 2 + (longitude - (west + east) / 2) * shrink * scale
        return x, HEIGHT / 2 - (latitude - (south + north) / 2) * scale

    return place, scale / KM_OF_DEGREE


def _point(svg, x, y, name, address, is_well):
    link = Xml.SubElement(svg, "a", {"href": address})
    Xml.SubElement(link, "title").text = str(name)
    Xml.SubElement(link, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "14", "fill": "#ffffff00"})  # to be hit
    look = {"stroke": RING, "stroke-width": "1.5"}
    if is_well:
        Xml.SubElement(link, "circle", look | {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "6.5", "fill": CIRCLE})
        return
    path = f"M{x:.1f} {y - 8:.1f}L{x + 8:.1f} {y + 6:.1f}L{x - 8:.1f} {y + 6:.1f}Z"
    Xml.SubElement(link, "path", look | {"d": path, "fill": TRIANGLE})


def _scale(svg, per_km):
    """How long some kilometres are, in the corner below; and where north is."""
    km = max((km for km in SCALES if km * per_km <= WIDTH / 4), default=SCALES[0])
    left, floor = MARGIN / 2, HEIGHT - 10
    path = f"M{left} {floor - 5}V{floor}H{left + km * per_km:.1f}V{floor - 5}"
    Xml.SubElement(svg, "path", {"d": path, "fill": "none", "stroke": INK})
    _text(svg, left, floor - 9, _("%(km)s km") % {"km": km})
    _text(svg, WIDTH - 8, 20, _("North ↑"), anchor="end")


def _text(svg, x, y, text, anchor="start"):
    look = {"font-family": "Sarabun,sans-serif", "font-size": "13", "fill": INK, "text-anchor": anchor}
    Xml.SubElement(svg, "text", look | {"x": f"{x:g}", "y": f"{y:g}"}).text = text
