"""The result report (A2): its own words and figures, and its two tables."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from projects.models import ResultActivity, ResultReport, ResultRow
from projects.reports.indicators import line_of
from projects.services import results
from qa_portal.core.forms import MoneyField, PortalModelForm
from qa_portal.core.thai import format_baht, parse_number

from .fields import StatedField
from .rows import row_form


class ResultForm(PortalModelForm):
    """Groups of fields in the order of the form; the tables stand between them (projects.views.results)."""

    is_stale = False

    class Meta:
        model = ResultReport
        fields = [
            "project_name",
            "responsible_text",
            "objectives_text",
            "targets_text",
            "quality_targets_text",
            "period_text",
            "received_text",
            "spent_text",
            "left_text",
            "problems",
            "suggestions",
            "has_proposal",
            "has_photos",
            "other_papers",
        ]
        field_classes = {"received_text": StatedField, "spent_text": StatedField, "left_text": StatedField}
        widgets = {"project_name": forms.Textarea(attrs={"rows": 2})} | {
            name: forms.Textarea(attrs={"rows": 5})
            for name in ("objectives_text", "targets_text", "quality_targets_text", "problems", "suggestions")
        }

    def _refuse_stale(self, current):
        self.is_stale = True
        super()._refuse_stale(current)

    @property
    def about_fields(self):
        return self._named(
            "project_name", "responsible_text", "objectives_text", "targets_text", "quality_targets_text"
        )

    @property
    def money_fields(self):
        return self._named("period_text", "received_text", "spent_text", "left_text")

    @property
    def closing_fields(self):
        return self._named("problems", "suggestions", "has_proposal", "has_photos", "other_papers")

    def _named(self, *names):
        return [self[name] for name in names]


class FigureField(MoneyField):
    """A number of whatever the unit says, typed as people type numbers."""

    def prepare_value(self, value):
        return format_baht(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(_("Please type a number, for example 1,200 or 86.5."), code="invalid") from error


class ResultRowForm(
    row_form(
        ResultRow,
        {
            "kind": 3,
            "text": 9,
            "target_text": 6,
            "target_value": 3,
            "unit": 3,
            "actual_text": 6,
            "actual_value": 3,
            "met": 3,
        },
        field_classes={"target_value": FigureField, "actual_value": FigureField},
    )
):
    """`counted` is the IndicatorLine of a result that the portal counts by itself, else None."""

    counted = None

    @property
    def is_other(self):
        """Whether the number typed is not the one that the portal counts."""
        try:
            return parse_number(str(self["actual_value"].value())) != self.counted.value
        except ValueError:
            return True


ResultActivityForm = row_form(
    ResultActivity, {"number": 2, "title": 10, "period_text": 4, "responsible_text": 4, "note": 4}
)


def fill_blanks(data, report):
    """The typed page with its blanks filled from the proposal and the records; what is typed stays. `data` is changed
    and not saved."""
    with translation.override("th"):
        _fill(data, "", results.known_words(report.project))
        _fill_rows(data, "rows", "indicator", report.rows, results.known_rows(report.project))
        _fill_rows(data, "activities", "activity", report.activities, results.known_activities(report.project))


def _fill(data, prefix, known):
    for name, value in known.items():
        if not data.get(f"{prefix}{name}", "").strip() and value not in ("", None):
            data[f"{prefix}{name}"] = str(value)


def _fill_rows(data, prefix, source, rows, known):
    """`source` names the row of the proposal that a row of the report tells of."""
    known = {row[source]: row for row in known if source in row}
    of_row = {str(row.pk): known.get(getattr(row, source)) for row in rows.select_related(source)}
    for place in range(int(data[f"{prefix}-TOTAL_FORMS"])):
        facts = of_row.get(data.get(f"{prefix}-{place}-id"))
        if facts:
            _fill(data, f"{prefix}-{place}-", {name: value for name, value in facts.items() if name != source})


def take_counted(data, report, prefix):
    """Put the number that the portal counts into one row of the typed page."""
    typed = data.get(f"{prefix}-id", "")
    row = next((row for row in report.rows.select_related("indicator") if str(row.pk) == typed), None)
    if row and row.indicator:
        value = line_of(row.indicator).value
        data[f"{prefix}-actual_value"] = "" if value is None else str(value)
