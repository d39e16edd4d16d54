"""The passage of a text in which something was found."""

from .digits import to_arabic
from .text import normalise

AROUND = 60
"""Letters of the text shown on each side."""
_ABOVE_OR_BELOW = "ัิีึืฺุู็่้๊๋์ํ๎ำ"


def excerpt(text: str, key: str) -> tuple[str, str, str] | None:
    """Return (before, found, behind) of the first place where text holds key, a `search_key`; None without one.

    The text comes back in its own digits and letters, on one line, cut where no mark loses its letter.
    """
    text = normalise(text)
    places = [
        (sign, place) for place, letter in enumerate(text) for sign in to_arabic(letter).casefold() if sign != " "
    ]
    start = "".join(sign for sign, _ in places).find(key)
    if start < 0 or not key:
        return None
    first, last = places[start][1], places[start + len(key) - 1][1] + 1
    begin, end = _to_a_letter(text, max(0, first - AROUND)), _to_a_letter(text, min(len(text), last + AROUND))
    before = ("… " if begin else "") + text[begin:first]
    return before, text[first:last], text[last:end] + (" …" if end < len(text) else "")


def _to_a_letter(text, place):
    """The next place that does not part a mark from its letter."""
    while place < len(text) and text[place] in _ABOVE_OR_BELOW:
        place += 1
    return place
