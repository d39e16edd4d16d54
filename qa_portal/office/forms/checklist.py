"""Forms of the yearly checklist."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, past_day
from qa_portal.core.models import User
from qa_portal.core.roles import ROLES, Scope
from qa_portal.core.thai import MONTH_NAMES
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import ChecklistItem, ChecklistRule, WorkProcess

OFFICE_ROLES = [slug for slug, role in ROLES.items() if role.scope is Scope.DISTRICT]


class RuleForm(PortalModelForm):
    process_code = forms.ChoiceField(label=_("Work process"), required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=list(enumerate(MONTH_NAMES, 1)))

    class Meta:
        model = ChecklistRule
        fields = ["task", "process_code", "month", "day", "owner", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        district = self.instance.district
        held = WorkProcess.objects.in_force_for(district).order_by("position").values_list("code", "name")
        self.fields["process_code"].choices = [("", _("None")), *held]
        people = User.objects.in_role(*OFFICE_ROLES).of_district(district)
        self.fields["owner"].queryset = people.order_by("first_name", "last_name")


class MakeYearForm(PortalForm):
    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=FIRST_YEAR + 1, max_value=LAST_YEAR)


class TickForm(PortalModelForm):
    done_on = BEDateField(label=_("Done on"), required=False, help_text=_("Empty: not done."))

    class Meta:
        model = ChecklistItem
        fields = ["done_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean_done_on(self):
        return past_day(self.cleaned_data["done_on"])
