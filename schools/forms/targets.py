from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, UploadField, past_day
from schools.forms.sar import narrative
from schools.models import EducationLevel, OwnStandard, Target, TargetSheet
from schools.services.expected import taught_levels
from schools.services.targets import SIGNED, save_targets


class BeginForm(PortalForm):
    """`asked`: the year and level that the address names, chosen when the page opens; others are passed by."""

    academic_year = forms.TypedChoiceField(label=_("Academic year"), coerce=int)
    level = forms.ChoiceField(label=_("Level"))
    copies = forms.BooleanField(
        label=_("Begin with the targets of the year before"), required=False, help_text=_("You can change all of them.")
    )

    def __init__(self, *args, school, this_year, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        years = (this_year - 1, this_year, this_year + 1)
        self.fields["academic_year"].choices = [(year, str(year)) for year in years]
        taught = taught_levels(school)
        self.fields["level"].choices = [(level, level.label) for level in EducationLevel if level in taught]
        self.initial = {"academic_year": this_year, "copies": True} | (asked or {})


class StandardTargetsForm(PortalModelForm):
    """The targets of one standard and of its items. The version of the sheet guards them all."""

    class Meta:
        model = TargetSheet
        fields = []

    def __init__(self, *args, aims, **kwargs):
        super().__init__(*args, **kwargs)
        self.aims = aims
        levels = self.instance.framework.levels.all()
        self._add("standard", aims.target, levels)
        for item, target in aims.items:
            self._add(f"item_{item.pk}", target, levels)

    def _add(self, name, target, levels):
        self.fields[f"{name}_level"] = forms.ModelChoiceField(
            levels,
            label=_("Target level"),
            required=False,
            empty_label=_("No target"),
            initial=target.level_id if target else None,
        )
        self.fields[f"{name}_words"] = forms.CharField(
            label=_("Target in words"),
            required=False,
            max_length=Target._meta.get_field("words").max_length,
            initial=target.words if target else "",
            widget=forms.TextInput(attrs={"placeholder": _("for example: not below 70 per cent at good")}),
        )

    @property
    def rows(self):
        """(words, level field, words field) of the standard and of each item."""
        yield str(self.aims.standard), self["standard_level"], self["standard_words"]
        for item, _target in self.aims.items:
            yield str(item), self[f"item_{item.pk}_level"], self[f"item_{item.pk}_words"]

    def save_by(self, by):
        sheet = self.save()
        names = {None: "standard"} | {item.pk: f"item_{item.pk}" for item, _target in self.aims.items}
        data = self.cleaned_data
        aims = {pk: (data[f"{name}_level"], data[f"{name}_words"]) for pk, name in names.items()}
        save_targets(sheet, self.aims.standard, aims, by=by)


class OwnStandardForm(PortalModelForm):
    class Meta:
        model = OwnStandard
        fields = ["number", "name", "criteria", "target_level"]
        widgets = {"criteria": narrative(4), "number": forms.NumberInput(attrs={"inputmode": "numeric"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target_level"].queryset = self.instance.sheet.framework.levels.all()

    def clean_number(self):
        number, sheet = self.cleaned_data["number"], self.instance.sheet
        others = sheet.own_standards.exclude(pk=self.instance.pk)
        if others.filter(number=number).exists() or sheet.framework.standards.filter(number=number).exists():
            raise ValidationError(_("Another standard has this number already."))
        return number


class AnnounceForm(PortalForm):
    order_number = forms.CharField(
        label=_("number of the announcement"), max_length=60, help_text=_("As on the paper.")
    )
    announced_on = BEDateField(label=_("day of the announcement"))
    paper = UploadField(
        label=_("the signed announcement"),
        allowed=SIGNED,
        required=False,
        help_text=_("PDF or picture. It can stay blank: the announcement can be made from what was typed."),
    )

    def clean_announced_on(self):
        return past_day(self.cleaned_data["announced_on"])
