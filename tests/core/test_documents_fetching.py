"""A document loads what it is handed and nothing else, whatever a text in it asks for."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from .document_kit import pdf_of, poppler_text, words

ASKS = [
    '<img src="{0}">',
    '<link rel="stylesheet" href="{0}">',
    "<style>@import url({0});</style>",
    "<style>@font-face {{ font-family: Leak; src: url({0}) }} p {{ font-family: Leak }}</style><p>ก</p>",
    '<p style="background: url({0})">ก</p>',
    '<p style="content: url({0})">ก</p>',
    '<object data="{0}"></object>',
    '<embed src="{0}">',
    '<a rel="attachment" href="{0}">ก</a>',
    '<link rel="attachment" href="{0}">',
    '<svg width="10" height="10"><image href="{0}" width="10" height="10"/></svg>',
    '<svg width="10" height="10"><use href="{0}#a"/></svg>',
    '<base href="{0}"><img src="{0}">',
]


@pytest.fixture(scope="module")
def neighbour():
    """A server inside the house that a document must never call; `seen` is what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("ask", ASKS)
def test_document_never_calls_the_network(ask, neighbour):
    pdf = pdf_of(ask.format(f"http://127.0.0.1:{neighbour.server_port}/secret") + "<p>จบ</p>")
    assert (neighbour.seen, words(poppler_text(pdf))[-1]) == ([], "จบ")


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize(
    "address", ["file://{0}", "FILE://{0}", "{0}", "static:../..{0}", "static:{0}", "attachment:{0}"]
)
def test_document_never_reads_the_server(ask, address, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text y="20">LEAKED</text></svg>'
    )
    pdf = pdf_of(ask.format(address.format(secret)) + "<p>จบ</p>")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert dict(document.attachments) == {}
    assert [word for word in words(poppler_text(pdf)) if word not in ("ก", "จบ")] == []


def test_document_shows_a_file_that_it_was_handed():
    files = {"ภาพ/1": (_jpeg("red"), "image/jpeg")}
    pdf = pdf_of('<img src="{% pdf_attachment "ภาพ/1" %}" style="width:10cm;height:10cm">', files=files)
    assert _middle_of_first_page(pdf, x=8, y=7) == (254, 0, 0)


def test_document_has_no_address_for_a_file_it_was_not_handed():
    assert words(poppler_text(pdf_of('[{% pdf_attachment "ไม่มี" %}]'))) == ["[]"]


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0broken"])
def test_broken_picture_leaves_its_caption(content):
    photos = [{"key": "one", "caption": "ภาพการประชุม"}]
    body = '{% include "documents/photos.html" %}<p>จบ</p>'
    pdf = pdf_of(body, context={"photos": photos}, files={"one": (content, "image/jpeg")})
    assert words(poppler_text(pdf)) == ["ไม่มีภาพ", "ภาพที่", "1", "ภาพการประชุม", "จบ"]


def test_large_photos_are_made_small():
    noise = Image.effect_noise((3000, 2000), 80).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=95)
    photos = [{"key": "one", "caption": "ภาพ"}]
    pdf = pdf_of(
        '{% include "documents/photos.html" %}',
        context={"photos": photos},
        files={"one": (buffer.getvalue(), "image/jpeg")},
    )
    assert len(pdf) < len(buffer.getvalue()) / 10


def _jpeg(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (80, 80), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def _middle_of_first_page(pdf, *, x, y):
    """The colour at a place, in centimetres from the top left."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=1).to_pil().getpixel((round(x * 28.35), round(y * 28.35)))
    finally:
        document.close()
