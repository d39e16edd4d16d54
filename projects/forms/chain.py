"""What desks say, and why an approved project is changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import NoteForm, PortalForm


class DeskForm(NoteForm):
    """A step at a desk: it carries the desk that the page was opened for, so that a second press is not taken for the
    answer of another desk."""

    approval = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class ReturnForm(DeskForm):
    """What has to be changed, section by section, and a reason for the whole; at least one of them."""

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = sections
        self.fields["note"].label = _("Reason, for the proposal as a whole")
        self.fields["note"].required = False
        for section in sections:
            self.fields[f"section_{section.key}"] = forms.CharField(
                label=section.title,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def section_fields(self):
        return [self[f"section_{section.key}"] for section in self.sections]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["note"] and not self.remarks:
            self.add_error("note", _("Please write what has to be changed: here, or at a section."))
        return cleaned

    @property
    def remarks(self):
        """{section: text} of what was written."""
        texts = {section.key: self.cleaned_data.get(f"section_{section.key}", "") for section in self.sections}
        return {key: text for key, text in texts.items() if text}

    @property
    def summary(self):
        titles = {section.key: section.title for section in self.sections}
        lines = [self.cleaned_data["note"], *(f"{titles[key]}: {text}" for key, text in self.remarks.items())]
        return "\n".join(line for line in lines if line)


class AmendmentForm(PortalForm):
    reason = forms.CharField(
        label=_("Why the project is changed"),
        help_text=_("Those who decide read it first."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
