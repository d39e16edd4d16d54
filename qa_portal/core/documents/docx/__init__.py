"""Word documents from the templates of the PDF: the same context, the same HTML, the same stylesheets.

`render_docx` is the one way in for a document of one template; `WordFile` joins many into one (a book).
"""

import re

import cssselect2
from lxml import etree

from ..pdf import html_for_pdf
from .body import Body
from .cascade import Cascade, Unsupported, sheets_of
from .package import HEADINGS, Package

__all__ = ["Unsupported", "WordFile", "render_docx"]

# What XML cannot hold, and half a character: nobody typed it on purpose.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SAMPLES = "<body>" + "".join(f"<{tag}></{tag}>" for tag in HEADINGS) + "</body>"


def render_docx(template, context, *, title, author="", thai_digits=False, files=None):
    """The document as .docx bytes; takes what `render_pdf` takes and says what it says.

    Raises Unsupported for an element, a list style or a text of a stylesheet that it cannot carry over.
    """
    word = WordFile(title=title, author=author, thai_digits=thai_digits, files=files)
    word.add(html_for_pdf(template, context, title=title, author=author, thai_digits=thai_digits, files=files))
    return word.save()


class WordFile:
    """One .docx made of the HTML of one document template after another, each on a new page.

    All must be rendered with the digits given here. Only what is written stays in memory, never a whole book's HTML.
    """

    def __init__(self, *, title, author="", thai_digits=False, files=None):
        self.title, self.author, self.thai_digits = title, author, thai_digits
        self.files = files or {}
        self.cascades = {}
        self.body = None
        self.created = ""

    def add(self, html, *, files=None):
        """Writes the document; `files` are its own pictures, beside those given at first."""
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
        root = etree.fromstring(UNWRITABLE.sub("", html), parser)
        cascade = self._cascade(sheets_of(root))
        if self.body is None:
            package = Package(_sample_styles(cascade), thai_digits=self.thai_digits)
            self.body = Body(package)
            self.created = root.find(".//meta[@name='dcterms.created']").get("content")
        wrapped = cssselect2.ElementWrapper.from_html_root(root)
        (body,) = (child for child in wrapped.iter_children() if child.local_name == "body")
        self.body.add(body, cascade, files=self.files | (files or {}))

    def save(self):
        """The bytes of the file."""
        xml = self.body.finish()
        return self.body.package.save(xml, title=self.title, author=self.author, created=self.created)

    def _cascade(self, sheets):
        if sheets not in self.cascades:
            self.cascades[sheets] = Cascade(sheets)
        return self.cascades[sheets]


def _sample_styles(cascade):
    """How the body and each heading look where nothing else is said: Word's own styles are made of it."""
    wrapped = cssselect2.ElementWrapper.from_html_root(etree.fromstring(SAMPLES, etree.HTMLParser()))
    (body,) = wrapped.iter_children()
    style = cascade.style(body, cascade.style(wrapped, None))
    return {"body": style} | {tag.local_name: cascade.style(tag, style) for tag in body.iter_children()}
