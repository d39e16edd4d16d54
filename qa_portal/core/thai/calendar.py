"""The Buddhist Era calendar of Thai offices: years, quarters and dates as people write them (A11, B9).

Dates are datetime.date (Gregorian, as stored). Years without another word are Buddhist Era (B.E. = C.E. + 543).
"""

import re
from calendar import monthrange
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from .digits import to_arabic, to_thai
from .text import normalise

BE_OFFSET = 543
FIRST_YEAR, LAST_YEAR = 2400, 2700
"""The B.E. years that a typed date may lie in; no C.E. year in use is among them, so the two cannot be mixed up."""
TEXT_MAX_LENGTH = 200
"""Longer texts are not searched for a date."""

MONTH_NAMES = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTH_NAMES = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAY_NAMES = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


# ---------------------------------------------------------------- years


def to_be(year: int) -> int:
    """Return the B.E. year of a C.E. year."""
    return year + BE_OFFSET


def to_ce(year: int) -> int:
    """Return the C.E. year of a B.E. year."""
    return year - BE_OFFSET


def fiscal_year(day: date) -> int:
    """Return the B.E. fiscal year: 1 October of the year before to 30 September (A11-01)."""
    return to_be(day.year + (day.month >= 10))


def fiscal_year_range(year: int) -> tuple[date, date]:
    """Return first and last day of a B.E. fiscal year."""
    return date(to_ce(year) - 1, 10, 1), date(to_ce(year), 9, 30)


def quarter(day: date) -> int:
    """Return the quarter of the fiscal year, 1 (October to December) to 4 (July to September) (B9)."""
    return (day.month - 10) % 12 // 3 + 1


def academic_year(day: date) -> int:
    """Return the B.E. academic year: from 16 May; the holidays before it still count to the year that ended (B9)."""
    return to_be(day.year - ((day.month, day.day) < (5, 16)))


def academic_year_range(year: int) -> tuple[date, date]:
    """Return first and last school day of a B.E. academic year: 16 May to 31 March of the next year."""
    return date(to_ce(year), 5, 16), date(to_ce(year) + 1, 3, 31)


def month_range(year: int, month: int) -> tuple[date, date]:
    """Return first and last day of a month of a B.E. year."""
    first = date(to_ce(year), month, 1)
    return first, first.replace(day=monthrange(first.year, month)[1])


# ---------------------------------------------------------------- writing


def format_date(day: date, style: str = "short", *, thai_digits: bool = False) -> str:
    """Return a date in Thai words.

    short '21 พ.ย. 2569', long '21 พฤศจิกายน 2569', full 'วันเสาร์ที่ 21 พฤศจิกายน พ.ศ. 2569'.
    """
    weekday = f"วัน{WEEKDAY_NAMES[day.weekday()]}ที่ " if style == "full" else ""
    return _digits(f"{weekday}{day.day} {format_month(day, style)}", thai_digits=thai_digits)


def format_month(day: date, style: str = "short", *, thai_digits: bool = False) -> str:
    """Return month and year: short 'พ.ย. 2569', long 'พฤศจิกายน 2569', full 'พฤศจิกายน พ.ศ. 2569'."""
    era = "พ.ศ. " if style == "full" else ""
    return _digits(f"{_month_name(day, style)} {era}{to_be(day.year)}", thai_digits=thai_digits)


def format_range(
    start: date, end: date, precision: str = "day", style: str = "long", *, thai_digits: bool = False
) -> str:
    """Return a span without saying anything twice.

    precision 'month' writes months ('ตุลาคม – พฤศจิกายน 2557'), any other writes days ('1 – 15 กันยายน 2555',
    '1 ตุลาคม 2559 – 30 กันยายน 2560'). Style 'full' is for single days and reads here as 'long'.
    """
    style = "short" if style == "short" else "long"
    write = format_month if precision == "month" else format_date
    first, last = write(start, style), write(end, style)
    if first != last:
        first = f"{_shared_part_dropped(start, end, precision, style)} – {last}"
    return _digits(first, thai_digits=thai_digits)


def _shared_part_dropped(start: date, end: date, precision: str, style: str) -> str:
    if start.year != end.year:
        return format_month(start, style) if precision == "month" else format_date(start, style)
    if precision == "month":
        return _month_name(start, style)
    return str(start.day) if start.month == end.month else f"{start.day} {_month_name(start, style)}"


def _month_name(day: date, style: str) -> str:
    return (SHORT_MONTH_NAMES if style == "short" else MONTH_NAMES)[day.month - 1]


def _digits(text: str, *, thai_digits: bool) -> str:
    return to_thai(text) if thai_digits else text


# ---------------------------------------------------------------- reading


class DateError(ValueError):
    """A typed text is no date. Its text is a sentence for the person who typed it, in the active language."""


class WrongDay(DateError):
    """The text names a day, but the calendar has no such day."""


def compact(text: str) -> str:
    """Return text without what people vary freely: blanks, dots, Thai digits. 'พ. ย. ๕๙' -> 'พย59'.

    Two numbers with only blanks or dots between them stay apart, so that '1 2 พ.ย.' never becomes 12.
    """
    parted = re.sub(r"(?<=[0-9])[ .]+(?=[0-9])", "|", to_arabic(normalise(text)))
    return parted.replace(" ", "").replace(".", "")


def _month_spellings() -> dict[str, int]:
    """Map every accepted compact spelling of a month to 1-12: full, short, and spoken without its ending."""
    spellings = {"กรกฏาคม": 7, "กรกฏา": 7}  # the usual slip: ฏ for ฎ
    for month, (full, short) in enumerate(zip(MONTH_NAMES, SHORT_MONTH_NAMES, strict=True), start=1):
        spoken = re.sub("(คม|พันธ์|ยน)$", "", full)
        spellings |= {full: month, compact(short): month, spoken: month}
    return spellings


MONTHS_BY_SPELLING = _month_spellings()
MONTH_PATTERN = "|".join(sorted(MONTHS_BY_SPELLING, key=len, reverse=True))
ERA_PATTERN = "พศ|พุทธศักราช|คศ"
YEAR_PATTERN = "[0-9]{4}|[0-9]{2}"

_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_IN_WORDS = re.compile(
    f"(?:วัน(?P<weekday>{'|'.join(WEEKDAY_NAMES)}|พฤหัส))?(?:วันที่|ที่)?"
    f"(?P<day>[0-9]{{1,2}})[/-]?(?:เดือน)?(?P<month>{MONTH_PATTERN})[/-]?(?:{ERA_PATTERN})?(?P<year>{YEAR_PATTERN})"
)


def parse_date(text: str) -> date:
    """Return the one day that text names: '21/11/2569', '21-11-69', '2026-11-21', 'วันที่ ๒๑ พ.ย. พ.ศ. ๒๕๖๙' (A11-02).

    Two-digit years are B.E. 25xx; four-digit years are B.E. or C.E. by their size; Thai digits are digits.
    Raises DateError, with a sentence, for anything else, a day that does not exist, a wrong weekday
    or a year outside B.E. 2400-2700.
    """
    if len(text) <= TEXT_MAX_LENGTH:
        plain = re.sub("^(วันที่|ที่) ?", "", to_arabic(normalise(text)))
        if found := _DAY_FIRST.fullmatch(plain):
            return build_date(int(found[1]), int(found[3]), read_year(found[4]))
        if found := _YEAR_FIRST.fullmatch(plain):
            return build_date(int(found[4]), int(found[3]), read_year(found[1]))
        if found := _IN_WORDS.fullmatch(compact(text)):
            return _date_in_words(found)
    raise DateError(_("This is not a date. Type day/month/B.E. year, for example 21/11/2569."))


def read_year(digits: str) -> int:
    """Return the B.E. year of two digits (25xx) or four (B.E. or C.E.); DateError outside 2400-2700."""
    year = int(digits)
    if len(digits) == 2:
        year += 2500
    elif year < FIRST_YEAR:
        year = to_be(year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongDay(_("The year must lie between B.E. 2400 and 2700."))
    return year


def build_date(day: int, month: int, year: int) -> date:
    """Return the date of a day and month of a B.E. year; DateError says what does not exist."""
    if not 1 <= month <= 12:
        raise WrongDay(_("There is no month %(month)d: months run from 1 to 12.") % {"month": month})
    days = month_range(year, month)[1].day
    if not 1 <= day <= days:
        facts = {"month": MONTHS[month], "year": year, "days": days, "day": day}
        raise WrongDay(_("There is no day %(day)d in %(month)s %(year)d: the month has %(days)d days.") % facts)
    return date(to_ce(year), month, day)


def _date_in_words(found: re.Match[str]) -> date:
    day = build_date(int(found["day"]), MONTHS_BY_SPELLING[found["month"]], read_year(found["year"]))
    if found["weekday"] and not WEEKDAY_NAMES[day.weekday()].startswith(found["weekday"]):
        raise WrongDay(_("That day is a %(weekday)s. Check the date.") % {"weekday": WEEKDAYS[day.weekday()]})
    return day
