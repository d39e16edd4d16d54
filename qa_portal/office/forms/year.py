from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm


class YearForm(PortalForm):
    """Which fiscal year (B.E.) a page shows; the first choice stands where none or an unknown one is asked for."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]
