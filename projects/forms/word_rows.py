"""The rows of a Word file as forms: each model's fields that are read, and their widths."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.formula import MAX_LENGTH
from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    ProjectIndicator,
    Risk,
    Signatory,
    Target,
)
from qa_portal.core.forms import ThaiTextMixin

from .fields import FormulaField, StatedField

LETTERS_A_LINE, MAX_LINES = 55, 10  # of a text in its field


class ReadRowForm(ThaiTextMixin, forms.Form):
    """One row that was read. `found` holds its passages and doubts; an unticked row is not looked at any more."""

    widths = {}
    more = ()  # fields that open on demand while they say nothing
    depth = 0
    keep = forms.BooleanField(
        label=_("Take this row over"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = found
        self.anchor = f"read-{self.prefix}"
        for name, one in self.fields.items():
            if isinstance(one.widget, forms.Textarea):
                text = str(self.initial.get(name) or "")
                one.widget.attrs["rows"] = min(max(2, len(text) // LETTERS_A_LINE + text.count("\n") + 1), MAX_LINES)

    @property
    def is_kept(self):
        return not self.is_bound or bool(self["keep"].data)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.is_kept:
            self._errors.clear()

    @property
    def values(self):
        """The cleaned values of the row without the tick."""
        return {name: value for name, value in self.cleaned_data.items() if name != "keep"}

    @property
    def main_fields(self):
        return [bound for bound in self._shown() if not self._is_more(bound)]

    @property
    def more_fields(self):
        return [bound for bound in self._shown() if self._is_more(bound)]

    def _is_more(self, bound):
        return bound.name in self.more and not bound.value() and not (self.is_bound and bound.errors)

    def _shown(self):
        for bound in self.visible_fields():
            if bound.name != "keep":
                bound.width = self.widths.get(bound.name, 12)
                yield bound


def read_row_form(model, widths, row_more=(), **options):
    """The ReadRowForm of a model with these fields, each with its width in twelfths."""
    fields = forms.fields_for_model(model, list(widths), **options)
    for one in fields.values():
        one.help_text = ""
    return type(f"Read{model.__name__}Form", (ReadRowForm,), {**fields, "widths": widths, "more": row_more})


STATED = {"stated_text": StatedField, "amount_text": StatedField, "stated_total_text": StatedField}
PolicyRow = read_row_form(PolicyLink, {"kind": 4, "text": 8})
ActivityRow = read_row_form(
    Activity,
    {
        "title": 9,
        "number": 3,
        "period_text": 6,
        "place": 6,
        "target_group": 6,
        "target_count": 3,
        "responsible_text": 6,
        "note": 6,
        "budget_title": 9,
        "budget_number": 3,
        "stated_total_text": 4,
    },
    ("place", "target_count", "note", "budget_title", "budget_number", "stated_total_text"),
    field_classes=STATED,
    widgets={"target_group": forms.Textarea},
)
StepRow = read_row_form(Activity, {"title": 9, "number": 3})
LineRow = read_row_form(
    BudgetLine,
    {"item": 9, "number": 3, "formula": 6, "stated_text": 3, "category": 3},
    field_classes=STATED | {"formula": FormulaField},
    widgets={"item": forms.Textarea},
)
ROWS = {
    "policy": PolicyRow,
    "objectives": read_row_form(Objective, {"text": 12}),
    "targets": read_row_form(Target, {"text": 12, "kind": 4, "value": 4, "unit": 4}),
    "activities": ActivityRow,
    "lines": LineRow,
    "funding": read_row_form(Funding, {"source": 4, "other_text": 4, "amount_text": 4}, field_classes=STATED),
    "risks": read_row_form(Risk, {"kind": 4, "text": 8}),
    "indicators": read_row_form(
        ProjectIndicator, {"text": 12, "target_text": 12, "level": 4, "target_value": 4, "unit": 4}
    ),
    "evaluations": read_row_form(Evaluation, {"level": 3, "indicator": 9, "method": 6, "tool": 6}),
    "expected_results": read_row_form(ExpectedResult, {"text": 12}),
    "signatories": read_row_form(Signatory, {"role": 4, "name": 4, "position": 4}),
}


class LineForm(LineRow):
    """A budget line, with the activity that it belongs to by its place in the file."""

    widths = LineRow.widths | {"activity": 12}
    activity = forms.TypedChoiceField(label=_("Activity"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, activities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", _("No activity")), *activities]
        self.fields["formula"].max_length = MAX_LENGTH
