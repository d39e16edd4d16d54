"""Thai text, calendar and money: pure functions without models, one module a subject."""

from .calendar import (
    MONTH_NAMES,
    SHORT_MONTH_NAMES,
    WEEKDAY_NAMES,
    DateError,
    academic_year,
    academic_year_range,
    fiscal_year,
    fiscal_year_range,
    format_date,
    format_month,
    format_range,
    month_range,
    parse_date,
    quarter,
    to_be,
    to_ce,
)
from .digits import to_arabic, to_thai
from .excerpt import excerpt
from .money import NumberError, baht_text, format_baht, parse_number
from .period import Period, Precision, format_period, parse_period, why_no_dates
from .text import SORT_KEY_MAX_LENGTH, normalise, search_key, sort_key

__all__ = [
    "MONTH_NAMES",
    "SHORT_MONTH_NAMES",
    "SORT_KEY_MAX_LENGTH",
    "WEEKDAY_NAMES",
    "DateError",
    "NumberError",
    "Period",
    "Precision",
    "academic_year",
    "academic_year_range",
    "baht_text",
    "excerpt",
    "fiscal_year",
    "fiscal_year_range",
    "format_baht",
    "format_date",
    "format_month",
    "format_period",
    "format_range",
    "month_range",
    "normalise",
    "parse_date",
    "parse_number",
    "parse_period",
    "quarter",
    "search_key",
    "sort_key",
    "to_arabic",
    "to_be",
    "to_ce",
    "to_thai",
    "why_no_dates",
]
