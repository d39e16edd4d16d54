from datetime import timedelta

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, coming_day
from qa_portal.office.models import AttentionWord, Sign

LONGEST_DAYS = 180


class WordForm(PortalForm):
    """Why one school or project is put first or later than it is reckoned, and until when."""

    place = forms.ChoiceField(label=_("Its turn"), choices=AttentionWord.Place, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    until = BEDateField(
        label=_("Holds until"), help_text=_("On the day after, the reckoned order holds again. At most 180 days ahead.")
    )

    def clean_until(self):
        until = coming_day(self.cleaned_data["until"])
        if until > timezone.localdate() + timedelta(days=LONGEST_DAYS):
            raise ValidationError(_("Choose a day within 180 days, so that somebody looks at it again."))
        return until


class WeightsForm(PortalForm):
    """Points of each sign, and for how many days or pieces they are given; 0 points: the sign does not count."""

    def __init__(self, *args, weights, **kwargs):
        super().__init__(*args, **kwargs)
        for sign, (points, per) in weights.items():
            label = Sign(sign).label
            self.fields[f"{sign}_points"] = _whole(_("%(sign)s: points") % {"sign": label}, points, 0, 100)
            self.fields[f"{sign}_per"] = _whole(_("for every"), per, 1, 365)
        self.signs = list(weights)
        self.helper.layout = Layout(
            *(
                Row(Column(f"{sign}_points", css_class="col-8"), Column(f"{sign}_per", css_class="col-4"))
                for sign in weights
            )
        )

    @property
    def weights(self):
        data = self.cleaned_data
        return {sign: (data[f"{sign}_points"], data[f"{sign}_per"]) for sign in self.signs}


def _whole(label, initial, least, most):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return forms.IntegerField(label=label, initial=initial, validators=limits)
