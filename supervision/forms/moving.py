"""To another day: what stands against it is said, and done all the same only when it is ticked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalModelForm
from supervision.checks.days import conflicts_of_event
from supervision.models import PlanEvent


class MoveFields(forms.Form):
    """For a form with a day. Call `warn` at the end of __init__ with what says the sentences against a day."""

    day_field = "new_date"
    anyway = forms.BooleanField(label=_("Move it to this day nevertheless"), required=False)

    def warn(self, conflicts_on):
        day = self._asked_day()
        self.conflicts = list(conflicts_on(day)) if day else []
        if self.conflicts:
            self.fields["anyway"].help_text = " ".join(map(str, self.conflicts))
        else:
            del self.fields["anyway"]

    def _asked_day(self):
        field = self.fields[self.day_field]
        said = self.data.get(self.add_prefix(self.day_field)) if self.is_bound else self.initial.get(self.day_field)
        try:
            return field.to_python(said)
        except ValidationError:
            return None

    def clean(self):
        cleaned = super().clean()
        is_accepted = cleaned.pop("anyway", False)
        if self.conflicts and cleaned.get(self.day_field) and not is_accepted:
            self.add_error("anyway", _("Something stands against this day. Choose another, or tick this."))
        return cleaned


class MoveEventForm(MoveFields, PortalModelForm):
    """An event that was not held yet, to another day."""

    day_field = "planned_on"
    planned_on = BEDateField(label=_("New date"))
    field_order = ["planned_on", "anyway"]

    class Meta:
        model = PlanEvent
        fields = ["planned_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        was = self.instance.planned_on
        self.warn(lambda day: conflicts_of_event(self.instance, day) if day != was else [])
