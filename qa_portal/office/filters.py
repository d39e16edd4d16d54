"""Filters of the rows behind the office's figures. A figure's link names them (reports.links); each list begins with
all rows of one district."""

from django import forms
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from projects.lists import results as result_list
from projects.lists.activities import STANDINGS, in_standing
from projects.models import Activity, Expense, Project, ProjectState
from projects.reports.year_sums import QUARTERS
from qa_portal.core.models import District, User
from qa_portal.core.models.district import DistrictKind
from qa_portal.core.thai import fiscal_year
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.reports import claims, duties, practices, registry, sar, supervision
from qa_portal.office.reports.period import NO_NETWORK, OfficeYear
from schools.models import (
    EducationLevel,
    Framework,
    Indicator,
    ItemRating,
    Network,
    Practice,
    PracticeKind,
    PracticeState,
    Sar,
    SarState,
    School,
    SchoolSize,
    StandardSection,
    SupervisorAssignment,
)
from supervision.models import AgreedAction, CommitteeMember, OwedBy, SemesterDays, Visit, VisitPurpose
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


class RowsFilter(FilterSet):
    """`district` bounds the choices. `network` filters by `network_path`, the words "none" included."""

    network_path = "network"

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, **kwargs)
        self.district = district
        if "network" in self.filters:
            names = Network.objects.filter(district=district).order_by("name_sort").values_list("pk", "name")
            self.filters["network"].extra["choices"] = [*names, (NO_NETWORK, _("Not in a network"))]

    def in_network(self, rows, name, value):
        return rows.filter(**{self.network_path: None if value == NO_NETWORK else value})


def network_filter():
    return ChoiceFilter(label=_("Network"), method="in_network")


class SchoolRowsFilter(RowsFilter):
    year = year_filter(_("Open in fiscal year"), "year", method="open_in")
    network = network_filter()
    size = ChoiceFilter(
        label=_("Size"),
        method="of_size",
        choices=[*SchoolSize.choices, (registry.SIZE_UNKNOWN, _("Number of pupils not known yet"))],
    )
    level = ChoiceFilter(label=_("Level taught"), method="teaching", choices=list(registry.LEVELS.items()))
    visited = ChoiceFilter(
        label=_("Visit in that year"),
        method="was_visited",
        choices=[("yes", _("Visited")), ("no", _("Without a visit"))],
    )
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
        year = self.form.cleaned_data.get("year")
        return OfficeYear.of(self.district, int(year) if year else None)

    def open_in(self, rows, name, value):
        return rows.open_at(self.office_year.as_at)

    def of_size(self, rows, name, value):
        if value == registry.SIZE_UNKNOWN:
            return rows.filter(pupil_count=None)
        return rows.of_size(value, self.district.kind)

    def teaching(self, rows, name, value):
        return rows.filter(**{value: True})

    def was_visited(self, rows, name, value):
        seen = Q(pk__in=supervision.visited(self.office_year))
        return rows.filter(seen if value == "yes" else ~seen)

    def did(self, rows, name, value):
        done = duties.done_at(self.office_year, value.removeprefix("no_"))
        return rows.filter(~done if value.startswith("no_") else done)

    def with_practice(self, rows, name, value):
        return rows.filter(practices.counted(self.office_year, value))


class PracticeRowsFilter(RowsFilter):
    network_path = "school__network"

    academic_year = year_filter(_("Academic year"), "academic_year")
    kind = ChoiceFilter(label=_("Kind"), choices=PracticeKind.choices)
    network = network_filter()
    state = ChoiceFilter(label=_("State"), choices=PracticeState.choices)

    class Meta:
        model = Practice
        fields = []


class SarRowsFilter(RowsFilter):
    """Over rows annotated by `with_lateness`."""

    network_path = "school__network"

    academic_year = year_filter(_("Academic year"), "cycle__academic_year")
    level = ChoiceFilter(label=_("Education level"), choices=EducationLevel.choices)
    network = network_filter()
    state = ChoiceFilter(label=_("State"), choices=SarState.choices)
    standing = ChoiceFilter(label=_("Standing"), method="standing_as", choices=list(sar.STANDING_LABELS.items()))

    class Meta:
        model = Sar
        fields = []

    def standing_as(self, rows, name, value):
        return rows.filter(sar.STANDINGS[value])


class RatingRowsFilter(RowsFilter):
    network_path = "sar__school__network"

    academic_year = year_filter(_("Academic year"), "sar__cycle__academic_year")
    education = ChoiceFilter(label=_("Education level"), field_name="sar__level", choices=EducationLevel.choices)
    standard = NumberFilter(label=_("Standard no."), field_name="standard__number")
    quality = NumberFilter(label=_("Quality level"), field_name="level__value")
    network = network_filter()
    size = ChoiceFilter(label=_("Size"), method="of_size", choices=SchoolSize.choices)

    class Meta:
        model = StandardSection
        fields = []

    def of_size(self, rows, name, value):
        return rows.filter(sar__school__in=School.objects.of_size(value, self.district.kind))


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
    project = ModelChoiceFilter(label=_("Project"), queryset=lambda request: Project.objects.none())

    class Meta:
        model = Expense
        fields = []

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, district=district, **kwargs)
        self.filters["project"].queryset = Project.objects.filter(district=district).approved()


class VisitRowsFilter(RowsFilter):
    network_path = "school__network"

    fiscal_year = year_filter(_("Fiscal year"), "fiscal_year")
    purpose = ChoiceFilter(label=_("Purpose"), choices=VisitPurpose.choices)
    standing = ChoiceFilter(
        label=_("Standing"), method="standing_as", choices=list(supervision.VISIT_STANDINGS.items())
    )
    network = network_filter()

    class Meta:
        model = Visit
        fields = []

    def standing_as(self, rows, name, value):
        return rows.filter(supervision.VISIT_CONDITIONS[value])


class ActionRowsFilter(RowsFilter):
    network_path = "visit__school__network"

    fiscal_year = year_filter(_("Fiscal year of the visit"), "visit__fiscal_year")
    standing = ChoiceFilter(
        label=_("Standing"), method="standing_as", choices=list(supervision.ACTION_STANDINGS.items())
    )
    owed_by = ChoiceFilter(label=_("Owed by"), choices=OwedBy.choices)
    network = network_filter()

    class Meta:
        model = AgreedAction
        fields = []

    def standing_as(self, rows, name, value):
        return rows.filter(supervision.action_conditions()[value])


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


class ClaimRowsFilter(RowsFilter):
    """Over rows of `supervision.reports.claims`, which come by the year and the side that the page was asked for."""

    network_path = "school__network"

    year = year_filter(_("Academic year"), "year", method="asked_already")
    level = ChoiceFilter(label=_("Education level"), choices=EducationLevel.choices)
    network = network_filter()
    supervisor = ModelChoiceFilter(
        label=_("Supervisor"), method="of_supervisor", queryset=lambda request: User.objects.none()
    )
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

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, district=district, **kwargs)
        leading = SupervisorAssignment.objects.current().filter(school__district=district)
        people = User.objects.filter(pk__in=leading.values("supervisor"))
        self.filters["supervisor"].queryset = people.order_by("first_name", "last_name")

    def asked_already(self, rows, name, value):
        return rows

    def of_supervisor(self, rows, name, value):
        return rows.of_supervisor(value)

    def in_direction(self, rows, name, value):
        return rows.filter(DIRECTIONS[value])

    def apart(self, rows, name, value):
        return rows.filter(Q(difference__gte=float(value)) | Q(difference__lte=-float(value)))

    def once(self, rows, name, value):
        return claims.widest_of_each_school(rows)
