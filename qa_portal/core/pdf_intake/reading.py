"""The words and the face of a PDF that has been checked. Like the checks it runs in a process of its own."""

import io

import pypdfium2

MAX_TEXT = 4_000_000  # characters of all pages together
TEXT_PAGE = 20  # letters: a page with fewer is a picture, perhaps with a number printed on it
WIDTH, HEIGHT = 300, 424  # pixels of the small picture


def read(path):
    """([text of each page], the first page as a small PNG)."""
    document = pypdfium2.PdfDocument(path)
    try:
        return _texts(document), _picture(document[0])
    finally:
        document.close()


def is_text(text):
    return sum(letter.isalnum() for letter in text) >= TEXT_PAGE


def _texts(document):
    texts, room = [], MAX_TEXT
    for page in document:
        text = page.get_textpage().get_text_range() if room else ""
        texts.append(text[:room].encode("utf-8", "replace").decode())
        room -= len(texts[-1])
        page.close()
    return texts


def _picture(page):
    width, height = (max(side, 1) for side in page.get_size())
    out = io.BytesIO()
    page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil().convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()
