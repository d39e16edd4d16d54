"""When something happens, as project forms say it: a day, a month, a span or a rule (A1-16, A8-03, A11-02)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from .calendar import (
    ERA_PATTERN,
    MONTH_PATTERN,
    MONTHS_BY_SPELLING,
    TEXT_MAX_LENGTH,
    YEAR_PATTERN,
    DateError,
    WrongDay,
    academic_year_range,
    build_date,
    compact,
    fiscal_year_range,
    format_range,
    month_range,
    parse_date,
    read_year,
)
from .text import normalise

Precision = Literal["day", "month", "range", "rule"]


@dataclass(frozen=True)
class Period:
    """First and last day (both or neither), how exactly they are meant, and the text as it was written.

    'day': start is end. 'month': the first and last day of one month. 'range': from start to end.
    'rule': a recurrence or anything else in words; its dates, if any, are the year that it runs through.
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = "rule"
    text: str = ""

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("A period has both dates or none.")
        if self.start and self.end and self.start > self.end:
            raise ValueError("A period cannot end before it starts.")
        if self.start is None and self.precision != "rule":
            raise ValueError("Only a rule has no dates.")

    def __bool__(self) -> bool:
        return bool(self.text or self.start)


def parse_period(text: str) -> Period:
    """Return what text says about time; never raises.

    Reads days, months and spans (one year written for both ends: 'ตุลาคม – เมษายน 2555' starts in 2554) and
    'ตลอดปีงบประมาณ 2560' / 'ปีการศึกษา 2566' (rules with dates). Everything else, with texts of more than
    200 characters and spans that end before they start, is a rule without dates. The text is kept as written.
    """
    text = text.strip()
    if len(text) > TEXT_MAX_LENGTH:
        return Period(text=text)
    for read in (_single_day, _month, _year_rule, _span):
        try:
            found = read(text)
        except DateError:
            continue
        if found:
            return Period(*found, text=text)
    return Period(text=text)


def why_no_dates(text: str) -> str:
    """Return why the days that text names are none: one that does not exist, or an end before its start. '' for a text
    that parse_period reads, and for words."""
    text = text.strip()
    if len(text) > TEXT_MAX_LENGTH or parse_period(text).start:
        return ""
    for read in (_single_day, _month, _year_rule, _ends):
        try:
            found = read(text)
        except WrongDay as error:
            return str(error)
        except DateError:
            continue
        if found:
            return _("It ends before it starts.")
    return ""


def format_period(period: Period, style: str = "long", *, thai_digits: bool = False) -> str:
    """Return the text as written, or the dates in words if there is none, or ''."""
    if period.text or not (period.start and period.end):
        return period.text
    return format_range(period.start, period.end, period.precision, style, thai_digits=thai_digits)


# ---------------------------------------------------------------- readers: (start, end, precision) or None

Found = tuple[date, date, Precision] | None

_YEAR_RULE = re.compile(f"(?:ตลอด|ทั้ง)?ปี(?P<kind>งบประมาณ|การศึกษา)(?:{ERA_PATTERN})?(?P<year>{YEAR_PATTERN})")
_LEAD_IN = "(?:ใน)?(?:ช่วง|ระหว่าง|ตั้งแต่)?(?:วันที่|เดือน)?"
_END = re.compile(
    f"{_LEAD_IN}(?P<day>[0-9]{{1,2}})?"
    f"(?:(?:เดือน)?(?P<month>{MONTH_PATTERN})(?:(?:{ERA_PATTERN})?(?P<year>{YEAR_PATTERN}))?)?"
)
_STRONG_DASH = re.compile(" ?(?:–|—|―|จนถึง|ถึง| - ) ?")
_ANY_DASH = re.compile(" ?(?:–|—|―|−|‐|‑|-|จนถึง|ถึง) ?")


def _single_day(text: str) -> Found:
    day = parse_date(_bare(text))
    return day, day, "day"


def _month(text: str) -> Found:
    found = _END.fullmatch(compact(_bare(text)))
    if not found or found["day"] or not found["year"]:
        return None
    return *month_range(read_year(found["year"]), MONTHS_BY_SPELLING[found["month"]]), "month"


def _year_rule(text: str) -> Found:
    found = _YEAR_RULE.fullmatch(compact(_bare(text)))
    if not found:
        return None
    year_range = fiscal_year_range if found["kind"] == "งบประมาณ" else academic_year_range
    return *year_range(read_year(found["year"])), "rule"


def _span(text: str) -> Found:
    found = _ends(text)
    return found if found and found[0] <= found[1] else None


def _ends(text: str) -> Found:
    for dash in (_STRONG_DASH, _ANY_DASH):
        ends = dash.split(_bare(text))
        if len(ends) == 2:
            return _span_of_dates(*ends) or _span_of_parts(*ends)
    return None


def _bare(text: str) -> str:
    """Drop the brackets that a whole text may stand in: '(ช่วงเดือนตุลาคม – เมษายน 2555)'."""
    text = normalise(text)
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _span_of_dates(first: str, last: str) -> Found:
    try:
        return parse_date(re.sub("^(ใน)?(ช่วง|ระหว่าง|ตั้งแต่) ?", "", first)), parse_date(last), "range"
    except DateError:
        return None


def _span_of_parts(first: str, last: str) -> Found:
    start, end = _END.fullmatch(compact(first)), _END.fullmatch(compact(last))
    if not start or not end or not end["year"] or not (start["day"] or start["month"]):
        return None
    end_month, end_year = MONTHS_BY_SPELLING[end["month"]], read_year(end["year"])
    start_month = MONTHS_BY_SPELLING[start["month"]] if start["month"] else end_month
    start_year = read_year(start["year"]) if start["year"] else end_year - (start_month > end_month)
    if start["day"] and not start["month"] and not end["day"]:
        return None
    first_day = build_date(int(start["day"] or 1), start_month, start_year)
    last_day = build_date(int(end["day"]), end_month, end_year) if end["day"] else month_range(end_year, end_month)[1]
    return first_day, last_day, "range"
