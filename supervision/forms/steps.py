"""Steps of a workflow that ask for more than a note."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, NoteForm, UploadField
from supervision.models import CancelReason, Verdict
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


class PostponeForm(CancelForm):
    new_date = BEDateField(
        label=_("New date, if it is known"), required=False, help_text=_("It can be set later, too.")
    )
    field_order = ["reason", "new_date"]

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit

    def clean_new_date(self):
        return coming_day(self.cleaned_data["new_date"], self.visit.planned_on)


class ReplanForm(NoteForm):
    new_date = BEDateField(label=_("New date"))
    field_order = ["new_date"]

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        del self.fields["note"]

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
        self.findings = list(visit.findings.select_related("category"))
        for finding in self.findings:
            self._add_fields(finding)

    def _add_fields(self, finding):
        self.fields[f"verdict_{finding.pk}"] = forms.ChoiceField(
            label=_("The school's view"), choices=Verdict.choices, required=False, widget=forms.RadioSelect
        )
        self.fields[f"plan_{finding.pk}"] = forms.CharField(
            label=_("What the school will do, or why it does not agree"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"due_{finding.pk}"] = BEDateField(label=_("To be done by"), required=False)

    def rows(self):
        """What the page draws: (finding, view, plan, date)."""
        for finding in self.findings:
            yield finding, *(self[f"{name}_{finding.pk}"] for name in ("verdict", "plan", "due"))

    def clean(self):
        cleaned = super().clean()
        for finding in self.findings:
            said = cleaned.get(f"plan_{finding.pk}") or cleaned.get(f"due_{finding.pk}")
            if said and not cleaned.get(f"verdict_{finding.pk}"):
                self.add_error(f"verdict_{finding.pk}", _("Please say whether the school agrees."))
            if cleaned.get(f"verdict_{finding.pk}") == Verdict.DISAGREE and not cleaned.get(f"plan_{finding.pk}"):
                self.add_error(f"plan_{finding.pk}", _("Please say why the school does not agree."))
        return cleaned

    def replies(self):
        """{finding: fields of its SchoolReply} of the findings that were answered."""
        return {
            finding: {
                "verdict": self.cleaned_data[f"verdict_{finding.pk}"],
                "plan": self.cleaned_data[f"plan_{finding.pk}"],
                "due_on": self.cleaned_data[f"due_{finding.pk}"],
            }
            for finding in self.findings
            if self.cleaned_data[f"verdict_{finding.pk}"]
        }
