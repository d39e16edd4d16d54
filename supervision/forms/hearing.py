"""The oral report with those who heard it, and the office's observers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm
from qa_portal.core.models import User
from qa_portal.core.roles import ROLES, Scope, Verb
from supervision.models import ExternalAssessment, HearingAttendee, Observer
from supervision.services.people import people_in

OFFICE_ROLES = [slug for slug, role in ROLES.items() if role.scope is Scope.DISTRICT]
OBSERVER_ROLES = [slug for slug, role in ROLES.items() if Verb.OBSERVE_ASSESSMENT in role.verbs]


class HearingForm(PortalModelForm):
    class Meta:
        model = ExternalAssessment
        fields = ["oral_report"]
        widgets = {"oral_report": forms.Textarea(attrs={"rows": 8})}


class AttendeeForm(PortalModelForm):
    """A person of the portal or a typed name; an empty row is nobody."""

    class Meta:
        model = HearingAttendee
        fields = ["side", "user", "name", "position"]
        labels = {"side": _("On whose side"), "name": _("Name, if not a person of the portal")}

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].empty_label = _("Nobody of the portal")

    def has_changed(self):
        return bool(set(self.changed_data) - {"side", "opened_version"})

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("user") and not cleaned.get("name"):
            self.add_error("name", _("Choose a person or type a name."))
        if cleaned.get("user") and not cleaned.get("position"):
            cleaned["position"] = cleaned["user"].position
        return cleaned


class BaseAttendees(forms.BaseModelFormSet):
    def __init__(self, *args, assessment, **kwargs):
        self.assessment = assessment
        people = people_in(assessment.school.district, OFFICE_ROLES)
        kwargs |= {"queryset": assessment.attendees.order_by("side", "pk"), "form_kwargs": {"people": people}}
        super().__init__(*args, prefix="person", **kwargs)

    def clean(self):
        """Nobody is on the list twice, not by a form that was sent twice either."""
        shown = {form.instance.pk for form in self.initial_forms}
        seen = {_who(row.user, row.name) for row in self.assessment.attendees.exclude(pk__in=shown)}
        for form in self.forms:
            typed = form.cleaned_data if form.is_valid() and form.has_changed() else {}
            who = _who(typed.get("user"), typed.get("name"))
            if who and not typed.get("DELETE"):
                if who in seen:
                    form.add_error("user" if typed["user"] else "name", _("This person is on the list already."))
                seen.add(who)

    def save_new(self, form, commit=True):
        form.instance.assessment = self.assessment
        return super().save_new(form, commit)


def _who(user, name):
    return user or name


AttendeeFormSet = forms.modelformset_factory(
    HearingAttendee, form=AttendeeForm, formset=BaseAttendees, extra=3, can_delete=True, max_num=40, absolute_max=60
)


class ObserverForm(PortalForm):
    """Whom the office sends. Who must not go is refused by the service with the reason."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    order_number = forms.CharField(label=_("Order no."), max_length=100, required=False)

    def __init__(self, *args, assessment, **kwargs):
        super().__init__(*args, **kwargs)
        there = assessment.observers.values("user")
        people = people_in(assessment.school.district, OBSERVER_ROLES)
        self.fields["user"].queryset = people.exclude(pk__in=there)


class ObservationForm(PortalModelForm):
    """What the observer writes; the order of their being sent is the office's to correct."""

    class Meta:
        model = Observer
        fields = ["observed", "told"]
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in fields}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("observed"):
            self.add_error("observed", _("Please write what was observed."))
        return cleaned
