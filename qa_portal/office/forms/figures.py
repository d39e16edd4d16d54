from functools import cache, partial

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, past_day
from qa_portal.office.reports import narrowing


class FiguresForm(PortalForm):
    """Of which fiscal year (B.E.) and schools a page of figures is. A year that the office has nothing of shows the
    present one."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args, district, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]
        for name, label in narrowing.LABELS.items():
            offered = cache(partial(_offered, name, district))
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=offered)

    @property
    def narrowing_fields(self):
        return [self[name] for name in narrowing.LABELS]

    @property
    def asked(self):
        """(label, word) of what the schools were narrowed by."""
        return [
            (self.fields[name].label, dict(self.fields[name].choices)[value])
            for name, value in self.narrowing.asked.items()
        ]

    @property
    def narrowing(self):
        """Of what was asked in words that mean something; `errors` says what did not."""
        return narrowing.Narrowing(**{name: self.cleaned_data.get(name, "") for name in narrowing.CONDITIONS})


class AsAtForm(FiguresForm):
    """Of which day, and which schools. The year follows the day."""

    day = BEDateField(label=_("As at"), required=False, validators=[past_day])


def _offered(name, district):
    return [("", _("All")), *narrowing.choices(name, district)]
