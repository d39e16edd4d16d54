from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import PortalForm, PortalModelForm, UploadField
from schools.models import OwnSection, StandardSection


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
        fields = ["level", "reason", "process", "results", "strengths", "points_to_develop", "plan", "help_wanted"]
        widgets = {name: narrative() for name in fields[1:]}
        help_texts = {
            "reason": _("What proves it: why this level and not the one above."),
            "plan": _("What the school will do, and by when."),
            "help_wanted": _("What the school cannot do alone for this standard."),
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


class OwnStandardForm(PortalModelForm):
    """The screen of a standard that the school added itself."""

    class Meta:
        model = OwnSection
        fields = ["level", "reason", "results", "strengths", "points_to_develop", "plan"]
        widgets = {name: narrative() for name in fields[1:]}
        help_texts = StandardForm.Meta.help_texts

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(levels=levels, label=OwnSection._meta.get_field("level").verbose_name)

    def text_fields(self):
        return [self[name] for name in self.Meta.fields[1:]]


class SarUploadForm(PortalForm):
    upload = UploadField(
        label=_("PDF of the report"), allowed={files.PDF}, help_text=_("One PDF of at most 100 MB, without a password.")
    )
