"""The list of reports, and its counts beside it."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Viewer
from schools.models import Cycle, Sar, SarState
from schools.models.sar import LATE, NOT_SENT, OWING
from schools.services.reminders import is_to_remind
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


def state_counts(counted):
    """One count a state, in the order of the workflow, of {state: count}."""
    return [
        StateCount(state.label, count, SAR.looks[state].colour, SAR.looks[state].icon, state.value)
        for state, count in counted.items()
    ]


# ---------------------------------------------------------------- counts beside the list

COUNTED = ("not_sent", "owing", "late", "overdue", "to_remind")


@dataclass(frozen=True)
class Counts:
    """How many reports there are of each state, and how many are what COUNTED says."""

    states: dict
    of: dict

    @classmethod
    def sum(cls, rows):
        """Of rows of `_counted`."""
        found = {state: counts for state, *counts in rows}
        none = [0] * (1 + len(COUNTED))
        of_all = [sum(counts) for counts in zip(none, *found.values(), strict=True)]
        states = {state: found.get(state, none)[0] for state in SarState}
        return cls(states, dict(zip(COUNTED, of_all[1:], strict=True)))

    @property
    def all(self):
        return sum(self.states.values())


def counts(sars, day):
    return Counts.sum(_counted(sars, day))


def counts_of_year(user, year, day):
    """Of all that an office or the nation sees of an academic year."""
    return Counts.sum(_counted_of_year(user.district_id or 0, year=year, scope=user.scope, verbs=user.verbs, day=day))


@prepared
def _counted_of_year(office, *, year, scope, verbs, day):
    return _counted(Sar.objects.visible_to(Viewer(scope, verbs, office, None)).in_year(year), day)


def _counted(sars, day):
    """(state, how many, how many of each of COUNTED)."""
    asked = [NOT_SENT, OWING, LATE, LATE & NOT_SENT, is_to_remind(day)]
    counted = {name: Count("pk", filter=condition) for name, condition in zip(COUNTED, asked, strict=True)}
    return sars.order_by().with_lateness(day).values_list("state").annotate(all=Count("pk"), **counted)


def newest_year(user):
    """The latest academic year of which the user sees a report, "" without any."""
    return next(iter(_years_of_reports(user.district_id or 0, scope=user.scope, verbs=user.verbs)), "")


@prepared
def _years_of_reports(office, *, scope, verbs):
    cycles = Cycle.objects.visible_to(Viewer(scope, verbs, office, None)).with_reports()
    return cycles.order_by("-academic_year").values_list("academic_year", flat=True)[:1]
