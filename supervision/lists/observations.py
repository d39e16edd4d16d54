from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column


def standing(row):
    """(word, colour, icon)"""
    if row.reported_at:
        return _("Written"), "success", "check-circle"
    return _("To be written"), "warning", "pencil"


OBSERVATION_COLUMNS = [
    Column(
        "school",
        gettext_lazy("School"),
        lambda row: row.assessment.school.name,
        34,
        "assessment__school__name_sort",
        link=lambda row: row.get_absolute_url(),
    ),
    Column("level", gettext_lazy("Level"), lambda row: str(row.assessment.get_level_display()), 20),
    Column("round", gettext_lazy("Round"), lambda row: row.assessment.round.name, 20, "assessment__round__number"),
    Column(
        "visit",
        gettext_lazy("Visit from"),
        lambda row: row.assessment.visit_from,
        14,
        "assessment__visit_from",
        kind="date",
    ),
    Column("order", gettext_lazy("Order no."), lambda row: row.order_number, 18),
    Column("written", gettext_lazy("What was observed"), lambda row: str(standing(row)[0]), 18, look=standing),
]
