"""The overview of an office: one row of key figures and one small chart for each area. All that it shows follows from
`values`, which are plain, so that they can be kept and read again."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from projects.reports.year_sums import QUARTERS, paid_by_quarter
from qa_portal.core.figures import percent
from qa_portal.core.models import District
from qa_portal.core.summaries import Summary
from schools.models import SarState
from supervision.models import Outcome, OwedBy

from . import kpis, links, money, sar, supervision, waiting
from .external import CERTIFICATES, OfficeResults
from .period import OfficeYear, opened_rounds
from .tables import Chart, Figure, Line, Table, figure_column, label_column

# ---------------------------------------------------------------- plain values


def overview_values(district, fiscal, day):
    """The overview of a whole office, a fiscal year (B.E.) and a day, in numbers, texts and None: all that `Overview`
    draws of `OfficeYear(district, fiscal, day).following()`."""
    return values_of(OfficeYear(district, fiscal, day).following(opened_rounds(district.pk)))


def values_of(year):
    """The same of an OfficeYear, narrowed as it is."""
    return {
        **_key_values(year),
        "shares": kpis.school_counts_of(year),
        "quarters": _quarters(year),
        "external": _external(year),
        "waiting": waiting.counts_of(year.district, year.today),
        "before": _key_values(year_before(year)) | {"shares": _visited(year_before(year))},
    }


def _overviews(districts, fiscal, day):
    return {row.pk: overview_values(row, fiscal, day) for row in District.objects.filter(pk__in=districts)}


OVERVIEW = Summary("overview", _overviews)


def values_shown(year):
    """`values_of`, kept where they are of the whole office."""
    return values_of(year) if year.narrowing else OVERVIEW.of(year.district.pk, year.fiscal, year.today)


def _key_values(year):
    return {"sar": _sars(year), "visits": _visits(year), "promises": _promises(year), "money": _money(year)}


def year_before(year):
    """The fiscal year before, with the SARs of the year before those that are shown."""
    return replace(year, fiscal=year.fiscal - 1, sar_round=year.academic - 1)


def _visited(year):
    seen = Count("pk", filter=Q(pk__in=supervision.visited(year)))
    return year.schools.order_by().aggregate(schools=Count("pk"), visited=seen)


def _sars(year):
    counts = {"expected": Count("pk")} | {key: Count("pk", filter=rule) for key, rule in sar.STANDINGS.items()}
    counts |= {f"state_{state}": Count("pk", filter=Q(state=state)) for state in SarState.values}
    return year.sars.order_by().with_lateness(year.today).aggregate(**counts)


def _visits(year):
    conditions = supervision.VISIT_CONDITIONS | supervision.late_conditions(year.district, year.today)
    return year.visits.order_by().aggregate(**{key: Count("pk", filter=rule) for key, rule in conditions.items()})


def _promises(year):
    rows = year.actions.with_outcome(year.today).order_by().values(side=F("owed_by"), kept=F("outcome"))
    found = {(row["side"], row["kept"]): row["n"] for row in rows.annotate(n=Count("pk"))}
    return {f"{side}_{kept}": found.get((side, kept), 0) for side in OwedBy.values for kept in Outcome.values}


def _money(year):
    return {name: f"{baht:.2f}" for name, baht in money.office_sums(year).items()}


def _quarters(year):
    paid = paid_by_quarter(year.projects.approved())
    return {str(number): f"{paid.get(number, 0):.2f}" for number in QUARTERS}


def _external(year):
    results = OfficeResults.latest(year)
    if results is None:
        return {"round": None}
    counts = {key: Count("pk", filter=condition) for key, condition in CERTIFICATES.items()}
    return {"round": results.round.pk} | results.papers.aggregate(papers=Count("pk"), **counts)


# ---------------------------------------------------------------- what the page shows


def compared(figures, before):
    """(figure, the same of the year before or None, how they stand to each other in words), both given by key."""
    return [(figure, before.get(key), figure.beside(before.get(key))) for key, figure in figures.items()]


@dataclass(frozen=True)
class KeyFigures:
    """The figures of one row, by key, in the order of the areas."""

    year: OfficeYear
    values: dict

    @cached_property
    def figures(self):
        found = [*self._sar_figures(), *self._visit_figures(), *self._promise_figures(), *self._money_figures()]
        return {figure.key: figure for figure in [*found, *self._external_figures()]}

    def _sar_figures(self):
        found, year = self.values["sar"], self.year
        yield Figure("sent", _("SARs sent"), found["sent"], links.sars(year, standing="sent"), of=found["expected"])
        yield Figure("overdue", _("SARs not sent and overdue"), found["overdue"], links.sars(year, standing="overdue"))

    def _visit_figures(self):
        found, year, shares = self.values["visits"], self.year, self.values["shares"]
        address = links.schools(year, visited="yes")
        yield Figure("visited", _("Schools visited"), shares["visited"], address, of=shares["schools"])
        label = _("Reports without an answer in time")
        yield Figure("silent", label, found["silent"], links.visits(year, standing="silent"))

    def _promise_figures(self):
        promised = self.values["promises"]
        broken = [promised[f"{side.value}_{Outcome.BROKEN.value}"] for side in OwedBy]
        label = _("Promises broken: the day has passed")
        address = links.actions(self.year, outcome=Outcome.BROKEN.value)
        yield Figure("broken", label, sum(broken), address, of=sum(promised.values()))

    def _money_figures(self):
        found = self.values["money"]
        paid, allocated = Decimal(found["paid"]), Decimal(found["allocated"])
        yield Figure("paid", _("Spent (baht)"), paid, links.expenses(self.year), "amount", of=allocated)

    def _external_figures(self):
        """Rounds are not years: the year before has none of them."""
        found = self.values.get("external", {"round": None})
        if found["round"]:
            label = _("Certified by the external assessor")
            address = OfficeResults.address(self.year, found["round"], certified="yes")
            yield Figure("certified", label, found["yes"], address, of=found["papers"])


@dataclass(frozen=True)
class Overview:
    year: OfficeYear
    values: dict

    @property
    def drawn_by(self):
        """All that its drawing depends on."""
        year = self.year
        return year.district.pk, year.fiscal, year.academic, year.narrowing, json.dumps(self.values)

    @property
    def key_figures(self):
        before = KeyFigures(year_before(self.year), self.values["before"]).figures
        return compared(KeyFigures(self.year, self.values).figures, before)

    @cached_property
    def tables(self):
        """{key of an area: its small table with its chart}."""
        tables = {
            "sar": self._sar_table(),
            "visits": self._visit_table(),
            "promises": self._promise_table(),
            "money": self._money_table(),
            "external": self._external_table(),
            "indicators": self._share_table(),
        }
        return {key: table for key, table in tables.items() if table}

    @property
    def figures(self):
        """Every number of the page."""
        tables = [figure for table in self.tables.values() for figure in table.figures]
        return [*(figure for row in self.key_figures for figure in row[:2] if figure), *tables]

    def _sar_table(self):
        found = self.values["sar"]
        counts = [
            (state.label, found[f"state_{state}"], links.sars(self.year, state=state.value)) for state in SarState
        ]
        return _counted("sar", _("SARs by state"), _("State"), counts, links.sars(self.year), found["expected"])

    def _visit_table(self):
        labels = supervision.VISIT_STANDINGS | supervision.LATENESS
        found = self.values["visits"]
        counts = [(label, found[key], links.visits(self.year, standing=key)) for key, label in labels.items()]
        return _counted("visits", _("Visits and what they wait for"), _("State"), counts)

    def _promise_table(self):
        lines = [self._promise_line(side) for side in OwedBy]
        title = _("How promises are kept, by the schools and by the office")
        bars = [(str(line.label), *line.facts["bars"]) for line in lines if any(line.facts["bars"])]
        return Table(
            key="promises",
            title=title,
            short=_("Promises"),
            columns=[label_column(_("Owed by")), *(figure_column(key.value, key.label) for key in Outcome)],
            rows=lines,
            charts=[Chart("stacked_bar", title, bars, [key.label for key in Outcome])],
            empty=_("Nothing has been agreed at a visit of this fiscal year yet."),
        )

    def _promise_line(self, side):
        bars = [self.values["promises"][f"{side.value}_{key.value}"] for key in Outcome]
        figures = {
            key.value: Figure(
                f"{side.value}_{key.value}",
                key.label,
                count,
                links.actions(self.year, owed_by=side.value, outcome=key.value),
            )
            for key, count in zip(Outcome, bars, strict=True)
        }
        return Line(side.label, figures, {"bars": bars})

    def _money_table(self):
        found = {number: Decimal(self.values["quarters"][str(number)]) for number in QUARTERS}
        return money.quarter_table(self.year, found)

    def _external_table(self):
        found = self.values["external"]
        if not found["round"]:
            return None
        labels = {"yes": _("Certified"), "no": _("Not certified"), "none": _("Not stated")}
        counts = [(label, found[key], self._papers_url(certified=key)) for key, label in labels.items()]
        title = _("External results of the newest round")
        return _counted("external", title, _("Certification"), counts, self._papers_url(), found["papers"])

    def _papers_url(self, **asked):
        return OfficeResults.address(self.year, self.values["external"]["round"], **asked)

    def _share_table(self):
        found, whole = self.values["shares"], self.values["shares"]["schools"]
        lines = [
            Line(label, {"schools": Figure(key, label, found[key], links.schools(self.year, **asked))},
                 {"share": percent(found[key], whole)})
            for key, label, asked in kpis.shares_of_schools()
        ]  # fmt: skip
        title = _("Indicators that are shares of the open schools (per cent)")
        bars = [(f"{line.label}", line.value("share")) for line in lines]
        return Table(
            key="indicators",
            title=title,
            short=_("Indicators"),
            columns=[label_column(_("Indicator")), figure_column("schools", _("Schools"))],
            rows=lines,
            charts=[Chart("bar_chart", title, bars, unit="%")],
            empty=_("The office has no open school yet."),
        )


def _counted(key, title, header, counts, total_url="", total=None):
    """A table of (label, count, address of its rows) with bars."""
    lines = [
        Line(label, {"count": Figure(f"{key}_{place}", label, count, url)})
        for place, (label, count, url) in enumerate(counts)
    ]
    whole = Line(_("Total"), {"count": Figure(f"{key}_total", _("Total"), total, total_url)}) if total_url else None
    return Table(
        key=key,
        title=title,
        short=title,
        columns=[label_column(header), figure_column("count", _("How many"))],
        rows=lines,
        total=whole,
        charts=[Chart("bar_chart", title, [(str(label), count) for label, count, _url in counts])],
        empty=_("There is nothing of this in the year yet."),
    )
