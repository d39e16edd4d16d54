"""What an indicator came to, as a person writes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.checks.indicators import repeats
from projects.models import IndicatorActual
from qa_portal.core.forms import MoneyField, PortalModelForm, UploadField
from qa_portal.core.kept_files import KeepsUpload


class IndicatorActualForm(KeepsUpload, PortalModelForm):
    """Of an indicator that the portal counts, the number is not typed: only what it means and whether it is enough."""

    kept_field = "file"
    value = MoneyField(label=_("Actual number"), required=False, max_digits=12)
    file = UploadField(label=_("Evidence as a file"), required=False)

    class Meta:
        model = IndicatorActual
        fields = ["value", "text", "met", "evidence_text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "met": forms.RadioSelect}

    field_order = ["value", "text", "met", "evidence_text", "file"]

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        self.fields["met"].choices = [("", _("Not decided yet")), *self.fields["met"].choices[-3:]]
        if line.measure:
            del self.fields["value"]

    def clean(self):
        cleaned = super().clean()
        indicator = self.line.indicator
        has_number = self.line.measure or cleaned.get("value") is not None
        text = cleaned.get("text", "")
        if not has_number and repeats(text, indicator.text, indicator.target_text):
            self.add_error("text", _("This only repeats the target. Please say what was reached."))
        elif not has_number and not text and "value" not in self.errors:
            self.add_error("text", _("Please say what was reached: a number, or words."))
        return cleaned
