"""The flow chart of a process, drawn from its steps (A4-05): the seeds' own pictures are lost, and a drawn one is never
behind the steps. Long processes are cut into parts that a page holds; the list beside it says the same in words."""

import unicodedata
from xml.etree import ElementTree as Xml

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qa_portal.core.documents.charts import INK, LINE, TEXT, Drawing

PART = 8  # steps in one picture
LEFT, BOX, ROOM = 4, 300, 38  # of a box: where it begins, its width, the letters that a line of it holds
MIDDLE, RIGHT = LEFT + BOX / 2, LEFT + BOX
MOST_LINES, LEADING, GAP = 3, 19, 22
PAPER, ASK, END = "#eef4fa", "#fff4d6", "#e3f1e6"
BEFORE_NO_BREAK = "ะาำๅๆฯ)”,.:/ "
AFTER_NO_BREAK = "เแโใไ(“/"


def flow_charts(steps, *, title, thai_digits=False):
    """One SVG for each PART steps."""
    steps = list(steps)
    parts = [steps[start : start + PART] for start in range(0, len(steps), PART)]
    return [
        _part(part, title=title, thai_digits=thai_digits, is_first=index == 0, is_last=index == len(parts) - 1)
        for index, part in enumerate(parts)
    ]


def _part(steps, *, title, thai_digits, is_first, is_last):
    drawing = Drawing(title, "; ".join(_told(step) for step in steps), thai_digits)
    _end(drawing, _("Begin") if is_first else _("Continued"))
    edges = {}
    for step in steps:
        _arrow(drawing)
        edges[step.pk] = _box(drawing, step)
    _arrow(drawing)
    _end(drawing, _("End") if is_last else _("Continued on the next part"))
    _answers(drawing, steps, edges)
    return drawing.finish()


def _told(step):
    way_back = f" ({_no(step)})" if step.no_target_id else ""
    return f"{step.number} {step.short or step.text}{way_back}"


def _no(step):
    word = pgettext("answer to a decision", "no")
    return f"{word} → {step.no_target.number}"


def _end(drawing, word):
    _shape(drawing, "rect", END, x=MIDDLE - 90, y=drawing.y, width=180, height=28, rx=14)
    drawing.text(MIDDLE, drawing.y + 19, word, anchor="middle")
    drawing.y += 28


def _box(drawing, step):
    """Draw the step and give the middle of its right edge."""
    lines = wrapped(f"{step.number} {step.short or step.text}")
    top, height = drawing.y, LEADING * len(lines) + 12
    if step.no_target_id:
        height += 12
        middle, inset = top + height / 2, 22
        corners = [(LEFT, middle), (LEFT + inset, top), (RIGHT - inset, top), (RIGHT, middle)]
        corners += [(RIGHT - inset, top + height), (LEFT + inset, top + height)]
        _shape(drawing, "polygon", ASK, points=" ".join(f"{x:g},{y:g}" for x, y in corners))
    else:
        _shape(drawing, "rect", PAPER, x=LEFT, y=top, width=BOX, height=height, rx=3)
    first = top + (height - LEADING * len(lines)) / 2 + 14
    for index, line in enumerate(lines):
        drawing.text(MIDDLE, first + LEADING * index, line, anchor="middle")
    drawing.y += height
    return top + height / 2


def _shape(drawing, tag, fill, **place):
    place = {name: f"{value:g}" if isinstance(value, int | float) else value for name, value in place.items()}
    Xml.SubElement(drawing.svg, tag, place | {"fill": fill, "stroke": LINE, "stroke-width": "1"})


def _arrow(drawing):
    drawing.line(MIDDLE, drawing.y, MIDDLE, drawing.y + GAP - 5)
    _head(drawing, [(MIDDLE - 4, drawing.y + GAP - 6), (MIDDLE + 4, drawing.y + GAP - 6), (MIDDLE, drawing.y + GAP)])
    drawing.y += GAP


def _head(drawing, corners):
    points = " ".join(f"{x:g},{y:g}" for x, y in corners)
    Xml.SubElement(drawing.svg, "polygon", {"points": points, "fill": LINE})


def _answers(drawing, steps, edges):
    """The way of "no" at the right of each decision: a line where its target is in this part, its number otherwise."""
    asked = [step for step in steps if step.no_target_id]
    for lane, step in enumerate(asked):
        start, end = edges[step.pk], edges.get(step.no_target_id)
        drawing.text(RIGHT + 4, start - 5, _no(step), size=TEXT - 1)
        if end is not None:
            x = RIGHT + 58 + lane % 4 * 8
            for line in ((RIGHT, start, x, start), (x, start, x, end), (x, end, RIGHT + 5, end)):
                drawing.line(*line, stroke=INK)
            _head(drawing, [(RIGHT + 6, end - 4), (RIGHT + 6, end + 4), (RIGHT, end)])


def wrapped(text, room=ROOM, most=MOST_LINES):
    """The text in lines of at most `room` letters, broken at blanks where there are any; the rest is cut by "…"."""
    lines = [""]
    for word in _pieces(text, room):
        joined = f"{lines[-1]} {word}".strip() if word else lines[-1]
        if _letters(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return lines


def _pieces(text, room):
    """Its words; one that is longer than a line is cut between letters that may stand apart."""
    for word in text.split():
        while _letters(word) > room:
            cut = max((place for place in range(1, len(word)) if _may_cut(word, place, room)), default=len(word))
            yield word[:cut]
            word = word[cut:]
        yield word


def _may_cut(word, place, room):
    after, before = word[place], word[place - 1]
    is_mark = unicodedata.category(after) == "Mn" or after in BEFORE_NO_BREAK
    return _letters(word[:place]) <= room and not is_mark and before not in AFTER_NO_BREAK


def _letters(text):
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
