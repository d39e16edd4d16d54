"""Filters that lists of every app share."""

import django_filters
from django.utils.translation import gettext_lazy as _


class YesNoField(django_filters.fields.ChoiceField):
    def clean(self, value):
        return {"true": True, "false": False}.get(super().clean(value))


class YesNoFilter(django_filters.ChoiceFilter):
    """Yes, no or all. A BooleanFilter would offer "unknown" for all, which reads as a third kind of row."""

    field_class = YesNoField

    def __init__(self, **options):
        super().__init__(choices=[("true", _("Yes")), ("false", _("No"))], **options)
