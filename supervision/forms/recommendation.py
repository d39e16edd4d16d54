"""Recommendations of the assessors: typed at the assessment, and each as a goal with its parts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Activity, ActivityState
from qa_portal.core.forms import BEDateField, UploadField, past_day
from qa_portal.core.kept_files import KeepsUpload
from qa_portal.core.thai import fiscal_year
from schools.models import Standard
from supervision.forms.kept import KeptForm
from supervision.models import (
    AgreedAction,
    ImprovementPart,
    Recommendation,
    RecommendationState,
    Visit,
    VisitState,
)
from supervision.services.people import TEAM, people_in
from supervision.services.recommendations import add_recommendations

MAX_ROWS = 200
RECORDS = ("visit", "action", "activity")


class WordsForm(KeptForm):
    """What the assessors wrote, about one standard or about none."""

    class Meta:
        model = Recommendation
        fields = ["standard", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, standards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = standards
        self.fields["standard"].empty_label = _("No one standard")

    @property
    def may_delete(self):
        return self.instance.pk is not None and is_untouched(self.instance)


def is_untouched(row):
    """Typed, and nothing built on it yet."""
    return row.state == RecommendationState.OPEN and not row.goal and not row.parts.exists()


class BaseWordsFormSet(forms.BaseModelFormSet):
    """All recommendations of an assessment, and blank rows for more."""

    def __init__(self, *args, assessment, **kwargs):
        self.assessment = assessment
        standards = Standard.objects.filter(framework=assessment.framework)
        rows = assessment.recommendations.order_by("number")
        super().__init__(*args, queryset=rows, form_kwargs={"standards": standards}, prefix="row", **kwargs)

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if not form.may_delete:
                facts = {"number": form.instance.number}
                raise ValidationError(_("No. %(number)s is being followed up: it cannot be taken out.") % facts)

    def save_all(self, *, by):
        """Write what changed, take out what was ticked, and number what is new."""
        for form in self.initial_forms:
            if form.instance.pk and form not in self.deleted_forms and form.has_changed():
                form.save()
        for form in self.deleted_forms:
            if form.instance.pk:
                form.instance.delete()
        new = [form.cleaned_data for form in self.extra_forms if form not in self.deleted_forms]
        found = [(data.get("standard"), data["text"]) for data in new if data.get("text")]
        return add_recommendations(self.assessment, found, by=by)


WordsFormSet = forms.modelformset_factory(
    Recommendation,
    form=WordsForm,
    formset=BaseWordsFormSet,
    extra=3,
    can_delete=True,
    max_num=MAX_ROWS,
    absolute_max=MAX_ROWS,
    validate_max=True,
)


class GoalForm(KeptForm):
    """What is to be different, who follows it up, and by when. All may be missing until the improvement begins."""

    due_on = BEDateField(label=_("To be done by"), required=False)

    class Meta:
        model = Recommendation
        fields = ["goal", "owner", "due_on"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_in(self.instance.assessment.school.district, TEAM)
        self.fields["owner"].empty_label = _("Nobody by name yet")

    def clean(self):
        cleaned = super().clean()
        if self.instance.state != RecommendationState.OPEN:
            for name in self.Meta.fields:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("The improvement has begun: this cannot be left empty any more."))
        return cleaned


class ActivityField(forms.ModelChoiceField):
    def label_from_instance(self, activity):
        return f"{activity.project} – {activity.title}"[:160]


class PartForm(KeptForm):
    """One part: a visit, an agreed action or an activity, which say by themselves when it is done; or none of them, and
    then a person does."""

    what = forms.CharField(
        label=_("What is done"),
        max_length=400,
        required=False,
        help_text=_("May be left empty where a visit, an action or an activity is chosen: then its own words stand."),
    )
    due_on = BEDateField(label=_("To be done by"), required=False)
    activity = ActivityField(Activity.objects.none(), label=_("Activity of a project"), required=False)

    class Meta:
        model = ImprovementPart
        fields = ["what", "due_on", *RECORDS]

    def __init__(self, *args, recommendation, user, **kwargs):
        super().__init__(*args, **kwargs)
        school, chosen = recommendation.assessment.school, self.instance
        visits = Visit.objects.filter(school=school).exclude(state=VisitState.CANCELLED)
        actions = AgreedAction.objects.agreed().filter(visit__school=school)
        activities = offered_activities(school.district, user)
        self.fields["visit"].queryset = (visits | Visit.objects.filter(pk=chosen.visit_id)).select_related("school")
        self.fields["action"].queryset = actions.select_related("visit").order_by("-due_on")
        self.fields["action"].label_from_instance = lambda action: f"{action.code} {action.what}"[:160]
        own = Activity.objects.filter(pk=chosen.activity_id)
        self.fields["activity"].queryset = (activities | own).select_related("project").order_by("project", "order")
        for name in RECORDS:
            self.fields[name].empty_label = _("None")

    def clean(self):
        cleaned = super().clean()
        chosen = [name for name in RECORDS if cleaned.get(name)]
        for name in chosen[1:]:
            self.add_error(name, _("Choose one: a visit, an action or an activity. Another one is another part."))
        if chosen and not cleaned.get("what"):
            record = cleaned[chosen[0]]
            cleaned["what"] = (getattr(record, "what", "") or str(record))[:400]
        elif not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Please say what is done, or choose a visit, an action or an activity."))
        return cleaned


def offered_activities(district, user):
    """Activities of the office's approved projects, of this and the last fiscal year on."""
    rows = Activity.objects.visible_to(user).of_plan().exclude(state=ActivityState.CANCELLED)
    year = fiscal_year(timezone.localdate())
    return rows.filter(project__district=district, project__is_working_copy=False, project__fiscal_year__gte=year - 1)


class FinishForm(KeepsUpload, KeptForm):
    """When a part done by hand was done, and the file that shows it."""

    kept_field = "proof"
    done_on = BEDateField(label=_("Done on"))
    proof = UploadField(label=_("A file that shows it"), required=False, help_text=_("PDF, Word, Excel or a photo."))

    class Meta:
        model = ImprovementPart
        fields = ["done_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.done_on:
            self.fields["done_on"].required = False
            self.fields["done_on"].help_text = _("Empty: it is not done after all.")

    def clean_done_on(self):
        return past_day(self.cleaned_data["done_on"])

    def clean(self):
        cleaned = super().clean()
        has_file = self.stored or self.instance.stored_id or "proof" in self.errors
        if cleaned.get("done_on") and not has_file:
            self.add_error("proof", _("Please add the file that shows it."))
        return cleaned
