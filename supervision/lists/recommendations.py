from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from supervision.models import Recommendation


def _progress(row):
    facts = {"done": row.done_count, "all": row.part_count}
    return _("%(done)s of %(all)s") % facts if row.part_count else ""


RECOMMENDATION_COLUMNS = [
    Column("text", gettext_lazy("Recommendation"), lambda row: row.text, 60, link=Recommendation.get_absolute_url),
    Column(
        "school", gettext_lazy("School"), lambda row: row.assessment.school.name, 30, "assessment__school__name_sort"
    ),
    Column(
        "standard", gettext_lazy("Standard"), lambda row: row.standard and str(row.standard), 30, "standard__number"
    ),
    Column("due", gettext_lazy("To be done by"), lambda row: row.due_on, 14, "due_on", kind="date"),
    Column("overdue", gettext_lazy("Overdue"), lambda row: _("Overdue") if row.is_overdue else "", 10),
    Column(
        "owner", gettext_lazy("Who follows it up"), lambda row: row.owner and str(row.owner), 24, "owner__first_name"
    ),
    Column("progress", gettext_lazy("Parts done"), _progress, 12),
    Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display()), 18, "state", kind="state"),
]
SHEET_COLUMNS = [
    Column("round", gettext_lazy("Round"), lambda row: row.assessment.round.name, 30),
    Column("level", gettext_lazy("Level of education"), lambda row: str(row.assessment.get_level_display()), 18),
    Column("number", gettext_lazy("No."), lambda row: row.number, 6, kind="number"),
    *RECOMMENDATION_COLUMNS,
    Column("goal", gettext_lazy("Goal"), lambda row: row.goal, 50),
    Column("closed", gettext_lazy("Closed at"), lambda row: row.closed_at, 14, kind="date"),
]
