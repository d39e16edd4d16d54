"""A finding and what was agreed about it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalModelForm
from schools.models import Framework, FrameworkKind, Standard
from supervision.models import AgreedAction, Finding, FindingCategory, FindingKind, OwedBy, Severity
from supervision.services.people import TEAM, people_in


class FindingForm(PortalModelForm):
    """`uid` is the form's own, so that a form sent twice is one finding."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=FindingKind.choices, widget=forms.RadioSelect)

    severity = forms.ChoiceField(
        label=_("How pressing"),
        choices=Severity.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("For a point to develop or a problem."),
    )

    class Meta:
        model = Finding
        fields = ["kind", "severity", "category", "text", "standard"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.fields["uid"].initial = self.instance.uid
        self.fields["category"].queryset = FindingCategory.objects.offered_to(visit.school.district)
        frameworks = Framework.objects.offered_to(visit.school.district).filter(kind=FrameworkKind.SCHOOL)
        self.fields["standard"].queryset = Standard.objects.filter(
            framework__in=frameworks.in_force(visit.academic_year)
        ).select_related("framework")
        self.fields["standard"].label_from_instance = lambda row: f"{row.framework}: {row}"
        self.fields["standard"].empty_label = _("No one standard")

    def clean(self):
        """A strength presses nobody."""
        cleaned = super().clean()
        if cleaned.get("kind") == FindingKind.STRENGTH:
            cleaned["severity"] = ""
        return cleaned

    def save(self, commit=True):
        self.instance.visit, self.instance.uid = self.visit, self.cleaned_data["uid"]
        return super().save(commit)


class ActionForm(PortalModelForm):
    """One promise; a row left wholly empty is none. `uid` is the row's own, so that a row sent twice is one promise."""

    uid = forms.UUIDField(widget=forms.HiddenInput, show_hidden_initial=True)
    due_on = BEDateField(label=_("To be done by"))

    class Meta:
        model = AgreedAction
        fields = ["what", "owed_by", "owner", "owner_text", "due_on"]
        widgets = {"what": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uid"].initial = self.instance.uid
        self.fields["owner"].queryset = people
        self.fields["owner"].empty_label = _("Nobody by name yet")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("owed_by") == OwedBy.SCHOOL and cleaned.get("owner"):
            self.add_error("owner", _("This person is of the area office. For the school, write the name below."))
        return cleaned

    def save(self, commit=True):
        self.instance.uid = self.cleaned_data["uid"]
        return super().save(commit)

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due < self.visit.held_on:
            raise ValidationError(_("This is before the day of the visit."))
        return due


class BaseActionFormSet(forms.BaseModelFormSet):
    """The promises of one finding, or those of the visit that belong to no finding."""

    def __init__(self, *args, visit, finding=None, **kwargs):
        self.visit, self.finding = visit, finding
        rows = visit.actions.filter(finding=finding) if finding is None or finding.pk else AgreedAction.objects.none()
        people = people_in(visit.school.district, TEAM)
        super().__init__(*args, queryset=rows.order_by("number"), form_kwargs={"people": people}, **kwargs)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.visit = self.visit
        return form

    def save_for(self, finding):
        """Save what was typed, under a finding that has been saved or under the visit alone (None)."""
        for action in self.save(commit=False):
            if action.pk or not self.visit.actions.filter(uid=action.uid).exists():
                action.visit, action.finding = self.visit, finding
                action.save()
        for action in self.deleted_objects:
            action.delete()


ActionFormSet = forms.modelformset_factory(
    AgreedAction, form=ActionForm, formset=BaseActionFormSet, extra=1, can_delete=True
)
