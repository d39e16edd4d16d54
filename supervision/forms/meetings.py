"""A meeting: when and where, its points, who came, its minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, UploadField, be_year
from schools.models import School
from supervision.forms.kept import KeptForm
from supervision.forms.tours import people_lines
from supervision.models import AgendaItem, Attendance, Committee, Meeting, PlanItem, Unit
from supervision.reports.meetings import gathering_of

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(KeptForm):
    met_on = BEDateField(label=_("Date"))

    class Meta:
        model = Meeting
        fields = [
            "committee", "number", "year", "kind", "met_on", "begins_at", "ends_at", "place", "school", "plan_item",
        ]  # fmt: skip
        labels = {"begins_at": _("Begins at"), "ends_at": _("Ends at")}
        widgets = {"begins_at": TIME, "ends_at": TIME}
        help_texts = {"school": _("For a meeting at a school.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.visible_to(user)
        self.fields["school"].queryset = School.objects.visible_to(user).open_at().order_by("name_sort")
        items = PlanItem.objects.visible_to(user).filter(unit=Unit.MEETING).select_related("plan")
        self.fields["plan_item"].queryset = items.order_by("-plan__fiscal_year", "position")
        if self.instance.pk:
            self.fields["committee"].disabled = True
        else:
            for name, words in (
                ("number", _("Empty: the next number of the year.")),
                ("year", _("Empty: the year of the day. Buddhist era.")),
            ):
                self.fields[name].required, self.fields[name].help_text = False, words

    def clean_year(self):
        year = self.cleaned_data["year"]
        return be_year(year) if year else year

    def clean(self):
        cleaned = super().clean()
        begins_at, ends_at = cleaned.get("begins_at"), cleaned.get("ends_at")
        if begins_at and ends_at and ends_at < begins_at:
            self.add_error("ends_at", _("The meeting ends before it begins."))
        if cleaned.get("kind") == Meeting.Kind.MOBILE and not cleaned.get("school"):
            self.add_error("school", _("Please choose the school at which it is."))
        self._check_number(cleaned)
        return cleaned

    def _check_number(self, cleaned):
        same = {name: cleaned.get(name) for name in ("committee", "number", "year")}
        if all(same.values()) and Meeting.objects.filter(**same).exclude(pk=self.instance.pk).exists():
            self.add_error("number", _("There is a meeting of this number already."))


class MinutesForm(KeptForm):
    class Meta:
        model = Meeting
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea(attrs={"rows": 18})}


class PointForm(KeptForm):
    position = forms.IntegerField(label=_("Order in the list"), min_value=1, max_value=999, required=False)

    class Meta:
        model = AgendaItem
        fields = ["position", "number", "title", "text", "outcome"]
        labels = {"title": _("Subject of the point")}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("text", "outcome")}

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not cleaned.get("position"):
            cleaned["position"] = self.instance.position
        return cleaned


class BasePoints(forms.BaseModelFormSet):
    def __init__(self, *args, meeting, **kwargs):
        self.meeting = meeting
        rows = meeting.agenda.order_by("position", "pk")
        self.last = max((row.position for row in rows), default=0)
        super().__init__(*args, queryset=rows, prefix="point", **kwargs)

    def save_new(self, form, commit=True):
        form.instance.meeting = self.meeting
        if not form.instance.position:
            self.last += 1
            form.instance.position = self.last
        return super().save_new(form, commit)


PointFormSet = forms.modelformset_factory(
    AgendaItem, form=PointForm, formset=BasePoints, extra=2, can_delete=True, max_num=80, absolute_max=100
)


class AttendanceForm(KeptForm):
    """Each member who has a seat on the day, and guests one a line."""

    guests = forms.CharField(
        label=_("Guests"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: name, position. A list can be pasted."),
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        gathering = gathering_of(self.instance)
        self.members = [member for member, _row in gathering.seats]
        choices = [("", _("Not entered")), *[pair for pair in Attendance.State.choices if pair[0] != "guest"]]
        for member, row in gathering.seats:
            self.fields[f"state_{member.pk}"] = forms.ChoiceField(
                label=f"{member.position_in_list}. {member}", choices=choices, required=False,
                initial=row.state if row else "",
            )  # fmt: skip
            self.fields[f"name_{member.pk}"] = forms.CharField(
                label=_("Who came instead"), max_length=150, required=False, initial=row.name if row else ""
            )
        self.fields["guests"].initial = "\n".join(
            f"{row.name}, {row.position}".rstrip(", ") for row in gathering.guests
        )

    def rows(self):
        return [(member, self[f"state_{member.pk}"], self[f"name_{member.pk}"]) for member in self.members]

    def clean(self):
        cleaned = super().clean()
        for member in self.members:
            if cleaned.get(f"state_{member.pk}") == Attendance.State.SENT and not cleaned.get(f"name_{member.pk}"):
                self.add_error(f"name_{member.pk}", _("%(person)s: who came instead?") % {"person": member})
        return cleaned

    @property
    def seats(self):
        data = self.cleaned_data
        return {row: (data[f"state_{row.pk}"], data[f"name_{row.pk}"]) for row in self.members}

    @property
    def guest_list(self):
        return people_lines(self.cleaned_data["guests"])


class SignedMinutesForm(PortalForm):
    paper = UploadField(label=_("Signed minutes"), help_text=_("The scanned minutes as a PDF or a photo."))
