from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.reports.results import CERTIFIED

RESULT_COLUMNS = [
    Column(
        "school",
        _("School"),
        lambda row: row.assessment.school.name,
        34,
        "assessment__school__name_sort",
        lambda row: row.get_absolute_url(),
    ),
    Column("round", _("Round"), lambda row: row.assessment.round.name, 30, "assessment__round__number"),
    Column("education", _("Level of education"), lambda row: str(row.assessment.get_level_display()), 18),
    Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), 12, "kind"),
    Column("dated", _("Date"), lambda row: row.dated, 14, "dated", kind="date"),
    Column("level", _("Overall level"), lambda row: row.level and row.level.name, 16, "level__value"),
    Column("score", _("Overall score"), lambda row: row.score, 10, "score", kind="money"),
    Column("certified", _("Certification"), lambda row: str(CERTIFIED[row.is_certified]), 14, "is_certified"),
    Column("attempt", _("Attempt"), lambda row: row.assessment.attempt, 8, "assessment__attempt", kind="number"),
    Column(
        "network",
        _("Network"),
        lambda row: row.assessment.school.network and row.assessment.school.network.name,
        22,
        "assessment__school__network__name_sort",
    ),
]
SHEET_COLUMNS = [
    Column("code", _("Ministry code"), lambda row: row.assessment.school.moe_code, 14),
    *RESULT_COLUMNS,
    Column("strengths", _("Strengths"), lambda row: row.strengths, 40),
    Column("to_develop", _("Points to develop"), lambda row: row.to_develop, 40),
    Column("noticed", _("Notice received on"), lambda row: row.assessment.noticed_on, 14, kind="date"),
    Column("visited", _("Visit until"), lambda row: row.assessment.visit_until, 14, kind="date"),
    Column("drafted", _("Draft received on"), lambda row: row.assessment.drafted_on, 14, kind="date"),
    Column("finalised", _("Final report received on"), lambda row: row.assessment.finalised_on, 14, kind="date"),
]
