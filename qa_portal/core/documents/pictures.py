"""Pictures of stored files in documents. A content that the storage has lost stops no paper: a sentence with the name
of its file stands in its place, the log tells the operator, and whoever makes a long paper is told what is lost."""

import io
import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from . import fonts

logger = logging.getLogger(__name__)

PNG = "image/png"
SIZE, MARGIN = (1200, 900), 70
GREY, INK = "#f1f3f5", "#495057"

_lost = ContextVar("lost files", default=None)


@contextmanager
def watched():
    """A list of the names of files that were not found while it was open, each once."""
    token = _lost.set([])
    try:
        yield _lost.get()
    finally:
        _lost.reset(token)


def lost_files():
    """Their names so far; empty where nobody watches."""
    return list(_lost.get() or ())


def picture(stored):
    """(bytes, media type) of a stored picture, or of a sentence that says which one is missing."""
    content = content_of(stored)
    return (_sentence(stored.name), PNG) if content is None else (content, stored.media_type)


def content_of(stored):
    """The bytes of a stored file; None where the storage has lost them, which is told."""
    try:
        with stored.content.open("rb") as content:
            return content.read()
    except FileNotFoundError:
        logger.error("File %s is not in the storage: its content %s is gone", stored.pk, stored.content.name)
        if (names := _lost.get()) is not None and stored.name not in names:
            names.append(stored.name)
        return None


def told_missing(names):
    """What the one who asked for a paper reads of the files that it could not show."""
    sentence = _("%(count)s files are not in the portal's storage any more, and are missing in it: %(names)s. "
                 "Please tell the administrator, and upload them again where they belong.")  # fmt: skip
    return sentence % {"count": len(names), "names": ", ".join(names)} if names else ""


def _sentence(name):
    """A picture of the words, so that every kind of paper shows them where the photo would be."""
    image = Image.new("RGB", SIZE, GREY)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(fonts.font_path("Regular")), 64)
    words = "\n".join(["ไม่พบไฟล์ภาพนี้ในที่เก็บไฟล์", *_wrapped(draw, name, font)])
    draw.multiline_text((SIZE[0] / 2, SIZE[1] / 2), words, INK, font, anchor="mm", align="center", spacing=24)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _wrapped(draw, text, font):
    """At most three lines of the name that fit."""
    lines = [""]
    for letter in text:
        if draw.textlength(lines[-1] + letter, font) > SIZE[0] - 2 * MARGIN:
            lines.append("")
        lines[-1] += letter
    return lines[:3]
