from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, UploadField

from .models import BoardApproval, Cycle, CycleState, EducationLevel, Framework, Sar, StandardSection
from .sar_services import MINUTES


class LevelRadios(forms.RadioSelect):
    template_name = "schools/sar_levels.html"

    def id_for_label(self, id_, index=None):
        """An error's link leads to the first button."""
        return super().id_for_label(id_, "0" if index is None else index)


class LevelField(forms.ChoiceField):
    """One of a framework's levels in its own words, or none yet; cleans to the QualityLevel or None."""

    widget = LevelRadios

    def __init__(self, *, levels, **kwargs):
        self.levels = {str(level.pk): level for level in levels}
        choices = [(key, str(level)) for key, level in self.levels.items()]
        super().__init__(choices=[*choices, ("", _("Not rated yet"))], required=False, **kwargs)

    def clean(self, value):
        return self.levels.get(super().clean(value))

    def has_changed(self, initial, data):
        return str(initial or "") != str(data or "")


def narrative(rows=4):
    return forms.Textarea(attrs={"rows": rows})


class StandardForm(PortalModelForm):
    """One standard's screen: a level for each item and the words on the standard, guarded by one version."""

    class Meta:
        model = StandardSection
        fields = ["level", "reason", "process", "results", "strengths", "points_to_develop", "plan"]
        widgets = {name: narrative() for name in fields[1:]}
        help_texts = {
            "reason": _("What proves it: why this level and not the one above."),
            "plan": _("What the school will do, and by when."),
        }

    def __init__(self, *args, levels, ratings, **kwargs):
        super().__init__(*args, **kwargs)
        self.ratings = {self.item_name(rating): rating for rating in ratings}
        label = StandardSection._meta.get_field("level").verbose_name
        self.fields["level"] = LevelField(levels=levels, label=label)
        for name, rating in self.ratings.items():
            self.fields[name] = LevelField(levels=levels, label=str(rating.indicator), initial=rating.level_id)

    @staticmethod
    def item_name(rating):
        return f"item_{rating.indicator_id}"

    def item_levels(self):
        """{ItemRating: QualityLevel or None} as typed."""
        return {rating: self.cleaned_data[name] for name, rating in self.ratings.items()}

    def text_fields(self):
        return [self[name] for name in self.Meta.fields[1:]]

    def _refuse_stale(self, current):
        super()._refuse_stale(current)
        for name in set(self.changed_data) & set(self.ratings):
            shown = self.ratings[name].level or __("Not rated yet")
            self.add_error(name, __("Now in the portal: %(value)s") % {"value": shown})


class SummaryForm(PortalModelForm):
    """What the report says as a whole (B4)."""

    class Meta:
        model = Sar
        fields = ["executive_summary", "overall_level", "way_forward", "help_wanted"]
        widgets = {
            "executive_summary": narrative(8),
            "way_forward": narrative(5),
            "help_wanted": narrative(4),
        }
        help_texts = {"executive_summary": _("The head's own words, two or three pages at most.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label = Sar._meta.get_field("overall_level").verbose_name
        self.fields["overall_level"] = LevelField(levels=self.instance.framework.levels.all(), label=label)


class SarUploadForm(PortalForm):
    upload = UploadField(
        label=_("PDF of the report"), allowed={files.PDF}, help_text=_("One PDF of at most 50 MB, without a password.")
    )


class BoardForm(PortalModelForm):
    """The board's meeting. Blank fields may be filled later, until the report is sent."""

    met_on = BEDateField(label=_("day of the board meeting"), required=False)
    minutes_file = UploadField(
        label=_("minutes"), allowed=MINUTES, required=False, help_text=_("PDF or a clear photo of the signed minutes.")
    )

    class Meta:
        model = BoardApproval
        fields = ["met_on", "chair_name", "members_present"]
        widgets = {"members_present": narrative(5)}

    def clean_met_on(self):
        day = self.cleaned_data["met_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day


class ExtendForm(PortalForm):
    until = BEDateField(label=_("new last day"))
    reason = forms.CharField(label=_("reason"), widget=narrative(3), max_length=2000)

    def __init__(self, *args, sar, **kwargs):
        super().__init__(*args, **kwargs)
        self.sar = sar

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("The new last day must not lie in the past."))
        if until <= self.sar.cycle.due_on:
            raise ValidationError(_("The new last day must be after the day that everybody has."))
        return until


class CycleForm(PortalModelForm):
    """Dates and words may be changed while the cycle runs; its year and standards only before it opens."""

    opens_on = BEDateField(label=_("opens on"))
    due_on = BEDateField(label=_("due on"))
    late_until = BEDateField(
        label=_("late ones taken until"), required=False, help_text=Cycle._meta.get_field("late_until").help_text
    )

    class Meta:
        model = Cycle
        fields = [
            "academic_year",
            "early_childhood_framework",
            "basic_framework",
            "opens_on",
            "due_on",
            "late_until",
            "instructions",
        ]
        widgets = {"instructions": narrative(5), "academic_year": forms.NumberInput(attrs={"inputmode": "numeric"})}
        help_texts = {"academic_year": _("Buddhist era, for example 2568")}

    FIXED_ONCE_OPEN = ("academic_year", "early_childhood_framework", "basic_framework")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for level in EducationLevel:
            field = self.fields[f"{level}_framework"]
            field.queryset = Framework.objects.for_schools(level).offered_to(self.instance.district_id)
            field.empty_label = _("This level is not asked for")
        for name in self.FIXED_ONCE_OPEN:
            self.fields[name].disabled = self.instance.state != CycleState.DRAFT

    def clean_academic_year(self):
        year = self.cleaned_data["academic_year"]
        if not 2500 <= year <= 2700:
            raise ValidationError(_("Please type the year in the Buddhist era, for example 2568."))
        same = Cycle.objects.filter(district=self.instance.district_id, academic_year=year)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is already a cycle of this academic year."))
        return year

    def clean(self):
        cleaned = super().clean()
        opens_on, due_on, late_until = (cleaned.get(name) for name in ("opens_on", "due_on", "late_until"))
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", _("The due day must not be before the opening day."))
        if due_on and late_until and late_until < due_on:
            self.add_error("late_until", _("This day must not be before the due day."))
        return cleaned
