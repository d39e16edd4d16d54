"""What a proposal begins from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm

from .fields import FIRST_YEAR, LAST_YEAR


class CopyForm(PortalForm):
    fiscal_year = forms.IntegerField(label=_("Into fiscal year (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
