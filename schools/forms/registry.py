from itertools import groupby

from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, SheetConfirmForm
from qa_portal.core.thai import to_arabic
from schools.filters.registry import supervisors_for
from schools.models import LEVEL_GRADES, Grade, Network, School, YearFigures, read_degrees
from schools.services import registry as services

MOST_PUPILS = 20_000  # of one grade: far above any school, far below what the database holds


class SchoolChoices(ManyField):
    """Open schools as tick boxes under the name of their network."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, schools):
        self.queryset = schools.select_related("network").order_by("network__name_sort", "name_sort")
        groups = groupby(self.queryset, key=lambda school: school.network.name if school.network else _("No network"))
        self.choices = [(name, [(school.pk, str(school)) for school in rows]) for name, rows in groups]


class DegreesField(forms.DecimalField):
    """Latitude or longitude of a place in Thailand, Thai digits too."""

    def __init__(self, axis, **kwargs):
        self.axis = axis
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_digits=9, decimal_places=6, widget=widget, **kwargs)

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_degrees(self.axis, value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class SchoolForm(PortalModelForm):
    """All facts of a school. Names, networks and levels are dated: `since` says from which day they hold."""

    latitude = DegreesField("latitude", label=_("Latitude"), help_text=_("Degrees north, for example 13.756331"))
    longitude = DegreesField("longitude", label=_("Longitude"), help_text=_("Degrees east, for example 100.501765"))
    opened_on = BEDateField(label=_("Opened on"), required=False)
    since = BEDateField(
        label=_("Changes hold since"),
        required=False,
        help_text=_(
            "For a new name, network or level: the day from which it holds; older records keep what held before. "
            "Leave it empty to correct a mistake."
        ),
    )
    reason = forms.CharField(label=_("Reason or order"), max_length=300, required=False)

    class Meta:
        model = School
        fields = [
            "name", "moe_code", "smis_code", "network", *School.LEVELS, "tambon", "amphoe", "province",
            "latitude", "longitude", "phone", "email", "opened_on",
        ]  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["network"].queryset = Network.objects.filter(district=by.district_id)
        if self.instance.pk is None:
            del self.fields["since"]
            self.instance.district = by.district
        self.helper.layout = self._layout()

    def _layout(self):
        return Layout(
            "opened_version",
            "name",
            Row(Column("moe_code"), Column("smis_code")),
            "network",
            Fieldset(_("Levels"), *School.LEVELS),
            Row(Column("tambon"), Column("amphoe"), Column("province")),
            Row(Column("latitude"), Column("longitude")),
            Row(Column("phone"), Column("email"), Column("opened_on")),
            *[name for name in ("since", "reason") if name in self.fields],
        )

    def clean_moe_code(self):
        return to_arabic(self.cleaned_data["moe_code"])

    def clean_smis_code(self):
        return to_arabic(self.cleaned_data["smis_code"])

    def clean(self):
        cleaned = super().clean()
        for axis, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if cleaned.get(axis) is None and cleaned.get(other) is not None and axis not in self.errors:
                self.add_error(axis, _("A place needs both latitude and longitude."))
        return cleaned

    def save(self):
        data = self.cleaned_data
        if self.instance.pk is None:
            return services.register_school(self.instance, reason=data["reason"], by=self.by)
        facts = {name: data[name] for name in self.Meta.fields}
        return services.change_school(self.instance, since=data["since"], reason=data["reason"], by=self.by, **facts)


class ContactsForm(PortalModelForm):
    class Meta:
        model = School
        fields = ["phone", "email"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def save(self):
        return services.change_school(
            self.instance, by=self.by, **{name: self.cleaned_data[name] for name in self.Meta.fields}
        )


class SchoolActForm(PortalForm):
    """A dated act on one school, with its reason; `checked` is the second look before what cannot be undone."""

    on = BEDateField(label=_("From the day"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Reason or order"), max_length=300, help_text=_("For example the number and date of the order")
    )
    checked = forms.BooleanField(label=_("I have checked this: it cannot be undone."))

    def __init__(self, *args, instance, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance, self.by = instance, by


class RenameForm(SchoolActForm):
    name = forms.CharField(label=_("New name"), max_length=200)
    field_order = ["name"]
    checked = None

    def save(self):
        data = self.cleaned_data
        return services.rename_school(
            self.instance, name=data["name"], since=data["on"], reason=data["reason"], by=self.by
        )


class MergeForm(SchoolActForm):
    into = forms.ModelChoiceField(label=_("Merged into"), queryset=School.objects.none())
    field_order = ["into"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = School.objects.editable_by(self.by).filter(closed_on=None, district=self.instance.district_id)
        self.fields["into"].queryset = others.exclude(pk=self.instance.pk)

    def save(self):
        data = self.cleaned_data
        return services.merge_school(self.instance, into=data["into"], on=data["on"], reason=data["reason"], by=self.by)


class CloseForm(SchoolActForm):
    def save(self):
        data = self.cleaned_data
        return services.close_school(self.instance, on=data["on"], reason=data["reason"], by=self.by)


class NetworkForm(PortalModelForm):
    class Meta:
        model = Network
        fields = ["name", "chair_name"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.district = by.district

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Network.objects.filter(district=self.instance.district, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("The district has a network of this name already."))
        return name


# ---------------------------------------------------------------- yearly figures


def number_field(label):
    attrs = {"class": "form-control number", "inputmode": "numeric", "autocomplete": "off", "aria-label": label}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_PUPILS, widget=forms.TextInput(attrs)
    )


class FiguresForm(PortalModelForm):
    """A school's figures of one academic year: a row of boys, girls and classrooms for each grade that it teaches. An
    empty row is a grade that is not taught; nought pupils are typed as 0."""

    class Meta:
        model = YearFigures
        fields = ["teachers_male", "teachers_female"]

    PARTS = {"boys": _("Boys"), "girls": _("Girls"), "rooms": _("Classrooms")}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        stated = self.instance.by_grade()
        self.grades = [grade for grade in Grade if grade in stated or grade in self._taught()]
        for grade in self.grades:
            for part, value in zip(self.PARTS, stated.get(grade, (None, None, None)), strict=True):
                name = f"{grade}_{part}"
                self.fields[name] = number_field(f"{grade.label} – {self.PARTS[part]}")
                self.fields[name].initial = value

    def _taught(self):
        school = self.instance.school
        return {grade for level, grades in LEVEL_GRADES.items() if getattr(school, level) for grade in grades}

    def rows(self):
        """For the table on the page: (grade, its three bound fields)."""
        return [(grade, [self[f"{grade}_{part}"] for part in self.PARTS]) for grade in self.grades]

    def clean(self):
        cleaned = super().clean()
        for grade in self.grades:
            typed = {part: cleaned.get(f"{grade}_{part}") for part in self.PARTS}
            for part, value in typed.items():
                name = f"{grade}_{part}"
                if value is None and name not in self.errors and any(other is not None for other in typed.values()):
                    self.add_error(name, _("Type a number here too, 0 if there is none."))
        return cleaned

    def _refuse_stale(self, current):
        super()._refuse_stale(current)
        stated = current.by_grade()
        for grade in self.grades:
            for part, value in zip(self.PARTS, stated.get(grade, (None, None, None)), strict=True):
                if self.cleaned_data.get(f"{grade}_{part}") != value:
                    shown = "–" if value is None else value
                    self.add_error(f"{grade}_{part}", _("Now in the portal: %(value)s") % {"value": shown})

    def save(self):
        data = self.cleaned_data
        grades = {grade: tuple(data[f"{grade}_{part}"] for part in self.PARTS) for grade in self.grades}
        return services.record_year_figures(
            self.instance.school,
            academic_year=self.instance.academic_year,
            grades={grade: counts for grade, counts in grades.items() if counts != (None, None, None)},
            teachers_male=data["teachers_male"],
            teachers_female=data["teachers_female"],
            by=self.by,
        )


# ---------------------------------------------------------------- supervisors


class AssignForm(PortalForm):
    """One supervisor for a whole network or for chosen schools, from one day."""

    supervisor = forms.ModelChoiceField(label=_("Supervisor"), queryset=None)
    since = BEDateField(label=_("From the day"), initial=timezone.localdate)
    network = forms.ModelChoiceField(
        label=_("All schools of the network"), queryset=Network.objects.none(), required=False
    )
    schools = ManyField(
        label=_("Or these schools"), queryset=School.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_lead = forms.BooleanField(
        label=_("Leads the school"),
        required=False,
        initial=True,
        help_text=_(
            "Whoever leads it now leads to the day before. Without this mark the supervisor supports the lead."
        ),
    )
    reason = forms.CharField(label=_("Reason or order"), max_length=300, required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["supervisor"].queryset = supervisors_for(by)
        self.fields["network"].queryset = Network.objects.filter(district=by.district_id)
        self.fields["schools"].queryset = School.objects.filter(district=by.district_id, closed_on=None)
        self.helper.layout = Layout(
            "supervisor", "since", "network", Div("schools", css_class="checklist mb-3"), "is_lead", "reason"
        )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("network") and not cleaned.get("schools"):
            raise forms.ValidationError(_("Choose a network or at least one school."))
        return cleaned

    def save(self):
        data = self.cleaned_data
        network, chosen = data["network"], data["schools"]
        schools = self.fields["schools"].queryset.filter(network=network) if network else School.objects.none()
        return services.assign_supervisor(
            [*schools, *chosen],
            supervisor=data["supervisor"],
            since=data["since"],
            reason=data["reason"],
            is_lead=data["is_lead"],
            by=self.by,
        )


class EndAssignmentForm(PortalForm):
    on = BEDateField(label=_("Last day"), initial=timezone.localdate)

    def __init__(self, *args, instance, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance, self.by = instance, by

    def save(self):
        return services.end_assignment(self.instance, on=self.cleaned_data["on"], by=self.by)


# ---------------------------------------------------------------- import


class ImportConfirmForm(SheetConfirmForm):
    since = BEDateField(
        label=_("Changed names, networks and levels hold since"),
        required=False,
        help_text=_("Leave it empty when the changes correct mistakes."),
    )
