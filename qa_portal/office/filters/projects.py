"""Filters of what the office plans, spends and achieves."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from projects.lists import results as result_list
from projects.lists.activities import STANDINGS, in_standing
from projects.models import Activity, Attendance, AttendeeKind, Expense, Project, ProjectState
from projects.reports.year_sums import QUARTERS
from qa_portal.core.filters import YesNoFilter

from .rows import RowsFilter, day_filter, year_filter


class ProjectRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year"), "fiscal_year")
    state = ChoiceFilter(label=_("State"), choices=ProjectState.choices)
    approved = YesNoFilter(label=_("Budget approved"), method="with_budget")

    class Meta:
        model = Project
        fields = []

    def with_budget(self, rows, name, value):
        return rows.approved() if value else rows.exclude(pk__in=rows.approved().order_by().values("pk"))


class ActivityRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year of the project"), "project__fiscal_year")
    standing = ChoiceFilter(label=_("State"), method="standing_as", choices=list(STANDINGS.items()))

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


class AttendanceRowsFilter(RowsFilter):
    fiscal_year = year_filter(_("Fiscal year of the project"), "report__project__fiscal_year")
    kind = ChoiceFilter(label=_("People who took part"), choices=AttendeeKind.choices)

    class Meta:
        model = Attendance
        fields = []
