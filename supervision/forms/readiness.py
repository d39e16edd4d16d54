"""The readiness form of one school's assessment on one page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.forms import PortalForm
from qa_portal.core.roles import Scope

ANSWERS = [("yes", _("Met")), ("no", _("Not met"))]


class ReadinessAnswersForm(PortalForm):
    """The questions that a person answers. The school's people do not touch what the office has confirmed. `opened`
    tells the answers on which the page was opened: when they changed meanwhile, nothing is overwritten."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, readiness, user, **kwargs):
        super().__init__(*args, **kwargs)
        is_office = user.scope is not Scope.SCHOOL
        self.asked = [row for row in readiness.by_hand if is_office or not row.is_confirmed]
        self.now = _print_of(readiness)
        self.fields["opened"].initial = self.now
        for row in self.asked:
            said = None if row.is_met is None else "yes" if row.is_met else "no"
            self.fields[_met(row)] = forms.ChoiceField(
                label=row.item.text, choices=ANSWERS, widget=forms.RadioSelect, required=False, initial=said
            )
            self.fields[_note(row)] = forms.CharField(
                label=_("Note"), required=False, max_length=2000, initial=row.note, widget=forms.Textarea({"rows": 2})
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opened") and cleaned["opened"] != self.now:
            self._refuse_stale()
        for row in self.asked:
            if cleaned.get(_note(row)) and not cleaned.get(_met(row)):
                self.add_error(_met(row), _("Please choose met or not met; the note stays."))
        return cleaned

    def _refuse_stale(self):
        self.add_error(
            None, _("Somebody else saved this while you were typing. Nothing of yours is lost: compare and save again.")
        )
        for row in self.asked:
            if _met(row) in self.changed_data and row.is_met is not None:
                now = dict(ANSWERS)["yes" if row.is_met else "no"]
                self.add_error(_met(row), _("Now in the portal: %(value)s") % {"value": f"{now} {row.note}".strip()})
        self.data = self.data.copy()
        self.data["opened"] = self.now

    def field_of(self, row):
        """(answer, note) as the page draws them, or None where this person does not answer."""
        return (self[_met(row)], self[_note(row)]) if _met(row) in self.fields else None

    @property
    def given(self):
        """{item: (is_met, note)} of what was answered."""
        return {
            row.item: (self.cleaned_data[_met(row)] == "yes", self.cleaned_data[_note(row)])
            for row in self.asked
            if self.cleaned_data[_met(row)]
        }


def _met(row):
    return f"met_{row.item.pk}"


def _note(row):
    return f"note_{row.item.pk}"


def _print_of(readiness):
    told = [(row.item.pk, row.answer and row.answer.version) for row in readiness.by_hand]
    return fingerprint(repr(told))[:16]
