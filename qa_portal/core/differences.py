"""What two versions of a text have in common, word by word: Thai, written without spaces, is cut into its words."""

import re
from difflib import SequenceMatcher

LONGEST = 20_000  # characters of a text that is cut into Thai words; a longer one is compared from space to space


def pieces(old, new):
    """(what, text) of both texts in their order, what being same, removed or added."""
    before, after = (words_of(text) for text in (old, new))
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", "".join(before[a:b])
            continue
        if a < b:
            yield "removed", "".join(before[a:b])
        if c < d:
            yield "added", "".join(after[c:d])


def words_of(text):
    """The text cut so that its parts joined are the text again."""
    parts = re.findall(r"\s+|\S+", text)
    if len(text) > LONGEST:
        return parts
    return [word for part in parts for word in _thai_words(part)]


def _thai_words(part):
    if not re.search("[ก-๛]", part):
        return [part]
    from pythainlp.tokenize import word_tokenize  # its dictionary takes a second to load: only where texts differ

    return word_tokenize(part, engine="newmm-safe")
