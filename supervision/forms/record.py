"""Recording a visit, step by step: facts and team, the instrument's sections, impressions and problems."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, past_day
from supervision.forms.answer_fields import answer_field, answer_fields, photo_fields
from supervision.forms.visit import VisitForm
from supervision.models import ArrivalBand, ItemKind, Visit, asked_items, rule_in_words
from supervision.services.answers import answers_version

STALE = _("Somebody else saved this while you were typing. Nothing of yours is lost: compare and save again.")


class FactsForm(VisitForm):
    visited_on = BEDateField(label=_("Visited on"))
    others = forms.CharField(
        label=_("Others who took part"),
        help_text=_("People without an account, one a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    field_order = ["visited_on", "arrival", "lead", "members", "others"]

    class Meta:
        model = Visit
        fields = ["visited_on", "arrival", "purpose", "purpose_text", "instrument", *Visit.FACTS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["arrival"].choices = [("", _("Not noted")), *ArrivalBand.choices]
        if self.instance.visited_on is None:
            self.initial["visited_on"] = self.instance.planned_on

    def clean_visited_on(self):
        return past_day(self.cleaned_data["visited_on"])


class WordsForm(PortalModelForm):
    class Meta:
        model = Visit
        fields = Visit.WORDS
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in fields}


@dataclass(frozen=True)
class ItemRow:
    """What the page draws of one item. `choices`: (radio, what it means, its word in rules) of an item that is chosen;
    `add`: the fields of one more photo. `rule`: when it is asked, in words; `before`: whether that is so by an answer
    on an earlier page, None where the answer stands on this page."""

    item: object
    answer: object
    note: object
    choices: list
    add: list
    photos: list
    rule: str
    before: bool | None

    @property
    def kind(self):
        return self.item.kind


class SectionForm(PortalForm):
    """One section of the instrument: for each item its answer and a note. Half a section can be saved.

    It carries `opened`, the version of the section's answers that it was opened on (services.answers). The same answers
    sent twice are no conflict. `visit`: a Visit, or a Sheet, which holds answers alike."""

    opened = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, visit, section, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit, self.section = visit, section
        self.items = self._items()
        self.levels = list(visit.instrument.levels.all())
        self.answers = self._held()
        self.fields["opened"].initial = self._version()
        for item in self.items:
            self._add_fields(item)

    def _items(self):
        return list(self.section.items.select_related("asked_if").prefetch_related("descriptions", "choices"))

    def _held(self):
        given = self.visit.answers.filter(item__section=self.section).select_related("level", "choice")
        return {answer.item_id: answer for answer in given}

    def _version(self):
        return answers_version(self.visit, self.section)

    def _add_fields(self, item):
        answer = self.answers.get(item.pk)
        self.fields[f"answer_{item.pk}"] = answer_field(item, self.levels, answer)
        if item.kind == ItemKind.PHOTO:
            self.fields |= photo_fields(item)
        if item.kind != ItemKind.TEXT:
            self.fields[f"note_{item.pk}"] = forms.CharField(
                label=_("Note to %(number)s") % {"number": item.number},
                initial=answer.note if answer else "",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )

    # ---- what the page draws

    def rows(self):
        photos = self._photos()
        before = self._asked_before()
        for item in self.items:
            own = [photo for photo in photos if photo.item_id == item.pk]
            yield ItemRow(
                item,
                self[f"answer_{item.pk}"],
                self[f"note_{item.pk}"] if f"note_{item.pk}" in self.fields else None,
                self._choice_rows(item),
                [self[name] for name in (photo_fields(item) if item.kind == ItemKind.PHOTO else ())],
                own,
                rule_in_words(item, self.levels),
                before.get(item.pk),
            )

    def _photos(self):
        has_some = any(item.kind == ItemKind.PHOTO for item in self.items)
        return list(self.visit.photos.select_related("file")) if has_some else []

    def _asked_before(self):
        """{key: is asked} of the items that hang on an answer of another page."""
        own = {item.pk for item in self.items}
        hanging = [item.pk for item in self.items if item.asked_if_id and item.asked_if_id not in own]
        if not hanging:
            return {}
        sections = self.visit.instrument.sections.prefetch_related("items")
        items = [item for section in sections for item in section.items.all()]
        answers = self.visit.answers.select_related("level", "choice")
        asked = asked_items(items, {answer.item_id: answer.word for answer in answers})
        return {key: key in asked for key in hanging}

    def _choice_rows(self, item):
        answer = self[f"answer_{item.pk}"]
        if not isinstance(self.fields[answer.name], forms.ChoiceField):
            return []
        described = {row.level_id: row.text for row in item.descriptions.all()}
        meanings = {str(level.value): described.get(level.pk, level.description) for level in self.levels}
        meanings = meanings if item.is_rated else {}
        words = {str(row.pk): row.text for row in item.choices.all()}
        radios = ((radio, radio.data["value"]) for radio in answer)
        return [(radio, meanings.get(value, ""), words.get(value, value)) for radio, value in radios]

    # ---- what was typed

    def clean(self):
        cleaned = super().clean()
        current = self._version()
        if cleaned.get("opened") is not None and cleaned["opened"] != current and self._says_otherwise():
            self._refuse_stale(current)
        return cleaned

    def _says_otherwise(self):
        """Whether any answer differs from what is held now."""
        return any(name.startswith(("answer_", "note_")) for name in self.changed_data)

    def _refuse_stale(self, current):
        self.add_error(None, STALE)
        for name in self.changed_data:
            if name.startswith(("answer_", "note_")):
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
        fields = answer_fields(item, self.cleaned_data[f"answer_{item.pk}"], levels)
        return fields | {"note": self.cleaned_data.get(f"note_{item.pk}", "")}

    def given_photos(self):
        """(item, upload, caption, consent) of each photo that came along."""
        for item in self.items:
            upload = self.cleaned_data.get(f"photo_{item.pk}")
            if upload:
                caption = self.cleaned_data[f"caption_{item.pk}"] or str(item)[:300]
                yield item, upload, caption, self.cleaned_data[f"consent_{item.pk}"]


class SectionPreview(SectionForm):
    """A section as it will be asked, of no visit: nothing is answered, nothing is saved."""

    parts = ("sections__items__asked_if", "sections__items__descriptions", "sections__items__choices", "levels")
    # of an instrument, for prefetch_related: then a section asks nothing of the database

    def _items(self):
        return list(self.section.items.all())

    def _held(self):
        return {}

    def _version(self):
        return 0

    def _photos(self):
        return []

    def _asked_before(self):
        return {}
