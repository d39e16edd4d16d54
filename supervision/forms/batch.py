"""What a person types about a batch: which cycle, the letter's number and date, why a report stays behind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm
from schools.models import Cycle, CycleState
from supervision.models import Batch


class BatchForm(PortalForm):
    cycle = forms.ModelChoiceField(label=_("Of which SAR cycle"), queryset=Cycle.objects.none(), empty_label=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        cycles = Cycle.objects.filter(district=user.district_id).exclude(state=CycleState.DRAFT)
        self.fields["cycle"].queryset = cycles.order_by("-academic_year")


class CoveringLetterForm(PortalModelForm):
    letter_number = forms.CharField(
        label=_("Number of the letter"), max_length=100, required=False, help_text=_("For example ศธ 04100/123")
    )
    letter_dated = BEDateField(label=_("Date of the letter"), required=False)

    class Meta:
        model = Batch
        fields = ["letter_number", "letter_dated", "recipient"]


class LeaveOutForm(PortalForm):
    reason = forms.CharField(
        label=_("Why they stay behind"), max_length=300, help_text=_("It is shown beside the report.")
    )
