from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalModelForm, past_day
from schools.models import SchoolStep


class StepForm(PortalModelForm):
    """What a school did for one yearly step."""

    begun_on = BEDateField(label=_("begun on"), required=False)
    done_on = BEDateField(label=_("done on"), required=False, help_text=_("Leave blank while it goes on."))

    class Meta:
        model = SchoolStep
        fields = ["begun_on", "done_on", "people", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"people": _("Names and positions, or the order that names them.")}

    def clean_begun_on(self):
        return past_day(self.cleaned_data["begun_on"])

    def clean_done_on(self):
        return past_day(self.cleaned_data["done_on"])

    def clean(self):
        cleaned = super().clean()
        begun, done = cleaned.get("begun_on"), cleaned.get("done_on")
        if begun and done and done < begun:
            self.add_error("done_on", _("It cannot be done before it is begun."))
        return cleaned
