"""What schools write of their strengths and of what they will develop: sentence by sentence, each with its source, and
the words that many schools use, as a hint for the person who gathers them under themes."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.thai import search_key
from qa_portal.office.models import Quote
from schools.models import AT_OFFICE, StandardSection

# Thai has no full stop: a sentence ends with its line, a bullet, a number with a dot, or two blanks.
ENDS = re.compile(r"[\r\n]+|\s{2,}|(?:^|\s)(?:[-–•▪●*]|\(?[0-9๐-๙]+[.)]+)\s+")
LEADING = re.compile(r"^\s*(?:[-–•▪●*]|\(?[0-9๐-๙]+[.)]+)\s*")
SHORTEST = 6  # letters: what is shorter says nothing
HINTS = 20
SHORTEST_WORD = 3
NOT_STATED = {"-", "–", "ไม่มี"}


@dataclass(frozen=True)
class Said:
    """One sentence of a report."""

    section: StandardSection
    text: str

    @property
    def digest(self):
        return fingerprint(self.text)

    @property
    def place(self):
        return self.section.pk, self.digest

    @property
    def key(self):
        """What a form sends back for it."""
        return f"{self.section.pk}:{self.digest}"


def split(text):
    """The sentences of a text, as they were written but for bullets and numbers before them. "-" and "ไม่มี" are answers
    and no sentences."""
    parts = (LEADING.sub("", part).strip() for part in ENDS.split(text))
    return [part for part in parts if len(part) >= SHORTEST and part not in NOT_STATED]


def said(synthesis, side, *, education="", standard=None, text=""):
    """The sentences of the reports at the office on one side, in the order of schools; `text`: of those that say it."""
    rows = StandardSection.objects.filter(
        sar__school__district=synthesis.district_id,
        sar__cycle__academic_year=synthesis.academic_year,
        sar__state__in=AT_OFFICE,
    ).exclude(**{side: ""})
    rows = rows.filter(sar__level=education) if education else rows
    rows = rows.filter(standard__number=standard) if standard else rows
    rows = rows.select_related("sar__school", "sar__cycle", "standard")
    rows = rows.order_by("sar__school__name_sort", "sar__level", "standard__number")
    wanted = search_key(text)
    return [
        Said(section, sentence)
        for section in rows
        for sentence in split(getattr(section, side))
        if not wanted or wanted in search_key(sentence)
    ]


def tagged(synthesis, side):
    """{(section, digest): [theme]} of the sentences that stand under a theme."""
    found = {}
    rows = Quote.objects.filter(theme__synthesis=synthesis, theme__side=side).select_related("theme")
    for quote in rows:
        found.setdefault((quote.section_id, quote.digest), []).append(quote.theme)
    return found


def frequent_words(sentences):
    """[(word, schools that use it)] of the words that most schools use, the commonest first."""
    schools = {}
    for sentence in sentences:
        schools.setdefault(sentence.section.sar.school_id, set()).update(words_of(sentence.text))
    counted = Counter(word for words in schools.values() for word in words)
    return [(word, count) for word, count in counted.most_common(HINTS) if count > 1]


def words_of(text):
    """The words of a Thai text that carry meaning."""
    tokenize, stopwords = _tokenizer()
    return {
        word
        for word in tokenize(text, engine="newmm", keep_whitespace=False)
        if len(word) >= SHORTEST_WORD and word not in stopwords and any(sign.isalpha() for sign in word)
    }


@cache
def _tokenizer():
    """Loaded at the first text: the dictionary takes most of a second."""
    from pythainlp.corpus import thai_stopwords
    from pythainlp.tokenize import word_tokenize

    return word_tokenize, thai_stopwords()
