"""A notice, the days of an assessment, and what each stage asks for."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.files import SHEETS
from qa_portal.core.forms import BEDateField, NoteForm, PortalForm, PortalModelForm, UploadField, past_day
from schools.forms.registry import SchoolChoices
from schools.models import EducationLevel, School
from supervision.models import DAYS, STAGES, AssessmentRound, AssessmentState, ExternalAssessment

NOTICE_FIELDS = ("notice_number", "noticed_on", "documents_due_on", "visit_from", "visit_until")


class NoticeFields(forms.Form):
    """What the assessors' notice says. One day of the visit alone is a visit of one day."""

    noticed_on = BEDateField(label=_("Notice received on"), initial=timezone.localdate)
    notice_number = forms.CharField(label=_("Number of the notice"), max_length=100, required=False)
    documents_due_on = BEDateField(label=_("Documents due on"), required=False)
    visit_from = BEDateField(label=_("Assessors come from"), required=False)
    visit_until = BEDateField(label=_("Assessors come until"), required=False)

    def clean_noticed_on(self):
        return past_day(self.cleaned_data["noticed_on"])

    def clean(self):
        cleaned = super().clean()
        _fill_visit(cleaned)
        if not self.errors:
            notice = ExternalAssessment(**{name: cleaned.get(name) for name in NOTICE_FIELDS})
            _refuse_disorder(self, notice)
        return cleaned

    @property
    def facts(self):
        """The notice's own fields of an assessment."""
        return {name: self.cleaned_data[name] for name in NOTICE_FIELDS}


def _fill_visit(cleaned):
    first, last = cleaned.get("visit_from"), cleaned.get("visit_until")
    if first or last:
        cleaned["visit_from"], cleaned["visit_until"] = first or last, last or first


def _refuse_disorder(form, assessment):
    if assessment.disorder:
        form.add_error(None, assessment.disorder)


NOTICE_LAYOUT = (
    Row(Column("noticed_on"), Column("notice_number")),
    "documents_due_on",
    Row(Column("visit_from"), Column("visit_until")),
)


class NoticeForm(NoticeFields, PortalForm):
    """One notice for several schools: each gets an assessment for each chosen level that it teaches."""

    round = forms.ModelChoiceField(label=_("Round"), queryset=AssessmentRound.objects.none(), empty_label=None)
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=EducationLevel.choices,
        initial=EducationLevel.values,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A school gets one assessment for each of these levels that it teaches."),
    )
    schools = SchoolChoices(label=_("Schools"), queryset=School.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = AssessmentRound.objects.offered_to(user.district_id)
        self.fields["schools"].offer(School.objects.visible_to(user).open_at())
        self.helper.layout = Layout("round", "levels", *NOTICE_LAYOUT, "schools")


class AgainForm(NoticeFields, PortalForm):
    """The notice of a re-assessment."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*NOTICE_LAYOUT)


class NoticeImportForm(PortalForm):
    round = forms.ModelChoiceField(label=_("Round"), queryset=AssessmentRound.objects.none(), empty_label=None)
    file = UploadField(label=_("File (Excel or CSV)"), allowed=SHEETS)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = AssessmentRound.objects.offered_to(user.district_id)


class AssessmentForm(PortalModelForm):
    """The days of the stages that were reached, what the notice said, and who comes."""

    PLANNED = ("visit_from", "visit_until", "documents_due_on")

    class Meta:
        model = ExternalAssessment
        fields = ["notice_number", *DAYS, "documents_due_on", "assessors"]
        field_classes = dict.fromkeys([*DAYS, "documents_due_on"], BEDateField)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(DAYS) - set(self.PLANNED) - _reached(self.instance):
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        _fill_visit(cleaned)
        self._refuse_days_to_come(cleaned)
        self._refuse_no_day(cleaned)
        return cleaned

    def _refuse_days_to_come(self, cleaned):
        for name in _reached(self.instance) & self.fields.keys():
            if cleaned.get(name) and cleaned[name] > timezone.localdate():
                self.add_error(name, _("This day is still to come."))

    def _refuse_no_day(self, cleaned):
        """The stage that it stands at keeps its day."""
        name = dict(STAGES).get(self.instance.state)
        if name in self.fields and name not in self.errors and not cleaned.get(name):
            self.add_error(name, _("Please type the day."))

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            _refuse_disorder(self, self.instance)


def _days_of(state):
    """The names of the days of a stage."""
    return ["visit_from", "visit_until"] if state == AssessmentState.VISITED else [dict(STAGES)[state]]


def _reached(assessment):
    """The names of the days of the stages up to the present one."""
    names = []
    for stage in STAGES:
        names += _days_of(stage.state)
        if stage.state == assessment.state:
            return set(names)
    return {name for name in DAYS if getattr(assessment, name)}  # cancelled


class StepForm(NoteForm):
    """A stage asks for its day, today unless said otherwise; the visit for its first and last day."""

    def __init__(self, *args, assessment, transition, **kwargs):
        super().__init__(*args, transition=transition, **kwargs)
        self.assessment = assessment
        self.day_names = _days_of(transition.target)
        for name in self.day_names:
            label = ExternalAssessment._meta.get_field(name).verbose_name
            day = getattr(assessment, name) or timezone.localdate()
            self.fields[name] = BEDateField(label=label, initial=min(day, timezone.localdate()))
        self.order_fields(self.day_names)

    def clean(self):
        cleaned = super().clean()
        for name in self.day_names:
            self._refuse_day_to_come(name, cleaned.get(name))
        if not self.errors:
            for name in self.day_names:
                setattr(self.assessment, name, cleaned[name])
            _refuse_disorder(self, self.assessment)
        return cleaned

    def _refuse_day_to_come(self, name, day):
        if day and day > timezone.localdate():
            self.add_error(name, _("This day is still to come."))

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self.day_names}
