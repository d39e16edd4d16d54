"""The year's plan of supervision: written, copied, acknowledged by a meeting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.forms import FIRST_BE_YEAR, LAST_BE_YEAR, PortalForm, PortalModelForm
from qa_portal.core.thai import to_arabic
from supervision.models import SupervisionPlan


def checked_year(year, rows, pk=None):
    """A fiscal year (B.E.) that no other of the rows has. ValidationError otherwise."""
    if rows.filter(fiscal_year=year).exclude(pk=pk).exists():
        raise ValidationError(_("There is a plan of this fiscal year already."))
    return year


class YearField(forms.CharField):
    """A year (B.E.), with Thai digits or without."""

    def __init__(self, **kwargs):
        super().__init__(max_length=4, help_text=_("Buddhist era, for example 2570"), **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value):
        text = to_arabic(super().clean(value))
        if not (text.isdecimal() and FIRST_BE_YEAR <= int(text) <= LAST_BE_YEAR):
            raise ValidationError(_("Type the year in the Buddhist era, for example 2570."))
        return int(text)


class SupervisionPlanForm(PortalModelForm):
    fiscal_year = YearField(label=_("Fiscal year"))

    class Meta:
        model = SupervisionPlan
        fields = ["fiscal_year", "name", "aims", "project"]
        widgets = {"aims": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.visible_to(user).order_by("-fiscal_year", "name_sort")
        if self.instance.pk and self.instance.items.exists():
            self.fields["fiscal_year"].disabled = True
            self.fields["fiscal_year"].help_text = _("Its items lie in this year: copy the plan for another one.")

    def clean_fiscal_year(self):
        rows = SupervisionPlan.objects.filter(district=self.instance.district_id)
        return checked_year(self.cleaned_data["fiscal_year"], rows, self.instance.pk)


class CopyPlanForm(PortalForm):
    fiscal_year = YearField(label=_("For fiscal year"))
    name = forms.CharField(label=_("Name"), max_length=300)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_fiscal_year(self):
        rows = SupervisionPlan.objects.filter(district=self.plan.district_id)
        return checked_year(self.cleaned_data["fiscal_year"], rows)


class AcknowledgePlanForm(PortalModelForm):
    class Meta:
        model = SupervisionPlan
        fields = ["meeting"]

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].required = True
