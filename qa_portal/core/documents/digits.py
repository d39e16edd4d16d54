"""The digits of the document being rendered. A template filter sees its value only, so the choice is kept here."""

from contextlib import contextmanager
from contextvars import ContextVar

from qa_portal.core.thai import to_thai

_thai = ContextVar("document_thai_digits", default=False)


@contextmanager
def digit_style(*, thai):
    """Everything rendered inside has Thai digits (๑๒๓) if `thai`, else Arabic ones."""
    token = _thai.set(thai)
    try:
        yield
    finally:
        _thai.reset(token)


def thai_digits():
    return _thai.get()


def in_document_digits(text):
    return to_thai(str(text)) if thai_digits() else str(text)
