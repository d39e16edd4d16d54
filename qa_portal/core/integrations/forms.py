from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm
from qa_portal.core.models import WebhookSubscription

from . import events, guard
from .resources import AREAS

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("1 year")), (730, _("2 years"))]
RATES = [(30, "30"), (60, "60"), (120, "120"), (600, "600")]


class TokenForm(PortalForm):
    """What a new token is for, what it may read and for how long."""

    name = forms.CharField(
        label=_("System that uses it"),
        max_length=100,
        help_text=_("For example “BI of the ministry”. No person's name."),
    )
    areas = forms.MultipleChoiceField(
        label=_("May read"),
        choices=list(AREAS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what that system needs."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=365)
    per_minute = forms.TypedChoiceField(label=_("Requests a minute"), choices=RATES, coerce=int, initial=60)


class WebhookForm(PortalModelForm):
    """The address of another system and what it is told."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Must begin with https:// and lead to a machine on the public internet."),
    )
    kinds = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = WebhookSubscription
        fields = ["name", "url", "kinds"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind, f"{label} ({kind})") for kind, label in sorted(events.KINDS.items())]

    def clean_url(self):
        """Looked at here, and again before each delivery: what a name stands for may change."""
        try:
            guard.examine(self.cleaned_data["url"])
        except guard.Unsafe as unsafe:
            raise ValidationError(str(unsafe)) from unsafe
        except OSError as error:
            raise ValidationError(_("No machine of this name was found.")) from error
        return self.cleaned_data["url"]
