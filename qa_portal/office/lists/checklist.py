"""The yearly checklist and its rules: filters and columns."""

import django_filters as filters
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.filters import YesNoFilter
from qa_portal.core.thai import MONTH_NAMES
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import ChecklistItem, ChecklistRule

STANDINGS = {
    "open": (_("Not done yet"), lambda rows: rows.open()),
    "late": (_("Overdue"), lambda rows: rows.late(localdate())),
    "done": (_("Done"), lambda rows: rows.exclude(done_on=None)),
}


class ChecklistFilter(filters.FilterSet):
    fiscal_year = filters.NumberFilter(label=_("Fiscal year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    standing = filters.ChoiceFilter(
        label=_("State"), choices=[(key, word) for key, (word, _rows) in STANDINGS.items()], method="by_standing"
    )
    mine = YesNoFilter(label=_("My own"), method="by_owner")

    class Meta:
        model = ChecklistItem
        fields = []

    def by_standing(self, rows, name, value):
        return STANDINGS[value][1](rows)

    def by_owner(self, rows, name, value):
        return rows.filter(owner=self.request.user) if value else rows.exclude(owner=self.request.user)


CHECKLIST_COLUMNS = [
    Column("due_on", _("To be done by"), lambda row: row.due_on, 16, "due_on", kind="date"),
    Column("task", _("What is to be done"), lambda row: row.task, 60, "task", ChecklistItem.get_absolute_url),
    Column("owner", _("Who does it"), lambda row: str(row.owner) if row.owner else "", 26),
    Column("standing", _("State"), lambda row: str(row.look[0]), 16, look=lambda row: row.look),
    Column("done_on", _("Done on"), lambda row: row.done_on, 16, "done_on", kind="date"),
    Column("done_by", _("Ticked by"), lambda row: str(row.done_by) if row.done_by else "", 26),
    Column("fiscal_year", _("Fiscal year"), lambda row: str(row.fiscal_year), 12, "fiscal_year"),
]


class RuleFilter(filters.FilterSet):
    is_active = YesNoFilter(label=_("Goes into new years"))

    class Meta:
        model = ChecklistRule
        fields = []


RULE_COLUMNS = [
    Column("day", _("Day of each year"), lambda row: f"{row.day} {MONTH_NAMES[row.month - 1]}", 20, "month"),
    Column("task", _("What is to be done"), lambda row: row.task, 60, "task"),
    Column("owner", _("Who does it"), lambda row: str(row.owner) if row.owner else "", 26),
    Column("is_active", _("Goes into new years"), lambda row: str(_("Yes") if row.is_active else _("No")), 16),
]
