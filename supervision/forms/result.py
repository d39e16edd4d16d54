"""One result paper: the overall judgement, and the level, score and note of each standard."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import BEDateField, MoneyField, UploadField, past_day
from qa_portal.core.kept_files import KeepsUpload
from schools.models import QualityLevel
from supervision.forms.kept import KeptForm
from supervision.models import ResultPaper
from supervision.services.results import save_result

CERTIFIED = [("", _("Not stated")), ("yes", _("Certified")), ("no", _("Not certified"))]
FACTS = ("level", "score", "note")


class ScoreField(MoneyField):
    """A score from 0 to 100, in Thai digits too."""

    def __init__(self, **kwargs):
        super().__init__(max_digits=5, max_value=Decimal(100), required=False, **kwargs)

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            raise ValidationError(_("Please type a score from 0 to 100."), code="invalid") from error


class LevelField(forms.ModelChoiceField):
    def label_from_instance(self, level):
        return level.name


class ResultPaperForm(KeepsUpload, KeptForm):
    """What is left empty is not stated; nothing is worked out of anything."""

    kept_field = "paper"
    dated = BEDateField(label=_("Date of the paper"), required=False)
    level = LevelField(QualityLevel.objects.none(), label=_("Overall level"), required=False)
    score = ScoreField(label=_("Overall score"))
    is_certified = forms.TypedChoiceField(
        label=_("Certification"),
        choices=CERTIFIED,
        required=False,
        empty_value=None,
        coerce=lambda value: value == "yes",
    )
    paper = UploadField(
        label=_("The paper (PDF)"),
        required=False,
        allowed={files.PDF},
        help_text=_("A new file takes the place of the one that is there."),
    )

    class Meta:
        model = ResultPaper
        fields = ["dated", "level", "score", "is_certified", "strengths", "to_develop"]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in ("strengths", "to_develop")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        assessment = self.instance.assessment
        framework = assessment.framework
        levels = QualityLevel.objects.filter(framework=framework)
        self.has_scores = assessment.round.has_scores
        self.standards = list(framework.standards.all()) if framework else []
        self.fields["level"].queryset = levels
        self.fields["level"].empty_label = _("Not stated")
        self.initial["is_certified"] = {True: "yes", False: "no", None: ""}[self.instance.is_certified]
        if not self.has_scores:
            del self.fields["score"]
        self._add_standards(levels)

    def _add_standards(self, levels):
        there = {row.standard_id: row for row in self.instance.standards.all()} if self.instance.pk else {}
        choices = LevelField(levels).choices  # read once for all standards
        choices = [("", _("Not stated")), *list(choices)[1:]]
        for standard in self.standards:
            row = there.get(standard.pk)
            self.fields[f"level_{standard.pk}"] = LevelField(levels, label=_("Level"), required=False)
            self.fields[f"level_{standard.pk}"].choices = choices
            self.fields[f"level_{standard.pk}"].initial = row and row.level_id
            if self.has_scores:
                self.fields[f"score_{standard.pk}"] = ScoreField(label=_("Score"), initial=row and row.score)
            self.fields[f"note_{standard.pk}"] = forms.CharField(
                label=_("Note"),
                required=False,
                initial=row.note if row else "",
                widget=forms.Textarea(attrs={"rows": 1}),
            )

    def rows(self):
        """What the page draws: (standard, its fields)."""
        for standard in self.standards:
            names = (f"{fact}_{standard.pk}" for fact in FACTS)
            yield standard, [self[name] for name in names if name in self.fields]

    def overall(self):
        """The fields that are about the whole."""
        names = ("dated", "level", "score", "is_certified", "strengths", "to_develop", "paper")
        return [self[name] for name in names if name in self.fields]

    def clean_dated(self):
        return past_day(self.cleaned_data["dated"])

    def _refuse_stale(self, current):
        super()._refuse_stale(current)
        names = [name for name in self.changed_data if name.partition("_")[2].isdecimal()]
        for name in names:
            shown = self[name].initial
            shown = dict(getattr(self.fields[name], "choices", ())).get(shown, shown)
            self.add_error(name, _("Now in the portal: %(value)s") % {"value": shown or "–"})

    def save(self, commit=True):
        rows = {standard: self._given(standard) for standard in self.standards}
        return save_result(super().save(commit=False), rows=rows, stored=self.stored)

    def _given(self, standard):
        names = {fact: f"{fact}_{standard.pk}" for fact in FACTS}
        return {fact: self.cleaned_data[name] for fact, name in names.items() if name in self.fields}
