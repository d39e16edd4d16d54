from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm, PortalModelForm, UploadField, be_year
from qa_portal.core.thai import format_date
from schools.forms.sar import narrative
from schools.models import Cycle, CyclePaper, CycleState, EducationLevel, Framework


class ExtendForm(PortalForm):
    """`known`: the school's own last day as the page showed it. Another that was given meanwhile is told before it is
    replaced."""

    until = BEDateField(label=_("new last day"))
    reason = forms.CharField(label=_("reason"), widget=narrative(3), max_length=2000)
    known = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, sar, **kwargs):
        super().__init__(*args, **kwargs)
        self.sar = sar
        self.given = sar.extended_to.isoformat() if sar.extended_to else ""
        self.fields["known"].initial = self.given

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("The new last day must not lie in the past."))
        if until <= self.sar.cycle.due_on:
            raise ValidationError(_("The new last day must be after the day that everybody has."))
        return until

    def clean(self):
        cleaned = super().clean()
        if self.given and cleaned.get("known") != self.given:
            self._tell_given()
        return cleaned

    def _tell_given(self):
        facts = {"day": format_date(self.sar.extended_to), "reason": self.sar.extension_reason}
        self.add_error(
            None, _("The school has time until %(day)s already: %(reason)s. Save again if your day is to hold.") % facts
        )
        self.data = self.data.copy()
        self.data["known"] = self.given


class WithdrawForm(PortalForm):
    """The school is told the reason."""

    reason = forms.CharField(label=_("reason"), widget=narrative(3), max_length=1000)


class PaperForm(PortalForm):
    title = forms.CharField(label=_("title"), max_length=CyclePaper._meta.get_field("title").max_length)
    file = UploadField(label=_("file"), help_text=_("PDF, Word, Excel or a picture."))


class CycleForm(PortalModelForm):
    """Dates and words may be changed while the cycle runs; its year and standards only before it opens."""

    opens_on = BEDateField(label=_("opens on"))
    due_on = BEDateField(label=_("due on"))
    late_until = BEDateField(
        label=_("late ones taken until"), required=False, help_text=Cycle._meta.get_field("late_until").help_text
    )
    remind_from = BEDateField(
        label=_("reminders begin on"), required=False, help_text=Cycle._meta.get_field("remind_from").help_text
    )

    class Meta:
        model = Cycle
        fields = [
            "academic_year",
            "early_childhood_framework",
            "basic_framework",
            "opens_on",
            "due_on",
            "late_until",
            "remind_from",
            "remind_every",
            "step_set",
            "instructions",
        ]
        widgets = {"instructions": narrative(5), "academic_year": forms.NumberInput(attrs={"inputmode": "numeric"})}
        help_texts = {"academic_year": _("Buddhist era, for example 2568")}

    FIXED_ONCE_OPEN = ("academic_year", "early_childhood_framework", "basic_framework")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for level in EducationLevel:
            field = self.fields[f"{level}_framework"]
            field.queryset = Framework.objects.for_schools(level).offered_to(self.instance.district_id)
            field.empty_label = _("This level is not asked for")
        self.fields["remind_every"].required = False
        self.fields["step_set"].empty_label = _("No list of yearly steps")
        for name in self.FIXED_ONCE_OPEN:
            self.fields[name].disabled = self.instance.state != CycleState.DRAFT

    def clean_academic_year(self):
        year = be_year(self.cleaned_data["academic_year"])
        same = Cycle.objects.filter(district=self.instance.district_id, academic_year=year)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is already a cycle of this academic year."))
        return year

    def clean_remind_every(self):
        return self.cleaned_data["remind_every"] or self.instance.remind_every

    def clean(self):
        cleaned = super().clean()
        opens_on, due_on, late_until = (cleaned.get(name) for name in ("opens_on", "due_on", "late_until"))
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", _("The due day must not be before the opening day."))
        if due_on and late_until and late_until < due_on:
            self.add_error("late_until", _("This day must not be before the due day."))
        self._check_reminders(cleaned)
        return cleaned

    def _check_reminders(self, cleaned):
        """They begin while schools can send: from the opening day to the last day that anybody has."""
        begin, opens_on = cleaned.get("remind_from"), cleaned.get("opens_on")
        last = cleaned.get("late_until") or cleaned.get("due_on")
        if begin and opens_on and begin < opens_on:
            self.add_error("remind_from", _("Reminders cannot begin before the cycle opens."))
        elif begin and last and begin > last:
            self.add_error("remind_from", _("Reminders must begin on or before the last day for sending."))
