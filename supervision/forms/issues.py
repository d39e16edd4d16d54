"""A point for the assessors, typed by hand or put into better words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalModelForm
from qa_portal.core.thai import academic_year
from schools.models import EducationLevel, Framework, FrameworkKind, School, Standard
from supervision.models import AssessorIssue, IssueSource

TYPED = (IssueSource.AGENCY, IssueSource.STAKEHOLDER, IssueSource.OFFICE)
NAMED = (IssueSource.AGENCY, IssueSource.STAKEHOLDER)  # sources of whom the office says who they are


class IssueWords(PortalModelForm):
    """The words of a point; where it came from stays as it is."""

    class Meta:
        model = AssessorIssue
        fields = ["text", "level", "standard"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        frameworks = Framework.objects.visible_to(user).filter(kind=FrameworkKind.SCHOOL)
        standard = self.fields["standard"]
        standard.queryset = Standard.objects.filter(framework__in=frameworks).select_related("framework")
        standard.label_from_instance = lambda row: f"{row.framework}: {row}"
        standard.empty_label = _("No one standard")
        self.fields["level"].choices = [("", _("All levels of the school")), *EducationLevel.choices]

    def clean(self):
        cleaned = super().clean()
        standard, level = cleaned.get("standard"), cleaned.get("level")
        if standard and level and standard.framework.level != level:
            self.add_error("standard", _("This standard is of another level of education."))
        return cleaned


class IssueForm(IssueWords):
    """A point that somebody told the office."""

    source = forms.ChoiceField(
        label=_("Source"), choices=[(kind.value, kind.label) for kind in TYPED], widget=forms.RadioSelect
    )
    academic_year = forms.IntegerField(label=_("Academic year"), min_value=2540, max_value=2700)

    class Meta(IssueWords.Meta):
        fields = ["school", "academic_year", "source", "source_text", "text", "level", "standard"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user).order_by("name_sort")
        self.fields["academic_year"].initial = academic_year(timezone.localdate()) - 1
        self.fields["source_text"].help_text = _("For example the municipality, the parents' association.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") in NAMED and not cleaned.get("source_text"):
            self.add_error("source_text", _("Write which agency or who said it."))
        return cleaned
