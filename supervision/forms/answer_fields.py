"""The field of an answer, by the kind of its item. Each carries the answer as `Answer.typed` does, also what a phone
sends (imports.field): the points of a level, "yes", "no", a number, the key of a choice, words, or "na"."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import UploadField
from qa_portal.core.models import AGREED
from qa_portal.core.thai import parse_number
from supervision.models import Answer, ItemKind

NOT_APPLICABLE = "na"
NA_CHOICE = (NOT_APPLICABLE, _("Not applicable"))


class NumberOrNA(forms.MultiWidget):
    """A box for the number and, where it may be, a tick for “not applicable”."""

    template_name = "supervision/widgets/number_or_na.html"

    def __init__(self, *, allows_na):
        box = forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__({"": box, "na": forms.CheckboxInput()} if allows_na else {"": box})

    def decompress(self, value):
        return ["", True] if value == NOT_APPLICABLE else [value, False]

    def value_from_datadict(self, data, given_files, name):
        return NOT_APPLICABLE if data.get(f"{name}_na") else data.get(name, "")

    def value_omitted_from_data(self, data, given_files, name):
        return name not in data and f"{name}_na" not in data

    def id_for_label(self, id_):
        return f"{id_}_0"


class NumberField(forms.CharField):
    """A number with Thai digits or commas, as `Answer.number` keeps it; "" for none, "na" where that may be."""

    def __init__(self, item, **kwargs):
        self.item = item
        super().__init__(widget=NumberOrNA(allows_na=item.allows_na), **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text or (text == NOT_APPLICABLE and self.item.allows_na):
            return text
        try:
            number = parse_number(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        self._check(number)
        return f"{number.normalize():f}"

    def _check(self, number):
        least, most = self.item.least, self.item.most
        if least is not None and number < least:
            raise ValidationError(_("At least %(least)s."), params={"least": f"{least.normalize():f}"})
        if most is not None and number > most:
            raise ValidationError(_("At most %(most)s."), params={"most": f"{most.normalize():f}"})
        Answer._meta.get_field("number").clean(number, None)


class NAField(forms.BooleanField):
    """The answer to a photo item besides its photos: “not applicable”, or nothing."""

    def clean(self, value):
        return NOT_APPLICABLE if super().clean(value) else ""


def answer_field(item, levels, answer):
    """The field of an item, showing its Answer (or None)."""
    facts = {"label": str(item), "initial": answer.typed if answer else "", "required": False}
    if item.kind == ItemKind.TEXT:
        return forms.CharField(**facts, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}))
    if item.kind == ItemKind.NUMBER:
        return NumberField(item, **facts)
    if item.kind == ItemKind.PHOTO:
        return NAField(**facts, disabled=not item.allows_na)
    return forms.ChoiceField(**facts, choices=choices_of(item, levels), widget=forms.RadioSelect)


def choices_of(item, levels):
    """(what is typed, what it is called) of an item that is chosen."""
    if item.kind == ItemKind.YES_NO:
        choices = [("yes", _("Yes")), ("no", _("No"))]
    elif item.kind == ItemKind.CHOICE:
        choices = [(str(row.pk), row.text) for row in item.choices.all()]
    else:
        choices = [(str(level.value), level.word) for level in levels]
    return [*choices, NA_CHOICE] if item.allows_na else choices


def photo_fields(item):
    """The fields with which a photo of an item is added."""
    label = _("Photo for %(number)s") % {"number": item.number}
    caption = _("Caption of the photo for %(number)s") % {"number": item.number}
    box = forms.TextInput(attrs={"class": "form-control"})
    photo = UploadField(label=label, allowed=files.PHOTOS, required=False)
    photo.widget.attrs["class"] = "form-control"
    return {
        f"photo_{item.pk}": photo,
        f"caption_{item.pk}": forms.CharField(label=caption, max_length=300, required=False, widget=box),
        f"consent_{item.pk}": forms.BooleanField(label=AGREED, required=False),
    }


def answer_fields(item, typed, levels):
    """The fields of the Answer that was typed for an item. `levels`: {points: level}."""
    is_na = typed == NOT_APPLICABLE and item.kind != ItemKind.TEXT
    said = "" if is_na else typed
    return {
        "level": levels.get(said) if item.kind == ItemKind.RATED else None,
        "is_yes": {"yes": True, "no": False}.get(said) if item.kind == ItemKind.YES_NO else None,
        "number": Decimal(said) if item.kind == ItemKind.NUMBER and said else None,
        "choice": _choice(item, said) if item.kind == ItemKind.CHOICE else None,
        "text": said if item.kind == ItemKind.TEXT else "",
        "not_applicable": is_na,
    }


def _choice(item, typed):
    return next((row for row in item.choices.all() if str(row.pk) == typed), None)
