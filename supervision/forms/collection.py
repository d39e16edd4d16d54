"""Asking for a form to be filled in, giving one school more time, returning many, and writing on a sheet."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, UploadField
from qa_portal.core.models import AGREED
from schools.forms.registry import SchoolChoices
from schools.models import Network, School, SchoolSize
from supervision.forms.plans import YearField
from supervision.forms.record import SectionForm
from supervision.models import Collection, SchoolRule
from supervision.services.collections import people_to_ask

OF_SCHOOLS = ["school_rule", "size", "level", "networks", "schools"]
RULES = [choice for choice in SchoolRule.choices if choice[0] != SchoolRule.NONE]


class CollectionForm(PortalModelForm):
    """To whom the form goes, for which year, until when. The collection must already have its district and instrument;
    what is sent out keeps its year, and asks more schools but never fewer."""

    year = YearField(label=_("Year"))
    due_on = BEDateField(label=_("To be sent by"))
    school_rule = forms.ChoiceField(label=_("Asked schools"), choices=RULES, widget=forms.RadioSelect)
    size = forms.ChoiceField(label=_("Size"), choices=[("", _("Every size")), *SchoolSize.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    networks = ManyField(
        label=_("Networks"), queryset=Network.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    schools = SchoolChoices(label=_("Schools chosen by hand"), queryset=School.objects.none(), required=False)
    people = ManyField(
        label=_("People of the office"),
        queryset=Collection.people.rel.model.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Collection
        fields = ["title", "words", "year_kind", "year", "due_on", *OF_SCHOOLS, "people"]
        widgets = {"words": forms.Textarea(attrs={"rows": 4}), "year_kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks_schools = self.instance.asks_schools
        for name in ["people"] if asks_schools else OF_SCHOOLS:
            del self.fields[name]
        if asks_schools:
            self._offer_schools()
        else:
            self.fields["people"].queryset = people_to_ask(self.instance.district)
        if not self.instance.is_draft:
            for name in ("year_kind", "year"):
                self.fields[name].disabled = True
        self.helper.layout = self._layout(asks_schools)

    def _offer_schools(self):
        own = {"district": self.instance.district_id}
        levels = [(name, School._meta.get_field(name).verbose_name) for name in School.LEVELS]
        self.fields["level"].choices = [("", _("Every level")), *levels]
        self.fields["networks"].queryset = Network.objects.filter(**own)
        self.fields["schools"].offer(School.objects.filter(**own).open_at())

    def _layout(self, asks_schools):
        asked = ["school_rule", Row(Column("size"), Column("level")), "networks", "schools"]
        return Layout(
            "opened_version",
            "title",
            "words",
            Row(Column("year_kind"), Column("year"), Column("due_on")),
            Fieldset(_("Who is asked"), *(asked if asks_schools else ["people"])),
        )

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day != self.instance.due_on and day < timezone.localdate():
            raise ValidationError(_("This day has passed already."))
        return day

    def clean(self):
        cleaned = super().clean()
        rule = cleaned.get("school_rule")
        conditions = any(cleaned.get(name) for name in ("size", "level", "networks"))
        if rule == SchoolRule.CHOSEN and not cleaned.get("schools"):
            self.add_error("schools", _("Tick at least one school."))
        if rule == SchoolRule.RULE and not conditions:
            self.add_error("school_rule", _("Choose a size, a level or networks, or “every school”."))
        return cleaned


class ExtendForm(PortalForm):
    until = BEDateField(label=_("May be sent until"))
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed already."))
        if day <= self.sheet.collection.due_on:
            raise ValidationError(_("Choose a day after everybody's last day."))
        return day


class ReturnManyForm(PortalForm):
    row = forms.CharField(widget=forms.HiddenInput)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("What is to be mended"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class SheetSectionForm(SectionForm):
    """One section of a sheet: as of a visit, for a sheet holds its answers alike."""

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, visit=sheet, **kwargs)


class SheetPaperForm(PortalForm):
    paper = UploadField(label=_("File"), help_text=_("PDF, Word, Excel, JPEG or PNG."))
    caption = forms.CharField(label=_("What the file shows"), max_length=300)
    has_consent = forms.BooleanField(label=AGREED, required=False)
