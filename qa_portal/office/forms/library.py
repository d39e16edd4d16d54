"""The form of a document of the library."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalModelForm, UploadField
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import LibraryDocument, Standing


class LibraryForm(PortalModelForm):
    year = forms.IntegerField(label=_("Year (B.E.)"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    paper = UploadField(label=_("File"), required=False, help_text=_("A new one takes the place of the old one."))

    class Meta:
        model = LibraryDocument
        fields = ["kind", "title", "number", "year", "issuer", "standing", "replaced_by", "reader", "place", "note"]
        labels = {"number": _("Number")}
        widgets = {"standing": forms.RadioSelect, "reader": forms.RadioSelect}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        others = LibraryDocument.objects.visible_to(user).exclude(pk=self.instance.pk)
        self.fields["replaced_by"].queryset = others.order_by("title_sort", "-year")

    def clean(self):
        cleaned = super().clean()
        newer = cleaned.get("replaced_by")
        if newer and cleaned.get("standing") != Standing.REPLACED:
            self.add_error("standing", _("Something stands in its place: it is replaced."))
        if newer and self.instance.pk and newer.stands_behind(self.instance):
            self.add_error("replaced_by", _("That document was itself replaced by this one."))
        return cleaned
