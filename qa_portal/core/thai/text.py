"""One spelling for what looks alike; keys for Thai dictionary order and for search."""

import re
import unicodedata

from .digits import THAI_DIGITS, to_arabic

SORT_KEY_MAX_LENGTH = 255
"""Room that a stored sort key needs; longer keys are cut, which only blurs names that agree for some eighty letters."""

# ---------------------------------------------------------------- one spelling

# Zero-width and directional characters, and control characters other than tab and line ends.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# The order in which the marks over and under one letter are written; equal to their order in NFC.
_MARKS = "ฺุูัิีึื็่้๊๋์๎ํ"
_MARK_RUN = re.compile(f"[{_MARKS}]{{2,}}")
_TONE_AFTER_SARA_AM = re.compile("(?<![ำ่-๋])ำ([่-๋]+)")


def normalise(text: str, *, collapse: bool = True) -> str:
    """Return text in the one spelling that is stored, compared and searched.

    ํา becomes ำ (a tone mark goes before it), เเ becomes แ, marks over one letter stand in one order and once,
    invisible characters go, every kind of blank becomes a plain space, both ends are stripped.
    With collapse, a run of blanks or line ends is one space (names); without, lines and runs stay (long texts).
    """
    text = _OTHER_SPACES.sub(" ", _INVISIBLE.sub("", text))
    previous = None
    while text != previous:
        previous, text = text, _respell(text)
    return " ".join(text.split()) if collapse else text.strip()


def _respell(text: str) -> str:
    text = _MARK_RUN.sub(lambda run: "".join(sorted(set(run[0]), key=_MARKS.index)), text)
    text = unicodedata.normalize("NFC", text).replace("ํา", "ำ").replace("เเ", "แ")
    return _TONE_AFTER_SARA_AM.sub(r"\1ำ", text)


# ---------------------------------------------------------------- search


def search_key(text: str) -> str:
    """Return what tolerant substring search stores and compares: normalised, Arabic digits, no case, no blanks."""
    folded = unicodedata.normalize("NFC", to_arabic(normalise(text)).casefold())
    return "".join(folded.split())


# ---------------------------------------------------------------- order

_ALPHABET = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮํะัาิีึืุูเแโใไฺ"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_TONES = "๎์็่้๊๋"
_BASE36 = "0123456789" + _LATIN
# ICU takes ำ for า with ํ behind it.
_SAME_LETTER = {"ๅ": "า", "ำ": "าํ", **dict(zip(THAI_DIGITS, "0123456789", strict=True))}
_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")


def _letter_codes() -> dict[str, str]:
    """Two signs for each letter, digits first, then Thai, then Latin, leaving "10".. and "z.." for the rest."""
    letters = enumerate("0123456789" + _ALPHABET + _LATIN, start=2 * len(_BASE36))
    return {letter: _BASE36[place // 36] + _BASE36[place % 36] for place, letter in letters}


_LETTER = _letter_codes()
_LEVEL_END, _PLAIN = "0", "1"
_TONE = {tone: str(weight) for weight, tone in enumerate(_TONES, start=2)}


def sort_key(text: str) -> str:
    """Return the key whose plain order is Thai dictionary order, as ICU "th" sorts, on every database.

    First all letters (a leading vowel after its consonant; blanks and punctuation do not count), then the tone
    marks, then the text itself. The first two levels use only 0-9 and a-z, which every collation sorts alike.
    Numbers compare digit by digit, as ICU does: "10" comes before "2".
    """
    text = normalise(text)
    letters, tones = [], []
    for letter in _LEADING_VOWEL.sub(r"\2\1", _plain_letters(text)):
        if letter in _TONE:
            tones.append(_TONE[letter])
        elif code := _letter_code(letter):
            letters.append(code)
            tones.append(_PLAIN)
    levels = "".join(letters), "".join(tones).rstrip(_PLAIN), text
    return _LEVEL_END.join(levels)[:SORT_KEY_MAX_LENGTH]


def _plain_letters(text: str) -> str:
    """Fold case and accents of other scripts; Thai stays (its ำ would fall apart)."""
    return "".join(
        _SAME_LETTER.get(sign, sign) if "\u0e00" <= sign <= "\u0e7f" else unicodedata.normalize("NFKD", sign).casefold()
        for sign in text
    )


def _letter_code(letter: str) -> str:
    """Return the sign pair of a letter; "" for what does not count; symbols first and foreign letters last."""
    if letter in _LETTER:
        return _LETTER[letter]
    kind = unicodedata.category(letter)[0]
    if kind in "PZCM" or letter in "ฯๆ":
        return ""
    return f"{'1' if kind == 'S' else 'z'}{ord(letter):05x}"
