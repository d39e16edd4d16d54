"""Filters of schools and of their good practices."""

from dataclasses import replace

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from qa_portal.office.reports import duties, practices, school_counts, supervision
from qa_portal.office.reports.period import OfficeYear
from schools.models import (
    Practice,
    PracticeKind,
    PracticeState,
    School,
)

from .rows import SchoolBoundFilter, day_filter, year_filter


class SchoolRowsFilter(SchoolBoundFilter):
    school_path = ""

    year = year_filter(_("Open in fiscal year"), "year", method="open_in")
    open_on, seen_by = day_filter("open_on"), day_filter("seen_by")
    visited = ChoiceFilter(
        label=_("Visit in that year"),
        method="was_visited",
        choices=[("yes", _("Visited")), ("no", _("Without a visit"))],
    )
    position = ChoiceFilter(
        label=_("Coordinates"), method="with_position", choices=[("yes", _("Known")), ("no", _("Not known"))]
    )
    academic_year = year_filter(_("Academic year"), "pk", method="asked_beside")
    counted = ChoiceFilter(
        label=_("Counted by an indicator"),
        method="counts",
        choices=[(key, label) for key, (label, _condition) in school_counts.SCHOOLS_THAT.items()],
    )
    merged_in = year_filter(_("Merged into another in fiscal year"), "pk", method="was_merged")
    duty = ChoiceFilter(
        label=_("Visits that the rules ask for"),
        method="did",
        choices=[
            *duties.SCHOOL_DUTIES.items(),
            *((f"no_{key}", format_lazy("{}: {}", _("Missing"), label)) for key, label in duties.SCHOOL_DUTIES.items()),
        ],
    )
    practice = ChoiceFilter(
        label=_("Good practices of that year"),
        method="with_practice",
        choices=list(practices.INDICATOR_LABELS.items()),
    )

    class Meta:
        model = School
        fields = []

    @property
    def office_year(self):
        year, academic = (self.form.cleaned_data.get(name) for name in ("year", "academic_year"))
        found = OfficeYear.of(self.district, int(year) if year else None)
        return replace(found, sar_round=int(academic)) if academic else found

    def asked_beside(self, rows, name, value):
        """Says of which year `counted` is."""
        return rows

    def with_position(self, rows, name, value):
        return rows.filter(latitude__isnull=value == "no")

    def counts(self, rows, name, value):
        return rows.filter(school_counts.condition(self.office_year, value))

    def was_merged(self, rows, name, value):
        merged = school_counts.merged(OfficeYear.of(self.district, int(value)))
        return rows.filter(pk__in=merged.order_by().values("pk"))

    def open_in(self, rows, name, value):
        return rows.open_at(self.office_year.as_at)

    def was_visited(self, rows, name, value):
        seen = Q(pk__in=supervision.visited(self.office_year))
        return rows.filter(seen if value == "yes" else ~seen)

    def did(self, rows, name, value):
        done = duties.done_at(self.office_year, value.removeprefix("no_"))
        return rows.filter(~done if value.startswith("no_") else done)

    def with_practice(self, rows, name, value):
        return rows.filter(practices.counted(self.office_year, value))


class PracticeRowsFilter(SchoolBoundFilter):
    academic_year = year_filter(_("Academic year"), "academic_year")
    kind = ChoiceFilter(label=_("Kind"), choices=PracticeKind.choices)
    state = ChoiceFilter(label=_("State"), choices=PracticeState.choices)

    class Meta:
        model = Practice
        fields = []
