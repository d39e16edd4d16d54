"""The number and the date of acknowledgement letters, as the office typed them into its own register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm
from schools.models import Sar
from schools.services.acknowledging import waiting_for_letter

EXAMPLE = _("For example ศธ 04100/123")


class LetterForm(PortalModelForm):
    letter_number = forms.CharField(label=_("Number of the letter"), max_length=60, help_text=EXAMPLE)
    letter_dated = BEDateField(label=_("Date of the letter"))

    class Meta:
        model = Sar
        fields = ["letter_number", "letter_dated"]


class ReportChoice(ManyField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, sar):
        return f"{sar.school.name} – {sar.get_level_display()}"


class LettersForm(PortalForm):
    """Numbers for many letters at once."""

    number = forms.CharField(label=_("Number of the letter"), max_length=60, help_text=EXAMPLE)
    is_running = forms.BooleanField(
        label=_("Each letter gets the number after the one before"),
        required=False,
        help_text=_("Without a tick all get the same number: a circular letter."),
    )
    dated = BEDateField(label=_("Date of the letter"))
    sars = ReportChoice(label=_("Accepted reports without a letter"), queryset=Sar.objects.none())

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sars"].queryset = waiting_for_letter(cycle)
        self.fields["sars"].initial = [sar.pk for sar in self.fields["sars"].queryset]
