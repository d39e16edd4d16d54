from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, UploadField
from schools.models import Evidence


class EvidenceForm(PortalModelForm):
    """A piece of the school's own evidence: a file, or a web address."""

    dated = BEDateField(label=_("date"), required=False)
    upload = UploadField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel or a photo."),
    )

    url = forms.URLField(
        label=Evidence._meta.get_field("url").verbose_name,
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Where it is, if it is no file. Anybody with the report must be able to open it."),
    )

    class Meta:
        model = Evidence
        fields = ["title", "note", "dated", "url"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"title": _("As the report names it. No pupil's name.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["opened_version", "title", "upload", "url", "dated", "note"])
        if self.instance.stored_id:
            self.fields["upload"].help_text = _("PDF, Word, Excel or a photo. A new file takes the old one's place.")
        if self.instance.record_id:
            for name in ("upload", "url", "dated"):
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if self.instance.record_id or {"upload", "url"} & self.errors.keys():
            return cleaned
        if cleaned.get("upload") and cleaned.get("url"):
            self.add_error("url", _("Either a file or a web address, not both."))
        elif not (cleaned.get("upload") or cleaned.get("url") or self.instance.stored_id):
            self.add_error("upload", _("Choose a file or type a web address."))
        elif self.instance.stored_id and cleaned.get("url"):
            self.add_error("url", _("This evidence is a file. Add the address as a piece of evidence of its own."))
        return cleaned


class PickForm(PortalForm):
    """What the portal holds and the register does not yet."""

    offers = forms.MultipleChoiceField(
        label=_("Found in the portal"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers}
        self.fields["offers"].choices = [(key, offer.title) for key, offer in self.offers.items()]

    def chosen_offers(self):
        return [self.offers[key] for key in self.cleaned_data["offers"]]


class AtPlaceForm(PickForm):
    """What is shown at one place: ticked rows of the register, and what the portal holds besides."""

    evidence = ManyField(
        label=_("In the register"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, register, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = register


class PlacesForm(PortalForm):
    """Every place at which one piece of evidence can be shown now, by its report or the yearly steps."""

    places = forms.MultipleChoiceField(label=_("Shown at"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["places"].choices = [(key, place.label) for key, place in places.items()]

    def groups(self):
        """[(heading, [(label, box)])]."""
        found = {}
        for place, box in zip(self.places.values(), self["places"].subwidgets, strict=True):
            found.setdefault(place.group, []).append((place.label, box))
        return list(found.items())

    def wanted(self):
        """{Place: whether it was ticked}."""
        ticked = set(self.cleaned_data["places"])
        return {place: key in ticked for key, place in self.places.items()}
