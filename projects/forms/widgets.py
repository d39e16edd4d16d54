"""Widgets and fields of tables with hundreds of rows: options are listed once, and drawn without a template each."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _


class PlainSelect(forms.Select):
    """Draws what Django's select draws, without groups of options."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(item) for item in self.format_value(value)}
        options = mark_safe("".join(_option(key, label, chosen) for key, label in self.choices))
        return format_html("<select{}>{}</select>", flatatt(self._attributes(name, attrs)), options)

    def _attributes(self, name, attrs):
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return attributes | ({"multiple": True} if self.allow_multiple_selected else {})


class PlainSelectMultiple(PlainSelect, forms.SelectMultiple):
    pass


def _option(key, label, chosen):
    key = "" if key is None else str(key)
    mark = " selected" if key in chosen else ""
    return f'<option value="{escape(key)}"{mark}>{escape(label)}</option>'


PLAIN = {forms.Select: PlainSelect, forms.SelectMultiple: PlainSelectMultiple}


def draw_plainly(field):
    """Give a field with options the plain widget in the place of Django's."""
    plain = PLAIN.get(type(field.widget))
    if plain:
        choices, attributes = field.choices, field.widget.attrs
        field.widget = plain(attributes)
        field.widget.choices = choices


class RowChoiceField(forms.ModelChoiceField):
    """One of rows that are read once for a whole table (`offer`)."""

    default_error_messages = {"invalid_choice": _("This is not one of this project's own.")}

    def offer(self, rows):
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", self.empty_label), *((row.pk, str(row)) for row in rows)]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        row = self.rows.get(str(getattr(value, "pk", value)))
        if row is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return row
