"""The project's own fields, one form for each section that has some."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.models import BudgetCategory, Project, WorkGroup
from qa_portal.core.forms import ManyField, PortalModelForm
from qa_portal.core.models import User

from .fields import FIRST_YEAR, LAST_YEAR, StatedField


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
        self.fields["period_text"].widget.attrs |= {"data-preview": "period"}
        self.fields["groups"].queryset = WorkGroup.objects.visible_to(self.user)
        self.fields["owner"].queryset = possible_owners(self.user.district)
        if self.instance.owner_id is None:
            self.initial["owner"] = self.user.pk
        if self.instance.is_working_copy:
            del self.fields["fiscal_year"]

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
