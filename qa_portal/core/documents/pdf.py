"""Thai PDF from a Django template. The blocks a template may fill are listed at the top of documents/base.html."""

from functools import cache

from django.template.loader import render_to_string
from django.utils import timezone, translation

from qa_portal.core import lost, practice

from . import fonts, words
from .digits import digit_style

# Photos come from phones: 150 dots to the inch is enough for print and keeps a report of fifty small enough to mail.
IMAGES = {"dpi": 150, "jpeg_quality": 85, "optimize_images": True}


def render_pdf(template, context, *, title, author="", thai_digits=False, files=None):
    """The PDF as bytes, in Thai whatever the language of the page.

    `files` is {key: (bytes, mime)}; the template shows one by `{% pdf_attachment key %}` as an image address.
    Only these, static files and data: URIs are ever loaded. A picture that cannot be read leaves its caption.
    """
    about = {"title": title, "author": author, "thai_digits": thai_digits, "lost": lost.names()}
    html = html_for_pdf(template, context, files=files, **about)
    return pdf_from_html(html, files=files)


def html_for_pdf(template, context, *, title, author="", thai_digits=False, files=None, created=None, lost=()):
    """`lost`: names of files that were not found, which its last page tells."""
    document = {
        "title": title,
        "author": author,
        "thai_digits": thai_digits,
        "files": frozenset(files or ()),
        "lost": lost,
        "created": created or timezone.now(),
    }
    with translation.override("th"), digit_style(thai=thai_digits):
        return practice.marked(render_to_string(template, {**context, "document": document}))


def pdf_from_html(html, *, files=None, is_tagged=True):
    weasyprint, fetcher = _engine()
    page = weasyprint.HTML(string=html, base_url="document:", url_fetcher=fetcher(files or {}))
    return page.write_pdf(pdf_tags=is_tagged, **IMAGES)


@cache
def _engine():
    """WeasyPrint, repaired, and our fetcher. Loaded at the first document: it takes half a second.

    The word list comes first, because libthai reads it at its first line of text; the fonts before WeasyPrint asks for
    them, because it would take a failure to build for a reason to print in another font.
    """
    words.install()
    fonts.build_fonts()
    import weasyprint

    from . import repairs
    from .fetching import DocumentFetcher

    repairs.apply()
    return weasyprint, DocumentFetcher
