"""What an address, or a form that was sent by hand, names: a row, rows, a year. Anybody can write anything there, so
that whatever cannot be meant is None and never an error."""

from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR

KEY_DIGITS = 18
"""Of the largest number that either database holds."""


def key_in(text):
    """The key that the text is, or None."""
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


def keys_in(texts):
    """The keys among the texts, each of which may be several with commas between."""
    keys = map(key_in, ",".join(texts).split(","))
    return {key for key in keys if key is not None}


def row_in(rows, text):
    """The one of the rows whose key the text is, or None."""
    key = key_in(text)
    return None if key is None else rows.filter(pk=key).first()


def year_in(text):
    """The year (B.E.) that the text is, or None."""
    year = key_in(text)
    return year if year and FIRST_YEAR < year <= LAST_YEAR else None
