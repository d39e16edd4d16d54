from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, NoteForm, PortalModelForm, UploadField, past_day
from schools.models import BoardApproval
from schools.services.board import MINUTES


class BoardForm(PortalModelForm):
    """The board's meeting. Blank fields may be filled later, until the report is sent."""

    met_on = BEDateField(label=_("day of the board meeting"), required=False)
    minutes_file = UploadField(
        label=_("minutes"), allowed=MINUTES, required=False, help_text=_("PDF or a clear photo of the signed minutes.")
    )

    class Meta:
        model = BoardApproval
        fields = ["met_on", "chair_name", "members_present"]
        widgets = {"members_present": forms.Textarea(attrs={"rows": 5})}

    def clean_met_on(self):
        return past_day(self.cleaned_data["met_on"])


class DecisionForm(NoteForm):
    """The board's yes or no to the report as it was shown."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, sar, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = sar.version
