"""What a device says of the parts of a visit that no page has a form of its own for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ThaiTextMixin, past_day
from supervision.models import SignOff, Visit
from supervision.services.field_parts import FACTS


class FieldFactsForm(ThaiTextMixin, forms.ModelForm):
    """Those facts of the visit that are named."""

    visited_on = BEDateField(label=_("Visited on"))

    class Meta:
        model = Visit
        fields = FACTS

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]

    def clean_visited_on(self):
        return past_day(self.cleaned_data["visited_on"])


class SignOffForm(ThaiTextMixin, forms.ModelForm):
    class Meta:
        model = SignOff
        fields = ["side", "name", "position", "signed_at", "text_sha256"]
