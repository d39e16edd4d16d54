"""The school's answer to one finding: alone, or one of several in the answer to a report."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.forms import BEDateField, PortalForm, UploadField
from supervision.models import Verdict

REPLY = ("verdict", "plan", "due_on", "upload")


def reply_fields():
    """{name in REPLY: a new field}."""
    return {
        "verdict": forms.ChoiceField(
            label=gettext_lazy("The school's view"), choices=Verdict.choices, widget=forms.RadioSelect
        ),
        "plan": forms.CharField(
            label=gettext_lazy("What the school will do, or why it does not agree"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "due_on": BEDateField(label=gettext_lazy("To be done by"), required=False),
        "upload": UploadField(
            label=gettext_lazy("A file that shows it"),
            required=False,
            help_text=gettext_lazy("PDF, Word, Excel or a photo."),
        ),
    }


def flaws_of_reply(said):
    """(name, sentence) of what an answer lacks; one that says nothing is no answer and lacks nothing."""
    if any(said[name] for name in ("plan", "due_on", "upload")) and not said["verdict"]:
        yield "verdict", _("Please say whether the school agrees.")
    if said["verdict"] == Verdict.DISAGREE and not said["plan"]:
        yield "plan", _("Please say why the school does not agree.")


class ReplyForm(PortalForm):
    """One finding alone: the view is needed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= reply_fields()

    def clean(self):
        cleaned = super().clean()
        for name, sentence in flaws_of_reply({name: cleaned.get(name) for name in REPLY}):
            if not self.has_error(name):
                self.add_error(name, sentence)
        return cleaned
