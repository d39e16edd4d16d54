"""Filters of the rows behind the office's figures. A figure's link names them (reports.links); each list begins with
all rows of one district."""

from dataclasses import replace
from functools import cache, partial

from django import forms
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, Filter, FilterSet, ModelChoiceFilter, NumberFilter

from projects.lists import results as result_list
from projects.lists.activities import STANDINGS, in_standing
from projects.models import Activity, Attendance, AttendeeKind, Expense, Project, ProjectState
from projects.reports.year_sums import QUARTERS
from qa_portal.core.forms import BEDateField
from qa_portal.core.models import District
from qa_portal.core.models.district import DistrictKind
from qa_portal.core.thai import fiscal_year
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.reports import as_at, claims, duties, narrowing, practices, sar, school_counts, supervision
from qa_portal.office.reports.period import OfficeYear
from schools.models import (
    EducationLevel,
    Framework,
    Indicator,
    ItemRating,
    Practice,
    PracticeKind,
    PracticeState,
    Sar,
    SarState,
    School,
    StandardSection,
)
from supervision.filters.results import ResultFilter
from supervision.models import AgreedAction, CommitteeMember, OwedBy, ResultPaper, SemesterDays, Visit, VisitPurpose
from supervision.reports.claims import DIRECTIONS, SIDES


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


class SarRowsFilter(SchoolBoundFilter):
    """Over rows annotated by `with_lateness`."""

    academic_year = year_filter(_("Academic year"), "cycle__academic_year")
    level = ChoiceFilter(label=_("Education level"), choices=EducationLevel.choices)
    state = ChoiceFilter(label=_("State"), choices=SarState.choices)
    standing = ChoiceFilter(label=_("Standing"), method="standing_as", choices=list(sar.STANDING_LABELS.items()))
    sent_by, accepted_on = day_filter("sent_by"), day_filter("accepted_on")

    class Meta:
        model = Sar
        fields = []

    def standing_as(self, rows, name, value):
        return rows.filter(sar.STANDINGS[value])


class RatingRowsFilter(SchoolBoundFilter):
    school_path = "sar__school"

    academic_year = year_filter(_("Academic year"), "sar__cycle__academic_year")
    education = ChoiceFilter(label=_("Education level"), field_name="sar__level", choices=EducationLevel.choices)
    standard = NumberFilter(label=_("Standard no."), field_name="standard__number")
    quality = NumberFilter(label=_("Quality level"), field_name="level__value")

    class Meta:
        model = StandardSection
        fields = []


class ItemRowsFilter(RatingRowsFilter):
    """The levels of the items, as RatingRowsFilter those of the standards."""

    standard = NumberFilter(label=_("Standard no."), field_name="indicator__standard__number")
    item = ModelChoiceFilter(label=_("Item"), field_name="indicator", queryset=lambda request: Indicator.objects.none())

    class Meta:
        model = ItemRating
        fields = []

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, district=district, **kwargs)
        self.filters["item"].queryset = Indicator.objects.filter(
            standard__framework__in=Framework.objects.offered_to(district)
        ).select_related("standard")


class MoveRowsFilter(RatingRowsFilter):
    """Over rows annotated by `synthesis.movers.moves`."""

    academic_year = None
    moved = ChoiceFilter(
        label=_("Moved"),
        method="moved_so",
        choices=[("up", _("Up")), ("down", _("Down")), ("same", _("The same")), ("new", _("No level the year before"))],
    )

    class Meta:
        model = StandardSection
        fields = []

    MOVES = {"up": Q(change__gt=0), "down": Q(change__lt=0), "same": Q(change=0), "new": Q(before=None)}

    def moved_so(self, rows, name, value):
        return rows.filter(self.MOVES[value])


class ProjectRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year"), "fiscal_year")
    state = ChoiceFilter(label=_("State"), choices=ProjectState.choices)
    approved = BooleanFilter(label=_("Budget approved"), method="with_budget")

    class Meta:
        model = Project
        fields = []

    def with_budget(self, rows, name, value):
        return rows.approved() if value else rows.exclude(pk__in=rows.approved().order_by().values("pk"))


class ActivityRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year of the project"), "project__fiscal_year")
    standing = ChoiceFilter(label=_("Standing"), method="standing_as", choices=list(STANDINGS.items()))

    class Meta:
        model = Activity
        fields = []

    def standing_as(self, rows, name, value):
        return in_standing(rows, value)


class ResultRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year"), "fiscal_year")
    standing = ChoiceFilter(
        label=_("Result report"), field_name="result_standing", choices=list(result_list.STANDINGS.items())
    )

    class Meta:
        model = Project
        fields = []


class ExpenseRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year of the project"), "project__fiscal_year")
    quarter = ChoiceFilter(label=_("Quarter"), choices=list(QUARTERS.items()))
    paid_by = day_filter("paid_by")
    project = ModelChoiceFilter(label=_("Project"), queryset=lambda request: Project.objects.none())

    class Meta:
        model = Expense
        fields = []

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, district=district, **kwargs)
        self.filters["project"].queryset = Project.objects.filter(district=district).approved()


class VisitRowsFilter(SchoolBoundFilter):
    fiscal_year = year_filter(_("Fiscal year"), "fiscal_year")
    purpose = ChoiceFilter(label=_("Purpose"), choices=VisitPurpose.choices)
    held_by, reported_by = day_filter("held_by"), day_filter("reported_by")
    standing = ChoiceFilter(
        label=_("Standing"),
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
    standing = ChoiceFilter(
        label=_("Standing"), method="standing_as", choices=list(supervision.ACTION_STANDINGS.items())
    )
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


class AttendanceRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year of the project"), "report__project__fiscal_year")
    kind = ChoiceFilter(label=_("People"), choices=AttendeeKind.choices)

    class Meta:
        model = Attendance
        fields = []


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


class DistrictFilter(FilterSet):
    q = CharFilter(label=_("Name or code"), method="named")
    kind = ChoiceFilter(label=_("Kind"), choices=DistrictKind.choices)

    class Meta:
        model = District
        fields = []

    def named(self, rows, name, value):
        return rows.filter(Q(name__contains=value) | Q(short_name__contains=value) | Q(code__startswith=value))


class ClaimRowsFilter(SchoolBoundFilter):
    """Over rows of `supervision.reports.claims`, which come by the year and the side that the page was asked for."""

    year = year_filter(_("Academic year"), "year", method="asked_already")
    level = ChoiceFilter(label=_("Education level"), choices=EducationLevel.choices)
    standard = NumberFilter(label=_("Standard no."), field_name="standard_number")
    against = ChoiceFilter(label=_("Compared with"), method="asked_already", choices=list(SIDES.items()))
    direction = ChoiceFilter(
        label=_("The school says"), method="in_direction", choices=list(claims.DIRECTION_LABELS.items())
    )
    steps = NumberFilter(label=_("Levels apart, at least"), method="apart", min_value=0)
    each = ChoiceFilter(
        label=_("Lines"), method="once", choices=[("school", _("The widest of each school"))], empty_label=_("All")
    )

    class Meta:
        model = Sar
        fields = []

    def asked_already(self, rows, name, value):
        return rows

    def in_direction(self, rows, name, value):
        return rows.filter(DIRECTIONS[value])

    def apart(self, rows, name, value):
        return rows.filter(Q(difference__gte=float(value)) | Q(difference__lte=-float(value)))

    def once(self, rows, name, value):
        return claims.widest_of_each_school(rows)
