from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, UploadField, past_day


class IdPlanForm(PortalForm):
    """The ID PLAN: its file, or where it is to be found; and its date."""

    plan_title = forms.CharField(
        label=_("Name or reference of the ID PLAN"),
        max_length=300,
        required=False,
        help_text=_("Such as the number of the note by which it was handed in. Not needed with a file."),
    )
    plan_dated = BEDateField(label=_("Date of the ID PLAN"))
    file = UploadField(label=_("File"), required=False)

    def clean_plan_dated(self):
        return past_day(self.cleaned_data["plan_dated"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("plan_title") and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("plan_title", _("Attach the file, or say where the ID PLAN is to be found."))
        return cleaned
