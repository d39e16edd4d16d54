from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm
from schools.models import Network

FORMATS = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")]


class SupervisionBookForm(PortalForm):
    """Of which fiscal year (B.E.), of the whole office or of one network, and what kind of file."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.none(), required=False, empty_label=_("The whole office")
    )
    format = forms.ChoiceField(label=_("Kind of file"), choices=FORMATS)
    thai_digits = forms.BooleanField(label=_("Thai digits (๑ ๒ ๓)"), required=False)

    def __init__(self, *args, years, district, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["network"].queryset = Network.objects.filter(district=district).order_by("name_sort")
