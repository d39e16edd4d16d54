"""Form fields and the one form base that every app's forms use."""

import re
from datetime import date
from decimal import Decimal

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files, kept_files
from qa_portal.core.thai import format_date, normalise, parse_date, parse_number, to_be


class BEDateInput(forms.DateInput):
    """Shows and takes dd/mm/B.E.; works without JavaScript."""

    def __init__(self, attrs=None):
        super().__init__(
            {"inputmode": "numeric", "placeholder": _("dd/mm/B.E."), "autocomplete": "off"} | (attrs or {})
        )

    def format_value(self, value):
        if hasattr(value, "year"):
            return f"{value.day:02}/{value.month:02}/{to_be(value.year)}"
        return value


class BEDateField(forms.DateField):
    """A day typed in Thai years, in any form that core.thai.parse_date reads; stored ISO."""

    widget = BEDateInput

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("For example 21/11/2569"))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return parse_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


def past_day(day):
    """The day of something that has happened. ValidationError for a day to come."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return day


def coming_day(day):
    """The day of something that is still to be done. ValidationError for a day that has passed."""
    if day and day < timezone.localdate():
        raise ValidationError(_("This day has passed."))
    return day


FIRST_BE_YEAR, LAST_BE_YEAR = 2500, 2700
"""Whoever types a year outside of these means another era."""


def be_year(year):
    """The validator of a year (B.E.). ValidationError for one that was typed in another era."""
    if not FIRST_BE_YEAR <= year <= LAST_BE_YEAR:
        raise ValidationError(_("Please type the year in the Buddhist era, for example 2568."))
    return year


class MoneyField(forms.DecimalField):
    """Baht with commas, Thai digits or ".-" as people type them; two decimals, never negative."""

    def __init__(self, **kwargs):
        kwargs = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0)} | kwargs
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return parse_number(value)
        except ValueError as error:
            raise ValidationError(_("Please type an amount in baht, for example 12,500."), code="invalid") from error


class UploadInput(forms.FileInput):
    """A file that comes with the form, or the ticket of one that static/js/upload.js has brought before it."""

    def value_from_datadict(self, data, files, name):
        return super().value_from_datadict(data, files, name) or data.get(f"{name}_ticket") or None

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and f"{name}_ticket" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if isinstance(value, files.KeptUpload):
            context["widget"]["attrs"] |= {"data-ticket": value.ticket, "data-kept": value.name}
        return context


class UploadField(forms.FileField):
    """An upload whose content is checked at once, so that the error stands at the field."""

    widget = UploadInput
    default_error_messages = {"required": _("Choose a file.")}

    def __init__(self, *, allowed=files.PAPERS, **kwargs):
        self.allowed = allowed
        super().__init__(**kwargs)
        self.widget.attrs |= {"accept": ",".join(sorted(allowed)), "data-upload": reverse_lazy("core:upload_list")}

    def clean(self, data, initial=None):
        data = kept_files.open_ticket(data) if isinstance(data, str) else super().clean(data, initial)
        if data and data is not initial:
            files.examine(data, self.allowed)
        return data

    def bound_data(self, data, initial):
        """A ticket comes back with a form in which something else was refused."""
        if not isinstance(data, str):
            return initial
        try:
            return kept_files.open_ticket(data)
        except ValidationError:
            return initial


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows; a key that no database could hold is one that is not on offer."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except OverflowError as error:
            sentence = self.error_messages["invalid_choice"]
            raise ValidationError(sentence, code="invalid_choice", params={"value": "…"}) from error


GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class ThaiTextMixin:
    """Typed text is stored normalised (one way to write each Thai word); the lines of a long text stay lines. The
    field's own limits hold for the normalised text too, which may be longer than what was typed. A number may be typed
    in Thai digits (templates/django/forms/widgets/number.html) and with commas: ๑,๒๐๐."""

    def _widget_data_value(self, widget, html_name):
        value = super()._widget_data_value(widget, html_name)
        if isinstance(widget, forms.NumberInput) and isinstance(value, str):
            return GROUPING.sub("", value)
        return value

    @cached_property
    def changed_data(self):
        """Without the long texts that are other only by the ends of their lines, which a browser sends its own way."""
        return [name for name in super().changed_data if not self._has_same_lines(name)]

    def _has_same_lines(self, name):
        typed, before = self[name].data, self[name].initial
        return isinstance(typed, str) and "\r\n" in typed and typed.replace("\r\n", "\n").strip() == before

    def _clean_fields(self):
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                self._normalise(name, self.fields[name], value)

    def _normalise(self, name, field, value):
        is_long = isinstance(field.widget, forms.Textarea)
        self.cleaned_data[name] = text = normalise(value.replace("\r\n", "\n"), collapse=not is_long)
        try:
            field.run_validators(text)
        except ValidationError as error:
            self.add_error(name, error)


class PortalForm(ThaiTextMixin, forms.Form):
    """A form without a row of its own. The page draws the form tag and the buttons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper()


class PortalModelForm(ThaiTextMixin, forms.ModelForm):
    """A form of one Tracked row. It carries the version that it was opened on: when somebody else saved meanwhile, the
    save is refused, what was typed stays in the form, and each field's present value is said beside it.

    Call `is_valid` and `save` in one transaction: the row is locked in between."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper()
        self.fields["opened_version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        opened = cleaned.get("opened_version")
        if self.instance.pk and opened is not None:
            current = type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)
            if self._is_stale(current, opened):
                self._refuse_stale(current)
        return cleaned

    def _is_stale(self, current, opened):
        """Whether what this form writes on was saved since; a form of some of a row's words may ask less."""
        return current.version != opened

    def _refuse_stale(self, current):
        self.add_error(
            None, _("Somebody else saved this while you were typing. Nothing of yours is lost: compare and save again.")
        )
        for name in self.changed_data:
            if name in self.fields and hasattr(current, name):
                now = self._shown(current, name)
                self.add_error(name, _("Now in the portal: %(value)s") % {"value": now})
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = current.version

    def _shown(self, current, name):
        display = getattr(current, f"get_{name}_display", None)
        value = display() if display else getattr(current, name)
        if hasattr(value, "all"):
            return ", ".join(str(item) for item in value.all()) or "–"
        if isinstance(value, date):
            return format_date(value)
        return "–" if value in (None, "") else value


def as_typed(form):
    """A bound form, or formset, as it was typed and not judged yet: for half-finished typing that is put back."""
    for part in getattr(form, "forms", ()):
        as_typed(part)
    form._errors = [{} for _part in form.forms] if hasattr(form, "forms") else ErrorDict()
    form._non_form_errors = ErrorList()
    return form


def page_helper():
    helper = FormHelper()
    helper.form_tag = False
    helper.form_show_errors = True
    helper.use_custom_control = True
    return helper


class SheetForm(PortalForm):
    """Step 1 of an import."""

    file = UploadField(label=_("File (Excel or CSV)"), allowed=files.SHEETS)


class SheetConfirmForm(PortalForm):
    """Step 2: confirms exactly the plan that was shown."""

    digest = forms.CharField(widget=forms.HiddenInput)


class NoteForm(PortalForm):
    """What a transition asks: a note, needed or not."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=4000)

    def __init__(self, *args, transition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = transition.note_label
        self.fields["note"].required = transition.needs_note
