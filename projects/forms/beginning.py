"""What a proposal begins from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ProjectTemplate
from qa_portal.core.forms import PortalForm, PortalModelForm

from .fields import FIRST_YEAR, LAST_YEAR


class CopyForm(PortalForm):
    fiscal_year = forms.IntegerField(label=_("Into fiscal year (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class BeginForm(PortalForm):
    name = forms.CharField(label=_("Project name"), max_length=500)
    fiscal_year = forms.IntegerField(label=_("Fiscal year (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class TemplateForm(PortalModelForm):
    """A new template is in use; only one that is there can be ended."""

    class Meta:
        model = ProjectTemplate
        fields = ["name", "hint", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
