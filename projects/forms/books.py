from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")]


class BookForm(forms.Form):
    """Which book of which fiscal year (B.E.), and what kind of file."""

    book = forms.ChoiceField(choices=[("plan", _("Annual action plan")), ("result", _("Annual result book"))])
    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    format = forms.ChoiceField(choices=FORMATS)
    thai_digits = forms.BooleanField(label=_("Thai digits (๑ ๒ ๓)"), required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
