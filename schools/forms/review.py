"""What a reader of the office types on a report, and what the school answers."""

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import NoteForm, PortalForm, PortalModelForm
from schools.models import Part, SarRemark, Verdict

ASKS = [(True, _("Asks the school for a change")), (False, _("Is advice only"))]
LAST_PAGE = 20_000


def is_yes(value):
    return value in (True, "True")


class RemarkForm(PortalModelForm):
    """A remark; one on the appendix may name a page of the PDF."""

    is_request = forms.TypedChoiceField(
        label=_("What it does"), choices=ASKS, coerce=is_yes, widget=forms.RadioSelect, initial=True
    )
    page = forms.IntegerField(
        label=_("Page of the PDF"), required=False, min_value=1, max_value=LAST_PAGE, help_text=_("May stay blank.")
    )

    class Meta:
        model = SarRemark
        fields = ["text", "is_request", "page"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("What you want to say to the school")}

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        if part != Part.APPENDIX:
            del self.fields["page"]


class AgainForm(PortalForm):
    text = forms.CharField(
        label=_("What is still asked for"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class ReplyForm(PortalModelForm):
    reply = forms.CharField(label=_("The school's answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)

    class Meta:
        model = SarRemark
        fields = ["reply"]


class JudgeForm(NoteForm):
    """The office's answer to a report. `seen` is the state that the page was opened in; `remarks` are told with the
    answer; where requests for a change are open, an acceptance asks whether that is meant."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, seen, open_requests=0, remarks=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.remarks = remarks
        self.fields["seen"].initial = seen
        if open_requests:
            label = __("Accept although %(count)s requests for a change are open") % {"count": open_requests}
            error = __("Please tick that you accept the report although requests are open, or go back and return it.")
            self.fields["sure"] = forms.BooleanField(label=label, error_messages={"required": error})


class ChecklistForm(PortalForm):
    """All questions of a checklist on one page; nothing has to be answered at once. `opened_version` rises with every
    save by anybody: a stale form keeps what was typed and shows what the portal holds."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, questions, answers, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions, self.answers, self.present_version = list(questions), answers, version
        self.fields["opened_version"].initial = version
        for question in self.questions:
            self._add(question, answers.get(question.pk))

    def _add(self, question, answer):
        choices = [*Verdict.choices, ("", _("Not answered yet"))]
        self.fields[f"answer_{question.pk}"] = forms.ChoiceField(
            label=question.text,
            choices=choices,
            widget=forms.RadioSelect,
            required=False,
            initial=answer.answer if answer else "",
        )
        self.fields[f"note_{question.pk}"] = forms.CharField(
            label=_("Note"), max_length=500, required=False, initial=answer.note if answer else ""
        )

    def rows(self):
        """(part, [(answer field, note field)]) in the order of the report's parts."""
        for part in Part:
            fields = [(self[f"answer_{row.pk}"], self[f"note_{row.pk}"]) for row in self.questions if row.part == part]
            if fields:
                yield part.label, fields

    def clean(self):
        cleaned = super().clean()
        opened = cleaned.get("opened_version")
        if opened is not None and opened != self.present_version:
            self._refuse_stale()
        return cleaned

    def _refuse_stale(self):
        self.add_error(
            None, _("Somebody else saved this while you were typing. Nothing of yours is lost: compare and save again.")
        )
        for question in self.questions:
            row = self.answers.get(question.pk)
            shown = row.get_answer_display() if row and row.answer else __("Not answered yet")
            if self.cleaned_data.get(f"answer_{question.pk}") != (row.answer if row else ""):
                self.add_error(f"answer_{question.pk}", __("Now in the portal: %(value)s") % {"value": shown})
        self.data = self.data.copy()
        self.data["opened_version"] = self.present_version

    def typed(self):
        """{question: (answer, note)}"""
        return {
            question: (self.cleaned_data[f"answer_{question.pk}"], self.cleaned_data[f"note_{question.pk}"])
            for question in self.questions
        }
