"""The columns of the batches, of the reports of one that is gathered, and of what a sent one holds."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.models import Sar
from supervision.documents.batch_archive import paper_name
from supervision.models import Batch
from supervision.reports.batch import LOOKS, Standing, hurdles_of

BATCH_COLUMNS = [
    Column("batch", _("Batch"), lambda b: str(b), 34, "cycle__academic_year", Batch.get_absolute_url),
    Column("reports", _("Reports sent"), lambda b: b.report_count if b.is_sent else None, 14, kind="number"),
    Column("issues", _("Points to be checked"), lambda b: b.issue_count if b.is_sent else None, 14, kind="number"),
    Column("number", _("Number of the letter"), lambda b: b.letter_number, 22, "letter_number"),
    Column("dated", _("Date of the letter"), lambda b: b.letter_dated, 14, "letter_dated", kind="date"),
    Column("state", _("State"), lambda b: str(b.get_state_display()), 18, "state", kind="state"),
]


def _standing(row):
    """(word, colour, icon) of a row of `reports_of`."""
    standing = Standing(row.standing_key)
    return standing.label, *LOOKS[standing]


def _why(row):
    return row.left_out_for or "; ".join(hurdles_of(row))


REPORT_COLUMNS = [
    Column("school", _("School"), lambda s: s.school.name, 34, "school__name_sort", Sar.get_absolute_url),
    Column("level", _("Level"), lambda s: str(s.get_level_display()), 20, "level"),
    Column("standing", _("State"), lambda s: str(_standing(s)[0]), 20, "standing_key", look=_standing),
    Column("why", _("Why not"), _why, 44),
    Column("network", _("Network"), lambda s: s.school.network and s.school.network.name, 24),
    Column("code", _("Ministry code"), lambda s: s.school.moe_code, 14, "school__moe_code"),
]


def _file(place):
    return reverse("supervision:batch_file", args=[place.batch_id, place.pk])


SENT_COLUMNS = [
    Column("school", _("School"), lambda p: p.sar.school.name, 34, "sar__school__name_sort"),
    Column("level", _("Level"), lambda p: str(p.sar.get_level_display()), 20, "sar__level"),
    Column("file", _("File sent"), lambda p: paper_name(p.sar).rpartition("/")[2], 44, link=_file),
    Column("pages", _("Pages"), lambda p: p.stored.pages, 10, kind="number"),
    Column("network", _("Network"), lambda p: p.sar.school.network and p.sar.school.network.name, 24),
]
SENT_SHEET_COLUMNS = [*SENT_COLUMNS, Column("sha256", "SHA-256", lambda p: p.stored.sha256, 68)]
