"""The year's plan, its items, its events and the groups of schools by results."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from projects.models import Activity, Project
from qa_portal.core.files import SHEETS, sniff
from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, UploadField, past_day
from qa_portal.core.tables import Unreadable, read_table
from qa_portal.core.thai import fiscal_year_range, to_arabic
from schools.forms.registry import SchoolChoices
from schools.models import Network, School, SchoolSize
from supervision.forms.plan import TEAM, people_of
from supervision.models import (
    CancelReason,
    Instrument,
    Period,
    PlanEvent,
    PlanItem,
    SchoolBand,
    SchoolRule,
    SupervisionPlan,
    Unit,
)

FIRST_YEAR, LAST_YEAR = 2500, 2699


def checked_year(year, rows, pk=None):
    """A fiscal year (B.E.) that no other of the rows has. ValidationError otherwise."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("Type the year in the Buddhist era, for example 2570."))
    if rows.filter(fiscal_year=year).exclude(pk=pk).exists():
        raise ValidationError(_("There is a plan of this fiscal year already."))
    return year


class YearField(forms.CharField):
    """A year (B.E.), with Thai digits or without."""

    def __init__(self, **kwargs):
        super().__init__(max_length=4, help_text=_("Buddhist era, for example 2570"), **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value):
        text = to_arabic(super().clean(value))
        if not text.isdecimal():
            raise ValidationError(_("Type the year in the Buddhist era, for example 2570."))
        return int(text)


class SupervisionPlanForm(PortalModelForm):
    fiscal_year = YearField(label=_("Fiscal year"))

    class Meta:
        model = SupervisionPlan
        fields = ["fiscal_year", "name", "aims", "project"]
        widgets = {"aims": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.visible_to(user).order_by("-fiscal_year", "name_sort")
        if self.instance.pk and self.instance.items.exists():
            self.fields["fiscal_year"].disabled = True
            self.fields["fiscal_year"].help_text = _("Its items lie in this year: copy the plan for another one.")

    def clean_fiscal_year(self):
        rows = SupervisionPlan.objects.filter(district=self.instance.district_id)
        return checked_year(self.cleaned_data["fiscal_year"], rows, self.instance.pk)


class CopyPlanForm(PortalForm):
    fiscal_year = YearField(label=_("For fiscal year"))
    name = forms.CharField(label=_("Name"), max_length=300)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_fiscal_year(self):
        rows = SupervisionPlan.objects.filter(district=self.plan.district_id)
        return checked_year(self.cleaned_data["fiscal_year"], rows)


class AcknowledgePlanForm(PortalModelForm):
    class Meta:
        model = SupervisionPlan
        fields = ["meeting"]

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].required = True


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
        self.fields["owners"].queryset = people_of(plan.district, TEAM)
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


class SchoolBandForm(PortalModelForm):
    """Schools ticked by hand, or taken from a sheet with a column of codes, or both."""

    fiscal_year = YearField(label=_("Fiscal year"))
    schools = SchoolChoices(label=_("Schools"), queryset=School.objects.none(), required=False)
    sheet = UploadField(
        label=_("Excel or CSV with the codes of the schools"),
        allowed=SHEETS,
        required=False,
        help_text=_("Any column may hold the 10-digit codes; its schools are added to the ticked ones."),
    )

    class Meta:
        model = SchoolBand
        fields = ["name", "fiscal_year", "schools"]

    field_order = ["name", "fiscal_year", "sheet", "schools"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = School.objects.filter(district=self.instance.district_id).open_at()
        self.fields["schools"].offer(self.own)

    def clean_sheet(self):
        """The schools of the sheet; a code that is none of the office's is refused with its row."""
        stored = self.cleaned_data["sheet"]
        if not stored:
            return []
        try:
            rows = read_sheet(stored)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        known = {school.moe_code: school for school in self.own}
        codes = [(number, cell) for number, cells in rows for cell in map(to_arabic, cells) if is_code(cell)]
        if unknown := [
            _("row %(row)s: %(code)s") % {"row": row, "code": code} for row, code in codes if code not in known
        ]:
            said = ngettext(
                "%(count)s code is none of your open schools: %(codes)s",
                "%(count)s codes are none of your open schools: %(codes)s",
                len(unknown),
            )
            raise ValidationError(said % {"count": len(unknown), "codes": ", ".join(unknown[:20])})
        if not codes:
            raise ValidationError(_("The sheet has no 10-digit code of a school."))
        return [known[code] for _row, code in codes]

    def clean(self):
        cleaned = super().clean()
        chosen = {*cleaned.get("schools", ()), *cleaned.get("sheet", ())}
        if not chosen and not self.errors:
            self.add_error("schools", _("Choose at least one school."))
        cleaned["schools"] = list(chosen)
        same = SchoolBand.objects.filter(
            district=self.instance.district_id, fiscal_year=cleaned.get("fiscal_year"), name=cleaned.get("name", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is a group of this name in this year already."))
        return cleaned


def is_code(text):
    return len(text) == 10 and text.isdecimal()


def read_sheet(upload):
    """[(row number, cells)] of an uploaded sheet, its first row too: it may have no header."""
    upload.seek(0)
    content = upload.read()
    table = read_table(content, sniff(content))
    return [(1, table.headers), *table.rows]
