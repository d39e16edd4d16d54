"""The areas of an office's year, each a page of its own: one line of key figures beside those of the year before, then
tables with their charts. Page and sheet are made of the same tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from . import claims, kpis, money, sar, supervision
from .duties import duties
from .external import OfficeResults, tables_of
from .external import certified as certified_by_level
from .overview import compared, year_before
from .period import OfficeYear
from .tables import Line, Table

PROJECTS_SHOWN = 10


@dataclass(frozen=True)
class Area:
    """`line` gives the key figures and `tables` the tables of an OfficeYear; `about` says what the page cannot do."""

    label: str
    tab: str
    icon: str
    line: Callable[[OfficeYear], Line] | None
    tables: Callable[[OfficeYear], Sequence[Table]]
    about: str = ""


@dataclass(frozen=True)
class AreaPage:
    area: Area
    year: OfficeYear
    line: Line | None
    tables: Sequence[Table]
    before: Line | None

    @classmethod
    def of(cls, area, year):
        line = area.line(year) if area.line else None
        before = area.line(year_before(year)) if line else None
        return cls(area, year, line, list(area.tables(year)), before)

    @property
    def key_figures(self):
        return compared(self.line.figures, self.before.figures) if self.line else []

    @property
    def figures(self):
        """Every number of the page."""
        beside = [figure for row in self.key_figures for figure in row[:2] if figure]
        return beside + [figure for table in self.tables for figure in table.figures]

    def sheets(self):
        heading = [str(self.year.district.name), str(self.area.label)]
        return [table.sheet(str(number), heading) for number, table in enumerate(self.tables, 1)]


def _sar_tables(year):
    yield sar.by_state(year)
    yield sar.by_network(year)
    yield from sar.level_tables(year)


def _sar_line(year):
    """What the schools say beside what was seen of it, where any report is expected."""
    line = sar.by_network(year).total
    if year.narrowing or not line.value("expected"):
        return line
    return Line(line.label, line.figures | {"far_claims": claims.figure(year)})


def _visit_tables(year):
    return [
        supervision.coverage_by_network(year),
        supervision.by_purpose(year),
        supervision.lateness(year),
        duties(year),
    ]


def _promise_tables(year):
    return [supervision.promises(year), supervision.promises_by_network(year), supervision.actions_by_side(year)]


def _money_tables(year):
    return [money.by_quarter(year), money.by_project(year, limit=PROJECTS_SHOWN), money.by_state(year)]


def _external_tables(year):
    results = OfficeResults.latest(year)
    if results is None:
        return
    yield certified_by_level(results)
    for part in results.parts:
        if part.papers.exists():
            yield from tables_of(part)


AREAS = {
    "sar": Area(_("Self-assessment reports"), _("SAR"), "clipboard-check", _sar_line, _sar_tables),
    "visits": Area(
        _("Visits to schools"),
        _("Visits"),
        "signpost-split",
        lambda year: supervision.coverage_by_network(year).total,
        _visit_tables,
    ),
    "promises": Area(
        _("Promises"), _("Promises"), "list-check", lambda year: supervision.promises(year).total, _promise_tables
    ),
    "money": Area(
        _("Projects and money"),
        _("Projects and money"),
        "cash-stack",
        money.summary,
        _money_tables,
        _("Projects belong to the whole office: network, size, level and supervisor change nothing here."),
    ),
    "external": Area(
        _("External results"),
        _("External results"),
        "patch-check",
        None,
        _external_tables,
        _("Final reports of the newest round; a school that was assessed again counts with its last result."),
    ),
    "indicators": Area(_("Indicators"), _("Indicators"), "bullseye", None, lambda year: [kpis.table(year)]),
}
