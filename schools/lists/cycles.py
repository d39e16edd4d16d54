from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column

CYCLE_COLUMNS = [
    Column("year", gettext_lazy("Academic year"), str, 30, "academic_year", lambda c: c.get_absolute_url()),
    Column("state", gettext_lazy("State"), lambda c: str(c.get_state_display()), 16, "state", kind="state"),
    Column("opens", gettext_lazy("Opens"), lambda c: c.opens_on, 14, "opens_on", kind="date"),
    Column("due", gettext_lazy("Due"), lambda c: c.due_on, 14, "due_on", kind="date"),
    Column("expected", gettext_lazy("Expected"), lambda c: c.expected_count, 12, "expected_count", kind="number"),
    Column("sent", gettext_lazy("Sent"), lambda c: c.sent_count, 12, "sent_count", kind="number"),
]
