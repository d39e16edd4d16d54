"""Forms of the letterhead and of those who sign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import BEDateField, PortalModelForm, UploadField
from qa_portal.core.models import ActsFor, Letterhead, OfficeSignatory


class LetterheadForm(PortalModelForm):
    picture = UploadField(
        label=_("Garuda or seal (PNG or JPEG)"),
        allowed=files.PHOTOS,
        required=False,
        help_text=_("Printed 3 cm high on letters and orders, 1.5 cm on memos. A new one replaces the old one."),
    )
    no_picture = forms.BooleanField(label=_("Print without a picture: our paper has it"), required=False)

    class Meta:
        model = Letterhead
        fields = ["prefix", "address", "unit", "contact"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("address", "contact")}

    field_order = ["picture", "no_picture", "prefix", "address", "unit", "contact"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("picture") and cleaned.get("no_picture"):
            self.add_error("no_picture", _("A picture was chosen: it is one or the other."))
        return cleaned

    def place_picture(self, *, by):
        """On the row, which is not saved by this."""
        row, picture = self.instance, self.cleaned_data["picture"]
        if picture:
            row.emblem = files.store(picture, district=row.district, by=by, allowed=files.PHOTOS)
        elif self.cleaned_data["no_picture"]:
            row.emblem = None


class OfficeSignatoryForm(PortalModelForm):
    since = BEDateField(label=_("Signs since"), required=False)
    until = BEDateField(label=_("Signs until"), required=False)

    class Meta:
        model = OfficeSignatory
        fields = ["name", "position", "acts", "acts_as", "is_usual", "since", "until"]
        widgets = {"acts": forms.RadioSelect}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("acts") == ActsFor.NOBODY:
            cleaned["acts_as"] = ""
        elif cleaned.get("acts") and not cleaned.get("acts_as"):
            self.add_error("acts_as", _("Please write in whose position they sign."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned
