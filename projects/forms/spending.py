"""The money that is spent."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.models import BudgetLine, Expense
from qa_portal.core.forms import BEDateField, MoneyField, PortalForm


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


class ReasonForm(PortalForm):
    note = forms.CharField(label=_("Why the expense is taken back"), max_length=500)
