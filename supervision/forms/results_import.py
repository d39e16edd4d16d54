from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.files import SHEETS
from qa_portal.core.forms import BEDateField, PortalForm, UploadField, past_day
from supervision.models import AssessmentRound, ResultKind


class ResultsImportForm(PortalForm):
    """What the file holds; and, only if the person ticks so, that assessments which the portal lacks are made."""

    round = forms.ModelChoiceField(AssessmentRound.objects.none(), label=_("Round"))
    kind = forms.ChoiceField(
        label=_("Kind of result"), choices=ResultKind.choices, initial=ResultKind.FINAL, widget=forms.RadioSelect
    )
    file = UploadField(label=_("File (Excel or CSV)"), allowed=SHEETS)
    makes_missing = forms.BooleanField(
        label=_("Make the assessment where a school has none in this round"), required=False
    )
    noticed_on = BEDateField(
        label=_("Their notice was received on"),
        required=False,
        help_text=_("Asked only where assessments are made. For example 21/11/2569"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = AssessmentRound.objects.visible_to(user)

    def clean_noticed_on(self):
        return past_day(self.cleaned_data["noticed_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("makes_missing") and not cleaned.get("noticed_on") and "noticed_on" not in self.errors:
            self.add_error("noticed_on", _("Please say on which day the notice of these assessments was received."))
        return cleaned
