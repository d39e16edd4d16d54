from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column

# What the columns show; as in lists.visits.SHOWN_OF_VISIT.
OWNER = ("owner__first_name", "owner__last_name", "owner__username")
SHOWN_OF_ACTION = (
    "what",
    "number",
    "due_on",
    "state",
    "owed_by",
    "owner_text",
    "visit__code",
    "visit__school__name",
    *OWNER,
)


def _standing(action):
    return _("Overdue") if action.is_overdue else ""


ACTION_COLUMNS = [
    Column("what", _("What was agreed"), lambda a: a.what, 50, link=lambda a: a.get_absolute_url()),
    Column("school", _("School"), lambda a: a.visit.school.name, 30, "visit__school__name_sort"),
    Column("due", _("To be done by"), lambda a: a.due_on, 14, "due_on", kind="date"),
    Column("overdue", _("Overdue"), lambda a: str(_standing(a)), 10),
    Column("owner", _("Who owes it"), lambda a: a.owner_label, 26, "owed_by"),
    Column("code", _("Number"), lambda a: a.code, 20),
    Column("state", _("State"), lambda a: a.get_state_display(), 20, "state", kind="state"),
]
