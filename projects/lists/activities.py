"""The list of activities: its filters, and its columns for the page and the sheet."""

import django_filters as filters
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models import Activity, ActivityState, Project, WorkGroup, current_fiscal_year
from qa_portal.core.columns import Column
from qa_portal.core.roles import Scope
from qa_portal.core.thai import month_range, to_be

STANDINGS = {
    "late": _("Late"),
    "stuck": _("Stuck"),
    "soon": _("Due soon"),
    "in_hand": _("To be done now"),
}


def in_standing(rows, standing):
    """The activities in hand that are late, stuck, due soon, or all that are still to be done."""
    rows = rows.in_hand()
    if standing == "in_hand":
        return rows.filter(state=ActivityState.PLANNED)
    return getattr(rows, standing)(timezone.localdate())


class ActivityFilter(filters.FilterSet):
    """Begins with one's own that are to be done, for those who have any."""

    text = filters.CharFilter(label=_("Activity or project"), method="by_text")
    whose = filters.ChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine"))], empty_label=_("Everybody's"), method="by_person"
    )
    standing = filters.ChoiceFilter(
        label=_("State"),
        choices=[*STANDINGS.items(), *ActivityState.choices],
        empty_label=_("All states"),
        method="by_standing",
    )
    month = filters.ChoiceFilter(
        label=_("Time"), choices=[("this", _("This month"))], empty_label=_("Whenever"), method="by_month"
    )
    group = filters.ModelChoiceFilter(
        label=_("Group"), field_name="project__groups", queryset=WorkGroup.objects.none(), empty_label=_("All groups")
    )
    fiscal_year = filters.ChoiceFilter(
        label=_("Fiscal year"), field_name="project__fiscal_year", empty_label=_("All years")
    )

    class Meta:
        model = Activity
        fields = []

    def __init__(self, data=None, *args, request, **kwargs):
        user = request.user
        is_asked = any(name in (data or ()) for name in self.base_filters)
        if not is_asked and Activity.objects.visible_to(user).in_hand().of_person(user).exists():
            data = {"whose": "mine", "standing": "in_hand"}
        super().__init__(data, *args, request=request, **kwargs)
        rows = Project.objects.visible_to(user).approved()
        years = {current_fiscal_year(), *rows.order_by().values_list("fiscal_year", flat=True).distinct()}
        self.filters["fiscal_year"].extra["choices"] = [(str(year), str(year)) for year in sorted(years, reverse=True)]
        self.filters["group"].queryset = WorkGroup.objects.visible_to(user)
        if user.scope is Scope.NATION:  # the groups of every office would make no list to pick from
            del self.filters["group"], self.filters["whose"]

    def by_text(self, rows, name, value):
        return rows.search(value)

    def by_person(self, rows, name, value):
        return rows.of_person(self.request.user)

    def by_standing(self, rows, name, value):
        return in_standing(rows, value) if value in STANDINGS else rows.filter(state=value)

    def by_month(self, rows, name, value):
        today = timezone.localdate()
        return rows.within(*month_range(to_be(today.year), today.month))


def _people(activity):
    return activity.responsible_text or ", ".join(str(person) for person in activity.responsible.all())


COLUMNS = [
    Column("title", _("Activity"), str, 50, "title", lambda row: row.get_absolute_url()),
    Column("project", _("Project"), lambda row: row.project.name, 40, "project__name_sort"),
    Column("state", _("State"), lambda row: str(row.standing[0]), 14, "state", kind="state"),
    Column("due", _("Period"), lambda row: row.period_text, 20, "due_on"),
    Column("people", _("Responsible"), _people, 24),
    Column("reported", _("Last report"), lambda row: row.reported_on, 14, "reported_on", kind="date"),
]
TO_REPORT = Column(
    "report",
    _("Report"),
    lambda row: _("Report what was done") if row.state != ActivityState.CANCELLED else "",
    20,
    link=lambda row: reverse("projects:activity_report_add", args=[row.pk]),
)
SHEET_COLUMNS = [
    *COLUMNS,
    Column("late", _("Days late"), lambda row: row.days_late(timezone.localdate()), 10, kind="number"),
    Column("place", pgettext_lazy("of an activity", "Where"), lambda row: row.place, 30),
    Column("reports", _("Reports"), lambda row: row.report_count, 10, kind="number"),
    Column("count", _("People who took part"), lambda row: row.people_count, 12, kind="number"),
    Column("paid", _("Spent (baht)"), lambda row: row.paid, 16, kind="money"),
]
