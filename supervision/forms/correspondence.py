"""The letters between the office and the assessors' agency (F39)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, UploadField, past_day
from qa_portal.core.kept_files import KeepsUpload
from schools.models import School
from supervision.forms.kept import KeptForm
from supervision.models import Correspondence, Direction, ExternalAssessment


class LetterForm(KeepsUpload, KeptForm):
    """A letter, a question or an answer. In an answer what it answers is fixed, and it goes the other way."""

    kept_field = "paper"
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices, widget=forms.RadioSelect)
    dated = BEDateField(label=_("Date"))
    answer_due_on = BEDateField(label=_("Answer due on"), required=False)
    paper = UploadField(
        label=_("The paper"),
        required=False,
        help_text=_("PDF, Word, Excel or a photo. A new file takes the place of the one that is there."),
    )

    class Meta:
        model = Correspondence
        fields = [
            "direction",
            "counterpart",
            "number",
            "dated",
            "subject",
            "text",
            "school",
            "assessment",
            "needs_answer",
            "answer_due_on",
        ]
        labels = {"subject": _("Subject of the letter")}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        district = self.instance.district_id
        self.fields["school"].queryset = School.objects.filter(district=district).order_by("name_sort")
        assessments = ExternalAssessment.objects.filter(school__district=district)
        self.fields["assessment"].queryset = assessments.select_related("school", "round")
        self.fields["school"].empty_label = self.fields["assessment"].empty_label = _("None")

    def clean_dated(self):
        return past_day(self.cleaned_data["dated"])

    def clean(self):
        cleaned = super().clean()
        due, dated = cleaned.get("answer_due_on"), cleaned.get("dated")
        if due and not cleaned.get("needs_answer"):
            self.add_error("needs_answer", _("A day for the answer is given: please tick that an answer is wanted."))
        if due and dated and due < dated:
            self.add_error("answer_due_on", _("This is before the day of the letter."))
        self._check_school(cleaned)
        return cleaned

    def _check_school(self, cleaned):
        """The assessment's school is the letter's; said otherwise, one of the two is a slip."""
        school, assessment = cleaned.get("school"), cleaned.get("assessment")
        if assessment and school and assessment.school_id != school.pk:
            self.add_error("assessment", _("This assessment is of another school."))
        elif assessment:
            cleaned["school"] = assessment.school

    def save(self, commit=True):
        letter = super().save(commit=False)
        letter.stored = self.stored or letter.stored
        letter.save()
        return letter


class SettleForm(PortalForm):
    how = forms.CharField(
        label=_("How it was settled"),
        max_length=300,
        help_text=_("For example: answered by telephone, with whom and when."),
    )

    def clean_how(self):
        how = self.cleaned_data["how"].strip()
        if not how:
            raise ValidationError(_("Please say how it was settled."))
        return how
