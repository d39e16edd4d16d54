"""A survey and its questions, as the office writes them, and the form that everybody answers."""

import uuid

from django import forms
from django.forms import inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Activity
from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, ThaiTextMixin
from qa_portal.core.thai import fiscal_year
from supervision.models import AnswersAs, PlanItem, Survey, SurveyQuestion, SurveyState

MOST_WORDS = 2000  # characters of one answer in words
POINTS = (
    (5, _("Most")),
    (4, _("Much")),
    (3, _("Fair")),
    (2, _("Little")),
    (1, _("Least")),
)


class SurveyForm(PortalModelForm):
    """Once it is open, only how many are asked and until when can still change."""

    held_on = BEDateField(label=_("Date of what is asked about"), required=False)
    opens_on = BEDateField(label=_("Answers from"))
    closes_on = BEDateField(label=_("Answers until"))

    class Meta:
        model = Survey
        fields = [
            "title", "words", "activity", "plan_item", "held_on", "opens_on", "closes_on", "asked", "satisfied_from",
            "target_percent",
        ]  # fmt: skip
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "activity": _("The result stands on the activity's page and counts for its project."),
            "asked": _("How many people got the link or could scan the QR: the response rate is of them."),
            "satisfied_from": _("Of 5. Who answers this or more on the mean is counted as satisfied."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer(user)
        self.fields["satisfied_from"].min_value, self.fields["satisfied_from"].max_value = 1, 5
        if self.instance.state != SurveyState.DRAFT:
            self._keep_what_was_asked()

    def _offer(self, user):
        """Activities of this fiscal year and of those beside it, and the plan's items."""
        year = fiscal_year(timezone.localdate())
        activities = Activity.objects.visible_to(user).of_plan().filter(project__is_working_copy=False)
        chosen = Activity.objects.filter(pk=self.instance.activity_id)
        near = activities.filter(project__fiscal_year__range=(year - 1, year + 1)) | chosen
        self.fields["activity"].queryset = near.select_related("project").order_by("-project__fiscal_year", "title")
        self.fields["activity"].label_from_instance = lambda row: f"{row} · {row.project}"
        items = PlanItem.objects.filter(plan__district=self.instance.district_id).select_related("plan")
        self.fields["plan_item"].queryset = items.order_by("-plan__fiscal_year", "pk")

    def _keep_what_was_asked(self):
        stay = {"asked"} if self.instance.has_ended else {"asked", "closes_on"}
        for name, field in self.fields.items():
            field.disabled = name not in {*stay, "opened_version"}

    def clean_satisfied_from(self):
        mean = self.cleaned_data["satisfied_from"]
        if not 1 <= mean <= 5:
            raise forms.ValidationError(_("A mean lies between 1 and 5."))
        return mean

    def clean_target_percent(self):
        target = self.cleaned_data["target_percent"]
        if target > 100:
            raise forms.ValidationError(_("A share is at most 100."))
        return target

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day lies before the first."))
        return cleaned


class QuestionForm(ThaiTextMixin, forms.ModelForm):
    class Meta:
        model = SurveyQuestion
        fields = ["text", "kind"]
        labels = {"text": _("Question"), "kind": _("Way to answer")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class QuestionSetBase(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the order")
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    @property
    def in_order(self):
        """The questions that stay, by the numbers typed beside them; new ones without a number last."""
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")]
        last = len(self.forms) + 1
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or last)
        return [form.instance for form in kept]

    @property
    def dropped(self):
        return [form.instance for form in self.deleted_forms if form.instance.pk]


QuestionSet = inlineformset_factory(
    Survey, SurveyQuestion, form=QuestionForm, formset=QuestionSetBase, extra=2, can_order=True, max_num=30
)


class AnswerForm(PortalForm):
    """One person's answers. `uid` tells a second sending of the same answers; the page's script makes it in the
    browser, and without script it comes with the form."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=_("You answer as"), choices=AnswersAs, required=False, widget=forms.RadioSelect, help_text=_("Not needed")
    )

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uid"].initial = uuid.uuid4
        self.questions = {f"question_{question.pk}": question for question in survey.questions.all()}
        for name, question in self.questions.items():
            self.fields[name] = _scale(question) if question.kind == SurveyQuestion.Kind.SCALE else _words(question)

    @property
    def asked(self):
        """(bound field, whether it is a scale) of each question in its order."""
        return [(self[name], question.kind == SurveyQuestion.Kind.SCALE) for name, question in self.questions.items()]

    @property
    def answers(self):
        return {question: self.cleaned_data[name] for name, question in self.questions.items()}


def _scale(question):
    return forms.TypedChoiceField(
        label=question.text,
        choices=POINTS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of 1 to 5.")},
    )


def _words(question):
    rows = forms.Textarea(attrs={"rows": 3, "class": "form-control"})
    return forms.CharField(label=question.text, widget=rows, max_length=MOST_WORDS, required=False)
