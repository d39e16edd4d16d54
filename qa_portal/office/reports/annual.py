"""The annual report of a fiscal year: chapters of the same tables that the director's page shows. Page, PDF and
workbook are made of what `build` gives, so that no figure can differ between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from qa_portal.core.documents import render_pdf
from qa_portal.core.letterhead import pictures_of
from qa_portal.core.thai import format_date

from . import kpis, money, practices, registry, sar, supervision
from .period import OfficeYear
from .tables import Figure, Line, Table, figure_column, label_column


@dataclass(frozen=True)
class Chapter:
    number: str
    title: str
    tables: Sequence[Table]

    @property
    def heading(self):
        return f"{self.number}. {self.title}"

    @property
    def numbered(self):
        """(number as printed, table) of each table: 2.1, 2.2 …"""
        return [(f"{self.number}.{place}", table) for place, table in enumerate(self.tables, 1)]


@dataclass(frozen=True)
class Report:
    year: OfficeYear
    summary: Table
    chapters: Sequence[Chapter]

    @property
    def title(self):
        return _("Annual report of fiscal year %(year)s") % {"year": self.year.fiscal}

    @property
    def numbered_tables(self):
        return [pair for chapter in self.chapters for pair in chapter.numbered]

    @property
    def said(self):
        """{key: figure} of the summary, for its sentences."""
        return {figure.key: figure for figure in self.summary.figures}

    def sheets(self):
        """One sheet a table, under the same heading."""
        counted = _("Schools counted on %(day)s; made on %(today)s") % {
            "day": format_date(self.year.as_at),
            "today": format_date(self.year.today),
        }
        heading = [str(self.year.district.name), str(self.title), counted]
        return [table.sheet(number, heading) for number, table in self.numbered_tables]


def build(year):
    projects, sars = money.by_project(year), sar.by_network(year)
    coverage, actions = supervision.coverage_by_network(year), supervision.actions_by_side(year)
    summary = _summary(coverage.total, sars.total, projects.total, actions.total)
    facts = [summary, registry.by_network(year), registry.by_size(year)]
    visits = [coverage, supervision.by_purpose(year), supervision.visits(year)]
    shared = practices.by_network(year)
    chapters = (
        Chapter("1", _("Summary and the office's basic facts"), facts),
        Chapter("2", _("Projects and budget"), [money.by_state(year), projects, money.by_quarter(year)]),
        Chapter("3", _("Self-assessment reports of the schools"), [sar.by_state(year), sars, *sar.level_tables(year)]),
        Chapter("4", _("Supervision of schools"), visits),
        Chapter("5", _("Agreed actions and follow-up"), [actions, supervision.unsettled_actions(year)]),
        Chapter("6", _("Indicators"), [shared, kpis.table(year)]),
        Chapter(
            pgettext_lazy("appendix", "A"),
            _("Appendix: schools to follow up"),
            [sar.not_sent(year), supervision.not_visited(year)],
        ),
    )
    return Report(year, summary, chapters)


def _summary(seen, sent, spent, actions):
    figures = [
        _named(seen, "schools", _("Open schools")),
        _named(seen, "visited", _("Schools visited")),
        _named(seen, "missing", _("Schools without a visit")),
        _named(sent, "expected", _("SARs expected")),
        _named(sent, "sent", _("SARs sent")),
        _named(sent, "accepted", _("SARs accepted")),
        _named(sent, "not_sent", _("SARs not sent yet")),
        _named(spent, "allocated", _("Budget allocated (baht)")),
        _named(spent, "paid", _("Budget spent (baht)")),
        _named(spent, "left", _("Budget left (baht)")),
        _named(actions, "agreed", _("Actions agreed at visits")),
        _named(actions, "closed", _("Agreed actions closed")),
        _named(actions, "overdue", _("Agreed actions overdue")),
    ]
    return Table(
        key="summary",
        title=_("The year in figures"),
        short=_("Summary"),
        columns=[label_column(_("Figure"), 44), figure_column("value", _("Value"), kind="money", width=18)],
        rows=[Line(figure.label, {"value": figure}) for figure in figures],
    )


def _named(line, key, label):
    figure = line.figures[key]
    return Figure(key, label, figure.value, figure.url, figure.adds)


def pdf(year, *, thai_digits=False):
    """The whole report as PDF bytes, in Thai."""
    with override("th"):
        report = build(year)
        context = {"report": report, "year": year, "district": year.district}
        return render_pdf(
            "office/documents/annual_report.html",
            context,
            title=str(report.title),
            author=year.district.name,
            thai_digits=thai_digits,
            files=pictures_of(year.district),
        )
