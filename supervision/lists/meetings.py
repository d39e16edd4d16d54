from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.models import Meeting

MEETING_COLUMNS = [
    Column("label", _("Meeting"), lambda row: row.label, 18, "number", Meeting.get_absolute_url),
    Column("committee", _("Committee"), lambda row: row.committee.name, 44, "committee__name"),
    Column("met_on", _("Date"), lambda row: row.met_on, 14, "met_on", kind="date"),
    Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), 18, "kind"),
    Column("where", _("Place of the meeting"), lambda row: row.where, 34),
    Column("state", _("State"), lambda row: str(row.get_state_display()), 22, "state", kind="state"),
]
