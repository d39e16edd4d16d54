"""Who owes what: the expected reports of a year by network and by supervisor, every number with the list of exactly
the rows that it counts (F20)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.documents.charts import stacked_bar
from qa_portal.core.models import User
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import sort_key
from schools.models import Network, SarState, SupervisorAssignment
from schools.models.sar import LATE, NOT_SENT

NOBODY = "null"  # how the list is asked for rows without a network or a supervisor

# Of each count: its header, what of the rows it counts, and how the list is asked for the same.
COUNTS = {
    "all": (gettext_lazy("Expected"), Q(), {}),
    **{state.value: (state.label, Q(state=state), {"state": state.value}) for state in SarState},
    "late": (gettext_lazy("Late"), LATE, {"standing": "late"}),
    "overdue": (gettext_lazy("Late and not sent"), LATE & NOT_SENT, {"standing": "overdue"}),
}

# The five steps of the chart, from the farthest to the nearest.
STEPS = [
    (gettext_lazy("Not started"), (SarState.EXPECTED,)),
    (gettext_lazy("Being written or mended"), (SarState.DRAFTING, SarState.RETURNED)),
    (gettext_lazy("With the board, or approved by it"), (SarState.WITH_BOARD, SarState.BOARD_APPROVED)),
    (gettext_lazy("Sent to the office"), (SarState.SUBMITTED,)),
    (gettext_lazy("Accepted"), (SarState.ACCEPTED,)),
]


@dataclass(frozen=True)
class Line:
    """A row of the table: what it is about, its counts, and how the list is asked for its rows."""

    label: str
    counts: dict[str, int]
    query: dict[str, object]

    def url(self, key):
        return f"{reverse('schools:sar_list')}?{urlencode(self.query | COUNTS[key][2])}"


@dataclass(frozen=True)
class Table:
    title: str
    columns: list[Column]
    lines: list[Line]
    total: Line
    note: str = ""

    @property
    def total_cells(self):
        return [(column, column.shown(self.total), column.link and column.link(self.total)) for column in self.columns]

    @property
    def chart(self):
        rows = [(line.label, *_steps_of(line)) for line in self.lines]
        return stacked_bar(rows, series=[str(name) for name, _states in STEPS], title=self.title)

    @property
    def sheet(self):
        totals = {key: self.total.counts[key] for key in COUNTS} | {"label": self.total.label}
        return Sheet(self.title, self.columns, self.lines, [self.title], totals)


def _steps_of(line):
    return [sum(line.counts[state.value] for state in states) for _name, states in STEPS]


def _columns(header):
    first = Column("label", header, lambda line: line.label, 34)
    return [first, *(_column(key, label) for key, (label, _rows, _query) in COUNTS.items())]


def _column(key, label):
    return Column(key, label, lambda line: line.counts[key], 14, link=lambda line: line.url(key), kind="number")


def tables(sars, query):
    """By network and by supervisor, of reports that the list shows for `query`. The number of queries is fixed."""
    counted = sars.order_by().with_lateness(timezone.localdate())
    total = Line(_("Total"), counted.aggregate(**_aggregates()), query)
    return [_by_network(counted, total, query), _by_supervisor(counted, total, query)]


def _aggregates():
    return {key: Count("pk", filter=rows, distinct=True) for key, (_label, rows, _query) in COUNTS.items()}


def _lines(rows, key, names, query):
    """One line for each value of `key`, by name; what belongs to none comes last."""
    lines = [Line(names[place := row.pop(key)], row, query | {_asked(key): place or NOBODY}) for row in rows]
    return sorted(lines, key=lambda line: (line.query[_asked(key)] == NOBODY, sort_key(line.label)))


def _asked(key):
    return "network" if key == NETWORK else "supervisor"


NETWORK, SUPERVISOR = "school__network", "school__assignments__supervisor"


def _by_network(counted, total, query):
    rows = list(counted.values(NETWORK).annotate(**_aggregates()))
    found = Network.objects.in_bulk([row[NETWORK] for row in rows if row[NETWORK]])
    names = {pk: network.name for pk, network in found.items()} | {None: _("Without a network")}
    lines = _lines(rows, NETWORK, names, query)
    return Table(_("By network"), _columns(_("Network")), lines, total)


def _by_supervisor(counted, total, query):
    current = SupervisorAssignment.objects.current()
    led = counted.filter(school__assignments__in=current).values(SUPERVISOR).annotate(**_aggregates())
    rows = list(led)
    alone = counted.exclude(school__in=current.values("school")).aggregate(**_aggregates())
    if alone["all"]:
        rows.append(alone | {SUPERVISOR: None})
    found = User.objects.in_bulk([row[SUPERVISOR] for row in rows if row[SUPERVISOR]])
    names = {pk: str(person) for pk, person in found.items()} | {None: _("Without a supervisor")}
    note = _("A school that two supervisors answer for counts for both; in the total it counts once.")
    return Table(_("By supervisor"), _columns(_("Supervisor")), _lines(rows, SUPERVISOR, names, query), total, note)
