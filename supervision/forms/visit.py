"""A visit, new or there already: which schools, which day, who goes, what for."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, past_day
from qa_portal.core.models import User
from qa_portal.core.thai import fiscal_year
from schools.forms.registry import SchoolChoices
from schools.models import School
from supervision.models import Audience, Instrument, PlanItem, Unit, Visit, VisitPurpose
from supervision.services.people import LEADS, TEAM, people_in
from supervision.services.visits import set_team


class TeamFields(forms.Form):
    """Who leads and who goes along. The lead writes and sends the report."""

    lead = forms.ModelChoiceField(label=_("Leads the team and reports"), queryset=User.objects.none())
    members = ManyField(
        label=_("Others of the team"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer_people(self, district):
        self.fields["lead"].queryset = people_in(district, LEADS)
        self.fields["members"].queryset = people_in(district, TEAM)


class PurposeFields(forms.Form):
    """What the visit is for; what is none of the list is said in words."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=VisitPurpose.choices)
    purpose_text = forms.CharField(label=_("Purpose in words, if other"), max_length=300, required=False)
    instrument = forms.ModelChoiceField(
        label=_("Instrument"),
        queryset=Instrument.objects.none(),
        required=False,
        empty_label=_("Without an instrument"),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("purpose") == VisitPurpose.OTHER and not cleaned.get("purpose_text"):
            self.add_error("purpose_text", _("Please say what the visit is for."))
        return cleaned


class PlanItemField(forms.Form):
    """Which item of the year's plan the visit is counted for (A8-03)."""

    plan_item = forms.ModelChoiceField(
        label=_("Item of the supervision plan"),
        queryset=PlanItem.objects.none(),
        required=False,
        empty_label=_("Not in the plan"),
    )

    def offer_items(self, user, kept=None):
        """The visits of this and next fiscal year's plans, and the item that the visit has."""
        year = fiscal_year(timezone.localdate())
        running = Q(unit=Unit.VISIT, plan__fiscal_year__in=(year, year + 1))
        self.fields["plan_item"].queryset = PlanItem.objects.visible_to(user).filter(running | Q(pk=kept))


class NewVisitForm(PlanItemField, PurposeFields, TeamFields, PortalForm):
    """`uid` is the form's own, so that a form sent twice is one visit."""

    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_people(user.district)
        self.fields["lead"].initial = user.pk
        self.fields["instrument"].queryset = Instrument.objects.visible_to(user).in_use().for_visits()
        self.fields["instrument"].initial = self.fields["instrument"].queryset.first()
        self.fields["uid"].initial = uuid.uuid4
        self.offer_items(user)
        self.offer_schools(School.objects.visible_to(user).open_at())


class PlannedVisitsForm(NewVisitForm):
    """Several schools in one go make one visit each, on the same day with the same team."""

    schools = SchoolChoices(label=_("Schools"), queryset=School.objects.none())
    planned_on = BEDateField(label=_("Date"))
    field_order = ["schools", "planned_on", "plan_item", "lead", "members", "purpose", "purpose_text", "instrument"]

    def offer_schools(self, schools):
        self.fields["schools"].offer(schools)

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed. Enter a visit that took place as an unplanned visit."))
        return day


class UnplannedForm(NewVisitForm):
    """One visit that took place without a plan."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none())
    visited_on = BEDateField(label=_("Visited on"), initial=timezone.localdate)
    field_order = ["school", "visited_on", "plan_item", "lead", "members", "purpose", "purpose_text", "instrument"]

    def offer_schools(self, schools):
        self.fields["school"].queryset = schools.order_by("name_sort")

    def clean_visited_on(self):
        return past_day(self.cleaned_data["visited_on"])


class VisitForm(PurposeFields, TeamFields, PortalModelForm):
    """The plan or the facts of a visit that is there, with its team."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_people(self.instance.school.district)
        self.fields["lead"].initial = self.instance.lead
        self.fields["members"].initial = [member.user_id for member in self.instance.team if not member.is_lead]
        offered = Q(state="published", audience=Audience.SUPERVISOR) | Q(pk=self.instance.instrument_id)
        self.fields["instrument"].queryset = Instrument.objects.visible_to(user).filter(offered)

    def clean_instrument(self):
        instrument = self.cleaned_data["instrument"]
        if instrument != self.instance.instrument and self.instance.answers.exists():
            raise ValidationError(_("Items have been answered already: the instrument cannot be changed any more."))
        return instrument

    def save(self, commit=True):
        visit = super().save(commit)
        set_team(visit, lead=self.cleaned_data["lead"], members=self.cleaned_data["members"])
        return visit


class VisitPlanForm(PlanItemField, VisitForm):
    planned_on = BEDateField(label=_("Date"))
    field_order = ["planned_on", "plan_item", "lead", "members"]

    class Meta:
        model = Visit
        fields = ["planned_on", "plan_item", "purpose", "purpose_text", "instrument"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.offer_items(user, self.instance.plan_item_id)

    def save(self, commit=True):
        """For another item it is no longer the time of the item that it was made for."""
        if "plan_item" in self.changed_data:
            self.instance.turn = None
        return super().save(commit)
