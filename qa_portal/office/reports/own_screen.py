"""What the page of a report on the office's own standards shows: each indicator with its level and suggestion, each
item with what was said, the traces that the portal finds, and what is still missing."""

from dataclasses import dataclass

from qa_portal.office.checks.own_standards import Suggestion, advice, counts_as_done, lacks, suggestion_of
from qa_portal.office.models import OwnAnswer, OwnLevel
from qa_portal.office.services.own_standards import by_indicator

from .own_sources import addresses
from .own_traces import traces_of
from .period import OfficeYear

DONE_LOOKS = {True: ("success", "check-circle"), False: ("danger", "x-circle"), None: ("secondary", "dash-circle")}


@dataclass(frozen=True)
class ItemLine:
    """One item as its page and the report's page show it."""

    answer: OwnAnswer
    traces: list
    lacks: list
    advice: list
    evidence: list  # (piece, page of its record or "")

    @property
    def is_done(self):
        return counts_as_done(self.answer)

    @property
    def look(self):
        """(colour, icon)"""
        return DONE_LOOKS[self.answer.is_done and self.is_done]


@dataclass(frozen=True)
class Part:
    """One indicator of the report."""

    indicator: object
    row: OwnLevel
    said: Suggestion
    lines: list

    @property
    def differs(self):
        """A person set another level than the items suggest now."""
        return self.row.level is not None and self.row.level.value != self.said.value

    @property
    def found(self):
        """(traces that were found, all that are looked for)."""
        traces = [trace for line in self.lines for trace in line.traces]
        return sum(1 for trace in traces if trace.count), len(traces)


def line_of(answer, year, open_pages):
    pieces = [(piece, open_pages.get(piece.pk, "")) for piece in answer.evidence]
    return ItemLine(answer, traces_of(year, answer.item), list(lacks(answer)), list(advice(answer)), pieces)


def screen_of(report, user):
    """The parts in the order of the framework."""
    year = OfficeYear.of(report.district, report.fiscal_year)
    answers = list(report.answers.whole())
    open_pages = addresses([piece for answer in answers for piece in answer.evidence], user)
    rows = {row.indicator_id: row for row in report.levels.select_related("level")}
    return [
        Part(indicator, rows[indicator.pk], suggestion_of(said), [line_of(row, year, open_pages) for row in said])
        for indicator, said in by_indicator(answers)
    ]
