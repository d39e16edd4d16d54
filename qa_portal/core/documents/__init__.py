"""Official documents as PDF: `render_pdf` is the one way in, `charts` draws for pages and PDF alike."""

from .pdf import html_for_pdf, render_pdf

__all__ = ["html_for_pdf", "render_pdf"]
