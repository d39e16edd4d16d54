"""Pictures of stored files in documents. Where the content of one is lost (core.lost), a sentence with the name of its
file stands in its place."""

import io

from PIL import Image, ImageDraw, ImageFont

from qa_portal.core import lost

from . import fonts

PNG = "image/png"
SIZE, MARGIN = (1200, 900), 70
GREY, INK = "#f1f3f5", "#495057"


def picture(stored):
    """(bytes, media type) of a stored picture, or of a sentence that says which one is missing."""
    content = lost.content_of(stored)
    return (_sentence(stored.name), PNG) if content is None else (content, stored.media_type)


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
