from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column

# What the columns show: the texts of a visit are long, and sorting rows that carry them takes most of a list's time.
SHOWN_OF_VISIT = ("code", "held_on", "purpose", "purpose_text", "state", "school__name", "school__network__name")

VISIT_COLUMNS = [
    Column("school", _("School"), lambda v: v.school.name, 34, "school__name_sort", lambda v: v.get_absolute_url()),
    Column("date", _("Date"), lambda v: v.held_on, 14, "held_on", kind="date"),
    Column("purpose", _("Purpose"), lambda v: str(v.purpose_label), 30, "purpose"),
    Column("lead", _("Led by"), lambda v: f"{v.lead_first or ''} {v.lead_last or ''}".strip(), 24, "lead_first"),
    Column("network", _("Network"), lambda v: v.school.network and v.school.network.name, 24),
    Column("code", _("Number"), lambda v: v.code, 18, "code"),
    Column("state", _("State"), lambda v: v.get_state_display(), 20, "state", kind="state"),
]
