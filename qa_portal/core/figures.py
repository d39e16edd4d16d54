"""Arithmetic that every app's figures share."""

from decimal import ROUND_HALF_UP, Decimal

from qa_portal.core.thai import format_baht

HUNDREDTH = Decimal("0.01")


def decimals(value):
    """Two decimals, halves up; None stays None."""
    return None if value is None else Decimal(str(value)).quantize(HUNDREDTH, ROUND_HALF_UP)


def percent(part, whole):
    """Two decimals; None where there is nothing to divide by."""
    if not whole or part is None:
        return None
    return decimals(Decimal(part) * 100 / Decimal(whole))


def mean_of(total, count):
    """Two decimals; None of nothing."""
    return decimals(Decimal(total) / count) if count else None


def with_unit(value, unit):
    """A number with its unit as people say it: ร้อยละ 80, 80%, 54 คน."""
    number = format_baht(value)
    return f"{unit} {number}" if unit == "ร้อยละ" else f"{number}%" if unit == "%" else f"{number} {unit}".strip()
