"""Filters of what was seen at the schools."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from qa_portal.core.thai import fiscal_year
from qa_portal.office.reports import duties, supervision
from supervision.filters.results import ResultFilter
from supervision.models import AgreedAction, CommitteeMember, OwedBy, ResultPaper, SemesterDays, Visit, VisitPurpose

from .rows import RowsFilter, SchoolBoundFilter, day_filter, year_filter


class VisitRowsFilter(SchoolBoundFilter):
    fiscal_year = year_filter(_("Fiscal year"), "fiscal_year")
    purpose = ChoiceFilter(label=_("Purpose"), choices=VisitPurpose.choices)
    held_by, reported_by = day_filter("held_by"), day_filter("reported_by")
    standing = ChoiceFilter(
        label=_("State"),
        method="standing_as",
        choices=[*supervision.VISIT_STANDINGS.items(), *supervision.LATENESS.items()],
    )

    class Meta:
        model = Visit
        fields = []

    def standing_as(self, rows, name, value):
        late = supervision.late_conditions(self.district, localdate())
        return rows.filter((supervision.VISIT_CONDITIONS | late)[value])


class ActionRowsFilter(SchoolBoundFilter):
    school_path = "visit__school"

    fiscal_year = year_filter(_("Fiscal year of the visit"), "visit__fiscal_year")
    standing = ChoiceFilter(label=_("State"), method="standing_as", choices=list(supervision.ACTION_STANDINGS.items()))
    outcome = ChoiceFilter(label=_("How it was kept"), method="kept_so", choices=list(supervision.OUTCOMES.items()))
    owed_by = ChoiceFilter(label=_("Owed by"), choices=OwedBy.choices)
    agreed_by, closed_on = day_filter("agreed_by"), day_filter("closed_on")

    class Meta:
        model = AgreedAction
        fields = []

    def standing_as(self, rows, name, value):
        return rows.filter(supervision.action_conditions()[value])

    def kept_so(self, rows, name, value):
        return rows.with_outcome().filter(outcome=value)


class ExternalRowsFilter(SchoolBoundFilter, ResultFilter):
    """The results of external assessments as their own list asks for them, with the words of the office's pages."""

    school_path = "assessment__school"

    class Meta:
        model = ResultPaper
        fields = []


class BoardRowsFilter(RowsFilter):
    """The members of the area's committee in one semester: without a year the present one's."""

    fiscal_year = year_filter(_("Fiscal year"), "pk")
    semester = ChoiceFilter(label=_("Semester"), choices=list(duties.SEMESTERS.items()))
    visited = ChoiceFilter(label=_("Visit"), choices=[("yes", _("Visited")), ("no", _("Without a visit"))])

    class Meta:
        model = CommitteeMember
        fields = []

    def filter_queryset(self, rows):
        asked = self.form.cleaned_data
        fiscal = int(asked.get("fiscal_year") or fiscal_year(localdate()))
        semesters = SemesterDays.objects.by_year(self.district)
        rows = duties.seats(rows, *duties.semester_of(semesters, fiscal, int(asked.get("semester") or 1)))
        if asked.get("visited"):
            return rows.filter(visit_count__gt=0) if asked["visited"] == "yes" else rows.filter(visit_count=0)
        return rows
