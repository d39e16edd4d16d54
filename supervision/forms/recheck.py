"""What is open of earlier visits, looked at again: a verdict, a note and a photo for each row (F35)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import PortalForm, UploadField
from qa_portal.core.models import AGREED
from supervision.forms.record import STALE
from supervision.models import RecheckVerdict
from supervision.services.rechecks import rechecks_version, rows_to_check

PARTS = ("verdict", "note", "photo", "consent")


class RecheckForm(PortalForm):
    """It carries `opened`, the version of the visit's re-checks that it was opened on. Half of it can be saved."""

    opened = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit, self.open = visit, rows_to_check(visit)
        self.fields["opened"].initial = rechecks_version(visit)
        for row in self.open:
            self._add_fields(row)

    def _add_fields(self, row):
        note = row.recheck.note if row.recheck else ""
        self.fields |= {
            self._name("verdict", row): forms.ChoiceField(
                label=_("What was seen of %(code)s") % {"code": row.earlier.code},
                choices=RecheckVerdict.choices,
                initial=row.verdict,
                required=False,
                widget=forms.RadioSelect,
            ),
            self._name("note", row): forms.CharField(
                label=_("Note"),
                initial=note,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            ),
            self._name("photo", row): UploadField(label=_("Photo"), required=False, allowed=files.PHOTOS),
            self._name("consent", row): forms.BooleanField(
                label=AGREED, required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
            ),
        }
        self.fields[self._name("photo", row)].widget.attrs["class"] = "form-control"

    def _name(self, part, row):
        return f"{part}_{row.kind}_{row.earlier.pk}"

    def rows(self):
        """What the page draws: (Open, verdict, note, photo, consent)."""
        for row in self.open:
            yield row, *(self[self._name(part, row)] for part in PARTS)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opened") is not None and cleaned["opened"] != rechecks_version(self.visit):
            self._refuse_stale()
        for row in self.open:
            self._check(row, *(cleaned.get(self._name(part, row)) for part in PARTS[:3]))
        return cleaned

    def _check(self, row, verdict, note, photo):
        if (note or photo) and not verdict:
            self.add_error(self._name("verdict", row), _("Please say what was seen."))

    def _refuse_stale(self):
        self.add_error(None, STALE)
        for name in self.changed_data:
            if name.startswith(("verdict", "note")):
                shown = self.fields[name].initial
                shown = dict(getattr(self.fields[name], "choices", ())).get(shown, shown)
                self.add_error(name, _("Now in the portal: %(value)s") % {"value": shown or "–"})
        self.data = self.data.copy()
        self.data["opened"] = rechecks_version(self.visit)

    def given(self):
        """(target, verdict, note, photo, consent) of each row."""
        for row in self.open:
            said = (self.cleaned_data[self._name(part, row)] for part in PARTS)
            yield {row.kind: row.earlier}, *said
