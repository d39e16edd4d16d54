"""The rows of a proposal's tables."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.formula import read_aloud
from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    ProjectIndicator,
    Risk,
    Signatory,
    Target,
)
from projects.services import measures
from qa_portal.core.forms import ManyField, ThaiTextMixin
from qa_portal.core.models import User

from .fields import FormulaField, StatedField
from .widgets import RowChoiceField, draw_plainly


class RowForm(ThaiTextMixin, forms.ModelForm):
    """One row of a table. `project` is the proposal it belongs to, `people` those who may be named as responsible,
    `activities` those that a budget line may belong to.

    `widths`: twelfths of the row on wide screens (the rest take all of it); `more`: fields that open on demand."""

    widths = {}
    more = ()

    def __init__(self, *args, project, people=(), activities=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.project, self.people, self.activities = project, people, activities
        for field in self.fields.values():
            draw_plainly(field)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": 2}

    def has_changed(self):
        """A row that was only moved, or never filled, is not a new row."""
        return bool(set(self.changed_data) - {"ORDER"})

    @property
    def is_removed(self):
        return "DELETE" in self.fields and bool(self["DELETE"].value())

    @property
    def main_fields(self):
        return [field for field in self._shown() if field.name not in self.more]

    @property
    def more_fields(self):
        return [field for field in self._shown() if field.name in self.more]

    def _shown(self):
        for field in self.visible_fields():
            if field.name not in {"ORDER", "DELETE"}:
                field.width = self.widths.get(field.name, 12)
                yield field


def row_form(row_model, row_widths, row_more=(), **meta):
    """The RowForm of a model whose rows need nothing more than these fields, each with its width."""
    options = type("Meta", (), {"model": row_model, "fields": list(row_widths), **meta})
    return type(f"{row_model.__name__}Form", (RowForm,), {"Meta": options, "widths": row_widths, "more": row_more})


ObjectiveForm = row_form(Objective, {"text": 12})
TargetForm = row_form(Target, {"kind": 3, "text": 9, "value": 3, "unit": 3, "frequency": 6})
RiskForm = row_form(Risk, {"kind": 3, "text": 9})
EvaluationForm = row_form(Evaluation, {"level": 2, "indicator": 4, "method": 3, "tool": 3})
ExpectedResultForm = row_form(ExpectedResult, {"text": 12})
SignatoryForm = row_form(Signatory, {"role": 3, "name": 4, "position": 5})
FundingForm = row_form(
    Funding,
    {"source": 3, "other_text": 3, "amount_text": 3, "quarter": 3},
    field_classes={"amount_text": StatedField},
)


class IndicatorForm(RowForm):
    """An indicator; its actual value is counted by the portal where a measure is chosen."""

    widths = {"level": 2, "text": 5, "target_text": 5, "target_value": 2, "unit": 3, "measure": 7}
    widths |= {"method": 6, "tool": 6, "evidence": 6, "responsible_text": 6}
    more = ("method", "tool", "evidence", "responsible_text")
    measure = forms.ChoiceField(label=_("counted by the portal"), required=False)

    class Meta:
        model = ProjectIndicator
        fields = ["level", "text", "target_text", "target_value", "unit", "measure"]
        fields += ["method", "tool", "evidence", "responsible_text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("No: it is typed")), *measures.choices()]


class TotalForm(RowForm):
    """The total that the budget table states for one activity."""

    class Meta:
        model = Activity
        fields = ["stated_total_text"]
        field_classes = {"stated_total_text": StatedField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stated_total_text"].label = self.instance.name_in_budget


class ActivityForm(RowForm):
    """A row of the activity table; `depth` says whether it is an activity (0), a step (1) or a part of a step (2)."""

    widths = {"title": 7, "number": 2, "period_text": 3, "depth": 3, "place": 4, "target_group": 3, "target_count": 2}
    widths |= {"budget_number": 2, "budget_title": 10, "responsible": 6, "note": 6}
    field_order = ["title", "number", "period_text", "depth", "place", "target_group", "target_count"]
    more = ("responsible", "note", "budget_number", "budget_title")
    depth = forms.TypedChoiceField(
        label=_("level"), coerce=int, choices=[(0, _("Activity")), (1, _("– Step")), (2, _("– – Part of a step"))]
    )

    class Meta:
        model = Activity
        fields = [
            "title",
            "number",
            "period_text",
            "place",
            "target_group",
            "target_count",
            "responsible_text",
            "responsible",
            "note",
            "budget_number",
            "budget_title",
        ]
        widgets = {
            "target_group": forms.Textarea,
            "responsible": forms.SelectMultiple(attrs={"size": 4}),
        }
        field_classes = {"responsible": ManyField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period_text"].widget.attrs |= {"data-preview": "period"}
        self.fields["depth"].initial = str(getattr(self.instance, "depth", 0))
        self.fields["responsible"].choices = [(person.pk, str(person)) for person in self.people]
        self.fields["responsible"].queryset = User.objects.of_district(self.project.district)


class LineForm(RowForm):
    """A budget line: the formula as the office types it, what it comes to, and what is stated."""

    widths = {"activity": 9, "number": 3, "item": 12, "category": 3, "formula": 6, "stated_text": 3, "quarter": 6}
    more = ("quarter",)

    class Meta:
        model = BudgetLine
        fields = ["activity", "number", "item", "category", "formula", "stated_text", "quarter"]
        field_classes = {"activity": RowChoiceField, "formula": FormulaField, "stated_text": StatedField}
        widgets = {"item": forms.Textarea}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].empty_label = _("No activity")
        self.fields["activity"].offer(self.activities)
        self.fields["formula"].widget.attrs |= {"data-preview": "formula", "placeholder": "35 บาท/20 คน/4 มื้อ"}

    @property
    def reading(self):
        """What the portal reads in the typed formula, also before it is saved."""
        return read_aloud(self["formula"].value() or "").sentence
