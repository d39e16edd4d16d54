"""The list of reports, and its counts beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from schools.models import Sar
from schools.workflow.sar import SAR

SAR_COLUMNS = [
    Column("school", gettext_lazy("School"), lambda s: s.school.name, 34, "school__name_sort", Sar.get_absolute_url),
    Column("level", gettext_lazy("Level"), lambda s: str(s.get_level_display()), 20, "level"),
    Column("state", gettext_lazy("State"), lambda s: str(s.get_state_display()), 20, "state", kind="state"),
    Column("late", gettext_lazy("Late"), lambda s: _("Late") if s.is_late else "", 10),
    Column("due", gettext_lazy("Due"), lambda s: s.due_day, 14, "due_day", kind="date"),
    Column("handed_in", gettext_lazy("First sent"), lambda s: s.handed_in_on, 14, "handed_in_on", kind="date"),
    Column("reminded", gettext_lazy("Reminded"), lambda s: s.reminded_at, 14, "reminded_at", kind="date"),
    Column("network", gettext_lazy("Network"), lambda s: s.school.network and s.school.network.name, 24),
    Column("supervisor", gettext_lazy("Supervisor"), lambda s: s.school.lead and str(s.school.lead), 26),
]


REPORT_COLUMN = Column(
    "year",
    gettext_lazy("Academic year"),
    lambda s: _("Academic year %(year)s") % {"year": s.academic_year},
    20,
    "cycle__academic_year",
    Sar.get_absolute_url,
)


# A school's own list begins with the year; the office's words on network and supervisor say nothing new to it.
SCHOOL_COLUMNS = [
    REPORT_COLUMN,
    *(row for row in SAR_COLUMNS if row.key in ("level", "state", "late", "due", "handed_in")),
]


SHEET_COLUMNS = [
    *SAR_COLUMNS,
    Column("year", gettext_lazy("Academic year"), lambda s: str(s.academic_year), 12, "cycle__academic_year"),
    Column("code", gettext_lazy("Ministry code"), lambda s: s.school.moe_code, 14, "school__moe_code"),
    Column("district", gettext_lazy("Education area office"), lambda s: s.school.district.short_name, 26),
]


@dataclass(frozen=True)
class StateCount:
    label: str
    count: int
    colour: str
    icon: str
    key: str


def state_counts(sars):
    """One count a state, in the order of the workflow."""
    return [
        StateCount(state.label, count, SAR.looks[state].colour, SAR.looks[state].icon, state.value)
        for state, count in sars.count_by_state().items()
    ]
