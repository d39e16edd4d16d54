"""Steps of a workflow that ask for more than a note."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, NoteForm, UploadField
from supervision.checks.days import conflicts_of_visit
from supervision.forms.moving import MoveFields
from supervision.forms.reply import REPLY, flaws_of_reply, reply_fields
from supervision.models import CancelReason
from supervision.services.actions import NO_PROOF, has_proof


class CancelForm(NoteForm):
    """Why, as a code; "other" is said in words."""

    reason = forms.ChoiceField(label=_("Reason"), choices=CancelReason.choices, widget=forms.RadioSelect)
    field_order = ["reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == CancelReason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Please write the reason."))
        return cleaned


def coming_day(day, planned_on):
    """A new day for a visit: not past, and not the old one. ValidationError otherwise."""
    if day and day < timezone.localdate():
        raise ValidationError(_("This day has passed."))
    if day and day == planned_on:
        raise ValidationError(_("This is the day that it was planned for already."))
    return day


class PostponeForm(MoveFields, CancelForm):
    new_date = BEDateField(
        label=_("New date, if it is known"), required=False, help_text=_("It can be set later, too.")
    )
    field_order = ["reason", "new_date", "anyway"]

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.warn(lambda day: conflicts_of_visit(visit, day))

    def clean_new_date(self):
        return coming_day(self.cleaned_data["new_date"], self.visit.planned_on)


class ReplanForm(MoveFields, NoteForm):
    new_date = BEDateField(label=_("New date"))
    field_order = ["new_date", "anyway"]

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        del self.fields["note"]
        self.warn(lambda day: conflicts_of_visit(visit, day))

    def clean_new_date(self):
        return coming_day(self.cleaned_data["new_date"], self.visit.planned_on)


class ActionStepForm(NoteForm):
    """What was done or seen, with a file that shows it if there is one."""

    evidence = UploadField(label=_("A file that shows it"), required=False, help_text=_("PDF, Word, Excel or a photo."))

    def __init__(self, *args, transition, action, **kwargs):
        super().__init__(*args, transition=transition, **kwargs)
        self.is_proof_missing = transition.name == "close" and not has_proof(action)
        if self.is_proof_missing:
            self.fields["evidence"].help_text = NO_PROOF

    def clean(self):
        cleaned = super().clean()
        if self.is_proof_missing and not cleaned.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", NO_PROOF)
        return cleaned


class AcknowledgeForm(NoteForm):
    """The school's answer as a whole and, if it likes, to each finding."""

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.findings = list(visit.findings.open_to_answer().select_related("category"))
        for finding in self.findings:
            for name, field in reply_fields().items():
                self.fields[f"{name}_{finding.pk}"] = field
            self.fields[f"verdict_{finding.pk}"].required = False

    def rows(self):
        """What the page draws: (finding, its fields)."""
        return [(finding, [self[f"{name}_{finding.pk}"] for name in REPLY]) for finding in self.findings]

    def clean(self):
        cleaned = super().clean()
        for finding in self.findings:
            for name, sentence in flaws_of_reply(self._said(finding, cleaned)):
                if not self.has_error(f"{name}_{finding.pk}"):
                    self.add_error(f"{name}_{finding.pk}", sentence)
        return cleaned

    def _said(self, finding, cleaned):
        return {name: cleaned.get(f"{name}_{finding.pk}") for name in REPLY}

    def replies(self):
        """{finding: what services.replies.keep_reply takes} of the findings that were answered."""
        said = {finding: self._said(finding, self.cleaned_data) for finding in self.findings}
        return {finding: reply for finding, reply in said.items() if reply["verdict"]}
