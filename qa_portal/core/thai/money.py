"""Baht in figures and in words, and figures as paper forms write them (A3-01, A3-03). Amounts are Decimal baht."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from .digits import to_arabic, to_thai
from .text import normalise

_SATANG = Decimal("0.01")
_DIGIT_WORDS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACE_WORDS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6


def baht_text(amount: Decimal | int) -> str:
    """Return baht in words: 120000 -> 'หนึ่งแสนสองหมื่นบาทถ้วน', 1.25 -> 'หนึ่งบาทยี่สิบห้าสตางค์'.

    Rounded half up to whole satang. Raises ValueError for NaN and infinity.
    """
    amount = _in_satang(amount)
    baht, satang = divmod(int(abs(amount) * 100), 100)
    words = f"{_number_words(baht)}บาท" if baht or not satang else ""
    words += f"{_number_words(satang)}สตางค์" if satang else "ถ้วน"
    return f"ลบ{words}" if amount < 0 else words


def format_baht(amount: Decimal | int, *, satang: bool = False, thai_digits: bool = False) -> str:
    """Return '120,000' for whole baht and '120,000.50' otherwise; with satang always two decimals ('120,000.00')."""
    amount = _in_satang(amount)
    whole = amount == amount.to_integral_value() and not satang
    text = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return to_thai(text) if thai_digits else text


def _in_satang(amount: Decimal | int) -> Decimal:
    amount = Decimal(amount)
    if not amount.is_finite():
        raise ValueError("An amount of money is a finite number.")
    return amount.quantize(_SATANG, ROUND_HALF_UP) + 0  # + 0 turns -0.00 into 0.00


def _number_words(number: int) -> str:
    if number == 0:
        return "ศูนย์"
    millions, rest = divmod(number, _MILLION)
    if not millions:
        return _below_million(rest)
    return f"{_number_words(millions)}ล้าน{_below_million(rest, after_millions=True)}"


def _below_million(number: int, *, after_millions: bool = False) -> str:
    """Return the words of 0..999999; a last 1 is เอ็ด after any higher digit."""
    words = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            continue
        if place == 1 and digit < 3:
            words += "ยี่สิบ" if digit == 2 else "สิบ"
        elif place == 0 and digit == 1 and (words or after_millions):
            words += "เอ็ด"
        else:
            words += _DIGIT_WORDS[digit] + _PLACE_WORDS[place]
    return words


# ---------------------------------------------------------------- reading


class NumberError(ValueError):
    """A typed text is no number. Its text is a sentence for the person who typed it, in the active language."""


NUMBER_MAX_LENGTH = 200
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SMALL_FRACTION = re.compile(r"\.[0-9]{1,2}")
_LEADERS = " .…"


def parse_number(text: str) -> Decimal:
    """Return the one number in text: '๑๒๐,๐๐๐', '120,000.-บาท', '....2,800.....บาท' (leader dots of paper forms).

    '.50' is half a baht; more dots are leaders. Raises NumberError for anything else, and for the answers that are
    no number: blank, '-' and 'ไม่มี' (A2-09). Commas must part thousands: '1,00' is refused, not guessed.
    """
    plain = to_arabic(normalise(text)) if len(text) <= NUMBER_MAX_LENGTH else ""
    if _SMALL_FRACTION.fullmatch(plain):
        return Decimal(plain)
    plain = plain.strip(_LEADERS).removesuffix("ถ้วน").removesuffix("บาท").rstrip(_LEADERS)
    plain = plain.removeprefix("฿").removesuffix(".-").strip(_LEADERS)
    if not _NUMBER.fullmatch(plain):
        raise NumberError(_("This is not a number. Type digits only, for example 120,000.50."))
    return Decimal(plain.replace(",", ""))
