"""Official documents: `render_pdf` and `render_docx` are the ways in, `charts` draws for pages and documents alike."""

from .docx import WordFile, render_docx
from .pdf import html_for_pdf, render_pdf

__all__ = ["WordFile", "html_for_pdf", "render_docx", "render_pdf"]
