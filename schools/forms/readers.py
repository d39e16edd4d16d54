"""Who reads which report, and who must not."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, coming_day
from qa_portal.core.models import User
from qa_portal.core.roles import Verb
from schools.models import Conflict, Cycle, EducationLevel, Network, Sar, School
from schools.services.readers import people_who_read, refusals


class ReaderChoice(forms.ModelChoiceField):
    """People of the office with what each has to read; `refused` says beside a name why it cannot be chosen."""

    refused = {}

    def label_from_instance(self, person):
        load = _("%(person)s – %(count)s to read") % {"person": person, "count": person.readings_to_do}
        sentence = self.refused.get(person.pk)
        return f"{load} ({sentence})" if sentence else str(load)


class PeopleChoice(ManyField):
    def label_from_instance(self, person):
        return str(_("%(person)s – %(count)s to read") % {"person": person, "count": person.readings_to_do})


class ReaderForm(PortalForm):
    """One more reader of a report."""

    reader = ReaderChoice(label=_("Reader"), queryset=User.objects.none())
    due_on = BEDateField(label=_("To be read by"), required=False)

    def __init__(self, *args, sar, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_who_read(sar.school.district_id)
        self.refused = {person: said for (person, _school), said in refusals(people, [sar.school_id]).items()}
        self.fields["reader"].queryset, self.fields["reader"].refused = people, self.refused

    def clean_reader(self):
        person = self.cleaned_data["reader"]
        if sentence := self.refused.get(person.pk):
            raise ValidationError(sentence)
        return person

    def clean_due_on(self):
        return coming_day(self.cleaned_data["due_on"])


class EndReadingForm(PortalForm):
    reason = forms.CharField(label=_("Why the reading ends"), max_length=300)
    successor = ReaderChoice(
        label=_("Who reads instead"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("May stay blank: then the school's supervisors read, if no other reader is named."),
    )

    def __init__(self, *args, reading, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_who_read(reading.sar.school.district_id).exclude(pk=reading.reader_id)
        refused = {person: said for (person, _school), said in refusals(people, [reading.sar.school_id]).items()}
        self.fields["successor"].queryset, self.fields["successor"].refused = people, refused


EVENLY, BY_SUPERVISOR = "evenly", "supervisor"


class PlanForm(PortalForm):
    """Which reports get readers, and how they are shared out."""

    cycle = forms.ModelChoiceField(label=_("SAR cycle"), queryset=Cycle.objects.none(), empty_label=None)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("Both")), *EducationLevel.choices], required=False)
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.none(), required=False, empty_label=_("All networks")
    )
    supervisor = forms.ModelChoiceField(
        label=_("Supervisor of the school"), queryset=User.objects.none(), required=False, empty_label=_("All")
    )
    how = forms.ChoiceField(
        label=_("How they are shared out"),
        choices=[
            (EVENLY, _("Evenly over the people chosen below")),
            (BY_SUPERVISOR, _("Each to the supervisor of its school")),
        ],
        widget=forms.RadioSelect,
        initial=EVENLY,
    )
    people = PeopleChoice(
        label=_("Readers"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = BEDateField(label=_("To be read by"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        people = people_who_read(user.district_id)
        self.fields["cycle"].queryset = Cycle.objects.visible_to(user).with_reports().order_by("-academic_year")
        self.fields["network"].queryset = Network.objects.visible_to(user)
        self.fields["supervisor"].queryset = people.filter(pk__in=User.objects.in_role("supervisor").values("pk"))
        self.fields["people"].queryset = people

    def clean_due_on(self):
        return coming_day(self.cleaned_data["due_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") == EVENLY and not cleaned.get("people"):
            self.add_error("people", _("Choose at least one person."))
        return cleaned

    def sars(self):
        """The chosen reports that have no reader and are not accepted yet, with the supervisors of their schools."""
        rows = Sar.objects.visible_to(self.user).filter(cycle=self.cleaned_data["cycle"]).without_reader()
        chosen = {"level": self.cleaned_data["level"], "school__network": self.cleaned_data["network"]}
        rows = rows.filter(**{name: value for name, value in chosen.items() if value})
        if supervisor := self.cleaned_data["supervisor"]:
            rows = rows.of_supervisor(supervisor)
        return rows.for_list().order_by("school__name_sort", "level")


class ConflictForm(PortalModelForm):
    """Somebody declares a conflict of interest; the heads of the office note one for others too."""

    since = BEDateField(label=_("since"))
    until = BEDateField(label=_("until"), required=False, help_text=_("Empty: it holds on."))

    class Meta:
        model = Conflict
        fields = ["user", "school", "reason", "since", "until"]
        labels = {"user": _("person"), "reason": _("What ties the person to the school")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate()
        self.fields["school"].queryset = School.objects.visible_to(user).order_by("name_sort")
        if user.can(Verb.ASSIGN_SUPERVISORS):
            self.fields["user"].queryset = people_who_read(user.district_id)
        else:
            del self.fields["user"]
            self.instance.user = user

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned


class EndConflictForm(PortalModelForm):
    until = BEDateField(label=_("until"))

    class Meta:
        model = Conflict
        fields = ["until"]

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < self.instance.since:
            raise ValidationError(_("The last day is before the first."))
        return until
