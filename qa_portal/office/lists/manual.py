"""The list of work processes: its filters and columns."""

import django_filters as filters
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.filters import YesNoFilter
from qa_portal.office.models import ProcessState, WorkProcess


class WorkProcessFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=ProcessState.choices)
    own = YesNoFilter(label=_("The office's own"), field_name="district", lookup_expr="isnull", exclude=True)

    class Meta:
        model = WorkProcess
        fields = []


def _kept_by(row):
    return row.district.short_name if row.district else _now("Comes with the portal")


PROCESS_COLUMNS = [
    Column("position", _("Place in the manual"), lambda row: row.position, 10, "position", kind="number"),
    Column("name", _("Name of the work"), lambda row: row.name, 60, "name", WorkProcess.get_absolute_url),
    Column("edition", _("Version"), lambda row: row.edition, 10, "edition", kind="number"),
    Column("state", _("State"), lambda row: str(row.get_state_display()), 16, "state", kind="state"),
    Column("steps", _("Steps"), lambda row: row.step_count, 10, "step_count", kind="number"),
    Column("district", _("Kept by"), _kept_by, 26, "district"),
    Column(
        "issued_at", _("In force since"), lambda row: row.issued_at and localdate(row.issued_at), 16, "issued_at",
        kind="date",
    ),
]  # fmt: skip
