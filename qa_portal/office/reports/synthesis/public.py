"""What of a synthesis everybody may see: sums without small counts, and no school's name or sentence (B10)."""

from .levels import YEARS

SMALLEST = 5
HIDDEN = None


def public_counts(counts):
    """{level value: reports, or None where hidden}. A count of 1 to 4 is hidden; and since the total is shown, a single
    hidden count takes the next smallest with it."""
    small = [value for value, count in counts.items() if 0 < count < SMALLEST]
    if len(small) == 1:
        others = [value for value, count in counts.items() if count >= SMALLEST]
        small += sorted(others, key=lambda value: counts[value])[:1]
    return {value: HIDDEN if value in small else count for value, count in counts.items()}


def content_of(book):
    """For Publication.content: plain values only, to be shown as they are for ever."""
    return {
        "district": book.district.name,
        "academic_year": book.synthesis.academic_year,
        "expected": book.expected,
        "at_office": book.at_office,
        "chapters": [{"number": n, "title": title, "text": text} for n, _key, title, text in book.chapters if text],
        "educations": [_education(education, book.synthesis.academic_year) for education in book.educations],
        "themes": {side: [_theme(row) for row in rows] for side, rows in book.themes.items()},
    }


def _education(education, year):
    years = list(range(year - YEARS + 1, year + 1))
    return {
        "label": str(education.label),
        "framework": education.framework.name,
        "levels": [level.name for level in education.qualities],
        "standards": [_spread(education, spread) for spread in education.standards],
        "items": [_spread(education, spread) for rows in education.items.values() for spread in rows],
        "years": years,
        "trend": [
            {"name": str(spread.subject), "means": [_mean_in(education, spread, before, year) for before in years]}
            for spread in education.standards
        ],
    }


def _spread(education, spread):
    shown = public_counts({level.value: spread.counts.get(level.value, 0) for level in education.qualities})
    total = spread.reports
    return {
        "name": str(spread.subject),
        "counts": list(shown.values()),
        "reports": None if 0 < total < SMALLEST else total,
        "mean": _mean(spread),
    }


def _mean(spread):
    """None where a count is hidden: mean and total would tell it."""
    if spread.mean is None or HIDDEN in public_counts(spread.counts).values():
        return None
    return str(spread.mean)


def _mean_in(education, spread, before, year):
    earlier = spread if before == year else education.earlier.get(before, {}).get(spread.subject.pk)
    return earlier and _mean(earlier)


def _theme(row):
    return {"name": row.theme.name, "schools": row.schools if row.schools >= SMALLEST else None}
