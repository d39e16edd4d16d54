"""Recording a visit, step by step: facts and team, the instrument's sections, impressions and problems."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, past_day
from supervision.forms.plan import VisitForm
from supervision.models import ItemKind, Visit
from supervision.services.answers import answers_version

NOT_APPLICABLE = "na"
STALE = _("Somebody else saved this while you were typing. Nothing of yours is lost: compare and save again.")


class FactsForm(VisitForm):
    visited_on = BEDateField(label=_("Visited on"))
    others = forms.CharField(
        label=_("Others who took part"),
        help_text=_("People without an account, one a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    field_order = ["visited_on", "lead", "members", "others"]

    class Meta:
        model = Visit
        fields = ["visited_on", "purpose", "purpose_text", "instrument", "others"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.visited_on is None:
            self.initial["visited_on"] = self.instance.planned_on

    def clean_visited_on(self):
        return past_day(self.cleaned_data["visited_on"])


class WordsForm(PortalModelForm):
    class Meta:
        model = Visit
        fields = ["impressions", "problems", "notes"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in fields}


class SectionForm(PortalForm):
    """One section of the instrument: for each item its answer and a note. Half a section can be saved.

    It carries `opened`, the version of the section's answers that it was opened on (services.answers)."""

    opened = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, visit, section, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit, self.section = visit, section
        self.items = list(section.items.prefetch_related("descriptions"))
        self.levels = list(visit.instrument.levels.all())
        self.answers = {
            answer.item_id: answer for answer in visit.answers.filter(item__section=section).select_related("level")
        }
        self.fields["opened"].initial = answers_version(visit, section)
        for item in self.items:
            self._add_fields(item)

    def _add_fields(self, item):
        answer = self.answers.get(item.pk)
        self.fields[f"answer_{item.pk}"] = self._answer_field(item, answer)
        if item.kind != ItemKind.TEXT:
            self.fields[f"note_{item.pk}"] = forms.CharField(
                label=_("Note to %(number)s") % {"number": item.number},
                initial=answer.note if answer else "",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )

    def _answer_field(self, item, answer):
        label, initial = str(item), _initial(item, answer)
        if item.kind == ItemKind.TEXT:
            widget = forms.Textarea(attrs={"rows": 3, "class": "form-control"})
            return forms.CharField(label=label, initial=initial, required=False, widget=widget)
        choices = self._choices(item)
        return forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=False, widget=forms.RadioSelect
        )

    def _choices(self, item):
        if item.kind == ItemKind.YES_NO:
            choices = [("yes", _("Yes")), ("no", _("No"))]
        else:
            choices = [(str(level.value), level.word) for level in self.levels]
        return [*choices, (NOT_APPLICABLE, _("Not applicable"))] if item.allows_na else choices

    def rows(self):
        """What the page draws: (item, answer field, note field or None, what each choice means)."""
        for item in self.items:
            note = self[f"note_{item.pk}"] if f"note_{item.pk}" in self.fields else None
            yield item, self[f"answer_{item.pk}"], note, self._choice_rows(item)

    def _choice_rows(self, item):
        described = {row.level_id: row.text for row in item.descriptions.all()}
        meanings = {str(level.value): described.get(level.pk, level.description) for level in self.levels}
        if item.kind == ItemKind.TEXT:
            return []
        return [(radio, meanings.get(radio.data["value"], "")) for radio in self[f"answer_{item.pk}"]]

    def clean(self):
        cleaned = super().clean()
        current = answers_version(self.visit, self.section)
        if cleaned.get("opened") is not None and cleaned["opened"] != current:
            self._refuse_stale(current)
        return cleaned

    def _refuse_stale(self, current):
        self.add_error(None, STALE)
        for name in self.changed_data:
            if name != "opened":
                shown = self.fields[name].initial
                shown = dict(getattr(self.fields[name], "choices", ())).get(shown, shown)
                self.add_error(name, _("Now in the portal: %(value)s") % {"value": shown or "–"})
        self.data = self.data.copy()
        self.data["opened"] = current

    def given(self):
        """{item: fields of its Answer} of everything in the section, for services.save_answers."""
        levels = {str(level.value): level for level in self.levels}
        return {item: self._given(item, levels) for item in self.items}

    def _given(self, item, levels):
        value = self.cleaned_data[f"answer_{item.pk}"]
        is_text, is_yes_no = item.kind == ItemKind.TEXT, item.kind == ItemKind.YES_NO
        return {
            "level": levels.get(value) if item.is_rated else None,
            "is_yes": {"yes": True, "no": False}.get(value) if is_yes_no else None,
            "text": value if is_text else "",
            "not_applicable": value == NOT_APPLICABLE and not is_text,
            "note": self.cleaned_data.get(f"note_{item.pk}", ""),
        }


def _initial(item, answer):
    if answer is None:
        return ""
    if item.kind == ItemKind.TEXT:
        return answer.text
    if answer.not_applicable:
        return NOT_APPLICABLE
    if item.kind == ItemKind.YES_NO:
        return {True: "yes", False: "no", None: ""}[answer.is_yes]
    return str(answer.level.value) if answer.level else ""
