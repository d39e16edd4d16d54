"""What the tests of documents share: rendering a body of HTML, and reading a PDF back as text and as picture."""

import io
import subprocess

import pypdfium2
from django.conf import settings
from django.test import override_settings
from PIL import Image

from qa_portal.core.documents import render_pdf

TITLE = "เอกสารทดสอบ"
# Every way in which marks are stacked, narrow consonants, consonants that lose their foot, and Latin in between.
HARD = (
    "สำนักงาน กำหนด น้ำ ก่ำ ที่ นี้ ปู่ ญู ฐู กตัญญู ยอดเยี่ยม เปี๊ยะ ฝั่ง ซึ่ง ทั้งสิ้น ผู้ ๑๒๓ พ.ศ. (Educational 8+4) "
    "ป้ำ ฟ้ำ ฝ่ำ ล้ำ ปิ่น ปี่ ปั้น ฟื้น ฬุ ฎู ฏุ เก๋ เจ๊ ค่ำ ช้ำ กว๋ำ เพื่อ เมื่อ ชื่อ เรี่ยว รื่น ศรี สิทธิ์ พันธุ์ ศุกร์ บริสุทธิ์ ☑ ☐ ≥ ฿"
)


def pdf_of(body, **options):
    """The PDF of a document whose content block is `body`."""
    return made_of(render_pdf, body, **options)


def made_of(render, body, *, blocks="", context=None, **options):
    """What `render` makes of a document whose content block is `body`."""
    content = f"{{% block content %}}{body}{{% endblock %}}"
    source = f'{{% extends "documents/base.html" %}}{{% load documents %}}{blocks}{content}'
    with override_settings(TEMPLATES=_templates_with({"document.html": source})):
        return render("document.html", context or {}, **{"title": TITLE} | options)


def _templates_with(sources):
    (engine,) = settings.TEMPLATES
    loaders = [
        ("django.template.loaders.locmem.Loader", sources),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    return [engine | {"APP_DIRS": False, "OPTIONS": engine["OPTIONS"] | {"loaders": loaders}}]


def poppler_text(pdf, *options):
    """The text as pdftotext reads it."""
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def pdfium_text(pdf):
    """The text as the reader inside Chromium has it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def squeezed(text):
    return "".join(text.split())


def words(text):
    """The words of a text in order, whatever the ends of its lines."""
    return text.replace("\f", " ").split()


def picture(pdf, page=1, dpi=100):
    """A page in black and white, as pdftoppm draws it."""
    command = ["pdftoppm", "-gray", "-png", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
