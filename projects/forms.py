"""Forms of a proposal, one section a page. Tables are formsets that work without JavaScript (projects.formsets)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.formula import FormulaError, parse_formula, read_stated
from projects.models import (
    Activity,
    BudgetCategory,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Expense,
    Funding,
    Objective,
    PolicyLink,
    Project,
    ProjectIndicator,
    Risk,
    Signatory,
    StrategyItem,
    StrategyKind,
    Target,
    WorkGroup,
)
from qa_portal.core.forms import BEDateField, ManyField, MoneyField, PortalForm, PortalModelForm, ThaiTextMixin
from qa_portal.core.models import User

FIRST_YEAR, LAST_YEAR = 2540, 2640


class CheckedTextField(forms.CharField):
    """A text that is kept as typed but must be readable; the reader's sentence stands at the field."""

    read = None

    def clean(self, value):
        text = super().clean(value)
        try:
            type(self).read(text)
        except FormulaError as error:
            raise ValidationError(str(error), code="invalid") from error
        return text


class StatedField(CheckedTextField):
    """Baht as the form states it: an amount, "-", "ไม่มี" or blank."""

    read = staticmethod(read_stated)


class FormulaField(CheckedTextField):
    read = staticmethod(parse_formula)


class SectionForm(PortalModelForm):
    """The fields of a section that are the project's own; it carries the version that the whole page was opened on."""

    is_stale = False

    class Meta:
        model = Project
        fields = []
        long_texts = ()
        widths = {}  # twelfths of the page on wide screens

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name in self.Meta.long_texts:
            self.fields[name].widget.attrs["rows"] = 12
        for name, field in self.fields.items():
            field.columns = self.Meta.widths.get(name, 12)

    def _refuse_stale(self, current):
        self.is_stale = True
        super()._refuse_stale(current)


class BasicsForm(SectionForm):
    class Meta(SectionForm.Meta):
        fields = ["name", "fiscal_year", "layout", "nature", "groups", "owner", "co_owners", "period_text", "plan_line"]
        widths = {
            "fiscal_year": 3,
            "layout": 6,
            "nature": 3,
            "owner": 6,
            "co_owners": 6,
            "period_text": 6,
            "plan_line": 6,
        }
        field_classes = {"groups": ManyField}
        widgets = {"groups": forms.CheckboxSelectMultiple, "name": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = WorkGroup.objects.visible_to(self.user)
        self.fields["owner"].queryset = possible_owners(self.user.district)
        if self.instance.owner_id is None:
            self.initial["owner"] = self.user.pk

    def clean_fiscal_year(self):
        year = self.cleaned_data["fiscal_year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(_("Please type the fiscal year in the Buddhist Era, for example 2570."))
        return year

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


def possible_owners(district):
    return User.objects.of_district(district).in_role("group_head", "supervisor", "plan_staff", "director", "deputy")


class RationaleForm(SectionForm):
    class Meta(SectionForm.Meta):
        fields = ["rationale"]
        long_texts = ("rationale",)


class BudgetForm(SectionForm):
    """The totals as stated, of the project and of each column of the cross table."""

    class Meta(SectionForm.Meta):
        fields = ["stated_total_text", "transfers_allowed", "budget_note"]
        field_classes = {"stated_total_text": StatedField}
        widths = {"stated_total_text": 4, "budget_note": 8}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.has_category_columns:
            for category in BudgetCategory:
                self.fields[f"column_{category}"] = StatedField(
                    label=_("Total as stated: %(column)s") % {"column": category.label},
                    max_length=60,
                    required=False,
                    initial=self.instance.stated_columns.get(category, ""),
                )
                self.fields[f"column_{category}"].columns = 3

    def save(self, commit=True):
        typed = {category: self.cleaned_data.get(f"column_{category}", "") for category in BudgetCategory}
        if self.instance.has_category_columns:
            self.instance.stated_columns = {str(category): text for category, text in typed.items() if text}
        return super().save(commit)


# ---------------------------------------------------------------- rows


class RowForm(ThaiTextMixin, forms.ModelForm):
    """One row of a table. `project` is the proposal it belongs to, `people` those who may be named as responsible.

    `widths`: twelfths of the row on wide screens (the rest take all of it); `more`: fields that open on demand."""

    widths = {}
    more = ()

    def __init__(self, *args, project, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.project, self.people = project, people
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": 2}

    def has_changed(self):
        """A row that was only moved, or never filled, is not a new row."""
        return bool(set(self.changed_data) - {"ORDER"})

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


def row_form(row_model, row_widths, **meta):
    """The RowForm of a model whose rows need nothing more than these fields, each with its width."""
    options = type("Meta", (), {"model": row_model, "fields": list(row_widths), **meta})
    return type(f"{row_model.__name__}Form", (RowForm,), {"Meta": options, "widths": row_widths})


ObjectiveForm = row_form(Objective, {"text": 12})
TargetForm = row_form(Target, {"kind": 3, "text": 9, "value": 3, "unit": 3})
RiskForm = row_form(Risk, {"kind": 3, "text": 9})
EvaluationForm = row_form(Evaluation, {"level": 2, "indicator": 4, "method": 3, "tool": 3})
IndicatorForm = row_form(ProjectIndicator, {"level": 2, "text": 5, "target_text": 5, "target_value": 2, "unit": 3})
ExpectedResultForm = row_form(ExpectedResult, {"text": 12})
SignatoryForm = row_form(Signatory, {"role": 3, "name": 4, "position": 5})
FundingForm = row_form(
    Funding, {"source": 4, "other_text": 4, "amount_text": 4}, field_classes={"amount_text": StatedField}
)


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
        self.fields["depth"].initial = str(getattr(self.instance, "depth", 0))
        self.fields["responsible"].choices = [(person.pk, str(person)) for person in self.people]
        self.fields["responsible"].queryset = User.objects.of_district(self.project.district)


class LineForm(RowForm):
    """A budget line: the formula as the office types it, what it comes to, and what is stated."""

    widths = {"activity": 9, "number": 3, "item": 12, "category": 3, "formula": 6, "stated_text": 3}

    class Meta:
        model = BudgetLine
        fields = ["activity", "number", "item", "category", "formula", "stated_text"]
        field_classes = {"formula": FormulaField, "stated_text": StatedField}
        widgets = {"item": forms.Textarea}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = self.project.activities.filter(parent=None)
        self.fields["activity"].empty_label = _("No activity")
        self.fields["formula"].widget.attrs |= {"data-formula": "", "placeholder": "35 บาท/20 คน/4 มื้อ"}

    @property
    def reading(self):
        """What the typed formula comes to, also before it is saved; None while it cannot be read."""
        try:
            return parse_formula(self["formula"].value() or "")
        except FormulaError:
            return None


class PolicyLinkForm(ThaiTextMixin, forms.ModelForm):
    """What the project answers to, of one kind. The items are those of the project's fiscal year."""

    class Meta:
        model = PolicyLink
        fields = ["items", "all_indicators", "text"]
        field_classes = {"items": ManyField}
        widgets = {"items": forms.CheckboxSelectMultiple, "text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].label = _("Listed for the fiscal year")

    def save(self, commit=True):
        """An answer that says nothing is no row."""
        if any(self.cleaned_data[name] for name in ("items", "all_indicators", "text")):
            return super().save(commit)
        if self.instance.pk:
            self.instance.delete()
        return None


class PolicyForms:
    """One PolicyLinkForm for each kind, in the order of the forms: to the page it is a formset that never grows."""

    def __init__(self, data=None, *, instance, prefix="policy"):
        self.prefix = prefix
        links = {link.kind: link for link in instance.policy_links.all()}
        items = StrategyItem.objects.filter(district=instance.district_id, fiscal_year=instance.fiscal_year)
        self.forms = [
            PolicyLinkForm(
                data,
                prefix=f"{prefix}-{kind}",
                instance=links.get(kind) or PolicyLink(project=instance, kind=kind),
                items=items.filter(kind=kind),
            )
            for kind in StrategyKind
        ]

    def is_valid(self):
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def has_changed(self):
        return any(form.has_changed() for form in self.forms)

    def save(self):
        for form in self.forms:
            if form.has_changed():
                form.save()


# ---------------------------------------------------------------- money spent


class ExpenseForm(PortalForm):
    """A row of the ledger. `ledger_end` is the last row that the page showed: a form sent twice, or typed while
    somebody else recorded the same bill, is shown again instead of being recorded again."""

    line = forms.ModelChoiceField(queryset=BudgetLine.objects.none(), label=_("Budget line"), required=False)
    amount = MoneyField(label=_("Amount (baht)"))
    paid_on = BEDateField(label=_("Paid on"))
    document_number = forms.CharField(label=_("Document number"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    ledger_end = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["line"].queryset = project.lines.all()
        self.fields["line"].empty_label = _("The project as a whole")
        self.fields["ledger_end"].initial = self.present_end

    @property
    def present_end(self):
        return Expense.objects.filter(project=self.project).order_by("pk").values_list("pk", flat=True).last() or 0

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise ValidationError(_("Please type the amount that was paid."))
        return amount

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ledger_end") != self.present_end:
            self.data = self.data.copy()
            self.data[self.add_prefix("ledger_end")] = self.present_end
            raise ValidationError(
                _(
                    "Something was recorded after this page was opened. "
                    "Look at the list, then save again if yours is missing."
                )
            )
        return cleaned


class CopyForm(PortalForm):
    fiscal_year = forms.IntegerField(label=_("Into fiscal year (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class ReasonForm(PortalForm):
    note = forms.CharField(label=_("Why the expense is taken back"), max_length=500)
