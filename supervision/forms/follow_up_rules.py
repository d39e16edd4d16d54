from django import forms

from qa_portal.core.forms import PortalModelForm
from supervision.models import FollowUpRules


class FollowUpRulesForm(PortalModelForm):
    class Meta:
        model = FollowUpRules
        fields = [
            "answer_days",
            "remind_before",
            "remind_after",
            "remind_every",
            "check_again_days",
            "below_percent",
            "review_weeks",
            "advice_every",
        ]
        widgets = {"remind_before": forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})}

    def clean_remind_before(self):
        """Each day once, the farthest first."""
        typed = self.cleaned_data["remind_before"]
        FollowUpRules._meta.get_field("remind_before").run_validators(typed)
        days = {int(day) for day in typed.split(",")}
        return ", ".join(str(day) for day in sorted(days, reverse=True))
