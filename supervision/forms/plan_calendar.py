"""The proposed calendar of a plan: its settings, and the one act that makes it."""

import uuid

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm
from supervision.reports.plan_workload import WORK_WEEK
from supervision.reports.proposed_calendar import Settings


class CalendarSettingsForm(PortalForm):
    """How the calendar is proposed; asked for by GET, so that an address shows the same calendar again."""

    per_day = forms.TypedChoiceField(
        label=_("Schools that one person visits on one day"), choices=[(n, str(n)) for n in range(1, 5)], coerce=int
    )
    begins_on = BEDateField(label=_("Not before"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), choices=list(WEEKDAYS.items()), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    in_term = forms.BooleanField(
        label=_("Only while schools are open"),
        required=False,
        help_text=_("The days of the semesters; off: in vacations, too."),
    )

    def __init__(self, data=None, **kwargs):
        usual = {"per_day": 1, "weekdays": list(WORK_WEEK), "in_term": True}
        super().__init__(data, initial=usual | kwargs.pop("initial", {}), **kwargs)
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("per_day", css_class="col-md-6"), Column("begins_on", css_class="col-md-6")),
            Div("weekdays", css_class="days-of-week"),
            "in_term",
        )

    @property
    def settings(self):
        """As asked for; the usual ones where nothing or nonsense is asked for."""
        if not self.is_bound or not self.is_valid():
            return Settings()
        said = self.cleaned_data
        return Settings(said["per_day"], tuple(sorted(said["weekdays"])), said["begins_on"], said["in_term"])


class ConfirmCalendarForm(CalendarSettingsForm):
    """The settings once more, the form's own id, and what was seen: only that is made."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["uid"].initial = uuid.uuid4
