"""What the indicators of a project came to: counted by the portal or typed by a person, and whether that is enough."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.checks import indicators as indicator_checks
from projects.checks.findings import Finding
from projects.models import IndicatorActual, Met, ProjectIndicator
from projects.services.measures import MEASURES, Counted, Measure
from qa_portal.core.figures import percent
from qa_portal.core.thai import format_baht


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator beside what it came to. `counted` is the portal's own count, `actual` what a person wrote."""

    indicator: ProjectIndicator
    measure: Measure | None
    counted: Counted | None
    actual: IndicatorActual | None
    findings: list[Finding]

    @property
    def goal(self):
        return indicator_checks.goal(self.indicator)

    @property
    def value(self):
        """The actual number: counted where the portal counts it, else typed; None where there is none."""
        if self.measure:
            return self.counted.value
        return self.actual.value if self.actual else None

    @property
    def unit(self):
        return self.measure.unit if self.measure else self.indicator.unit

    @property
    def how(self):
        return self.measure.explain(self.indicator.project) if self.measure else ""

    @property
    def source_url(self):
        return self.measure.url(self.indicator.project) if self.measure else ""

    @property
    def arithmetic(self):
        """ "41 of 44 = 93.18%" of a share that was counted, else ""."""
        if self.counted is None or self.counted.whole is None or self.counted.value is None:
            return ""
        values = {"part": format_baht(self.counted.part), "whole": format_baht(self.counted.whole)}
        return _("%(part)s of %(whole)s = %(share)s%%") % (values | {"share": self.counted.value})

    @property
    def has_same_unit(self):
        """Whether goal and count can be compared: both a percentage, or neither."""
        return self.measure is None or (self.measure.unit == "%") == indicator_checks.is_share(self.indicator)

    @property
    def suggestion(self):
        """(Met, the sum that leads to it), or None where there are not two numbers of one kind. It takes more to be
        better; a person decides."""
        if not self.goal or self.value is None or not self.has_same_unit:
            return None
        met = Met.YES if self.value >= self.goal else Met.PARTLY if self.value > 0 else Met.NO
        values = {"value": format_baht(self.value), "goal": format_baht(self.goal)}
        share = percent(self.value, self.goal)
        return met, _("%(value)s of %(goal)s aimed at = %(share)s%%") % (values | {"share": share})

    @property
    def only_repeats(self):
        """Whether what was typed only repeats the indicator or its target, without a number (A12-09)."""
        texts = self.indicator.text, self.indicator.target_text
        return self.value is None and bool(self.actual) and indicator_checks.repeats(self.actual.text, *texts)


def read_indicators(project):
    """An IndicatorLine of each indicator; each measure is counted once."""
    rows = list(project.indicators.select_related("actual__recorded_by", "actual__evidence").order_by("order", "pk"))
    measures = {row.measure: MEASURES[row.measure] for row in rows if row.measure in MEASURES}
    counted = {code: measure.count(project) for code, measure in measures.items()}
    found = indicator_checks.findings_by_where(project)
    for row in rows:
        row.project = project
    return [
        IndicatorLine(
            row,
            measures.get(row.measure),
            counted.get(row.measure),
            getattr(row, "actual", None),
            found.get(row.where, []),
        )
        for row in rows
    ]


def line_of(indicator):
    """The IndicatorLine of one indicator."""
    return next(line for line in read_indicators(indicator.project) if line.indicator.pk == indicator.pk)


def total_of(rows):
    """What source rows add up to."""
    return sum((Decimal(row.value) for row in rows), Decimal(0))
