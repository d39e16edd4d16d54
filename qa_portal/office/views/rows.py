"""The rows behind each figure of the office (F43), one list a noun. Row scope: the district of the address."""

from django.db.models import Count, Sum, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from projects.lists import activities as activity_list
from projects.lists import results as result_list
from projects.models import Activity, Attendance, Expense, Project
from projects.reports.year_sums import with_quarter
from projects.services import ledger
from qa_portal.core.pages import ListPage
from qa_portal.core.roles import Verb
from qa_portal.office import filters
from qa_portal.office.reports import duties, money, registry, sar, supervision
from schools.lists import practices as practice_list
from schools.models import AT_OFFICE, ItemRating, Practice, PracticeState, Sar, School, StandardSection
from supervision.lists.results import RESULT_COLUMNS
from supervision.models import AgreedAction, CommitteeMember, ResultPaper, Visit

from .offices import office_of


class Rows(ListPage):
    """`rows()` gives all rows of the district. `sums`, {column key: attribute}: what stands summed above the list."""

    verb = Verb.VIEW_DASHBOARD
    template_name = "office/rows.html"
    sums = {}

    def get(self, request, *args, **kwargs):
        self.district = office_of(request.user, kwargs["district"])
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return self.rows().order_by(*self._ordering())

    def get_template_names(self):
        names = super().get_template_names()
        return names if names[0] == self.template_name else ["office/rows_fragment.html"]

    def get_filterset_kwargs(self, filterset_class):
        return super().get_filterset_kwargs(filterset_class) | {"district": self.district}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "district": self.district,
            "heading": self.sheet_name,
            "totals": self._totals(),
        }

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        if self.sums:
            paginator.count = self._found["count"]
        return paginator

    @cached_property
    def _found(self):
        """{column key: sum of the filtered rows} and their `count`, in one query."""
        named = {f"sum_of_{attribute}": Sum(attribute, default=0) for attribute in self.sums.values()}
        count, *sums = self.object_list.order_by().aggregate(row_count=Count("pk"), **named).values()
        return dict(zip(self.sums, sums, strict=True)) | {"count": count}

    def _totals(self):
        """(column, sum of the filtered rows)."""
        columns = {column.key: column for column in self.get_columns()}
        return [(columns[key], self._found[key]) for key in self.sums]


class SchoolRows(Rows):
    model = School
    filterset_class = filters.SchoolRowsFilter
    columns = registry.SCHOOL_COLUMNS
    sheet_name = _("Schools")
    sums = {"pupils": "pupil_count"}

    def rows(self):
        return School.objects.filter(district=self.district).select_related("network", "district")


class SarRows(Rows):
    model = Sar
    filterset_class = filters.SarRowsFilter
    columns = sar.SAR_COLUMNS
    sheet_name = _("Self-assessment reports")

    def rows(self):
        return Sar.objects.filter(school__district=self.district).for_list()


class PracticeRows(Rows):
    model = Practice
    filterset_class = filters.PracticeRowsFilter
    columns = practice_list.REGISTER_COLUMNS
    sheet_name = _("Good practices and research")

    def rows(self):
        """Those that the office may see, as it sees them."""
        rows = Practice.objects.filter(school__district=self.district)
        return practice_list.for_list(rows.exclude(state=PracticeState.DRAFT))


class RatingRows(Rows):
    model = StandardSection
    filterset_class = filters.RatingRowsFilter
    columns = sar.RATING_COLUMNS
    sheet_name = _("Quality levels of the standards")

    def rows(self):
        rows = sar.ratings().filter(sar__school__district=self.district)
        return rows.select_related("sar__school__network", "sar__cycle", "standard", "level")


class ItemRows(Rows):
    model = ItemRating
    filterset_class = filters.ItemRowsFilter
    columns = sar.ITEM_COLUMNS
    sheet_name = _("Quality levels of the items")

    def rows(self):
        rows = ItemRating.objects.filter(sar__school__district=self.district, sar__state__in=AT_OFFICE)
        rows = rows.exclude(level=None)
        return rows.select_related("sar__school__network", "sar__cycle", "indicator__standard", "level")


class ProjectRows(Rows):
    model = Project
    filterset_class = filters.ProjectRowsFilter
    columns = money.MONEY_COLUMNS
    sheet_name = _("Projects and their money")
    sums = {"allocated": "allocated", "paid": "paid", "left": "left"}
    page_fields = ("name", "state", "stated_total", "district", "is_working_copy")

    @cached_property
    def _found(self):
        return money.sums_of(self.object_list)

    def rows(self):
        return money.with_money(Project.objects.filter(district=self.district))


class ActivityRows(Rows):
    model = Activity
    filterset_class = filters.ActivityRowsFilter
    columns = activity_list.COLUMNS
    sheet_name = _("Activities of projects")

    def rows(self):
        rows = Activity.objects.of_plan().filter(project__district=self.district)
        rows = rows.with_standing(timezone.localdate()).with_doing()
        return rows.select_related("project").prefetch_related("responsible")


class ResultRows(Rows):
    model = Project
    filterset_class = filters.ResultRowsFilter
    columns = result_list.COLUMNS
    sheet_name = _("Result reports")

    def rows(self):
        rows = result_list.with_standing(Project.objects.filter(district=self.district), timezone.localdate())
        return ledger.projects_with_money(rows).select_related("owner")


class ExpenseRows(Rows):
    model = Expense
    filterset_class = filters.ExpenseRowsFilter
    columns = money.EXPENSE_COLUMNS
    sheet_name = _("Spending of approved projects")
    sums = {"amount": "amount"}

    def rows(self):
        projects = Project.objects.filter(district=self.district).approved()
        return with_quarter(Expense.objects.filter(project__in=projects.order_by())).select_related("project")


class AttendanceRows(Rows):
    model = Attendance
    filterset_class = filters.AttendanceRowsFilter
    columns = money.ATTENDANCE_COLUMNS
    sheet_name = _("People who took part")
    sums = {"count": "count"}

    def rows(self):
        projects = Project.objects.filter(district=self.district).approved()
        rows = Attendance.objects.filter(report__project__in=projects.order_by())
        return rows.select_related("report__activity", "report__project")


class ExternalRows(Rows):
    model = ResultPaper
    filterset_class = filters.ExternalRowsFilter
    columns = RESULT_COLUMNS
    sheet_name = _("External results")

    def rows(self):
        rows = ResultPaper.objects.filter(assessment__school__district=self.district)
        return rows.select_related("assessment__school__network", "assessment__round", "level")


class VisitRows(Rows):
    model = Visit
    filterset_class = filters.VisitRowsFilter
    columns = supervision.VISIT_COLUMNS
    sheet_name = _("Visits")

    def rows(self):
        return Visit.objects.filter(school__district=self.district).select_related("school").with_lead()


class ActionRows(Rows):
    model = AgreedAction
    filterset_class = filters.ActionRowsFilter
    columns = supervision.ACTION_COLUMNS
    sheet_name = _("Agreed actions")

    def rows(self):
        rows = AgreedAction.objects.agreed().filter(visit__school__district=self.district)
        return rows.select_related("visit__school", "owner")


class BoardRows(Rows):
    model = CommitteeMember
    filterset_class = filters.BoardRowsFilter
    columns = duties.MEMBER_COLUMNS
    sheet_name = _("Members of the area's committee and their visits")

    def rows(self):
        """Those of the office; which semester's, and how many visits, the filter says."""
        rows = CommitteeMember.objects.filter(committee__district=self.district)
        return rows.select_related("committee", "user").annotate(visit_count=Value(0))
