"""A round of external assessment, and of its standards the bands of scores and the school's standards beside them."""

from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm, be_year
from schools.models import EducationLevel, Framework, FrameworkKind, Standard
from supervision.models import AssessmentRound

FRAMEWORKS = {
    "early_childhood_framework": EducationLevel.EARLY_CHILDHOOD,
    "basic_framework": EducationLevel.BASIC,
}


class RoundForm(PortalModelForm):
    class Meta:
        model = AssessmentRound
        fields = ["number", "name", "agency", "first_year", "last_year", *FRAMEWORKS, "has_scores"]
        help_texts = {"first_year": _("Buddhist era, for example 2569"), "last_year": _("Buddhist era")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Framework.objects.offered_to(self.instance.district_id).filter(kind=FrameworkKind.ASSESSOR)
        for name, level in FRAMEWORKS.items():
            self.fields[name].queryset = offered.filter(level=level)
        if self.instance.pk and self.instance.assessments.exists():
            self._keep_frameworks()

    def _keep_frameworks(self):
        """Results were given by these standards: a level that has some keeps them."""
        for name in FRAMEWORKS:
            if getattr(self.instance, name):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Assessments use these standards: they stay.")

    def clean_first_year(self):
        return be_year(self.cleaned_data["first_year"])

    def clean_last_year(self):
        return be_year(self.cleaned_data["last_year"])

    def clean_number(self):
        number = self.cleaned_data["number"]
        same = AssessmentRound.objects.filter(district=self.instance.district_id, number=number)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a round of this number already."))
        return number

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first."))
        if not any(cleaned.get(name) for name in FRAMEWORKS):
            self.add_error(None, _("Choose the assessor's standards of at least one level of education."))
        return cleaned


class StandardsForm(PortalForm):
    """For one framework of an assessor: the least score of each level, and the school's standards that speak of the
    same as each of its standards. `bands` and `links` are what holds now: {level: score}, {standard: school's ids}."""

    def __init__(self, *args, framework, bands, links, with_scores, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = list(framework.levels.all()) if with_scores else []
        self.standards = list(framework.standards.all())
        for level in self.levels:
            self.fields[f"least_{level.pk}"] = forms.DecimalField(
                label=level.name, min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
                initial=bands.get(level.pk),
            )  # fmt: skip
        theirs = Standard.objects.filter(
            framework__in=Framework.objects.offered_to(framework.district_id).for_schools(framework.level)
        ).select_related("framework")
        for standard in self.standards:
            self.fields[f"school_{standard.pk}"] = forms.ModelMultipleChoiceField(
                label=str(standard), queryset=theirs, required=False, initial=links.get(standard.pk, ()),
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields[f"school_{standard.pk}"].label_from_instance = lambda row: f"{row} – {row.framework}"

    def clean(self):
        cleaned = super().clean()
        scores = [cleaned.get(f"least_{level.pk}") for level in self.levels]  # from the highest level
        typed = [score for score in scores if score is not None]
        if typed and None in scores and not self.errors:
            self.add_error(None, _("Type the least score of every level, or of none."))
        elif any(lower >= higher for higher, lower in pairwise(typed)):
            self.add_error(None, _("Each level begins at a lower score than the level above it."))
        return cleaned

    @property
    def bands(self):
        return {level: self.cleaned_data[f"least_{level.pk}"] for level in self.levels}

    @property
    def links(self):
        return {standard: set(self.cleaned_data[f"school_{standard.pk}"]) for standard in self.standards}
