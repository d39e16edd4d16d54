"""The list of reports on the office's own standards: its filters and columns."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import OwnAssessment, OwnState


def levels(report):
    """The levels of its indicators; "–" where none is set."""
    return ", ".join(str(row.level.value) if row.level else "–" for row in report.levels.all())


class OwnAssessmentFilter(filters.FilterSet):
    fiscal_year = filters.NumberFilter(label=_("Fiscal year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    state = filters.ChoiceFilter(label=_("State"), choices=OwnState.choices)

    class Meta:
        model = OwnAssessment
        fields = []


OWN_COLUMNS = [
    Column(
        "fiscal_year",
        _("Fiscal year"),
        lambda row: row.fiscal_year,
        12,
        "fiscal_year",
        OwnAssessment.get_absolute_url,
    ),
    Column("framework", _("Standards"), lambda row: row.framework.name, 40, "framework__name"),
    Column("district", _("Education area office"), lambda row: row.district.short_name, 24, "district__short_name"),
    Column("levels", _("Quality level"), levels, 14),
    Column("state", _("State"), lambda row: str(row.get_state_display()), 20, "state", kind="state"),
]
