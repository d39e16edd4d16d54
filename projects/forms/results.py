"""The result report (A2): its own words and figures, and its two tables."""

from django import forms

from projects.models import ResultActivity, ResultReport, ResultRow
from qa_portal.core.forms import PortalModelForm

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


ResultRowForm = row_form(
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
)
ResultActivityForm = row_form(
    ResultActivity, {"number": 2, "title": 10, "period_text": 4, "responsible_text": 4, "note": 4}
)
