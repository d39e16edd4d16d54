"""Forms of the report on the office's own standards (A9)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.forms import PortalForm, PortalModelForm, UploadField
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import Clarity, EvidenceKind, OfficeEvidence, OwnAnswer, OwnLevel, OwnProject
from schools.models import Framework, FrameworkKind, QualityLevel

MOST_PROJECTS = 12
HEADING_FIELDS = ("factors", "problems", "to_develop", "ways")
DONE = [("", _("Not said yet")), ("True", _("Carried out")), ("False", _("Not done"))]


class BeginForm(PortalForm):
    """On which standards, and of which fiscal year (B.E.)."""

    framework = forms.ModelChoiceField(label=_("Standards"), queryset=Framework.objects.none(), empty_label=None)
    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=FIRST_YEAR + 1, max_value=LAST_YEAR)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Framework.objects.visible_to(user).filter(kind=FrameworkKind.OFFICE)
        self.fields["framework"].queryset = offered.order_by("-in_force_from", "-year", "-pk")


class AnswerForm(PortalModelForm):
    """What is said of one item; each criterion is ticked by a person."""

    is_done = forms.NullBooleanField(label=_("Is it done?"), required=False, widget=forms.RadioSelect(choices=DONE))
    ticked = forms.TypedMultipleChoiceField(
        label=_("Criteria that are met"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    clarity = forms.ChoiceField(
        label=_("Clarity of the evidence"),
        choices=[("", _("Not said yet")), *Clarity.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = OwnAnswer
        fields = ["is_done", "ticked", "clarity"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ticks = [(tick.position, tick.name) for tick in self.instance.item.ticks.all()]
        if ticks:
            self.fields["ticked"].choices = ticks
            self.fields["ticked"].help_text = _("All of them are needed.")
        else:
            del self.fields["ticked"]


class OwnProjectForm(PortalModelForm):
    """A project under an item. A form with nothing in it is no project."""

    class Meta:
        model = OwnProject
        fields = ["project", "typed_title", *HEADING_FIELDS]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in HEADING_FIELDS}
        help_texts = {
            "typed_title": _("For a project that the portal does not hold, or to print another name."),
            "factors": _("A line is a point of its own; begin a group with its period, such as (ตุลาคม – เมษายน)."),
            "problems": _("“-” or “ไม่มี” is an answer too."),
        }

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = offered
        self.fields["project"].empty_label = _("None of the portal's")

    def has_changed(self):
        return bool(set(self.changed_data) - {"opened_version"})


class BaseOwnProjects(forms.BaseModelFormSet):
    """The projects of one answer in their order; new ones stand last."""

    def __init__(self, *args, answer, **kwargs):
        self.answer = answer
        assessment = answer.assessment
        rows = Project.objects.filter(district=assessment.district_id).in_year(assessment.fiscal_year).approved()
        chosen = Project.objects.filter(pk__in=answer.projects.exclude(project=None).values("project"))
        kwargs |= {"queryset": answer.projects.order_by("position", "pk"), "prefix": "project"}
        super().__init__(*args, form_kwargs={"offered": (rows | chosen).order_by("name_sort")}, **kwargs)

    def save_new(self, form, commit=True):
        last = self.answer.projects.order_by("-position").first()
        form.instance.answer, form.instance.position = self.answer, last.position + 1 if last else 1
        return super().save_new(form, commit)


OwnProjectFormSet = forms.modelformset_factory(
    OwnProject,
    form=OwnProjectForm,
    formset=BaseOwnProjects,
    extra=1,
    can_delete=True,
    max_num=MOST_PROJECTS,
    absolute_max=MOST_PROJECTS * 2,
    validate_max=True,
)


class OwnLevelForm(PortalModelForm):
    """The level that a person sets. Another one than suggested needs its reason; while not every item is done there is
    none to set (A9-03)."""

    level = forms.ModelChoiceField(
        label=_("Quality level"),
        queryset=QualityLevel.objects.none(),
        required=False,
        empty_label=_("No level: not rateable"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = OwnLevel
        fields = ["level", "reason"]
        labels = {"reason": _("Reason, if it differs from the suggested level")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        levels = QualityLevel.objects.filter(framework=self.instance.indicator.standard.framework_id)
        self.fields["level"].queryset = levels.order_by("value")

    def clean(self):
        cleaned = super().clean()
        level = cleaned.get("level")
        if level and not self.said.is_complete:
            self.add_error("level", self.said.why)
        elif level and level.value != self.said.value and not cleaned.get("reason"):
            self.add_error("reason", _("It differs from the suggested level: please write the reason."))
        return cleaned


class EvidenceForm(PortalModelForm):
    """A paper of the office's own, with its file or named in words (A9-07)."""

    paper = UploadField(label=_("File"), required=False, help_text=_("If there is one. It stays private."))

    class Meta:
        model = OfficeEvidence
        fields = ["kind", "title", "reference"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [row for row in EvidenceKind.choices if row[0] != EvidenceKind.RECORD]
