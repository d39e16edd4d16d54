"""Making a link to answer, and answering by it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import NoteForm, PortalForm, UploadField
from supervision.forms.steps import AcknowledgeForm
from supervision.models import OwedBy

DAYS = [(7, _("7 days")), (14, _("14 days")), (30, _("30 days"))]
REPORT = "report"


class LinkForm(PortalForm):
    """What the link is for, of what still waits for the school; to whom it is given; how long it is good."""

    about = forms.ChoiceField(label=_("What it is for"), widget=forms.RadioSelect)
    sent_to = forms.CharField(
        label=_("Given to"), max_length=200, help_text=_("Name and position of the person of the school.")
    )
    days = forms.TypedChoiceField(label=_("Good for"), choices=DAYS, coerce=int, initial=14)

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = waiting_rows(visit)
        self.fields["about"].choices = [(key, label) for key, (row, label) in self.rows.items()]
        self.fields["about"].initial = next(iter(self.rows), "")

    def clean_about(self):
        return self.rows[self.cleaned_data["about"]][0]


def waiting_rows(visit):
    """{key: (visit or action, words)} of what a link can be for."""
    rows = {REPORT: (visit, _("The answer to the report"))} if visit.is_unanswered else {}
    actions = visit.actions.open().filter(owed_by=OwedBy.SCHOOL).select_related("visit").order_by("number")
    return rows | {str(row.pk): (row, f"{row.code} {row.what}") for row in actions}


def name_field():
    return forms.CharField(
        label=_("Your name and position"), max_length=200, help_text=_("It is kept with the answer.")
    )


class LinkAcknowledgeForm(AcknowledgeForm):
    name = name_field()
    field_order = ["name", "note"]


class LinkFinishForm(NoteForm):
    name = name_field()
    evidence = UploadField(label=_("A file that shows it"), required=False, help_text=_("PDF, Word, Excel or a photo."))
    field_order = ["name", "note", "evidence"]
