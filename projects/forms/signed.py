"""Signed copies of a project's papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import BUDGETED, ProjectState, SignedCopy, SignedKind
from qa_portal.core import files
from qa_portal.core.forms import BEDateField, PortalForm, UploadField, past_day

REPORTED = (ProjectState.REPORTED, ProjectState.CLOSED)


def kinds_of(project):
    """The papers that can be signed by now."""
    if project.state not in BUDGETED:
        return []
    return [kind for kind in SignedKind if kind != SignedKind.RESULT or project.state in REPORTED]


class SignedCopyForm(PortalForm):
    """A scan of a signed paper; it may replace one that is there."""

    kind = forms.ChoiceField(label=_("Which paper"))
    file = UploadField(label=_("Signed paper (PDF or photo)"), allowed={files.PDF, *files.PHOTOS})
    signed_on = BEDateField(label=_("Signed on"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    replaces = forms.ModelChoiceField(
        SignedCopy.objects.none(), label=_("Replaces"), required=False, empty_label=_("None: it is one more paper")
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds_of(project)]
        self.fields["replaces"].queryset = project.signed_copies.filter(replaced_by=None)

    def clean_signed_on(self):
        return past_day(self.cleaned_data["signed_on"])

    def clean(self):
        cleaned = super().clean()
        old = cleaned.get("replaces")
        if old and cleaned.get("kind") not in (None, old.kind):
            self.add_error("replaces", _("It is another paper: choose one of the same kind."))
        return cleaned
