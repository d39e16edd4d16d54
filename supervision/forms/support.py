"""The support plan of a school, and its reviews."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalModelForm, past_day
from qa_portal.core.models import User
from schools.models import School
from supervision.models import SupportPlan, SupportReason, SupportReview, Visit
from supervision.services.people import LEADS, TEAM, people_in
from supervision.services.support import save_review


class SupportPlanForm(PortalModelForm):
    reason = forms.ChoiceField(
        label=_("Why it is on the list"), choices=SupportReason.choices, widget=forms.RadioSelect
    )
    begins_on = BEDateField(label=_("From"))
    ends_on = BEDateField(label=_("Until"))
    team = ManyField(
        label=_("Others of the team"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = SupportPlan
        fields = [
            "school",
            "reason",
            "reason_text",
            "objectives",
            "lead",
            "team",
            "begins_on",
            "ends_on",
            "review_every",
        ]
        widgets = {
            "reason_text": forms.Textarea(attrs={"rows": 3}),
            "objectives": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people_in(user.district, LEADS)
        self.fields["team"].queryset = people_in(user.district, TEAM)
        if self.instance.pk:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = School.objects.visible_to(user).open_at().order_by("name_sort")

    def clean_school(self):
        school = self.cleaned_data["school"]
        if SupportPlan.objects.running().filter(school=school).exists():
            raise ValidationError(_("This school has a support plan that goes on."))
        return school

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day."))
        return cleaned


class SupportReviewForm(PortalModelForm):
    held_on = BEDateField(label=_("Date"))
    progress = forms.ChoiceField(
        label=SupportReview._meta.get_field("progress").verbose_name,
        choices=SupportReview.Progress.choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SupportReview
        fields = ["held_on", "progress", "text", "next_steps", "visit"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "next_steps": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan
        self.fields["visit"].queryset = Visit.objects.filter(school=plan.school).counted()
        self.fields["visit"].empty_label = _("No visit")

    def clean_held_on(self):
        day = past_day(self.cleaned_data["held_on"])
        if day < self.plan.begins_on:
            raise ValidationError(_("This is before the plan begins."))
        if self.plan.reviews.filter(held_on=day).exists():
            raise ValidationError(_("There is a review of this day already."))
        return day

    def save(self, commit=True):
        return save_review(self.instance)
