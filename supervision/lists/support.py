from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column

SUPPORT_COLUMNS = [
    Column(
        "school",
        gettext_lazy("School"),
        lambda row: row.school.name,
        34,
        "school__name_sort",
        lambda row: row.get_absolute_url(),
    ),
    Column("reason", gettext_lazy("Why it is on the list"), lambda row: str(row.get_reason_display()), 24, "reason"),
    Column("lead", gettext_lazy("Who leads"), lambda row: str(row.lead), 24, "lead__first_name"),
    Column("begins", gettext_lazy("From"), lambda row: row.begins_on, 14, "begins_on", kind="date"),
    Column("ends", gettext_lazy("Until"), lambda row: row.ends_on, 14, "ends_on", kind="date"),
    Column("review", gettext_lazy("Next review"), lambda row: row.next_review_on, 14, "next_review_on", kind="date"),
    Column("overdue", gettext_lazy("Overdue"), lambda row: _("Overdue") if row.is_review_overdue else "", 10),
    Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display()), 18, "state", kind="state"),
]
CANDIDATE_COLUMNS = [
    Column("school", gettext_lazy("School"), lambda row: row.school.name, 34),
    Column("network", gettext_lazy("Network"), lambda row: row.school.network and row.school.network.name, 24),
    Column("reason", gettext_lazy("Why it is on the list"), lambda row: str(row.reason.label), 24),
    Column("text", gettext_lazy("Why, in words"), lambda row: row.text, 70),
]
