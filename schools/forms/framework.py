from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm, be_year
from schools.models import Framework, FrameworkKind
from schools.services.mapping import Matches


class FrameworkForm(PortalModelForm):
    """The head of a framework; its levels, standards and items come by Excel or in the back office."""

    class Meta:
        model = Framework
        fields = ["kind", "level", "name", "code", "year", "in_force_from"]
        help_texts = {
            "code": _("Short and never used twice, for example BASIC-2569."),
            "in_force_from": _("Buddhist era, for example 2569"),
        }

    def clean_year(self):
        return be_year(self.cleaned_data["year"])

    def clean_in_force_from(self):
        return be_year(self.cleaned_data["in_force_from"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == FrameworkKind.SCHOOL and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", _("School standards are of one level of education: choose which."))
        return cleaned


class CopyForm(FrameworkForm):
    """The new version has the kind and level of the one that it copies."""

    class Meta(FrameworkForm.Meta):
        fields = ["name", "code", "year", "in_force_from"]


class MatchForm(PortalForm):
    """Which older rows each newer one continues, and as which newer level each older level continues.

    `groups` are for the page: (newer row, its field) of standards and items; `levels` (older level, its field)."""

    def __init__(self, *args, older, newer, matches, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {"standard": list(newer["standards"]), "item": list(newer["items"])}
        for kind, names in (("standard", "standards"), ("item", "items")):
            choices = [(row.pk, str(row)) for row in older[names]]
            for row in self.rows[kind]:
                chosen = sorted(getattr(matches, names).get(row.pk, ()))
                self.fields[f"{kind}_{row.pk}"] = _many(row, choices, chosen)
        self.older_levels = list(older["levels"])
        choices = [("", _("continues as none"))] + [(row.pk, str(row)) for row in newer["levels"]]
        for row in self.older_levels:
            initial = matches.levels.get(row.pk)
            self.fields[f"level_{row.pk}"] = forms.TypedChoiceField(
                label=str(row), choices=choices, coerce=int, required=False, initial=initial, empty_value=None
            )

    def groups(self, kind):
        return [(row, self[f"{kind}_{row.pk}"]) for row in self.rows[kind]]

    @property
    def standards(self):
        return self.groups("standard")

    @property
    def items(self):
        return self.groups("item")

    @property
    def levels(self):
        return [(row, self[f"level_{row.pk}"]) for row in self.older_levels]

    def matches(self):
        levels = {row.pk: self.cleaned_data[f"level_{row.pk}"] for row in self.older_levels}
        return Matches(self._chosen("standard"), self._chosen("item"), {old: new for old, new in levels.items() if new})

    def _chosen(self, kind):
        chosen = {row.pk: set(self.cleaned_data[f"{kind}_{row.pk}"]) for row in self.rows[kind]}
        return {pk: older for pk, older in chosen.items() if older}


def _many(row, choices, chosen):
    return forms.TypedMultipleChoiceField(
        label=str(row),
        choices=choices,
        coerce=int,
        required=False,
        initial=chosen,
        widget=forms.CheckboxSelectMultiple,
    )
