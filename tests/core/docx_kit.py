"""What the tests of Word documents share: making one of a body of HTML, and reading it back with python-docx."""

import io
import re

import docx
from lxml import etree

from qa_portal.core.documents import html_for_pdf, render_docx
from tests.core.document_kit import made_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_of(body, **options):
    """The Word document whose content block is `body`, as bytes."""
    return made_of(render_docx, body, **options)


def html_of(body, **options):
    return made_of(html_for_pdf, body, **options)


def opened(content):
    return docx.Document(io.BytesIO(content))


def text_of(content):
    """All text of the body in its order, a line for each paragraph."""
    body = opened(content).element.body
    return "\n".join("".join(_written(paragraph)) for paragraph in body.iter(f"{W}p"))


def _written(paragraph):
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        yield node.text or "" if node.tag == f"{W}t" else " "


def text_of_html(html):
    """The text that a page of this HTML shows, without what the head and the charts hold."""
    root = etree.fromstring(html, etree.HTMLParser(remove_comments=True))
    body = root.find("body")
    for state in body.xpath("div[@class='state']"):
        state.getparent().remove(state)
    return " ".join(_shown(body))


def _shown(node):
    if node.tag != "svg":
        yield node.text or ""
        for child in node:
            yield from _shown(child)
            yield child.tail or ""


def squeezed(text):
    """Without spaces (the dotted blanks are spaces too): neither the end of a line nor a tab makes a difference."""
    return re.sub(r"\s+", "", text)
