"""The items of a plan, and the events of an item."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from projects.models import Activity
from qa_portal.core.forms import BEDateField, ManyField, PortalModelForm, past_day
from qa_portal.core.thai import fiscal_year_range
from schools.forms.registry import SchoolChoices
from schools.models import Network, School, SchoolSize
from supervision.models import CancelReason, Instrument, Period, PlanEvent, PlanItem, SchoolBand, SchoolRule, Unit
from supervision.services.people import TEAM, people_in


class PlanItemForm(PortalModelForm):
    """How often what is done, at which schools, by whom. The item must already have its plan."""

    begins_on = BEDateField(label=_("From"))
    ends_on = BEDateField(label=_("Until"))
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        choices=[("", _("Any day")), *WEEKDAYS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only for what happens each week."),
    )
    size = forms.ChoiceField(label=_("Size"), choices=[("", _("Every size")), *SchoolSize.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    networks = ManyField(
        label=_("Networks"), queryset=Network.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    bands = ManyField(
        label=_("Groups by results"),
        queryset=SchoolBand.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    schools = SchoolChoices(label=_("Schools chosen by hand"), queryset=School.objects.none(), required=False)
    owners = ManyField(
        label=_("Who is responsible"),
        queryset=PlanItem.owners.rel.model.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PlanItem
        fields = [
            "code", "title", "unit", "times", "period", "every", "weekday", "begins_on", "ends_on", "as_written",
            "school_rule", "networks", "bands", "size", "level", "only_uncertified", "only_below_standard", "schools",
            "owners", "owner_text", "purpose", "instrument", "activity", "visit_days",
        ]  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.instance.plan
        first, last = fiscal_year_range(plan.fiscal_year)
        self.fields["begins_on"].initial, self.fields["ends_on"].initial = first, last
        levels = [(name, School._meta.get_field(name).verbose_name) for name in School.LEVELS]
        self.fields["level"].choices = [("", _("Every level")), *levels]
        self._offer_rows(plan, user)
        self.helper.layout = self._layout()

    def _offer_rows(self, plan, user):
        own = {"district": plan.district_id}
        self.fields["networks"].queryset = Network.objects.filter(**own)
        self.fields["bands"].queryset = SchoolBand.objects.filter(**own, fiscal_year=plan.fiscal_year)
        self.fields["schools"].offer(School.objects.filter(**own).open_at())
        self.fields["owners"].queryset = people_in(plan.district, TEAM)
        self.fields["instrument"].queryset = Instrument.objects.visible_to(user)
        activities = Activity.objects.filter(project=plan.project_id) if plan.project_id else Activity.objects.none()
        self.fields["activity"].queryset = activities
        if not self.fields["bands"].queryset.exists():
            del self.fields["bands"]
        if not plan.project_id:
            self.fields["activity"].help_text = _("Say on the plan first which project pays for it.")

    def _layout(self):
        return Layout(
            "opened_version",
            Row(Column("code", css_class="col-md-3"), Column("title", css_class="col-md-9")),
            Fieldset(
                _("How often"),
                Row(Column("unit"), Column("times"), Column("period"), Column("every")),
                Row(Column("begins_on"), Column("ends_on"), Column("weekday")),
                "as_written",
            ),
            Fieldset(
                _("At which schools"),
                "school_rule",
                Row(Column("size"), Column("level")),
                "networks",
                *[name for name in ("bands",) if name in self.fields],
                "only_uncertified",
                "only_below_standard",
                "schools",
            ),
            Fieldset(_("By whom and how"), "owners", "owner_text", Row(Column("purpose"), Column("visit_days"))),
            Row(Column("instrument"), Column("activity")),
        )

    def clean(self):
        cleaned = super().clean()
        first, last = fiscal_year_range(self.instance.plan.fiscal_year)
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        for name, day in (("begins_on", begins), ("ends_on", ends)):
            if day and not first <= day <= last:
                self.add_error(name, _("This day is not in the plan's fiscal year."))
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day lies before the first."))
        self._check_schools(cleaned)
        if cleaned.get("weekday") is not None and cleaned.get("period") != Period.WEEK:
            self.add_error("weekday", _("A day of the week goes with “each week” only."))
        return cleaned

    def _check_schools(self, cleaned):
        rule = cleaned.get("school_rule")
        if rule == SchoolRule.CHOSEN and not cleaned.get("schools"):
            self.add_error("schools", _("Choose at least one school."))
        conditions = ("networks", "bands", "size", "level", "only_uncertified", "only_below_standard")
        if rule == SchoolRule.RULE and not any(cleaned.get(name) for name in conditions):
            self.add_error("school_rule", _("Set at least one condition, or choose “every school”."))
        if rule == SchoolRule.NONE and cleaned.get("unit") == Unit.VISIT:
            self.add_error("school_rule", _("Visits are counted by school: say which schools."))


class PlanEventForm(PortalModelForm):
    """One time of an item that is no visit: planned, held or cancelled for a reason."""

    planned_on = BEDateField(label=_("Planned for"))
    held_on = BEDateField(label=_("Held on"), required=False)
    cancel_reason = forms.ChoiceField(
        label=_("Cancelled because"), choices=[("", _("It is not cancelled")), *CancelReason.choices], required=False
    )

    class Meta:
        model = PlanEvent
        fields = ["title", "planned_on", "place", "school", "held_on", "took_part", "cancel_reason", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools.order_by("name_sort")
        if not self.instance.item.is_by_school:
            del self.fields["school"]

    def clean_held_on(self):
        return past_day(self.cleaned_data["held_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("held_on") and cleaned.get("cancel_reason"):
            self.add_error("cancel_reason", _("It was held: then it was not cancelled."))
        if cleaned.get("cancel_reason") == CancelReason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Please write the reason."))
        if "school" in self.fields and not cleaned.get("school"):
            self.add_error("school", _("Say at which school."))
        return cleaned
