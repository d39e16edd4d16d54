from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm
from qa_portal.office.models import AnnualForeword

from .supervision_book import FORMATS
from .synthesis import PublishForm


class AnnualBookForm(PortalForm):
    """Of which fiscal year (B.E.), and what kind of file."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    format = forms.ChoiceField(label=_("Kind of file"), choices=FORMATS)
    thai_digits = forms.BooleanField(label=_("Thai digits (๑ ๒ ๓)"), required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class ForewordForm(PortalModelForm):
    """The office's own foreword; left blank, the portal's words stand there."""

    class Meta:
        model = AnnualForeword
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}


class PublishBookForm(PublishForm):
    """Of a year that lacks something a person has to say that the book is meant all the same."""

    thai_digits = forms.BooleanField(label=_("Thai digits (๑ ๒ ๓)"), required=False)
    is_meant = forms.BooleanField(
        label=_("I have read what is missing, and publish the book all the same"),
        error_messages={"required": _("Tick this to publish the book of a year that is not finished.")},
    )

    def __init__(self, *args, is_finished, **kwargs):
        super().__init__(*args, **kwargs)
        if is_finished:
            del self.fields["is_meant"]


class CopyForm(PortalForm):
    """What stands on the cover of a copy."""

    code = forms.CharField(label=_("Check code"), max_length=20, help_text=_("Ten letters, as ABCDE-FGHJK"))
    digest = forms.CharField(
        label=_("Digest"),
        max_length=12,
        required=False,
        help_text=_("Eight letters after the code; leave blank to check the code alone."),
    )
