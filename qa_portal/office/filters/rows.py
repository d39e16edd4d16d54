"""What the filters of all rows have in common."""

from functools import cache, partial

from django import forms
from django_filters import ChoiceFilter, Filter, FilterSet, NumberFilter

from qa_portal.core.forms import BEDateField
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.reports import as_at, narrowing


def year_filter(label, field_name, **kwargs):
    """A year of the Buddhist era, typed."""
    return NumberFilter(
        field_name=field_name,
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"min": FIRST_YEAR, "max": LAST_YEAR}),
        **kwargs,
    )


class DayFilter(Filter):
    field_class = BEDateField


def day_filter(name):
    return DayFilter(label=as_at.LABELS[name], method="on_day", help_text="")


class RowsFilter(FilterSet):
    """`district` bounds the choices."""

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, **kwargs)
        self.district = district

    def on_day(self, rows, name, value):
        return as_at.ROWS[name](rows, value)


def narrowing_filter(name):
    return ChoiceFilter(label=narrowing.LABELS[name], method="narrowed")


class SchoolBoundFilter(RowsFilter):
    """Of rows with a school at `school_path`: by the words that a page of figures is narrowed by."""

    school_path = "school"

    network = narrowing_filter("network")
    size = narrowing_filter("size")
    teaches = narrowing_filter("teaches")
    supervisor = narrowing_filter("supervisor")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in narrowing.CONDITIONS:
            self.filters[name].extra["choices"] = cache(partial(narrowing.choices, name, self.district))
            self.filters.move_to_end(name)

    def narrowed(self, rows, name, value):
        return rows.filter(narrowing.condition(name, value, self.district, self.school_path))
