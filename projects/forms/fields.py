"""Fields that keep what was typed and say at once what cannot be read in it."""

from django import forms
from django.core.exceptions import ValidationError

from projects.formula import FormulaError, parse_formula, read_stated

FIRST_YEAR, LAST_YEAR = 2540, 2640


class CheckedTextField(forms.CharField):
    """A text that is kept as typed but must be readable; the reader's sentence stands at the field."""

    read = None

    def clean(self, value):
        text = super().clean(value)
        try:
            type(self).read(text)
        except FormulaError as error:
            raise ValidationError(str(error), code="invalid") from error
        return text


class StatedField(CheckedTextField):
    """Baht as the form states it: an amount, "-", "ไม่มี" or blank."""

    read = staticmethod(read_stated)


class FormulaField(CheckedTextField):
    read = staticmethod(parse_formula)
