from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.models import Correspondence


def _standing(letter):
    return str(letter.standing[0])


CORRESPONDENCE_COLUMNS = [
    Column("subject", _("Subject of the letter"), lambda row: row.subject, 50, link=Correspondence.get_absolute_url),
    Column("number", _("Number of the letter"), lambda row: row.number, 20, "number"),
    Column("dated", _("Date"), lambda row: row.dated, 14, "dated", kind="date"),
    Column("direction", _("Direction"), lambda row: str(row.get_direction_display()), 10, "direction"),
    Column("counterpart", _("With whom"), lambda row: row.counterpart, 20, "counterpart"),
    Column("school", _("School"), lambda row: row.school and row.school.name, 28, "school__name_sort"),
    Column("due", _("Answer due on"), lambda row: row.answer_due_on, 14, "answer_due_on", kind="date"),
    Column("standing", _("Has it been answered"), _standing, 18, kind="state"),
]
SHEET_COLUMNS = [
    *CORRESPONDENCE_COLUMNS,
    Column("text", _("Gist"), lambda row: row.text, 50),
    Column("reply_to", _("Answers"), lambda row: row.reply_to and str(row.reply_to), 30),
    Column("settled", _("Settled at"), lambda row: row.settled_at, 14, kind="date"),
    Column("how", _("How it was settled"), lambda row: row.settled_how, 30),
]
