"""Indicators of the catalogue (A14) that the portal can compute, each with its formula, numerator and denominator. What
nobody has recorded is said to be missing and never estimated."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.figures import percent
from supervision.models import CoverageRule

from . import sar, supervision
from .tables import PercentColumn, Table


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str
    formula: str
    target: str
    numerator: int | Decimal | None
    denominator: int | Decimal | None

    @property
    def value(self):
        """Percent; None without a denominator."""
        return percent(self.numerator, self.denominator)

    @property
    def value_or_words(self):
        return str(_("No data")) if self.value is None else self.value


def table(year, *, coverage, spending, practices):
    """`coverage`, `spending` and `practices` are the Lines of the whole office from tables of the same report."""
    return Table(
        key="indicators",
        title=_("Indicators of the office"),
        short=_("Indicators"),
        columns=[
            Column("code", _("Code"), lambda row: row.code, 11),
            Column("name", _("Indicator"), lambda row: str(row.name), 40),
            Column("formula", _("Formula"), lambda row: str(row.formula), 40),
            Column("target", _("Target"), lambda row: str(row.target), 20),
            Column("numerator", _("Numerator"), lambda row: row.numerator, 16, kind="money"),
            Column("denominator", _("Denominator"), lambda row: row.denominator, 16, kind="money"),
            PercentColumn("value", _("Per cent"), lambda row: row.value_or_words, 19, kind="money"),
        ],
        rows=indicators(year, coverage, spending, practices),
        note=_("“No data” means that the portal holds nothing to compute it from; it is not zero."),
    )


def indicators(year, coverage, spending, practices):
    complete, expected = sar.schools_complete(year)
    rule = CoverageRule.objects.of(year.district)
    enough, due = supervision.coverage_due(year, rule) if rule else (None, None)
    return [
        Indicator(
            "K06",
            _("Schools that were monitored"),
            _("schools visited ÷ open schools × 100"),
            _("every school, once a year"),
            coverage.value("visited"),
            coverage.value("schools"),
        ),
        _of_practices(
            "K07",
            _("Schools with a good practice"),
            _("schools with a published good practice ÷ open schools × 100"),
            "80",
            practices,
            "good",
        ),
        Indicator(
            "K10",
            _("Schools that sent their data"),
            _("schools that sent every SAR expected of them ÷ schools of which one is expected × 100"),
            "100",
            complete,
            expected,
        ),
        _of_practices(
            "K15",
            _("Schools with a published innovation or good practice"),
            _("schools with one published ÷ open schools × 100"),
            _("none set"),
            practices,
            "shared",
        ),
        Indicator(
            "K17",
            _("Use of the budget"),
            _("baht spent ÷ baht allocated × 100"),
            _("none set"),
            spending.value("paid"),
            spending.value("allocated"),
        ),
        Indicator(
            "K20",
            _("Visits of the area office done, of those due"),
            _("schools visited as often as the rule asks ÷ open schools × 100"),
            str(rule) if rule else _("no rule set"),
            enough,
            due,
        ),
        Indicator(
            "K20",
            _("Internal assessments by the school's own committee"),
            _("assessments done ÷ assessments due × 100"),
            _("at least once a semester"),
            None,
            None,
        ),
        _of_practices(
            "4.4",
            _("Schools that use research in their quality assurance"),
            _("schools with published research ÷ open schools × 100"),
            _("every school"),
            practices,
            "research",
        ),
    ]


def _of_practices(code, name, formula, target, line, key):
    return Indicator(code, name, formula, target, line.value(key), line.value("schools"))
