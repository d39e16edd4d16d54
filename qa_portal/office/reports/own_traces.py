"""The traces that the office's work has left in the portal, for the items of its own standards. Each is a count that
opens exactly its rows; it suggests, and never ticks (A9-04)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import ActivityReport, Expense
from qa_portal.core.models import Notice
from qa_portal.core.thai import search_key
from qa_portal.office.models import Publication
from schools.models import Practice
from supervision.models import (
    ActionState,
    Finding,
    Meeting,
    MeetingState,
    PlanEvent,
    PlanState,
    Recheck,
    RecheckVerdict,
    SupervisionPlan,
    Unit,
    VisitPurpose,
)
from supervision.models.visit import SENT

from . import links
from .supervision import visited


@dataclass(frozen=True)
class TraceRow:
    """One of the rows that a trace counts."""

    text: str
    url: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Kind:
    """`rows(year, item)` are the rows that count, a QuerySet or a list of TraceRow; `line(row)` says one of them.
    `total(year)`: of how many, where that is known. `wanted`: what a person supplies when it is not found."""

    key: str
    label: str
    wanted: str
    rows: Callable
    line: Callable = lambda row: row
    total: Callable = lambda year: None


@dataclass(frozen=True)
class Trace:
    """What was found of a kind in a year."""

    kind: Kind
    count: int
    total: int | None

    @property
    def look(self):
        """(word, colour, icon)"""
        if not self.count:
            return _("Not found"), "warning", "question-circle"
        if self.total is not None and self.count < self.total:
            return _("Found in part"), "info", "circle-half"
        return _("Found"), "success", "check-circle"


def traces_of(year, item):
    """What the portal finds for an item in an OfficeYear, in the order of the item."""
    return [_trace(KINDS[key], year, item) for key in item.traces if key in KINDS]


def _trace(kind, year, item):
    rows = kind.rows(year, item)
    count = len(rows) if isinstance(rows, list) else rows.count()
    return Trace(kind, count, kind.total(year))


# ---------------------------------------------------------------- projects


def matching(year, item):
    """Approved projects of the year whose names hold one of the item's words."""
    named = Q(pk=None)
    for word in item.search_words:
        named |= Q(name_search__contains=search_key(word))
    return year.projects.approved().filter(named)


def _with_spending(year, item):
    return year.projects.approved().filter(Exists(Expense.objects.filter(project=OuterRef("pk"))))


def _activities(year, item):
    reports = ActivityReport.objects.filter(project__in=matching(year, item).order_by())
    return reports.select_related("activity", "project").order_by("done_on", "pk")


def _project(row):
    return TraceRow(row.name, row.get_absolute_url())


# ---------------------------------------------------------------- schools


def _told(year, item):
    """Open schools to whose people the portal sent a notice in the year."""
    days = {"created_at__date__gte": year.first_day, "created_at__date__lte": year.last_day}
    sent = Notice.objects.filter(recipient__memberships__school=OuterRef("pk"), **days)
    return year.schools.filter(Exists(sent)).order_by("name_sort", "pk")


def _visited(year, item):
    return year.schools.filter(pk__in=visited(year)).order_by("name_sort", "pk")


def _school_count(year):
    return year.schools.count()


def _school(row):
    return TraceRow(row.name, row.get_absolute_url())


def _sars(year, item):
    return year.sars.exclude(handed_in_on=None).select_related("school", "cycle").order_by("handed_in_on", "pk")


def _sars_in_time(year, item):
    return _sars(year, item).with_lateness(year.today).filter(is_late=False)


def _sar_count(year):
    return year.sars.count()


def _sar(row):
    return TraceRow(f"{row.school} {row.get_level_display()}", row.get_absolute_url(), row.handed_in_on)


def _practices(year, item):
    rows = Practice.objects.published().in_year(year.academic).filter(school__district=year.district)
    return rows.select_related("school").order_by("pk")


def _practice(row):
    return TraceRow(f"{row.title} ({row.school})", row.get_absolute_url())


# ---------------------------------------------------------------- supervision


def _iqa_visits(year, item):
    return year.visits.counted().filter(purpose=VisitPurpose.IQA).select_related("school").order_by("held_on", "pk")


def _visit(row):
    return TraceRow(f"{row.school} ({row.code})", row.get_absolute_url(), row.held_on)


def _findings(year, item):
    rows = Finding.objects.sent().filter(visit__in=year.visits.order_by())
    return rows.select_related("visit__school").order_by("visit__held_on", "pk")


def _finding(row):
    return TraceRow(f"{row.code} {row.text}", row.get_absolute_url(), row.visit.held_on)


def _plans(year, item):
    return SupervisionPlan.objects.filter(district=year.district, fiscal_year=year.fiscal, state=PlanState.APPROVED)


def _rechecks(year, item):
    rows = Recheck.objects.filter(visit__in=year.visits.filter(state__in=SENT).order_by())
    rows = rows.exclude(verdict=RecheckVerdict.NOT_CHECKED).order_by("visit__held_on", "pk")
    return rows.select_related("visit__school", "finding__visit", "action__visit")


def _recheck(row):
    return TraceRow(str(row), row.earlier.get_absolute_url(), row.visit.held_on)


def _closed(year, item):
    return year.actions.filter(state=ActionState.CLOSED).select_related("visit__school").order_by("closed_at", "pk")


def _action(row):
    return TraceRow(f"{row.code} {row.what}", row.get_absolute_url())


# ---------------------------------------------------------------- ways of talking to each other


def _channels(year, item):
    """The ways that were used in the year, each with how often."""
    days = (year.first_day, year.last_day)
    notices = Notice.objects.filter(
        recipient__memberships__school__district=year.district, created_at__date__range=days
    ).distinct()
    events = PlanEvent.objects.held().filter(item__plan__district=year.district, held_on__range=days)
    meetings = Meeting.objects.filter(
        committee__district=year.district,
        met_on__range=days,
        state__in=(MeetingState.HELD, MeetingState.CONFIRMED),
    )
    published = Publication.objects.standing().filter(district=year.district, published_at__date__range=days)
    used = (
        (_("Notices in the portal"), notices.count(), ""),
        (_("Notices by mail"), notices.exclude(mailed_at=None).count(), ""),
        (_("Visits to schools"), year.visits.counted().count(), links.visits(year, standing="counted")),
        (_("Supervision online"), events.filter(item__unit=Unit.ONLINE).count(), ""),
        (_("Meetings and workshops"), meetings.count() + events.exclude(item__unit=Unit.ONLINE).count(), ""),
        (_("Published reports"), published.count(), ""),
    )
    return [TraceRow(f"{name}: {times:,}", url) for name, times, url in used if times]


# ---------------------------------------------------------------- the kinds


_ALL = (
    Kind(
        "approved_projects",
        gettext_lazy("Approved projects of the year"),
        gettext_lazy("Have a project approved, or name one that the portal does not hold."),
        lambda year, item: year.projects.approved().order_by("name_sort", "pk"),
        _project,
    ),
    Kind(
        "spending",
        gettext_lazy("Approved projects with money spent"),
        gettext_lazy("Record the spending, or show by a paper that the project was carried out."),
        _with_spending,
        _project,
    ),
    Kind(
        "matching_projects",
        gettext_lazy("Approved projects whose names speak of this item"),
        gettext_lazy("Pick the project yourself if it is named otherwise."),
        matching,
        _project,
    ),
    Kind(
        "matching_activities",
        gettext_lazy("Activities of these projects that took place"),
        gettext_lazy("Report the activities that took place, with their photos."),
        _activities,
        lambda row: TraceRow(f"{row.activity} – {row.project}", row.get_absolute_url(), row.done_on),
    ),
    Kind(
        "iqa_visits",
        gettext_lazy("Visits about internal quality assurance"),
        gettext_lazy("Record the visits, or add a paper that shows them."),
        _iqa_visits,
        _visit,
    ),
    Kind(
        "sars",
        gettext_lazy("SARs that came in"),
        gettext_lazy("See who has not sent a SAR yet."),
        _sars,
        _sar,
        _sar_count,
    ),
    Kind(
        "practices",
        gettext_lazy("Published good practices and research"),
        gettext_lazy("Publish what the schools have entered, or name other work."),
        _practices,
        _practice,
    ),
    Kind(
        "schools_told",
        gettext_lazy("Schools that were sent a notice"),
        gettext_lazy("Show by a paper how the other schools were told."),
        _told,
        _school,
        _school_count,
    ),
    Kind(
        "sars_in_time",
        gettext_lazy("SARs that came in time, as an answer to what was told in time"),
        gettext_lazy("Say how deadlines are kept, such as by a register of letters."),
        _sars_in_time,
        _sar,
        _sar_count,
    ),
    Kind(
        "channels",
        gettext_lazy("Ways of communication that were used"),
        gettext_lazy("Name those outside the portal: radio, newspaper, telephone, social media."),
        _channels,
    ),
    Kind(
        "findings",
        gettext_lazy("Findings about the schools' problems and needs"),
        gettext_lazy("Record at the visits what the schools need."),
        _findings,
        _finding,
    ),
    Kind(
        "plan_approved",
        gettext_lazy("Approved supervision plan"),
        gettext_lazy("Have the supervision plan approved."),
        _plans,
        lambda row: TraceRow(str(row), row.get_absolute_url()),
    ),
    Kind(
        "schools_visited",
        gettext_lazy("Schools visited"),
        gettext_lazy("Visit the schools that are missing, or say why not."),
        _visited,
        _school,
        _school_count,
    ),
    Kind(
        "rechecked",
        gettext_lazy("Findings and promises looked at again"),
        gettext_lazy("Look again at what earlier visits found."),
        _rechecks,
        _recheck,
    ),
    Kind(
        "actions_closed",
        gettext_lazy("Agreed actions that are settled"),
        gettext_lazy("Follow up what was agreed, or say how the system was improved."),
        _closed,
        _action,
        lambda year: year.actions.count(),
    ),
)
KINDS = {kind.key: kind for kind in _ALL}


def choices():
    """(key, label) of every kind, for the form of an item."""
    return [(kind.key, kind.label) for kind in KINDS.values()]
