"""The columns of the register of points for the assessors, and of the findings that it is gathered from."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.models import AssessorIssue
from supervision.reports.differences import sentences_of

SCHOOL = Column("school", _("School"), lambda i: i.school.name, 30, "school__name_sort", AssessorIssue.get_absolute_url)
LEVEL = Column("level", _("Level"), lambda i: str(i.get_level_display()), 18, "level")
STANDARD = Column("standard", _("Standard"), lambda i: str(i.standard.number) if i.standard else "", 10)
TEXT = Column("text", _("What is to be checked"), lambda i: i.text, 60)
SOURCE = Column("source", _("Source"), lambda i: str(i.says), 26, "source")
NETWORK = Column("network", _("Network"), lambda i: i.school.network and i.school.network.name, 24)
YEAR = Column("year", _("Academic year"), lambda i: str(i.academic_year), 12, "academic_year")
STATE = Column("state", _("State"), lambda i: str(i.standing[0]), 18, kind="state")
CODE = Column("code", _("Ministry code"), lambda i: i.school.moe_code, 14, "school__moe_code")

ISSUE_COLUMNS = [SCHOOL, TEXT, LEVEL, STANDARD, SOURCE, NETWORK, YEAR, STATE]
SENT_COLUMNS = [CODE, SCHOOL, LEVEL, STANDARD, TEXT, SOURCE]  # what the agency gets

FINDING_COLUMNS = [
    Column("school", _("School"), lambda f: f.visit.school.name, 30, "visit__school__name_sort"),
    Column("text", _("What we saw"), lambda f: f.text, 60),
    Column("kind", _("Kind"), lambda f: str(f.get_kind_display()), 18, "kind"),
    Column("category", _("What it is about"), lambda f: f.category.name, 24, "category__position"),
    Column("standard", _("Standard"), lambda f: str(f.standard.number) if f.standard else "", 10),
    Column("date", _("Date"), lambda f: f.visit.held_on, 14, "visit__held_on", kind="date"),
    Column("code", _("Number"), lambda f: f.code, 22, "visit__code", lambda f: f.visit.get_absolute_url()),
]

# Rows: reports.differences.differences.
DIFFERENCE_COLUMNS = [
    Column("school", _("School"), lambda row: row.school.name, 30),
    Column("level", _("Level"), lambda row: str(row.get_level_display()), 18),
    Column("standard", _("Standard"), lambda row: f"{row.standard_number} {row.standard_name}", 34),
    Column("what", _("What is to be checked"), lambda row: "\n".join(sentences_of(row)), 80),
]
