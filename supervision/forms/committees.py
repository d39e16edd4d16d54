"""A committee with its term, the schools that it answers for, and its members."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField
from schools.forms.registry import SchoolChoices
from schools.models import School
from supervision.forms.kept import KeptForm
from supervision.forms.seats import BaseSeats, SeatForm
from supervision.models import Committee, CommitteeMember

BEFORE = _("The last day lies before the first.")


class CommitteeForm(KeptForm):
    since = BEDateField(label=_("Since"))
    until = BEDateField(label=_("Until"), required=False, help_text=_("Empty: until further notice."))
    schools = SchoolChoices(
        label=_("Schools that it answers for"),
        queryset=School.objects.none(),
        required=False,
        help_text=_("None ticked: the whole area."),
    )

    class Meta:
        model = Committee
        fields = ["kind", "name", "since", "until", "duties", "schools"]
        widgets = {"duties": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["schools"].offer(School.objects.visible_to(user).open_at())

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", BEFORE)
        return cleaned


class MemberForm(SeatForm):
    without = frozenset({"opened_version", "role"})
    position_in_list = forms.IntegerField(label=_("No."), min_value=1, max_value=999, required=False)
    since = BEDateField(label=_("Since"), required=False, help_text=_("Empty: as the committee."))
    until = BEDateField(label=_("Until"), required=False, help_text=_("Empty: as the committee."))

    class Meta:
        model = CommitteeMember
        fields = ["position_in_list", "role", "user", "name", "position", "since", "until"]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", BEFORE)
        if self.instance.pk and not cleaned.get("position_in_list"):
            cleaned["position_in_list"] = self.instance.position_in_list
        return cleaned


class BaseMembers(BaseSeats):
    owned_by, place = "committee", "position_in_list"

    def clean(self):
        """Nobody sits twice at a time, and who was at a meeting is not taken out but ends."""
        super().clean()
        seen = set()
        for form in self.forms:
            typed = form.cleaned_data if form.is_valid() and (form.instance.pk or form.has_changed()) else {}
            who = typed.get("user") or typed.get("name")
            if who and not typed.get("DELETE") and not typed.get("until"):
                if who in seen:
                    form.add_error("user" if typed["user"] else "name", _("This person is on the list already."))
                seen.add(who)
        for form in self.deleted_forms:
            if form.instance.pk and form.instance.attendances.exists():
                said = _("%(person)s was at meetings: enter the last day instead of taking the seat out.")
                raise ValidationError(said % {"person": form.instance})


MemberFormSet = forms.modelformset_factory(
    CommitteeMember, form=MemberForm, formset=BaseMembers, extra=3, can_delete=True, max_num=80, absolute_max=100
)
