from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.models import Committee

COMMITTEE_COLUMNS = [
    Column("name", _("Committee"), lambda row: row.name, 50, "name", Committee.get_absolute_url),
    Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), 34, "kind"),
    Column("since", _("Since"), lambda row: row.since, 14, "since", kind="date"),
    Column("until", _("Until"), lambda row: row.until, 14, "until", kind="date"),
    Column("members", _("Members"), lambda row: row.member_count, 10, "member_count", kind="number"),
    Column("schools", _("Schools"), lambda row: row.school_count, 10, "school_count", kind="number"),
    Column("standing", _("Term"), lambda row: str(row.standing[0]), 18, kind="state"),
]
MEMBER_COLUMNS = [
    Column("position_in_list", _("No."), lambda row: row.position_in_list, 8, kind="number"),
    Column("name", _("Name"), lambda row: str(row), 34),
    Column("position", _("Position"), lambda row: row.position_shown, 34),
    Column("role", _("Role"), lambda row: str(row.get_role_display()), 24),
    Column("since", _("Since"), lambda row: row.since or row.committee.since, 14, kind="date"),
    Column("until", _("Until"), lambda row: row.until or row.committee.until, 14, kind="date"),
]
