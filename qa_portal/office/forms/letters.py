"""Forms of memos and letters: the words, what comes with issuing, the signed copy."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.forms import BEDateField, NoteForm, PortalForm, PortalModelForm, UploadField, past_day
from qa_portal.core.models import OfficeSignatory
from qa_portal.core.thai import to_be
from qa_portal.office.models import Letter
from qa_portal.office.services.letters import next_letter_number, number_refusal

ONLY_OF_LETTERS = ("refers_to", "closing")


class LetterForm(PortalModelForm):
    class Meta:
        model = Letter
        fields = ["addressee", "subject", "refers_to", "enclosures", "body", "closing", "unit", "signatory"]
        widgets = {
            "refers_to": forms.Textarea(attrs={"rows": 2}),
            "enclosures": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 12}),
        }
        help_texts = {"unit": _("Empty: as the letterhead says.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ONLY_OF_LETTERS if self.instance.is_memo else ():
            del self.fields[name]
        if "closing" in self.fields:
            self.fields["closing"].required = True
        own = OfficeSignatory.objects.filter(district=self.instance.district)
        chosen = OfficeSignatory.objects.filter(pk=self.instance.signatory_id)
        self.fields["signatory"].queryset = own.on(timezone.localdate()) | chosen
        self.fields["signatory"].empty_label = _("Who usually signs")


class IssueForm(NoteForm):
    """The number is the next of the register; an office whose register is elsewhere types that one's."""

    number = forms.IntegerField(
        label=_("Number in the register"),
        min_value=1,
        max_value=999_999,
        help_text=_("The next one of the year; change it where the office's register says another."),
    )
    dated = BEDateField(label=_("Date on the paper"))
    field_order = ["number", "dated"]

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter
        del self.fields["note"]
        today = timezone.localdate()
        self.fields["dated"].initial = today
        self.fields["number"].initial = next_letter_number(letter.district, to_be(today.year))

    def clean_dated(self):
        return past_day(self.cleaned_data["dated"])

    def clean(self):
        cleaned = super().clean()
        number, dated = cleaned.get("number"), cleaned.get("dated")
        if number and dated and (refusal := number_refusal(self.letter, number, dated)):
            self.add_error("number", refusal)
        return cleaned


class LetterCopyForm(PortalForm):
    paper = UploadField(
        label=pgettext_lazy("letter", "Signed copy"), help_text=_("The scanned paper as a PDF or a photo.")
    )
