import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supervision.models import Survey, SurveyState

STANDINGS = [("ended", _("Ended, results to read"))]
ABOUT = [("activity", _("An activity of a project")), ("plan", _("An item of the plan")), ("event", _("Other"))]


class SurveyFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    state = filters.ChoiceFilter(label=_("State"), choices=[*SurveyState.choices, *STANDINGS], method="in_state")
    about = filters.ChoiceFilter(label=_("About"), choices=ABOUT, method="is_about")

    class Meta:
        model = Survey
        fields = []

    def in_state(self, rows, name, value):
        return rows.ended(timezone.localdate()) if value == "ended" else rows.filter(state=value)

    def is_about(self, rows, name, value):
        if value == "activity":
            return rows.exclude(activity=None)
        return rows.filter(activity=None, plan_item__isnull=value == "event")
