"""The address of the rows behind a figure: a list of the office, filtered (office.filters names the filters)."""

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

OF_SCHOOLS = {"school", "sar", "practice", "rating", "item", "visit", "action", "external"}
"""The nouns whose rows belong to a school: they are narrowed as the page is."""


def rows(noun, of, /, **filters):
    """`noun` as in office.urls, `of` an OfficeYear: its district's rows, narrowed by the filters that are given and,
    where they belong to a school, by those of the page."""
    narrowed = of.narrowing.asked if noun in OF_SCHOOLS else {}
    asked = urlencode(narrowed | {key: value for key, value in filters.items() if value is not None})
    address = _address(noun, of.district.pk)
    return f"{address}?{asked}" if asked else address


@lru_cache(maxsize=4000)
def _address(noun, district):
    """A page of figures links each of them: looking the same few addresses up anew would take a tenth of its time."""
    return reverse(f"office:{noun}_rows", args=[district])


def schools(year, **filters):
    """Schools that were open in the year."""
    return rows("school", year, year=year.fiscal, **filters)


def sars(year, **filters):
    return rows("sar", year, academic_year=year.academic, **filters)


def ratings(year, **filters):
    return rows("rating", year, academic_year=year.academic, **filters)


def projects(year, **filters):
    return rows("project", year, fiscal_year=year.fiscal, **filters)


def expenses(year, **filters):
    return rows("expense", year, fiscal_year=year.fiscal, **filters)


def visits(year, **filters):
    return rows("visit", year, fiscal_year=year.fiscal, **filters)


def actions(year, **filters):
    return rows("action", year, fiscal_year=year.fiscal, **filters)


def expenses_of(project):
    """The ledger of one project."""
    return f"{_address('expense', project.district_id)}?project={project.pk}"
