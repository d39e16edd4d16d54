"""What was seen at the schools in the fiscal year: coverage, visits, and the actions that were agreed."""

from datetime import timedelta
from functools import partial

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.figures import percent
from supervision.models import (
    ActionState,
    AgreedAction,
    FollowUpRules,
    Outcome,
    OwedBy,
    Visit,
    VisitPurpose,
    VisitState,
)
from supervision.models.visit import COUNTED

from . import links
from .period import moment_of
from .registry import SCHOOL_COLUMNS, lines_by_network, network_filter, summed
from .tables import Chart, Figure, Line, Table, figure_column, label_column, percent_column

VISIT_STANDINGS = {
    "counted": _("Took place"),
    "coming": _("Planned or postponed"),
    "cancelled": _("Cancelled"),
}
VISIT_CONDITIONS = {
    "counted": Q(state__in=COUNTED),
    "coming": ~Q(state__in=[*COUNTED, VisitState.CANCELLED]),
    "cancelled": Q(state=VisitState.CANCELLED),
}
ACTION_STANDINGS = {
    "open": _("To be done"),
    "overdue": _("Overdue"),
    "to_check": _("Said to be done, to be checked"),
    "closed": _("Closed"),
}

LATENESS = {
    "late": _("The day has passed without a word"),
    "writing": _("Visited, report not sent yet"),
    "silent": _("Reported, no answer in time"),
}

SETTLED = ~Q(outcome=Outcome.OPEN)
"""Promises of which it is known how they were kept."""


def visited(year):
    """Ids of the schools at which a visit of the year took place."""
    return year.visits.counted().order_by().values("school")


# ---------------------------------------------------------------- coverage


def _counts(year):
    was_visited = Q(pk__in=visited(year))
    return {
        "schools": Count("pk"),
        "visited": Count("pk", filter=was_visited),
        "missing": Count("pk", filter=~was_visited),
    }


def _coverage_line(year, label, row, network=None):
    total, done = row.get("schools", 0), row.get("visited", 0)
    figures = {
        "schools": Figure("schools", _("Open schools"), total, links.schools(year, network=network)),
        "visited": Figure("visited", _("Visited"), done, links.schools(year, network=network, visited="yes")),
        "missing": Figure(
            "missing", _("Without a visit"), row.get("missing", 0), links.schools(year, network=network, visited="no")
        ),
    }
    return Line(label, figures, {"share": percent(done, total)})


def coverage_by_network(year):
    """The total is the coverage of the whole office."""
    counts = _counts(year)
    counted = list(year.schools.order_by().values("network").annotate(**counts))
    lines = lines_by_network(year, counted, partial(_coverage_line, year))
    bars = [(str(line.label), line.value("missing"), line.value("visited")) for line in lines if line.value("schools")]
    return Table(
        key="coverage_by_network",
        title=_("Schools visited, by network"),
        short=_("Coverage"),
        columns=[
            label_column(_("Network")),
            figure_column("schools", _("Open schools")),
            figure_column("visited", _("Visited")),
            figure_column("missing", _("Without a visit")),
            percent_column("share", _("Percentage visited")),
        ],
        rows=lines,
        total=_coverage_line(year, _("Total"), summed(counted, counts)),
        charts=[Chart("stacked_bar", _("Schools visited, by network"), bars, (_("Without a visit"), _("Visited")))],
        note=_(
            "A school counts once, however often it was visited. Planned, postponed and cancelled visits do not count."
        ),
        empty=_("The office has no open school yet."),
    )


def not_visited(year):
    """Open schools without a visit in the year, one row each."""
    rows = year.schools.exclude(pk__in=visited(year)).select_related("network", "district").order_by("name_sort", "pk")
    return Table(
        key="schools_not_visited",
        title=_("Schools without a visit in the fiscal year"),
        short=_("Not visited"),
        columns=SCHOOL_COLUMNS,
        rows=list(rows),
        empty=_("Every open school has been visited, or there is none."),
    )


# ---------------------------------------------------------------- visits


def by_purpose(year):
    counts = {"visits": Count("pk")}
    counts |= {key: Count("pk", filter=condition) for key, condition in VISIT_CONDITIONS.items()}
    found = {row["purpose"]: row for row in year.visits.order_by().values("purpose").annotate(**counts)}
    lines = [_purpose_line(year, purpose.label, found.get(purpose, {}), purpose.value) for purpose in VisitPurpose]
    return Table(
        key="visits_by_purpose",
        title=_("Visits by purpose"),
        short=_("Purposes"),
        columns=[
            label_column(_("Purpose")),
            figure_column("visits", _("Visits")),
            *(figure_column(key, label) for key, label in VISIT_STANDINGS.items()),
        ],
        rows=lines,
        total=_purpose_line(year, _("Total"), summed(found.values(), counts)),
        empty=_("No visit is planned in this fiscal year yet."),
    )


def _purpose_line(year, label, row, purpose=None):
    figures = {"visits": Figure("visits", label, row.get("visits", 0), links.visits(year, purpose=purpose))}
    for key in VISIT_STANDINGS:
        figures[key] = Figure(key, label, row.get(key, 0), links.visits(year, purpose=purpose, standing=key))
    return Line(label, figures)


VISIT_COLUMNS = [
    Column("held_on", _("Date"), lambda v: v.held_on, 18, "held_on", kind="date"),
    Column("code", _("Number"), lambda v: v.code, 22, "code", Visit.get_absolute_url),
    Column("school", _("School"), lambda v: v.school.name, 34, "school__name_sort"),
    Column("purpose", _("Purpose"), lambda v: str(v.purpose_label), 34, "purpose"),
    Column("lead", _("Led by"), lambda v: f"{v.lead_first or ''} {v.lead_last or ''}".strip(), 24),
    Column("state", _("State"), lambda v: str(v.get_state_display()), 20, "state"),
]


def visits(year):
    """The visits of the year that took place, one row each, in the order of their days."""
    return Table(
        key="visits",
        title=_("Visits that took place"),
        short=_("Visits"),
        columns=[column for column in VISIT_COLUMNS if column.key != "code"],
        rows=list(year.visits.counted().select_related("school").with_lead().order_by("held_on", "pk")),
        empty=_("No visit has taken place in this fiscal year yet."),
    )


def late_conditions(district, today):
    """By the keys of LATENESS, of the visits of one office."""
    waits = FollowUpRules.objects.of(district.pk).answer_days
    before = moment_of(today) - timedelta(days=waits)
    return {
        "late": Q(state=VisitState.PLANNED, planned_on__lt=today),
        "writing": Q(state=VisitState.DONE),
        "silent": Q(state=VisitState.REPORTED, reported_at__lt=before),
    }


def lateness(year):
    """Visits that wait for a word, a report or an answer, by network."""
    counts = {"counted": Count("pk", filter=VISIT_CONDITIONS["counted"])}
    conditions = late_conditions(year.district, year.today)
    counts |= {key: Count("pk", filter=condition) for key, condition in conditions.items()}
    counted = list(year.visits.order_by().values(network=F("school__network")).annotate(**counts))
    return Table(
        key="visits_late",
        title=_("Visits that wait for a word, a report or an answer"),
        short=_("Lateness"),
        columns=[
            label_column(_("Network")),
            figure_column("counted", _("Took place")),
            *(figure_column(key, label) for key, label in LATENESS.items()),
        ],
        rows=lines_by_network(year, counted, partial(_late_line, year)),
        total=_late_line(year, _("Total"), summed(counted, counts)),
        note=_("Silence is no agreement: a school has answered only when it says so."),
        empty=_("No visit is planned in this fiscal year yet."),
    )


def _late_line(year, label, row, network=None):
    keys = ("counted", *LATENESS)
    words = {"counted": VISIT_STANDINGS["counted"], **LATENESS}
    figures = {
        key: Figure(key, words[key], row.get(key, 0), links.visits(year, network=network, standing=key)) for key in keys
    }
    return Line(label, figures)


# ---------------------------------------------------------------- agreed actions


def action_conditions():
    """By the keys of ACTION_STANDINGS. Overdue is as AgreedAction.objects.overdue: the due day itself is in time."""
    is_open = Q(state=ActionState.OPEN)
    return {
        "open": is_open,
        "overdue": is_open & Q(due_on__lt=timezone.localdate()),
        "to_check": Q(state=ActionState.DONE),
        "closed": Q(state=ActionState.CLOSED),
    }


def actions_by_side(year):
    """Who owes what was agreed at the visits of the year, as it stands today."""
    counts = {"agreed": Count("pk")}
    counts |= {key: Count("pk", filter=condition) for key, condition in action_conditions().items()}
    counts |= {"kept": Count("pk", filter=Q(outcome=Outcome.KEPT)), "settled": Count("pk", filter=SETTLED)}
    found = {row["owed_by"]: row for row in year.actions.with_outcome().order_by().values("owed_by").annotate(**counts)}
    lines = [_action_line(year, side.label, found.get(side, {}), side.value) for side in OwedBy]
    return Table(
        key="actions",
        title=_("Agreed actions and where they stand"),
        short=_("Actions"),
        columns=[
            label_column(_("Owed by")),
            figure_column("agreed", _("Agreed")),
            *(figure_column(key, label) for key, label in ACTION_STANDINGS.items()),
            percent_column("kept", _("Kept in time, of those settled")),
        ],
        rows=lines,
        total=_action_line(year, _("Total"), summed(found.values(), counts)),
        note=_(
            "Overdue actions are among those to be done. Actions of reports not yet sent to the school do not count."
        ),
        empty=_("Nothing has been agreed at a visit of this fiscal year yet."),
    )


OUTCOMES = {outcome.value: outcome.label for outcome in Outcome}


def promises(year):
    """How the promises of the year's visits were kept, by who owes them."""
    return _outcomes(
        year,
        "owed_by",
        [(side.label, side.value, {"owed_by": side.value}) for side in OwedBy],
        {
            "key": "promises",
            "title": _("How promises are kept, by the schools and by the office"),
            "short": _("Promises"),
        },
        _("Owed by"),
    )


def promises_by_network(year):
    networks = [(name, pk, {"network": network_filter(pk)}) for pk, name in year.networks.items()]
    about = {"key": "promises_by_network", "title": _("How promises are kept, by network"), "short": _("By network")}
    return _outcomes(year, "visit__school__network", networks, about, _("Network"))


def _outcomes(year, path, groups, about, header):
    """`groups`: (label, value at `path`, words of the list) of each line."""
    counts = {key: Count("pk", filter=Q(outcome=key)) for key in OUTCOMES}
    rows = year.actions.with_outcome(year.today).order_by().values(group=F(path)).annotate(agreed=Count("pk"), **counts)
    found = {row["group"]: row for row in rows}
    lines = [_outcome_line(year, label, found.get(value, {}), asked) for label, value, asked in groups]
    total = _outcome_line(year, _("Total"), summed(found.values(), ["agreed", *counts]), {})
    bars = [(str(line.label), *map(line.value, OUTCOMES)) for line in lines if line.value("agreed")]
    return Table(
        **about,
        columns=[
            label_column(header),
            figure_column("agreed", _("Agreed")),
            *(figure_column(key, label) for key, label in OUTCOMES.items()),
            percent_column("share", _("Kept in time, of those settled")),
        ],
        rows=lines,
        total=total,
        charts=[Chart("stacked_bar", about["title"], bars, list(OUTCOMES.values()))],
        empty=_("Nothing has been agreed at a visit of this fiscal year yet."),
    )


def _outcome_line(year, label, row, asked):
    figures = {"agreed": Figure("agreed", _("Agreed"), row.get("agreed", 0), links.actions(year, **asked))}
    for key, word in OUTCOMES.items():
        figures[key] = Figure(key, word, row.get(key, 0), links.actions(year, **asked, outcome=key))
    settled = row.get("agreed", 0) - row.get(Outcome.OPEN.value, 0)
    return Line(label, figures, {"share": percent(row.get(Outcome.KEPT.value, 0), settled)})


def _action_line(year, label, row, side=None):
    figures = {"agreed": Figure("agreed", label, row.get("agreed", 0), links.actions(year, owed_by=side))}
    for key in ACTION_STANDINGS:
        figures[key] = Figure(key, label, row.get(key, 0), links.actions(year, owed_by=side, standing=key))
    return Line(label, figures, {"kept": percent(row.get("kept", 0), row.get("settled", 0))})


ACTION_COLUMNS = [
    Column("code", _("Number"), lambda a: a.code, 20, "visit__code", AgreedAction.get_absolute_url),
    Column("school", _("School"), lambda a: a.visit.school.name, 32, "visit__school__name_sort"),
    Column("what", _("What was agreed"), lambda a: a.what, 44),
    Column("owner", _("Owed by"), lambda a: a.owner_label, 26, "owed_by"),
    Column("due_on", _("Due"), lambda a: a.due_on, 18, "due_on", kind="date"),
    Column("state", _("State"), lambda a: str(a.get_state_display()), 20, "state"),
]


def unsettled_actions(year):
    """Actions of the year that are not closed, one row each, the earliest due first."""
    rows = year.actions.unsettled().select_related("visit__school", "owner").order_by("due_on", "pk")
    return Table(
        key="unsettled_actions",
        title=_("Agreed actions not closed yet"),
        short=_("Open actions"),
        columns=ACTION_COLUMNS,
        rows=list(rows),
        empty=_("No agreed action is open."),
    )


def visited_enough(year, rule):
    """The open schools with at least the visits that the rule asks within its years."""
    first = year.fiscal - rule.years + 1
    counted = Q(visits__state__in=COUNTED, visits__fiscal_year__gte=first, visits__fiscal_year__lte=year.fiscal)
    rows = year.schools.order_by().annotate(times=Count("visits", filter=counted))
    return rows.filter(times__gte=rule.visits)
