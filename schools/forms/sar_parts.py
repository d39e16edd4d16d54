"""The parts of a report beside its standards (B4): school data, summary, conclusion."""

import json

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.forms import PortalModelForm
from schools.checks.test_results import impossible
from schools.forms.sar import LevelField, narrative
from schools.models import Sar, TestResult


class WordsForm(PortalModelForm):
    """Some of a report's words. Two people may write on two parts of one report, so that a save is stale only when
    these very words were saved since the form was opened, not whenever the row was."""

    opened_words = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opened_words"].initial = self.digest(self.instance)

    def stated(self, sar):
        """The words of this form as a row has them."""
        return [getattr(sar, sar._meta.get_field(name).attname) for name in self.Meta.fields]

    def digest(self, sar):
        return fingerprint(json.dumps(self.stated(sar), default=str))

    @property
    def was_overtaken(self):
        """Whether what was typed stands on older words than the portal has."""
        return self["opened_words"].value() not in ("", None, self.fields["opened_words"].initial)

    def _is_stale(self, current, opened):
        typed = self.cleaned_data.get("opened_words")
        return typed != self.digest(current) if typed else super()._is_stale(current, opened)

    def _refuse_stale(self, current):
        super()._refuse_stale(current)
        self.data[self.add_prefix("opened_words")] = self.digest(current)

    def has_changed(self):
        return bool(set(self.changed_data) - {"opened_words", "opened_version"})


class SummaryForm(WordsForm):
    """The head's summary and the level of the whole (B4)."""

    class Meta:
        model = Sar
        fields = ["executive_summary", "overall_level"]
        widgets = {"executive_summary": narrative(10)}
        help_texts = {"executive_summary": _("The head's own words, two or three pages at most.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label = Sar._meta.get_field("overall_level").verbose_name
        self.fields["overall_level"] = LevelField(levels=self.instance.framework.levels.all(), label=label)


class ConclusionForm(WordsForm):
    """Part 3: what the school will do next, and what help it wants (B4)."""

    class Meta:
        model = Sar
        fields = ["way_forward", "help_wanted"]
        widgets = {"way_forward": narrative(8), "help_wanted": narrative(5)}
        help_texts = {
            "way_forward": _("What follows from all standards together, and by when."),
            "help_wanted": _("From whom, and what for. The area office reads this first."),
        }


class DataForm(WordsForm):
    """Part 1: the school's situation in words, and the national tests of its grades (B12)."""

    FIGURES = ("takers", "mean", "passed_half")

    class Meta:
        model = Sar
        fields = ["overview"]
        widgets = {"overview": narrative(8)}
        help_texts = {"overview": _("Place, community, staff, what the school is known for. Counts only, no names.")}

    def __init__(self, *args, results, **kwargs):
        self.results = {f"test_{number}": row for number, row in enumerate(results)}
        super().__init__(*args, **kwargs)
        for key, row in self.results.items():
            for part, value in zip(self.FIGURES, self._figures(row), strict=True):
                self.fields[f"{key}_{part}"] = self._field(part, row, value)

    @staticmethod
    def _figures(row):
        return row.takers, row.mean, row.passed_half

    def _field(self, part, row, value):
        label = f"{row.get_test_display()} {row.get_grade_display()} {row.subject}: "
        label += str(TestResult._meta.get_field(part).verbose_name)
        plain = {"label": label, "required": False, "initial": value, "min_value": 0}
        widget = forms.TextInput(
            attrs={"class": "form-control", "inputmode": "decimal", "autocomplete": "off", "aria-label": label}
        )
        if part == "mean":
            return forms.DecimalField(max_value=100, max_digits=5, decimal_places=2, widget=widget, **plain)
        return forms.IntegerField(widget=widget, max_value=99999, **plain)

    def stated(self, sar):
        figures = [[row.test, row.grade, row.subject, *map(str, self._figures(row))] for row in self.results.values()]
        return [*super().stated(sar), *figures]

    def test_rows(self):
        """[(TestResult, [its bound fields])]."""
        return [(row, [self[f"{key}_{part}"] for part in self.FIGURES]) for key, row in self.results.items()]

    def clean(self):
        cleaned = super().clean()
        for key in self.results:
            names = [f"{key}_{part}" for part in self.FIGURES]
            if not set(names) & self.errors.keys() and (wrong := impossible(*map(cleaned.get, names))):
                part, sentence = wrong
                self.add_error(f"{key}_{part}", sentence)
        return cleaned

    def typed_results(self):
        """[(TestResult, (takers, mean, passed_half) as typed)]."""
        return [
            (row, tuple(self.cleaned_data[f"{key}_{part}"] for part in self.FIGURES))
            for key, row in self.results.items()
        ]

    def _refuse_stale(self, current):
        super()._refuse_stale(current)
        for name in self.changed_data:
            if name.startswith("test_"):
                shown = self.fields[name].initial
                value = "–" if shown is None else shown
                self.add_error(name, __("Now in the portal: %(value)s") % {"value": value})
