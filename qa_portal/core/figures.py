"""Arithmetic that every app's figures share."""

from decimal import ROUND_HALF_UP, Decimal


def percent(part, whole):
    """Two decimals; None where there is nothing to divide by."""
    if not whole or part is None:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def mean_of(total, count):
    """Two decimals, halves up; None of nothing."""
    return (Decimal(total) / count).quantize(Decimal("0.01"), ROUND_HALF_UP) if count else None
