from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.models import Tour

TOUR_COLUMNS = [
    Column("name", _("Round of visits"), lambda row: row.name, 50, "name", Tour.get_absolute_url),
    Column("begins_on", _("From"), lambda row: row.begins_on, 14, "begins_on", kind="date"),
    Column("ends_on", _("Until"), lambda row: row.ends_on, 14, "ends_on", kind="date"),
    Column("teams", _("Teams"), lambda row: row.team_count, 10, "team_count", kind="number"),
    Column("wanted", _("Schools to be visited"), lambda row: row.school_count, 14, "school_count", kind="number"),
    Column("visits", _("Visits made"), lambda row: row.visit_count, 12, "visit_count", kind="number"),
]

PERSON_COLUMNS = [
    Column("team", _("Team no."), lambda row: row.team.number, 8, kind="number"),
    Column("name", _("Name"), lambda row: str(row), 34),
    Column("position", _("Position"), lambda row: row.position or (row.user and row.user.position), 34),
    Column("role", _("Role"), lambda row: str(row.get_role_display()), 18),
]
STOP_COLUMNS = [
    Column("team", _("Team no."), lambda row: row.team.number, 8, kind="number"),
    Column("day", _("Day"), lambda row: row.planned_on, 16, kind="date"),
    Column("position", _("Order of the day"), lambda row: row.position, 10, kind="number"),
    Column("code", _("Ministry code"), lambda row: row.school.moe_code, 14),
    Column("school", _("School"), lambda row: row.school.name, 34),
    Column("network", _("School network"), lambda row: row.school.network and row.school.network.name, 28),
    Column("visit", _("Visit"), lambda row: row.visit and row.visit.code, 16),
    Column("state", _("State"), lambda row: row.visit and str(row.visit.get_state_display()), 20),
]
TRAVEL_COLUMNS = [
    Column("team", _("Team no."), lambda row: row.team.number, 8, kind="number"),
    Column("people", _("People"), lambda row: row.people, 10, kind="number"),
    Column("days", _("Days"), lambda row: row.days, 10, kind="number"),
    Column("rate", _("Rate (baht)"), lambda row: row.rate, 14, kind="money"),
    Column("amount", _("Amount (baht)"), lambda row: row.amount, 16, kind="money"),
]
